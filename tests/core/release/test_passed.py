"""What each gate lets through: held, recalled, secret and early facts are in no record; what passed is, once."""

from __future__ import annotations

from livecouncil.core.meeting import events as ev
from livecouncil.core.release.disclose import feed_lines, for_networks

from .journals import PLACES, Journal, kinds


def test_what_only_the_wall_let_through_is_on_the_wall_alone() -> None:
    journal = Journal()
    journal.play("open", "n2")
    vote = journal.play("m1 i alders: Starters eerst", "m1v b c", gates=("wall",))
    assert journal.record("wall").wall.state == "result" and journal.record("wall").wall.shown == vote.seq
    assert journal.record().wall.state == "item" and kinds(journal.record()) == ["opening", "punt"]
    journal.say(ev.Released, gate="feed", of=(vote.seq - 1, vote.seq))
    assert kinds(journal.record()) == ["opening", "punt", "ingediend", "uitslag"]
    assert journal.record().feed.entries[-1].published == journal.events[-1].at, (
        "when it passed, not when it was logged"
    )


def test_what_was_recalled_is_nowhere() -> None:
    journal = Journal()
    journal.play("open", "n2")
    filed = journal.play("m1 i alders: Starters eerst", gates=("wall",))
    assert journal.wall().wall.state == "filed"
    journal.say(ev.Recalled, of=filed.seq)
    journal.say(ev.Released, gate="feed", of=(filed.seq,))
    assert journal.wall().wall.state == "item" and journal.record().decisions.items[1].objects == ()


def test_nothing_passes_a_gate_behind_closed_doors() -> None:
    journal = Journal()
    journal.play("open", "n3", "besloten")
    message = journal.say(ev.Message, ("wall", "feed"), text="Geheim")
    journal.say(ev.Released, gate="feed", of=(message.seq,))
    assert journal.record().meeting.status == "closed_doors" and journal.wall().wall.state == "closed_doors"
    journal.play("openbaar")
    for record in (journal.record(), journal.record("wall")):
        assert "Geheim" not in repr(record)
        assert [span[1] is None for span in record.decisions.closed_spans] == [False]


def test_a_closed_item_has_neither_title_nor_proposal_nor_papers() -> None:
    papers = [{"title": "Taxatie", "url": "https://raad.example/taxatie"}]
    secret = {"number": "3", "title": "Grondaankoop", "kind": "closed", "decision": "Kopen", "documents": papers}
    journal = Journal(items=({"number": "1", "title": "Opening", "kind": "procedural"}, secret))
    journal.play("open", "n3")
    assert journal.record().wall.item_title == "Besloten agendapunt"
    item = journal.record().decisions.items[1]
    assert (item.title, item.decision, item.documents) == ("Besloten agendapunt", "", ())


def test_only_addresses_of_the_web_are_linked_to() -> None:
    addresses = ("https://raad.example/a", "stukken/b.pdf", "javascript:alert(1)", "data:text/html,c")
    documents = [{"title": "Stuk", "url": address} for address in addresses]
    journal = Journal(items=({"number": "1", "title": "Opening", "documents": documents},))
    linked = [address for _, address in journal.record().decisions.items[0].documents]
    assert linked == ["https://raad.example/a", "stukken/b.pdf", "", ""]


def test_a_council_that_publishes_afterwards_says_nothing_before_the_end() -> None:
    journal = Journal(council={"release": {"policy": "afterwards"}})
    journal.play("open", "n2")
    assert journal.record().feed.entries == () and journal.record().meeting.opened is None
    assert feed_lines(journal.events, PLACES) == []
    assert journal.wall().wall.item == "2", "the wall stands in the chamber"
    journal.play("sluit")
    assert kinds(journal.record())[0] == "opening" and journal.record().proof.chain_until == len(journal.events)


def test_to_networks_what_it_says_afterwards_passed_at_the_end() -> None:
    journal = Journal(council={"release": {"policy": "afterwards"}})
    journal.play("open", "n2", gates=("wall", "feed", "networks"))
    assert for_networks(journal.events, None).passed.at == {}
    closing = journal.play("sluit", gates=("wall", "feed", "networks"))
    through = for_networks(journal.events, None).passed.at
    assert len(through) == 3 and set(through.values()) == {closing.logged or closing.at}


