"""Every outcome there is, in every output: what became of a matter is said alike wherever it can be read."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from odfdo import Document
from pypdf import PdfReader

from livecouncil.core.release.record import ItemRecord, ObjectRecord, PublicRecord
from livecouncil.core.telling.ladder import ladder
from livecouncil.core.telling.tell import tell
from livecouncil.publishing import folder as publishing
from livecouncil.publishing import site
from livecouncil.publishing.afterwards import files_afterwards
from livecouncil.publishing.open_data.shared import POPOLO_RESULT
from livecouncil.wording import Wording
from tests.core.meeting.evening import Evening, planned
from tests.evenings.proefstad import play, render

OPENED = ("@19:30 open", "n4", "m1 i alfa: Een", "m2 i beta: Twee", "a1 i delta: Drie")
LANGUAGES = ("nl", "fy", "en")


@dataclass(frozen=True)
class Outcome:
    """`lines` bring it about on `target`; `says` of it, in Dutch, every page and document; `popolo` its result."""

    name: str
    lines: tuple[str, ...]
    says: str
    popolo: str
    target: str = "m1"
    counted: bool = True

    def in_the_small(self) -> tuple[str, ...]:
        """The same lines for a council of three groups A, B and C of seven."""
        return tuple(_SMALL.get(line, line.removesuffix(" =")) for line in self.lines)


_SMALL = {
    "bp2 t delta 2-7 =": "bp2 t c 2-5",
    "v gamma 7-2 =": "v b 5-2",
    "m1 6-3 zn =": "m1 5-2 zn",
    "m1v alfa(1) delta 6-3 =": "m1v a(1) c 4-3",
    "m1 m2 v delta 7-2 =": "m1 m2 v c 5-2",
    "bp1 v delta 7-2 =": "bp1 v c 5-2",
}

OUTCOMES = (
    Outcome("told adopted", ("m1 aang =",), "aangenomen", "adopted"),
    Outcome("told rejected", ("m1 verw =",), "verworpen", "rejected"),
    Outcome("no names", ("m1 6-3 zn =",), "aangenomen", "adopted"),
    Outcome("jointly", ("m1 m2 v delta 7-2 =",), "aangenomen", "adopted", "m2"),
    Outcome("jointly told", ("m1 m2 verw =",), "verworpen", "rejected", "m2"),
    Outcome("jointly withdrawn", ("m1-m2x =",), "ingetrokken", "withdrawn", "m2", counted=False),
    Outcome("taken over", ("m1 ov college =",), "overgenomen", "taken over", counted=False),
    Outcome("merged", ("m1 op m2 =",), "opgegaan in", "merged", counted=False),
    Outcome("lapsed", ("m1 verv =",), "vervallen", "lapsed", counted=False),
    Outcome("decision point", ("bp1 v delta 7-2 =",), "besluitpunt 1", "adopted", "bp4.1"),
    Outcome(
        "adopted in part",
        ("bp1u =", "bp2 t delta 2-7 =", "v gamma 7-2 ="),
        "met uitzondering van besluitpunt 2",
        "pass",
        "4",
    ),
    Outcome("group divided", ("m1v alfa(1) delta 6-3 =",), "aangenomen", "adopted"),
)


@pytest.fixture(scope="module", params=OUTCOMES, ids=lambda outcome: outcome.name)
def outcome(request: pytest.FixtureRequest) -> Outcome:
    found: Outcome = request.param
    return found


@pytest.fixture(scope="module")
def records(outcome: Outcome, tmp_path_factory: pytest.TempPathFactory) -> dict[str, PublicRecord]:
    """The evening in each language."""
    folder: Path = tmp_path_factory.mktemp("outcome")
    script = "\n".join((*OPENED, *outcome.lines, "@21:00 sluit"))
    return {language: play(folder / language, script, language=language) for language in LANGUAGES}


SAID_IN = ("index.html", "transcript.html", "feed.json", "feed.atom", "decisions.json", "decisions.atom", "votes.csv")


def pages(record: PublicRecord) -> dict[str, str]:
    """Every page and feed of the evening, as text, its case folded."""
    made = site.meeting_files(record, publishing.words_of(record.meeting.language))
    return {name: unescape(made[name].decode()).casefold() for name in SAID_IN}


def test_it_is_the_outcome_of_the_record(outcome: Outcome, records: dict[str, PublicRecord]) -> None:
    for record in records.values():
        decided: dict[str, ObjectRecord | ItemRecord] = {item.number: item for item in record.decisions.items}
        decided |= {each.key: each for item in record.decisions.items for each in item.objects}
        result = decided[outcome.target].outcome or ""
        assert POPOLO_RESULT.get(result, result) == outcome.popolo and decided[outcome.target].outcome_word


def test_pages_feeds_and_lists_say_it(outcome: Outcome, records: dict[str, PublicRecord]) -> None:
    for name, text in pages(records["nl"]).items():
        assert outcome.says in text or (name == "votes.csv" and not outcome.counted), name


def test_documents_say_it(outcome: Outcome, records: dict[str, PublicRecord]) -> None:
    made = files_afterwards(records["nl"], publishing.words_of("nl"), {})
    texts = {name: _text_of(name, made[name]) for name in made if name.endswith((".html", ".odt", ".pdf"))}
    assert len(texts) == 6
    assert [name for name, text in texts.items() if outcome.says not in text.casefold()] == []


def test_the_standards_say_it(outcome: Outcome, records: dict[str, PublicRecord]) -> None:
    made = {name: data.decode() for name, data in render(records["nl"]).items()}
    for name in ("ori-a.xml", "ori.json", "akomantoso.xml"):
        assert outcome.says in made[name].casefold(), name
    motions = {row["identifier"]: row for row in json.loads(made["popolo.json"])["motions"]}
    assert motions[outcome.target]["result"] == outcome.popolo


def test_options_add_up_to_the_members(outcome: Outcome, records: dict[str, PublicRecord]) -> None:
    made = render(records["nl"])
    for event in (*json.loads(made["votes.json"])["vote_events"], *json.loads(made["popolo.json"])["vote_events"]):
        assert len(event["votes"]) == 9
        told = {count["option"]: count["value"] for count in event["counts"]}
        assert sum(told.values()) == 9


def test_what_is_not_known_is_promised_nowhere(outcome: Outcome, records: dict[str, PublicRecord]) -> None:
    for name, text in (pages(records["nl"]) | {n: d.decode() for n, d in render(records["nl"]).items()}).items():
        assert "namen volgen" not in text.casefold(), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_a_whole_sentence(outcome: Outcome, language: str, records: dict[str, PublicRecord]) -> None:
    entries = [entry for entry in records[language].feed.entries if outcome.target in (entry.object, *entry.also)]
    texts = [entry.texts[language] for entry in entries if entry.outcome]
    assert len(texts) == 1 and "{" not in texts[0] and len(texts[0]) > 20
    votes = [vote for item in records[language].decisions.items for vote in item.votes]
    assert bool(votes) == outcome.counted
    assert all(vote.outcome_word and "{" not in vote.about_names for vote in votes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_network_it_fits_and_keeps_number_and_outcome(outcome: Outcome, language: str) -> None:
    evening = Evening(planned())
    evening.type("open", "n2", "m1 i a: Een", "m2 i b: Twee", "a1 i c: Drie")
    words = Wording.load(language)
    for line in outcome.in_the_small():
        event = evening.type(line).events[0]
        told = tell(evening.state, evening.state.facts[len(evening.state.events)], event)
        assert told
        *_, shortest = ladder(told, words, "https://raad.example/live", "RaadDorp")
        assert len(shortest) <= 160 and "{" not in shortest
        assert any(number in shortest for number in ("1", "2"))


def _text_of(name: str, document: bytes) -> str:
    if name.endswith(".odt"):
        return str(Document(io.BytesIO(document)).get_formatted_text())
    if name.endswith(".pdf"):
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(document)).pages)
    return unescape(document.decode())
