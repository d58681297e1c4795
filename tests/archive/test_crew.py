"""Work on many meetings by several processes: in order, whole, and told truly."""

from __future__ import annotations

import io
import os
import signal
from multiprocessing import parent_process
from pathlib import Path

import pytest

from livecouncil.archive import crew
from livecouncil.archive.bar import Bar
from livecouncil.archive.crew import WORTH_A_WORKER, shared

MANY = list(range(WORTH_A_WORKER * 3))


def square(number: int) -> tuple[int, int]:
    return number * number, os.getpid()


def killed_at_five(task: tuple[Path, int]) -> int:
    """Dies of it the first time, as a process does that takes more memory than there is."""
    folder, number = task
    if number == 5 and parent_process():
        (folder / "died").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def test_results_come_in_order_the_first_from_here_and_others_from_elsewhere() -> None:
    found = list(shared(square, MANY))
    assert [result for result, _ in found] == [n * n for n in MANY]
    assert found[0][1] == os.getpid() and os.getpid() not in {process for _, process in found[1:]}


@pytest.mark.parametrize("tasks", [[], [1], MANY[:WORTH_A_WORKER]])
def test_few_tasks_start_no_process(tasks: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "ProcessPoolExecutor", None)
    assert [result for result, _ in shared(square, tasks)] == [n * n for n in tasks]


def test_what_a_killed_worker_left_is_done_here(tmp_path: Path) -> None:
    assert list(shared(killed_at_five, [(tmp_path, n) for n in MANY])) == MANY
    assert (tmp_path / "died").exists()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_counts_what_is_done_and_goes(capsys: pytest.CaptureFixture[str]) -> None:
    screen = Terminal()
    bar = Bar(screen)
    told = bar.above(print)
    for number in bar.over(iter(range(4)), 4, "vergaderingen"):
        told(f"vergadering {number}")
    shown = [line.partition("] ")[2] for line in screen.getvalue().split("\r\x1b[K") if line]
    assert shown == [f"{done}/4 vergaderingen" for done in range(5)] and screen.getvalue().endswith("\r\x1b[K")
    assert capsys.readouterr().out.split("\n")[:2] == ["vergadering 0", "vergadering 1"]


def test_elsewhere_than_on_a_terminal_there_is_no_bar() -> None:
    screen = io.StringIO()
    assert list(Bar(screen).over(iter(range(3)), 3, "vergaderingen")) == [0, 1, 2] and screen.getvalue() == ""
