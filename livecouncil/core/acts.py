"""The one registry of acts: what can be typed or pressed, and everything the program must know of it.

Theory. An act is one thing a clerk does: a line ("m3 i pvda: Starters eerst"), or a key (F9). Whatever depends on which
act it is stands in its declaration here and nowhere else: the grammar (`meeting.entry`) reads from it which words there
are and what may follow them, the rules (`meeting.rules`) when it is allowed and what `c` corrects with it, the terminal
its keys, palette and help, the manual its table. So a new act is one declaration here, one `decide` in the rules, one
event with its effect and its telling, and its wording; `tests/core/meeting/test_acts.py` walks the registry and fails
for an act that lacks any of these.

This module lies below everything else in `core` and knows no other: events are named by their `type`, the word under
which the journal knows them. Labels and help stand in `locale/<language>.acts.toml` under `[acts]`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Stands = Literal["behind", "first", "alone", "shape", "nowhere"]
"""Where its word stands: behind a motion or an item or first on the line, only first, alone on the line; 'shape' where
the line is known by its form (`21-16`, `+16: …`), 'nowhere' for what has only a key."""

Takes = Literal["target", "names", "abstentions", "totals", "text", "number", "answers", "ranges", "counts", "until"]
"""What may stand on its line: a motion or item, names, `~names`, `21-16`, text behind a colon, one number, letters of a
roll call, items (`5a-5f`), names with their counts, minutes or a time."""

When = Literal["before", "open", "suspended", "closed_doors", "closed"]
"""A meeting that has not begun, is in session, is suspended, sits behind closed doors, has been closed."""

Hammer = Literal["never", "always", "own"]
"""Whether `=` must follow: 'own' only where the line is about an item's own proposal, which the chair puts."""

OPEN: frozenset[When] = frozenset({"open"})
RESTING: frozenset[When] = frozenset({"open", "suspended"})
"""In session and while it is suspended."""

EARLY: frozenset[When] = frozenset({"before", "open", "suspended"})
KeyDoes = Literal["", "opens", "acts"]
"""Its key opens a screen, or acts at once; '' where the entry line itself has the key (the hammer, taking back)."""

ALWAYS: frozenset[When] = frozenset({"before", "open", "suspended", "closed_doors", "closed"})
OUTCOME = ("decided", "adopted_together", "ballot", "closed")
"""The types of fact that decide something; closing decides that a motion was never put to the vote."""


@dataclass(frozen=True)
class Act:
    """One act, as everybody asks of it.

    `parsed` is what the grammar calls it where two words stand for one act (`v` and `t` are both a vote). `events` are
    the types of what it logs, the first always; `corrects` those of the facts that `c` and such a line put right.
    `tells_of_item` says that the public would learn of an item by it; `private` that it is never public; `silent` why it
    has no sentence of its own. `key_does` says what its key is for, `listed` that the help screen has a row for it.
    """

    id: str
    word: str = ""
    example: str = ""
    stands: Stands = "nowhere"
    key: str = ""
    takes: frozenset[Takes] = frozenset()
    needs: frozenset[Takes] = frozenset()
    allowed: frozenset[When] = OPEN
    hammer: Hammer = "never"
    events: tuple[str, ...] = ()
    corrects: tuple[str, ...] = ()
    says: str = ""
    tells_of_item: bool = False
    private: bool = False
    silent: str = ""
    key_does: KeyDoes = ""
    listed: bool = True

    @property
    def parsed(self) -> str:
        """The act as the grammar answers it: `Entry.act`."""
        return self.says or self.id


def _takes(*what: Takes) -> frozenset[Takes]:
    return frozenset(what)


_COURSE = (
    Act(
        id="open",
        word="open",
        example="open",
        stands="first",
        allowed=frozenset({"before", "open"}),
        events=("opened", "not_opened"),
        corrects=("opened", "not_opened"),
    ),
    Act(
        id="close",
        word="sluit",
        example="sluit",
        stands="first",
        allowed=RESTING | {"closed_doors"},
        events=("closed",),
        corrects=("closed",),
    ),
    Act(
        id="leave",
        word="af",
        example="af jansen",
        stands="first",
        takes=_takes("names"),
        needs=_takes("names"),
        allowed=EARLY | {"closed_doors"},
        events=("attendance",),
        corrects=("attendance",),
    ),
    Act(
        id="arrive",
        word="aan",
        example="aan jansen",
        stands="first",
        takes=_takes("names"),
        needs=_takes("names"),
        allowed=EARLY | {"closed_doors"},
        events=("attendance",),
        corrects=("attendance",),
    ),
    Act(id="next", word="n", example="n", stands="first", events=("item_started",), corrects=("item_started",)),
    Act(
        id="goto",
        word="n",
        example="n7b",
        stands="shape",
        takes=_takes("number"),
        events=("item_started",),
        corrects=("item_started",),
    ),
    Act(
        id="floor",
        word="insp",
        example="jans",
        stands="first",
        takes=_takes("names", "number"),
        events=("speaker",),
        corrects=("speaker",),
    ),
)

