"""The law of the meeting's own day, asked in one place by the check of an agenda and by the entry line."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from livecouncil.core.law import in_force as law
from livecouncil.publishing.folder import record_of
from livecouncil.settings.check import check
from livecouncil.sitting.session import Session
from tests.conftest import Clock

FORBIDDEN = (
    "Benoeming wethouder",
    "Ontslag wethouder",
    "Benoeming van wethouder",
    "Benoeming van twee wethouders",
    "Ontslag van wethouders",
    "Wethouder Voorbeeldsma: ontslag",
    "Verkiezing wethouders",
    "Ontslagaanvraag wethouder",
    "BENOEMING WETHOUDER",
    "Herbenoeming van een wethouder",
    "Benoemen van drie wethouders",
    "Beneaming fan twa wethâlders",
    "Ûntslach wethâlder",
    "Toelating nieuwe raadsleden",
    "Onderzoek geloofsbrieven",
    "Programmabegroting 2027",
    "Derde begrotingswijziging",
    "Vaststelling jaarrekening",
    "Jaarstukken 2025",
    "Rekening 2025",
    "Begrutting 2027",
    "Belastingverordeningen",
    "Verordening toeristenbelasting",
    "Tarief rioolheffing",
    "Legesverordening 2027",
    "OZB-tarieven",
)
ALLOWED = (
    "Ontslag griffier",
    "Benoeming griffier",
    "Benoeming lid rekenkamer",
    "Gesprek met de wethouder over de haven",
    "Benoemingsbesluit accountant",
    "Zienswijze begroting veiligheidsregio",
    "Toetreding belastingkantoor",
    "Toelatingsbeleid markt",
    "Ontslag burgemeester",
    "Woonvisie",
    "Berekening 2025 van de stikstof",
    "Berekening geluid",
)


@pytest.mark.parametrize("title", FORBIDDEN)
def test_article_24_keeps_these_public(title: str) -> None:
    assert law.never_closed(title)


@pytest.mark.parametrize("title", ALLOWED)
def test_article_24_says_nothing_of_these(title: str) -> None:
    assert not law.never_closed(title)


def begin(day: str) -> str:
    """Half past seven of `day`, in the council's zone."""
    return datetime.fromisoformat(f"{day}T19:30:00").replace(tzinfo=ZoneInfo("Europe/Amsterdam")).isoformat()


def titled(agenda: Path, title: str, kind: str = "closed", day: str = "2026-03-12") -> Path:
    """The example's agenda with `title` at item 6, on another day."""
    text = agenda.read_text().replace("2026-03-12T19:30:00+01:00", begin(day)).replace("2026-03-12", day)
    text = re.sub(r'(number = "6"\ntitle = )"[^"]*"\nkind = "[a-z]+"', rf'\1"{title}"\nkind = "{kind}"', text, count=1)
    assert title in text
    moved = agenda.with_name(f"{day}-raadsvergadering.toml")
    agenda.unlink()
    moved.write_text(text)
    return moved


@pytest.mark.parametrize("title", ["Benoeming van twee wethouders", "Ontslag griffier", "Programmabegroting 2027"])
def test_check_and_the_doors_say_the_same(title: str, council: Path, agenda: Path, clock: Clock) -> None:
    agenda = titled(agenda, title)
    checked = any("art. 24" in str(f) for f in check(agenda, council / "council.toml"))
    session = Session.open(council, agenda, hold=0, clock=clock)
    session.enter("open")
    session.enter("n6")
    said = any("Artikel 24" in w for w in session.enter("besloten", confirmed=True).warnings)
    session.close()
    assert checked is said is law.never_closed(title)


@pytest.mark.parametrize(
    ("title", "day", "warned"),
    [
        ("Bekrachtigen geheimhouding", "2026-03-12", True),
        ("Bekrachtiging opgelegde geheimhouding", "2023-04-01", True),
        ("Bekrachtigen geheimhouding", "2023-03-31", False),
        ("Bekrêftiging geheimhâlding", "2026-03-12", True),
        ("Opheffen geheimhouding", "2026-03-12", False),
        ("Bekrachtigen koopovereenkomst", "2026-03-12", False),
    ],
)
def test_ratifying_secrecy_ended_with_articles_25_and_86(
    title: str, day: str, warned: bool, council: Path, agenda: Path
) -> None:
    agenda = titled(agenda, title, "proposal", day)
    assert any("art. 25" in str(f) for f in check(agenda, council / "council.toml")) is warned
    session = Session.open(council, agenda, hold=0, clock=Clock(begin(day)))
    session.enter("open")
    answer = session.enter("n6")
    session.close()
    assert any("23.4" in w for w in answer.warnings) is warned and not answer.refused


@pytest.mark.parametrize(("day", "scope"), [("2022-12-31", "vote"), ("2023-01-01", "debate"), ("2026-03-12", "debate")])
def test_recusal_is_that_of_the_meetings_day(day: str, scope: str, council: Path, agenda: Path) -> None:
    assert law.recusal(date.fromisoformat(day)) == scope
    agenda = titled(agenda, "Woonvisie", "proposal", day)
    session = Session.open(council, agenda, hold=0, clock=Clock(begin(day)))
    for line in ("open", "n6", "nd jansen"):
        assert not session.enter(line).refused
    warned = any("neemt wegens art. 28 geen deel" in w for w in session.enter("jansen").warnings)
    text = record_of(session.journal.events).feed.entries[-1].texts["nl"]
    session.close()
    assert warned is (scope == "debate")
    assert ("beraadslaging en de stemming" in text) is (scope == "debate")
    again = Session.open(council, agenda, hold=0, clock=Clock(f"{day}T19:40:00+01:00"))
    assert again.desk.state.council.procedure.recusal == scope, "a meeting keeps what it began with"
    again.close()


def test_a_meeting_begun_before_this_was_so_keeps_its_rule(council: Path, agenda: Path, clock: Clock) -> None:
    """Its snapshot says nothing of it, which meant the vote."""
    toml = council / "council.toml"
    toml.write_text(toml.read_text().replace("[procedure]", '[procedure]\nrecusal = "vote"', 1))
    session = Session.open(council, agenda, hold=0, clock=clock)
    session.enter("open")
    session.close()
    assert '"recusal"' not in (council / "journal" / "2026-03-12-raadsvergadering.jsonl").read_text()
    toml.write_text(toml.read_text().replace('recusal = "vote"\n', ""))
    again = Session.open(council, agenda, hold=0, clock=clock)
    assert again.desk.state.council.procedure.recusal == "vote"
    again.close()


def test_check_names_the_old_rule_where_it_is_written_down(council: Path, agenda: Path) -> None:
    toml = council / "council.toml"
    toml.write_text(toml.read_text().replace("[procedure]", '[procedure]\nrecusal = "vote"', 1))
    [fault] = [f for f in check(agenda, toml) if "28" in str(f)]
    assert fault.level == "warning" and fault.line == toml.read_text().splitlines().index('recusal = "vote"') + 1
    toml.write_text(toml.read_text().replace('"vote"', '"debate"'))
    assert not [f for f in check(agenda, toml) if "28" in str(f)]
