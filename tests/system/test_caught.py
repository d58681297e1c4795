"""What is held, and what passes."""

from __future__ import annotations

import asyncio

import pytest

from livecouncil.system.caught import Caught, undone_by


def test_a_fault_is_held_and_told() -> None:
    heard: list[tuple[str, str]] = []
    with Caught(lambda error, where: heard.append((str(error), where)), "panel") as fault:
        raise ValueError("wat")
    assert fault.struck and isinstance(fault.error, ValueError)
    assert heard == [("wat", "panel")]


def test_nothing_struck() -> None:
    with Caught() as fault:
        pass
    assert not fault.struck


@pytest.mark.parametrize("ending", [KeyboardInterrupt, SystemExit, asyncio.CancelledError, GeneratorExit])
def test_an_ending_passes(ending: type[BaseException]) -> None:
    with pytest.raises(ending), Caught():
        raise ending


def test_what_the_caller_knows_passes() -> None:
    with pytest.raises(FileNotFoundError), Caught(passing=(OSError,)) as fault:
        raise FileNotFoundError
    assert not fault.struck


async def test_cancelling_what_runs_within_it_ends_it() -> None:
    async def waits() -> None:
        with Caught():
            await asyncio.sleep(60)

    task = asyncio.create_task(waits())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.parametrize("ending", [ValueError, KeyboardInterrupt])
def test_what_is_not_finished_is_undone_and_nothing_is_held(ending: type[BaseException]) -> None:
    undone: list[int] = []
    with pytest.raises(ending), undone_by(lambda: undone.append(1)):
        raise ending
    assert undone == [1]


def test_what_is_finished_stays() -> None:
    undone: list[int] = []

    def finished() -> str:
        with undone_by(lambda: undone.append(1)):
            return "af"

    assert finished() == "af"
    assert undone == []
