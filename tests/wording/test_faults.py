"""Errors carry a code and slots; the language of the process words them, and nothing else is ever lost on the way."""

import pickle

import pytest

from livecouncil.errors import InputFault, JournalError, LivecouncilError, NotSent, PostingError, Refusal, UsageError
from livecouncil.wording import speak

BEGIN = (
    "2026-03-12: het begin van het journaal is beschadigd. Er is niets veranderd; zet een kopie van het journaal terug."
)


def test_an_error_is_worded_from_its_code_and_slots() -> None:
    assert str(JournalError("journal.damaged_begin", meeting="2026-03-12")) == BEGIN


def test_it_is_worded_in_the_language_of_the_process() -> None:
    speak("en")
    error = JournalError("journal.damaged_begin", meeting="2026-03-12")
    assert str(error).startswith("2026-03-12: the beginning of the journal is damaged.")


@pytest.mark.parametrize("kind", [UsageError, InputFault, JournalError, PostingError])
@pytest.mark.parametrize("said", ["503 Service Unavailable", "", "journal", "{meeting}: 100 %", "a.b", "x..y"])
def test_a_text_that_is_no_code_is_itself_the_sentence(kind: type[LivecouncilError], said: str) -> None:
    assert str(kind(said)) == said


def test_what_fills_a_slot_is_never_taken_for_a_slot() -> None:
    assert str(JournalError("journal.damaged_begin", meeting="{meeting.__class__}")).startswith("{meeting.__class__}: ")


def test_code_and_slots_survive_pickling() -> None:
    error = pickle.loads(pickle.dumps(JournalError("journal.damaged_begin", meeting="2026-03-12")))
    assert (str(error), error.code, error.slots) == (BEGIN, "journal.damaged_begin", {"meeting": "2026-03-12"})
    later = pickle.loads(pickle.dumps(NotSent("429 Too Many Requests", after=30)))
    assert (str(later), later.after) == ("429 Too Many Requests", 30)


def test_a_refusal_is_worded_by_the_desk_alone() -> None:
    refusal = pickle.loads(pickle.dumps(Refusal("doors_closed", object="M3")))
    assert (str(refusal), refusal.code, refusal.slots) == ("doors_closed", "doors_closed", {"object": "M3"})
