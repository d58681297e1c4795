"""A reporter without a list of members: groups with seats are enough, or nothing; nobody is counted as present."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from livecouncil.commands import main
from livecouncil.core.meeting import events as ev
from livecouncil.journal.opening import readable
from livecouncil.journal.place import Place
from livecouncil.publishing.folder import record_of
from livecouncil.sitting.session import Session
from tests.commands.test_publish import text
from tests.publishing.test_unofficial import OFFICIAL, WORDLESS, marked

AGENDA = """[meeting]
title = "Raadsvergadering"
start = 2026-03-12T19:30:00+01:00
chair = "de burgemeester"

[[items]]
number = "1"
title = "Opening"
kind = "procedural"

[[items]]
number = "2"
title = "Woonvisie"
kind = "proposal"
"""
EVENING = """@19:30 open
n2
m1 i pa: Starters eerst
m1v pb(2) =
m2 i pb: Maximale bouwhoogte
m2 8-8 zn =
v 16-0 =
=
@20:00 pers Lid rekenkamer: Braas 9 Veenstra 6 blanco 2 =
c m1t pa 8-9 =
@21:20 sluit
"""
ID = "2026-03-12-raadsvergadering"


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `init --unofficial` makes, and an evening in it."""
    folder = tmp_path_factory.mktemp("verslag") / "urk"
    told = ["--municipality", "Urk", "--reporter", "PolitiekUrk", "--contact", "redactie@politiek.example"]
    groups = ["--group", "PA=8", "--group", "PB=9", "--account", "copy", "--licence", "CC-BY-4.0"]
    assert main(["init", "--unofficial", "--data", str(folder), *told, "--seats", "17", *groups]) == 0
    agenda = folder / "agendas" / f"{ID}.toml"
    agenda.write_text(AGENDA)
    session = Session.open(folder, agenda, hold=0)
    for line in EVENING.splitlines():
        session.enter(line, confirmed=True, line_mode=True)
    session.close()
    assert main(["publish", "--all", "--data", str(folder)]) == 0
    return folder


def test_every_file_of_it_bears_the_mark(reported: Path) -> None:
    public = reported / "public"
    said = {str(p.relative_to(public)): text(p) for p in public.rglob("*") if p.is_file()}
    said = {name: one for name, one in said.items() if not WORDLESS.search(name) and "journal.jsonl" not in name}
    assert [name for name, one in said.items() if not marked(one)] == []
    assert [(name, word) for name, one in said.items() for word in OFFICIAL if word in one] == []
    assert "CC BY 4.0" in said[f"{ID}/index.html"] and "licenses/by/4.0" in said[f"{ID}/feed.json"]


def test_votes_are_the_chairs_word_by_seats_and_nobody_is_present(reported: Path) -> None:
    texts = [i["content_text"] for i in json.loads((reported / "public" / ID / "feed.json").read_text())["items"]]
    whole = "\n".join(texts)
    assert "zoals de voorzitter meldde: Bij Motie M2" in whole and "naar zetels" in whole
    assert "staken de stemmen: 8 voor, 8 tegen" in whole and "16 voor, 0 tegen" in whole
    assert "vergissing van de verslaglegger: Correctie" in whole and "Braas is benoemd" in whole
    assert "aanwezig" not in whole and "art." not in whole
    record = record_of(readable(Place(reported / "journal", ID)).events)
    assert not record.people.presence and not record.people.present and record.meeting.closed


@pytest.mark.parametrize(
    ("line", "told"),
    [("r vvvtt =", "geen ledenlijst"), ("v 20-0 =", "17"), ("v pb(10) =", "9")],
)
def test_what_nobody_keeps_cannot_be_counted(reported: Path, tmp_path: Path, line: str, told: str) -> None:
    (tmp_path / "agendas").mkdir()
    (tmp_path / "council.toml").write_text((reported / "council.toml").read_text())
    agenda = tmp_path / "agendas" / f"{ID}.toml"
    agenda.write_text(AGENDA)
    session = Session.open(tmp_path, agenda, hold=0)
    session.enter("open")
    session.enter("n2")
    answer = session.enter(line, confirmed=True, line_mode=True)
    decided = [e for e in session.journal.events if isinstance(e, ev.Decided)]
    session.close()
    assert answer.refused and told in str(answer) and not decided


def test_init_refuses_before_it_makes_anything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = ["init", "--unofficial", "--data", str(tmp_path / "x"), "--municipality", "Urk", "--contact", "a@b.example"]
    assert main([*told, "--reporter", "Gemeente Urk", "--seats", "17"]) == 1
    assert main([*told, "--reporter", "Krant"]) == 2
    assert main([*told, "--reporter", "Krant", "--seats", "17", "--account", "fax=1"]) == 2
    assert main(["init", "--data", str(tmp_path / "x"), "--reporter", "Krant"]) == 2
    assert not (tmp_path / "x" / "council.toml").exists()
    assert capsys.readouterr().err.count("Er is niets gemaakt") == 4


def test_rules_of_order_nobody_told_the_reporter_are_not_held_against_him(reported: Path, tmp_path: Path) -> None:
    for name in ("council.toml", f"agendas/{ID}.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((reported / name).read_bytes())
    session = Session.open(tmp_path, tmp_path / "agendas" / f"{ID}.toml", hold=0)
    answers = [session.enter(line, line_mode=True) for line in ("open", "n2", "m1 i pa: Starters eerst", "m1v pb(2)")]
    session.close()
    assert "vooraf" not in answers[-1].text and "M1" in answers[-1].text
