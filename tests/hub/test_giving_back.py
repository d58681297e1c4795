"""A council that lost its laptop gets back from the hub what was public, and goes on behind it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from livecouncil.commands import main
from livecouncil.journal.lines import body_of, head_of
from livecouncil.journal.report import report_of
from livecouncil.journal.signing.keys import SecretKey
from livecouncil.sitting.session import Session
from tests.commands.sticks import with_stick
from tests.waiting import until

from .hubs import CODE, ID, released
from .joined import Joined, joined, sitting
from .postgres import Postgres
from .programs import Program, add_hub

NOTE = "iets dat alleen de griffier weet"
BEGUN = ("open", "n1", f", {NOTE}", "n6", "m1 i vvd: Meer bomen bij mevrouw Vis")
LATER = ("n7", "wis mevrouw Vis: op haar verzoek", "m2 i cda: Minder stenen", "z10")


@dataclass
class Laptop(Joined):
    """The council at its desk, and the address it sends to."""

    to: str
    mirror: Program
    session: Session

    def type(self, lines: tuple[str, ...]) -> None:
        for line in lines:
            assert not self.session.enter(line, confirmed=True, line_mode=True).refused, line

    def until_even(self) -> None:
        until(lambda: len(self.at_hub()) == len(self.released()) > 0)

    def is_lost(self) -> None:
        """Whole: journal, copies, keys' folder all but the secret key."""
        self.until_even()
        self.session.close()
        self.until_even()
        self.mirror.stop()
        shutil.rmtree(self.folder)


@pytest.fixture
def laptop(postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Laptop]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "keys"))
    with joined(postgres, tmp_path) as council:
        with_stick(council.folder, tmp_path / "stick")
        to = council.hub.url.replace("http", "hub+http", 1) + CODE
        with sitting(council.folder) as (session, mirror):
            yield Laptop(council.folder, council.key, council.hub, postgres, to, mirror, session)


def test_from_the_hub_alone_the_meeting_goes_on_and_the_hub_takes_what_follows(
    laptop: Laptop, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    laptop.type(BEGUN + LATER)
    laptop.is_lost()
    there = laptop.at_hub()
    other = tmp_path / "andere laptop"
    assert main(["restore", laptop.to, "--data", str(other)]) == 1, "lines without content are told"
    said = capsys.readouterr()
    bare = sum(body_of(row)["type"] == "private" for row in there)
    assert f"Van de hub kwamen {len(there)} regels" in said.out and f"Van {bare} daarvan" in said.out
    session = Session.open(other, other / "agendas" / f"{ID}.toml", hold=0)
    try:
        assert {"m1", "m2"} <= session.desk.state.objects.keys() and session.desk.state.item == "7"
        assert "Vis" not in str(session.desk.state) and NOTE not in str(session.journal.events)
        assert not session.enter("z").refused
        add_hub(other, laptop.to.removeprefix("hub+").removesuffix(CODE))
        mirror = Program("mirror", "--data", str(other)).start()
        until(lambda: len(laptop.at_hub()) == len(released(other)) > len(there))
        mirror.stop()
    finally:
        session.close()
    assert laptop.at_hub()[: len(there)] == there


def test_behind_an_older_copy_come_the_lines_that_were_lost_and_what_was_deleted_is_deleted(
    laptop: Laptop, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    laptop.type(BEGUN)
    copier = laptop.session.copying._copier
    assert copier and copier.wait(60)
    shutil.copytree(tmp_path / "stick", tmp_path / "older")
    laptop.type(LATER)
    laptop.is_lost()
    other = tmp_path / "andere laptop"
    main(["restore", str(tmp_path / "older"), "--data", str(other)])
    said = capsys.readouterr()
    assert "Van de hub kwamen" in said.out and said.err.count("ontbreekt") <= 2
    text = (other / "journal" / f"{ID}.jsonl").read_text(encoding="utf-8")
    assert "Vis" not in text and "Minder stenen" in text
    session = Session.open(other, other / "agendas" / f"{ID}.toml", hold=0)
    try:
        assert NOTE in str(session.journal.events), "what the copy had alone is still there"
        assert "m2" in session.desk.state.objects
    finally:
        session.close()


def test_two_histories_are_not_put_together_and_what_is_there_already_is_said(
    laptop: Laptop, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    laptop.type(BEGUN)
    laptop.is_lost()
    other = tmp_path / "andere laptop"
    main(["restore", laptop.to, "--data", str(other)])
    before = (other / "journal" / f"{ID}.jsonl").read_bytes()
    capsys.readouterr()
    assert main(["restore", laptop.to, "--data", str(other)]) == 0
    assert "niets dat hier ontbreekt" in capsys.readouterr().out
    third = tmp_path / "derde laptop"
    shutil.copytree(other, third)
    rows = before.splitlines()
    session = Session.open(third, third / "agendas" / f"{ID}.toml", hold=0)
    session.enter("n8")
    session.close()
    forked = (third / "journal" / f"{ID}.jsonl").read_bytes()
    send_behind(laptop, other)
    assert main(["restore", laptop.to, "--data", str(third)]) == 1
    assert f"vanaf regel {len(rows) + 1}" in capsys.readouterr().err
    assert (third / "journal" / f"{ID}.jsonl").read_bytes() == forked


def send_behind(laptop: Laptop, folder: Path) -> None:
    """Another history of the meeting goes on, at the hub too."""
    add_hub(folder, laptop.to.removeprefix("hub+").removesuffix(CODE))
    session = Session.open(folder, folder / "agendas" / f"{ID}.toml", hold=0)
    session.enter("n7")
    mirror = Program("mirror", "--data", str(folder)).start()
    until(lambda: len(laptop.at_hub()) == len(released(folder)))
    session.close()
    mirror.stop()


def test_lines_that_another_key_signed_are_not_kept(
    laptop: Laptop, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    laptop.type((*BEGUN, "z10"))
    laptop.is_lost()
    stranger = tmp_path / "andere.pub"
    stranger.write_text(SecretKey.new().public.text, encoding="ascii")
    other = tmp_path / "andere laptop"
    assert main(["restore", laptop.to, "--data", str(other), "--key", str(stranger)]) == 1
    assert "vergelijk de sleutel" in capsys.readouterr().err and not (other / "journal").exists()
    for wrong, said in ((f"{laptop.to}x", "kent raad"), ("hub+http://127.0.0.1:1/GM9999", "onbereikbaar")):
        assert main(["restore", wrong, "--data", str(other)]) == 1
        assert said in capsys.readouterr().err
    assert main(["restore", laptop.to.removesuffix(CODE), "--data", str(other)]) == 2


def test_what_comes_back_has_no_fault_but_what_was_never_there(laptop: Laptop, tmp_path: Path) -> None:
    laptop.type(BEGUN + LATER)
    laptop.is_lost()
    there = laptop.at_hub()
    other = tmp_path / "andere laptop"
    main(["restore", laptop.to, ID, "--data", str(other)])
    report = report_of(other / "journal", ID)
    assert report.head == head_of(there[-1])
    assert all("de inhoud ontbreekt" in fault for fault in report.faults)
