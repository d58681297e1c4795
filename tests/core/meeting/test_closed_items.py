"""A closed item, the doors and what is public agree: nothing of it gets out because somebody forgot to close them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from livecouncil import importing as importers
from livecouncil.errors import InputFault
from livecouncil.importing.draft import closing, maybe_closed, write_agenda
from livecouncil.settings.load import load_agenda
from livecouncil.trust.verify import verify_public
from tests.commands.run import run
from tests.evenings.chain import public_chain
from tests.evenings.sitting import ID, play

OPEN = "@19:30 open\nn5\n"
TELLING = (
    "m2 i a: Kanariepiet",
    "tz wagner: Kanariepiet",
    "b: Kanariepiet =",
    "pers Kanariepiet: alders 5 =",
    "v =",
    "u =",
    "t a =",
    "9-0 =",
    "r1 vvvvvvvvv =",
    "k =",
    "h =",
    "h 4-6 =",
    "accl =",
    "st",
    "m9w: Kanariepiet",
)


@pytest.mark.parametrize("line", TELLING)
def test_under_a_closed_item_with_open_doors_nothing_is_told(line: str, tmp_path: Path) -> None:
    evening = play(tmp_path, OPEN + line)
    assert "regel 3: " in evening.refusals and "Kanariepiet" not in evening.everything + evening.refusals
    assert evening.votes() == {} and [e.kind for e in evening.record.feed.entries] == ["opening", "punt"]
    if not line.startswith("m9w"):
        assert "‘besloten’" in evening.refusals and "‘openbaar 5’" in evening.refusals, "both ways out"


def test_the_griffier_is_told_on_entering_it(tmp_path: Path) -> None:
    evening = play(tmp_path, OPEN + "openbaar")
    assert "Punt 5 is besloten: typ ‘besloten’, of ‘openbaar 5’ en =" in evening.answers
    assert "‘openbaar 5’" in evening.refusals and "Grondaankoop" not in evening.everything


def test_the_first_way_out_is_to_close_the_doors(tmp_path: Path) -> None:
    evening = play(
        tmp_path, OPEN + "m2 i a: Kanariepiet\nbesloten\nm2 i a: Kanariepiet\nopenbaar\nn6\nm2 i a: Openlijk\nsluit"
    )
    assert "Kanariepiet" not in evening.everything and "Openlijk" in evening.everything


def test_the_second_is_to_say_that_it_is_public_and_then_its_title_stands_everywhere(tmp_path: Path) -> None:
    evening = play(tmp_path, OPEN + "besloten\nopenbaar\nopenbaar 5 =\nm2 i a: Krediet\nm2v b =\nu =\n@21:00 sluit")
    assert "Punt 5 ‘Grondaankoop’ wordt in het openbaar behandeld." in evening.sentences
    assert (
        "Het voorstel bij punt 5 ‘Grondaankoop’ is met algemene stemmen aangenomen (9 voor, 0 tegen)."
        in evening.sentences
    )
    assert evening.votes()["5"]["motion"]["text"] == "Grondaankoop"
    for name in ("index.html", "decisions.html", "transcript.html", "ori-a.xml", "akomantoso.xml"):
        assert "Grondaankoop" in evening.file(name), name
    assert verify_public(evening.public) == []


def test_before_the_hammer_and_behind_the_doors_its_title_stays_hidden(tmp_path: Path) -> None:
    evening = play(tmp_path, OPEN + "openbaar 5\nundo\nbesloten\nopenbaar 5 =\nopenbaar\nopenbaar 4 =\nopenbaar 99 =")
    assert "Grondaankoop" not in evening.everything
    assert b"Grondaankoop" not in public_chain(tmp_path / "journal", ID)
    assert len(evening.refusals.splitlines()) == 3


def test_an_object_of_another_item_is_not_held_up(tmp_path: Path) -> None:
    evening = play(
        tmp_path, "@19:30 open\nn4\nm1 i a: Een\nn5\nm1v b =\nc m1v c =\naf evers\n, notitie\nalders\nx =\nsluit"
    )
    assert evening.refusals == "" and evening.votes()["m1"]["counts"][0]["value"] == 7


AGENDA = """Agenda gemeenteraad donderdag 12 maart 2026, aanvang 19.30 uur

1. Opening
2. Bekrachtiging geheimhouding grondexploitatie
3. Geheime stemming: benoeming lid Rekenkamer
4. Motie: eerder besloten krediet zwembad heroverwegen
5. Besloten deel
6. Besletten diel
7. Sluiting
"""


def test_no_word_in_a_title_closes_an_item(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "agenda.txt"
    source.write_text(AGENDA)
    run("import", source, "--data", tmp_path, "--yes")
    said = capsys.readouterr().out
    path = tmp_path / "agendas" / f"{ID}.toml"
    kinds = [item["kind"] for item in tomllib.loads(path.read_text())["items"]]
    assert "closed" not in kinds and [at + 1 for at, kind in enumerate(kinds) if kind == "unknown"] == [5, 6]
    assert "Let op: BESLOTEN? 5, 6: " in said and "Let op: de titel van 2, 3, 4 noemt besloten of geheim" in said


def test_an_agenda_of_which_nobody_said_what_is_closed_does_not_open(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(AGENDA)
    path = write_agenda(importers.read_agenda(tmp_path / "a.txt", None).dated(None), tmp_path)
    with pytest.raises(InputFault, match="Of dit punt besloten is, staat nog niet vast"):
        load_agenda(path)
    path.write_text(path.read_text().replace('"unknown"', '"closed"'))
    assert [item.number for item in load_agenda(path).items if item.kind == "closed"] == ["5", "6"]


def test_the_griffier_is_asked_and_what_is_answered_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source, asked = tmp_path / "agenda.txt", []

    def answer(question: str) -> str:
        asked.append(question)
        return "j" if "Besloten deel" in question or "Schrijven" in question else "n"

    source.write_text(AGENDA)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", answer)
    run("import", source, "--data", tmp_path)
    agenda = load_agenda(tmp_path / "agendas" / f"{ID}.toml")
    assert [i.number for i in agenda.items if i.kind == "closed"] == ["5"] and len(asked) == 6
    assert "besloten     Besloten deel" in capsys.readouterr().out


def test_the_answer_survives_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(AGENDA)
    draft = importers.read_agenda(tmp_path / "a.txt", None).dated(None)
    closed = closing(draft, ["5"])
    assert [n for n, _ in maybe_closed(draft)] == ["2", "3", "4", "5", "6"] and not maybe_closed(closed)
    assert load_agenda(write_agenda(closed, tmp_path)).items[4].kind == "closed"
