"""`livecouncil publish` as the griffier uses it: the evening with its recording, again, twice at
once, and when things are broken."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader

from livecouncil.commands import main
from livecouncil.publishing.captions import write_vtt
from livecouncil.sitting.session import Session
from tests.conftest import ROOT, Clock
from tests.evenings import spoken

ID = "2026-03-12-raadsvergadering"
EVERYTHING = {
    "index.html",
    "wall.html",
    "embed.html",
    "feed.json",
    "feed.atom",
    "decisions.json",
    "decisions.atom",
    "votes.json",
    "votes.csv",
    "votes.csv-metadata.json",
    "datapackage.json",
    "transcript.html",
    "transcript.pdf",
    "transcript.odt",
    "decisions.html",
    "decisions.pdf",
    "decisions.odt",
    "decisions-large.html",
    "captions.vtt",
    "captions.srt",
    "chapters.vtt",
    "ori-a.xml",
    "ori.json",
    "akomantoso.xml",
    "popolo.json",
    "state.json",
    "journal.jsonl",
    "checkpoint.txt",
    "checkpoint.txt.minisig",
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A council after an evening with closed doors, its recording published by the command."""
    folder = tmp_path_factory.mktemp("published")
    _, captions = spoken.evening(folder)
    (folder / "opname.vtt").write_text(write_vtt(captions.cues), encoding="utf-8")
    assert main(["publish", ID, "--data", str(folder / "raad"), "--captions", str(folder / "opname.vtt")]) == 0
    assert main(["verify", ID, "--data", str(folder / "raad")]) == 0
    return folder / "raad"


def text(path: Path) -> str:
    """Everything a reader could find in a file, whatever its format, embedded files included."""
    data = path.read_bytes()
    if path.suffix == ".pdf":
        reader = PdfReader(io.BytesIO(data))
        inside = [content.decode() for contents in reader.attachments.values() for content in contents]
        return "\n".join([page.extract_text() for page in reader.pages] + inside)
    if path.suffix == ".odt":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    return data.decode("utf-8", errors="replace")


def test_everything_is_there_and_nothing_of_behind_closed_doors(published: Path) -> None:
    folder = published / "public" / ID
    assert {p.name for p in folder.iterdir() if p.is_file()} >= EVERYTHING
    for path in (published / "public").rglob("*"):
        if path.is_file():
            found = text(path)
            assert spoken.CANARY not in found and "twee miljoen" not in found, path
    assert "Voorzitter, wij willen starters helpen." in text(folder / "transcript.pdf").replace("\n", " ")


def test_what_was_spoken_stands_under_its_item_with_its_second(published: Path) -> None:
    folder = published / "public" / ID
    page = (folder / "transcript.html").read_text()
    section = page[page.index('id="gesproken-6"') :]
    assert "Voorzitter, wij willen starters helpen." in section and "Faber" in section
    feed = json.loads((folder / "feed.json").read_text())
    began = feed["_livecouncil"]["recording"]
    offsets = [i["_livecouncil"]["media_offset"] for i in feed["items"]]
    assert began.startswith("2026-03-12T19:28:") and offsets == sorted(offsets, reverse=True) and offsets[-1] > 60
    vote = json.loads((folder / "votes.json").read_text())["vote_events"][0]
    assert vote["media_offset"] in offsets
    seen = [e for e in ET.parse(folder / "ori-a.xml").iter() if e.tag.endswith("tijdsaanduidingMediabron")]
    assert len(seen) > 4 and all(int(e[0].text or "") >= 0 for e in seen)


def test_the_same_again_writes_nothing_and_somebody_else_can_check_it(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publish", ID, "--data", str(published)]) == 0
    assert f"{ID}: 0 bestanden bijgewerkt" in capsys.readouterr().out
    assert (
        main(
            [
                "verify",
                "--public",
                str(published / "public" / ID),
                "--key",
                str(published / "public" / "livecouncil.pub"),
            ]
        )
        == 0
    )


def test_deleted_documents_come_back_byte_for_byte(published: Path, tmp_path: Path) -> None:
    shutil.copytree(published, tmp_path / "raad")
    before = {p.name: p.read_bytes() for p in (published / "public" / ID).iterdir() if p.is_file()}
    shutil.rmtree(tmp_path / "raad" / "public")
    assert main(["publish", ID, "--data", str(tmp_path / "raad")]) == 0
    assert {p.name: p.read_bytes() for p in (tmp_path / "raad" / "public" / ID).iterdir() if p.is_file()} == before


def test_two_at_once_leave_whole_files(published: Path, tmp_path: Path) -> None:
    shutil.copytree(published, tmp_path / "raad")
    shutil.rmtree(tmp_path / "raad" / "public")
    command = [sys.executable, "-m", "livecouncil", "publish", ID, "--data", str(tmp_path / "raad")]
    running = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [p.communicate()[1] for p in running] and [p.returncode for p in running] == [0, 0]
    assert main(["verify", ID, "--data", str(tmp_path / "raad")]) == 0
    assert not [p for p in (tmp_path / "raad" / "public").rglob("*.part")]


def test_a_meeting_that_was_never_closed_is_published_as_provisional(council: Path, agenda: Path, clock: Clock) -> None:
    session = Session.open(council, agenda, hold=0, clock=clock)
    for line in ("open", "n6", "m3 i pvda: Starters", "m3v cda ="):
        session.enter(line, line_mode=True)
    session.close()
    assert main(["publish", ID, "--data", str(council)]) == 0
    page = (council / "public" / ID / "decisions.html").read_text()
    assert "oorlopig" in page and "Starters" in page
    assert not (council / "public" / ID / "journal.jsonl").exists(), "the chain only when the meeting is closed"


def test_captions_that_do_not_fit_are_refused_and_nothing_changes(
    published: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(published, tmp_path / "raad")
    (tmp_path / "vreemd.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nIets heel anders.\n")
    kept = (tmp_path / "raad" / "captions" / f"{ID}.vtt").read_bytes()
    assert main(["publish", ID, "--data", str(tmp_path / "raad"), "--captions", str(tmp_path / "vreemd.vtt")]) == 1
    assert "--offset" in capsys.readouterr().err
    assert (tmp_path / "raad" / "captions" / f"{ID}.vtt").read_bytes() == kept
    assert main(["publish", "--data", str(tmp_path / "raad"), "--captions", str(tmp_path / "vreemd.vtt")]) == 2


@pytest.mark.parametrize("line", [1, 4])
def test_a_damaged_journal_is_said_and_takes_nothing_away(
    published: Path, tmp_path: Path, line: int, capsys: pytest.CaptureFixture[str]
) -> None:
    council = tmp_path / "raad"
    shutil.copytree(published, council)
    before = {p.name: p.read_bytes() for p in (council / "public" / ID).iterdir() if p.is_file()}
    journal = council / "journal" / f"{ID}.jsonl"
    rows = journal.read_bytes().split(b"\n")
    rows[line - 1] = rows[line - 1][:40] + b"#" + rows[line - 1][41:]
    journal.write_bytes(b"\n".join(rows))
    code = main(["publish", ID, "--data", str(council)])
    assert f"regel {line}" in (said := capsys.readouterr().err) or "begin van het journaal" in said
    if line == 1:
        assert (
            code == 1 and {p.name: p.read_bytes() for p in (council / "public" / ID).iterdir() if p.is_file()} == before
        )