def test_a_council_that_stays_in_the_chamber_never_says_anything() -> None:
    journal = Journal(council={"release": {"policy": "chamber"}})
    journal.play("open", "sluit")
    assert journal.record().feed.entries == () and not journal.record().proof.chain_until


def test_the_lines_of_the_feed_are_those_of_its_entries() -> None:
    journal = Journal()
    journal.play("open", "n2", "bakker", "m1 i alders: Starters eerst")
    lines = feed_lines(journal.events, PLACES)
    assert len(lines) == journal.record().feed.seq == 3
    assert [type(journal.events[line - 1]) for line in lines] == [ev.Opened, ev.ItemStarted, ev.Filed]


def test_the_networks_know_what_the_feed_told_and_are_told_what_passed_their_own_gate() -> None:
    journal = Journal()
    journal.play("open", "n2", gates=("wall", "feed"))
    vote = journal.play("m1 i alders: Starters eerst", "m1v b c")
    logged = journal.evening.now
    folded = for_networks([*journal.events[:-1], journal.events[-1].model_copy(update={"logged": logged})])
    assert set(folded.passed.at) == {vote.seq - 1, vote.seq}
    assert folded.passed.at[vote.seq] == logged, "by the clock, not as dated"
    assert [told.kind for told in folded.tellings] == ["opening", "punt", "ingediend", "uitslag"]


def test_the_networks_know_nothing_of_a_rehearsal() -> None:
    journal = Journal(rehearsal=True)
    journal.play("open", "n2")
    folded = for_networks(journal.events)
    assert (folded.passed.at, list(folded.tellings)) == ({}, []) and journal.record().meeting.rehearsal


def test_what_was_deleted_on_request_is_told_as_deleted() -> None:
    journal = Journal()
    journal.play("open", "n2")
    said = journal.say(ev.Message, ("wall", "feed"), text="Insprekers welkom")
    left = {**said.model_dump(mode="json"), "text": ""}
    redacted = journal.say(ev.Redacted, of=said.seq, event=left)
    entry = journal.record().feed.entries[-1]
    assert entry.kind == "vrij_bericht" and "Insprekers" not in repr(journal.record())
    assert (entry.published, entry.updated) == (said.at, redacted.at)


def test_the_wall_alone_shows_what_the_whole_record_shows() -> None:
    journal = Journal(council={"council": {"wall_language": "en"}, "release": {"floor_on_wall": True}})
    lines = (
        "open",
        "n2",
        "bakker",
        "m1 i alders: Starters eerst",
        "st m1",
        "m1v b c",
        "a1 i bakker: Meer",
        "h 2",
        "z10",
        "z",
    )
    for line in lines:
        journal.play(line)
        whole = journal.record("wall")
        alone = journal.wall()
        assert (alone.meeting, alone.wall) == (whole.meeting, whole.wall), line
        assert [item.outcome_word for item in alone.decisions.items] == [i.outcome_word for i in whole.decisions.items]
    assert whole.wall.said[1].sentence and whole.wall.said[1].sentence != whole.wall.sentence


def test_the_transcript_has_no_hashtag_and_the_feed_has_with_or_without_an_address() -> None:
    for address in ("", "https://raad.voorbeeld.example/live"):
        journal = Journal(council={"council": {"public_url": address, "hashtag": "RaadDorp"}})
        journal.play("open", "n2", "m1 i alders: Starters eerst", "m1v b c")
        record = journal.record()
        lines = [line.text for item in record.decisions.items for line in item.log]
        assert lines and not any("#" in text for text in lines), lines
        assert all(text.endswith("#RaadDorp") for entry in record.feed.entries for text in entry.texts.values())


def test_when_the_doors_were_closed_is_told_by_no_record_that_may_tell_nothing() -> None:
    for policy, known in (("live", 1), ("chamber", 0), ("afterwards", 0)):
        journal = Journal(council={"release": {"policy": policy}})
        journal.play("open", "besloten", "openbaar")
        assert len(journal.record().decisions.closed_spans) == known, policy