_DEBATE = (
    Act(
        id="file",
        word="i",
        example="m3 i pvda gl: Starters eerst",
        stands="behind",
        takes=_takes("target", "names", "text"),
        needs=_takes("target"),
        events=("filed",),
        corrects=("filed",),
        tells_of_item=True,
    ),
    Act(
        id="retitle",
        word="w",
        example="m3w: Starters en doorstromers",
        stands="behind",
        takes=_takes("target", "text"),
        needs=_takes("target", "text"),
        events=("retitled",),
        corrects=("retitled",),
        tells_of_item=True,
    ),
    Act(
        id="call_vote",
        word="st",
        example="st m3",
        stands="first",
        takes=_takes("target"),
        events=("vote_called",),
        corrects=("vote_called",),
        tells_of_item=True,
    ),
)

_VOTES = (
    Act(
        id="vote_for",
        word="v",
        example="m3v pvda gl 21-16",
        stands="behind",
        takes=_takes("target", "names", "abstentions", "totals"),
        hammer="always",
        events=("decided",),
        corrects=OUTCOME,
        says="vote",
        tells_of_item=True,
    ),
    Act(
        id="vote_against",
        word="t",
        example="m1t g f l v cu 11-26",
        stands="behind",
        takes=_takes("target", "names", "abstentions", "totals"),
        hammer="always",
        events=("decided",),
        corrects=OUTCOME,
        says="vote",
        tells_of_item=True,
    ),
    Act(
        id="unanimous",
        word="u",
        example="a1u",
        stands="behind",
        takes=_takes("target", "totals"),
        hammer="always",
        events=("decided",),
        corrects=OUTCOME,
        tells_of_item=True,
    ),
    Act(
        id="totals",
        word="21-16",
        example="m3 21-16",
        stands="shape",
        takes=_takes("target", "totals"),
        hammer="always",
        events=("decided",),
        corrects=OUTCOME,
        tells_of_item=True,
    ),
    Act(
        id="roll_call",
        word="r",
        example="m3r8 vvtvt",
        stands="behind",
        key="f4",
        takes=_takes("target", "number", "answers", "totals"),
        hammer="always",
        events=("decided",),
        corrects=OUTCOME,
        tells_of_item=True,
        key_does="opens",
    ),
    Act(
        id="withdraw",
        word="x",
        example="m4x",
        stands="behind",
        takes=_takes("target", "names"),
        hammer="own",
        events=("decided",),
        corrects=OUTCOME,
    ),
    Act(
        id="hold_over",
        word="p",
        example="m4p",
        stands="behind",
        takes=_takes("target"),
        hammer="own",
        events=("decided",),
        corrects=OUTCOME,
    ),
    Act(
        id="note_taken",
        word="k",
        example="k",
        stands="behind",
        takes=_takes("target"),
        hammer="always",
        events=("decided",),
        corrects=OUTCOME,
        tells_of_item=True,
    ),
    Act(
        id="acclaim",
        word="accl",
        example="accl",
        stands="behind",
        takes=_takes("target"),
        hammer="always",
        events=("decided",),
        corrects=OUTCOME,
        tells_of_item=True,
    ),
    Act(
        id="together",
        word="h",
        example="h 5a-5f",
        stands="first",
        takes=_takes("ranges"),
        hammer="always",
        events=("adopted_together", "decided"),
        corrects=OUTCOME,
        tells_of_item=True,
    ),
    Act(
        id="ballot",
        word="pers",
        example="pers Lid: braas 28 tegen 1 blanco 1",
        stands="first",
        key="f7",
        takes=_takes("counts", "text"),
        hammer="always",
        events=("ballot",),
        corrects=OUTCOME,
        tells_of_item=True,
        key_does="opens",
    ),
)

_AGENDA = (
    Act(id="prepared", word="klaar", example="klaar", stands="alone", allowed=ALWAYS),
    Act(
        id="add_item",
        word="+",
        example="+16: Motie over het zwembad",
        stands="shape",
        takes=_takes("number", "text"),
        needs=_takes("number", "text"),
        allowed=RESTING,
        hammer="always",
        events=("item_added",),
        corrects=("item_added",),
    ),
    Act(
        id="remove_item",
        word="-",
        example="-7",
        stands="shape",
        takes=_takes("number"),
        needs=_takes("number"),
        allowed=RESTING,
        hammer="always",
        events=("item_removed",),
        corrects=("item_removed",),
    ),
)

