"""What a wish to delete means, on journals played in memory."""

from __future__ import annotations

from typing import Any

import pytest

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.redacting import Redaction, Wish, can_go, everywhere, redaction_of, typed_texts
from livecouncil.core.meeting.substitutes import substitute, typed_in
from livecouncil.errors import InputFault
from tests.core.release.journals import Journal

MARK = "(weg)"


@pytest.fixture
def journal() -> Journal:
    journal = Journal()
    journal.play("open", "n2", "m1 i alders: Starters eerst", "m1v b c", "b: Welkom mevrouw Kanarie")
    journal.play("c b: Welkom mevrouw Kanariepiet", "tz wagner: een brief aan mevrouw Kanarie")
    journal.say(ev.Note, text="zomaar")
    return journal


def number_of(journal: Journal, kind: type[ev.Base]) -> int:
    return next(event.seq for event in journal.events if isinstance(event, kind))


def wished(journal: Journal, kind: type[ev.Base], words: str = "", form: int = 2) -> Redaction:
    wish = Wish(number_of(journal, kind), "verzoek", words)
    return redaction_of(journal.events, wish, form, at=journal.evening.now, mark=MARK)


def left_of(redaction: Redaction) -> list[Any]:
    return [redacted.event for redacted in redaction.left]


def test_a_message_goes_whole_with_what_corrects_it(journal: Journal) -> None:
    redaction = wished(journal, ev.Message)
    message, correction = left_of(redaction)
    assert len(redaction.lines) == 2 and (message.text, correction.event.text) == ("", "")
    assert redaction.texts == ("Welkom mevrouw Kanarie", "Welkom mevrouw Kanariepiet")
    by_correction = redaction_of(
        journal.events, Wish(redaction.lines[1], "verzoek"), 2, at=journal.evening.now, mark=MARK
    )
    assert by_correction.lines == redaction.lines, "whichever of the two is asked for"


def test_words_go_and_the_rest_stays_whatever_their_case(journal: Journal) -> None:
    redaction = wished(journal, ev.Undertaking, "KANARIE")
    (left,) = left_of(redaction)
    assert left.text == "een brief aan mevrouw (weg)" and left.who and redaction.texts == ("KANARIE",)
    (filed,) = left_of(wished(journal, ev.Filed, "starters"))
    assert (filed.title, filed.object, filed.movers) == ("(weg) eerst", "m1", journal.events[3].movers)  # type: ignore[attr-defined]


def test_a_note_leaves_nothing_to_show(journal: Journal) -> None:
    assert left_of(wished(journal, ev.Note)) == [None]


def test_a_second_wish_takes_along_what_the_first_one_left(journal: Journal) -> None:
    first = wished(journal, ev.Filed, "starters")
    written = journal.log(first.left[0].model_copy(update={"at": journal.evening.now}))
    again = wished(journal, ev.Filed, "eerst")
    assert [redacted.of for redacted in again.left] == [first.lines[0], written.seq]
    assert again.left[1].event is None


@pytest.mark.parametrize(
    ("kind", "words", "form", "code"),
    [
        (ev.Filed, "", 2, "trust.which_words"),
        (ev.Filed, "zomaar", 2, "trust.no_such_words"),
        (ev.Opened, "", 2, "trust.nothing_typed"),
        (ev.Filed, "starters", 1, "trust.in_the_chain"),
    ],
)
def test_what_cannot_go_has_its_reason(journal: Journal, kind: type[ev.Base], words: str, form: int, code: str) -> None:
    with pytest.raises(InputFault) as refused:
        wished(journal, kind, words, form)
    assert refused.value.code == code


def test_a_line_that_is_not_there_and_one_whose_text_is_not(journal: Journal) -> None:
    for seq, code in ((99, "trust.no_such_line"), (1, "trust.text_not_here")):
        events = [ev.Sealed(seq=1, at=journal.evening.now, commitment="0"), *journal.events[1:]]
        with pytest.raises(InputFault) as refused:
            redaction_of(events, Wish(seq, "verzoek"), 2, at=journal.evening.now, mark=MARK)
        assert refused.value.code == code


def test_what_was_deleted_before_is_no_fault_and_changes_nothing(journal: Journal) -> None:
    seq = number_of(journal, ev.Note)
    gone = [ev.Sealed(seq=e.seq, at=e.at, commitment="0") if e.seq == seq else e for e in journal.events]
    gone.append(ev.Redacted(at=journal.evening.now, of=seq, seq=99))
    redaction = redaction_of(gone, Wish(seq, "verzoek"), 2, at=journal.evening.now, mark=MARK)
    assert redaction == Redaction((seq,), (), ())


def test_names_go_but_figures_and_votes_do_not(journal: Journal) -> None:
    at = journal.evening.now
    ballot = ev.Ballot(at=at, title="Lid: Kanarie", item="2", ballots={"Kanarie": 3, "Braas": 2}, outcome="new_ballot")
    covered = substitute(ballot, "Kanarie", MARK)
    assert isinstance(covered, ev.Ballot) and covered.ballots == {MARK: 3, "Braas": 2} and covered.title == "Lid: (weg)"
    vote = journal.events[4]
    assert typed_in(vote) == () and substitute(vote, "", MARK) == vote and not can_go(vote, 2)


def test_a_word_on_the_agenda_can_go(journal: Journal) -> None:
    title = typed_texts(journal.events[0])[0]
    covered = substitute(journal.events[0], title, MARK)
    assert isinstance(covered, ev.Snapshot) and covered.agenda["items"][0]["title"] == MARK
    assert covered.council == journal.events[0].council  # type: ignore[attr-defined]


def test_words_go_from_every_line_they_were_typed_in(journal: Journal) -> None:
    redaction = everywhere(journal.events, "mevrouw kanarie", 2, at=journal.evening.now, mark=MARK)
    message, undertaking = number_of(journal, ev.Message), number_of(journal, ev.Undertaking)
    assert {message, number_of(journal, ev.Corrected), undertaking} == set(redaction.lines)
    assert redaction.texts == ("mevrouw kanarie",)
    assert not any("kanarie" in text.casefold() for left in left_of(redaction) for text in typed_texts(left))


def test_words_nobody_typed_are_refused(journal: Journal) -> None:
    with pytest.raises(InputFault) as fault:
        everywhere(journal.events, "mevrouw Mus", 2, at=journal.evening.now, mark=MARK)
    assert fault.value.code == "trust.words_nowhere"