_PERSONS = (
    Act(
        id="start_number",
        word="loot",
        example="loot 8",
        stands="first",
        takes=_takes("number"),
        needs=_takes("number"),
        allowed=EARLY,
        events=("start_number",),
        corrects=("start_number",),
        silent="the roll call that follows says where it began",
    ),
    Act(
        id="chair",
        word="vz",
        example="vz jansen",
        stands="first",
        takes=_takes("names"),
        needs=_takes("names"),
        allowed=EARLY,
        events=("chair_changed",),
        corrects=("chair_changed",),
        silent="the record names the chair of each moment; it is no news",
    ),
    Act(
        id="swear",
        word="beedigd",
        example="beedigd jansen",
        stands="first",
        takes=_takes("names"),
        needs=_takes("names"),
        allowed=frozenset({"before", "open"}),
        events=("sworn_in",),
        corrects=("sworn_in",),
        silent="the item on which the member is admitted tells of it",
    ),
    Act(
        id="recuse",
        word="nd",
        example="nd jansen m3: belang",
        stands="first",
        takes=_takes("names", "target", "text"),
        needs=_takes("names"),
        allowed=RESTING,
        events=("recused", "note"),
        corrects=("recused",),
    ),
    Act(
        id="mistake",
        word="vg",
        example="vg jansen m3",
        stands="first",
        takes=_takes("names", "target"),
        needs=_takes("names", "target"),
        allowed=OPEN | {"closed"},
        events=("mistake_noted",),
        corrects=("mistake_noted",),
    ),
    Act(
        id="explain",
        word="sv",
        example="sv jansen",
        stands="first",
        takes=_takes("names", "target"),
        needs=_takes("names"),
        events=("explained",),
        corrects=("explained",),
    ),
    Act(
        id="undertake",
        word="tz",
        example="tz wagner: brief voor 1 mei",
        stands="first",
        takes=_takes("names", "text"),
        needs=_takes("names", "text"),
        allowed=RESTING,
        events=("undertaking",),
        corrects=("undertaking",),
        tells_of_item=True,
    ),
)

_DOORS = (
    Act(
        id="suspend",
        word="z",
        example="z10",
        stands="first",
        takes=_takes("until"),
        allowed=RESTING | {"closed_doors"},
        events=("suspended", "resumed"),
        corrects=("suspended", "resumed"),
    ),
    Act(
        id="shut_doors",
        word="besloten",
        example="besloten",
        stands="first",
        allowed=RESTING,
        events=("doors_closed",),
    ),
    Act(
        id="open_doors",
        word="openbaar",
        example="openbaar",
        stands="first",
        allowed=OPEN | {"closed_doors"},
        events=("doors_opened", "attendance"),
    ),
    Act(
        id="open_item",
        word="openbaar",
        example="openbaar 10",
        stands="shape",
        takes=_takes("number"),
        needs=_takes("number"),
        hammer="always",
        events=("item_opened",),
    ),
    Act(
        id="message",
        word="b",
        example="b: De vergadering begint om 20:00",
        stands="first",
        takes=_takes("text"),
        needs=_takes("text"),
        allowed=EARLY,
        hammer="always",
        events=("message",),
        corrects=("message",),
        tells_of_item=True,
    ),
    Act(
        id="note",
        word=",",
        example=", nakijken",
        stands="shape",
        takes=_takes("text"),
        needs=_takes("text"),
        allowed=EARLY | {"closed"},
        events=("note",),
        private=True,
        silent="a note is private for ever",
    ),
)

_DESK = (
    Act(id="correct", word="c", example="c m3v pvda 24-13", stands="first", key="f5", key_does="opens", allowed=ALWAYS),
    Act(id="hammer", word="=", example="=", stands="shape", key="f12", allowed=ALWAYS),
    Act(id="undo", word="undo", example="undo", stands="first", key="ctrl+z", allowed=ALWAYS),
    Act(id="redo", key="ctrl+y", allowed=ALWAYS),
    Act(id="where", word="?", example="?", stands="shape", allowed=ALWAYS),
    Act(id="ledger", key="f8", key_does="opens", allowed=ALWAYS),
    Act(id="outgoing", key="f3", key_does="opens", allowed=ALWAYS),
    Act(id="pause", key="f6", key_does="acts", allowed=ALWAYS),
    Act(id="panic", key="f9", key_does="acts", allowed=ALWAYS),
    Act(id="archive", key="f10", key_does="opens", allowed=ALWAYS),
    Act(id="help", key="f1", key_does="opens", listed=False, allowed=ALWAYS),
    Act(id="agenda", key="f2", key_does="opens", listed=False, allowed=ALWAYS),
)

ACTS: tuple[Act, ...] = (*_COURSE, *_DEBATE, *_VOTES, *_AGENDA, *_PERSONS, *_DOORS, *_DESK)
"""In the order of the help screen and the manual."""

PARSED: dict[str, Act] = {act.parsed: act for act in reversed(ACTS)}
"""What the grammar answers, with the declaration of it. Acts that share one answer differ in word and example only."""


def acts_that(holds: Callable[[Act], bool]) -> frozenset[str]:
    """What the grammar answers for the acts of which `holds` is true."""
    return frozenset(act.parsed for act in ACTS if holds(act))


def words_standing(stands: Stands) -> dict[str, Act]:
    """The words of the line that stand in this place, each with its act."""
    return {act.word: act for act in ACTS if act.stands == stands}


NEVER_LOGGED = acts_that(lambda act: not act.events)
"""Acts of the desk itself: they release, take back, show or repeat, and log no fact of their own."""
