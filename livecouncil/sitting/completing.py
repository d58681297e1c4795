"""What Tab writes: the whole lines that a line may become.

That is what the sentence about a line offers, where it offers something, so that what is offered is what is taken; else
its last word as a name, an object or an item.
"""

from __future__ import annotations

from dataclasses import replace

from livecouncil.core.acts import NEVER_LOGGED
from livecouncil.core.council.agenda import free_number
from livecouncil.core.council.model import Group
from livecouncil.core.council.roster import Party, exact_keys, written_forms
from livecouncil.core.meeting.entry import parse
from livecouncil.core.meeting.mending import mended
from livecouncil.core.meeting.rules import decide
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.text.called import name_key
from livecouncil.errors import Refusal

SAYS_NOTHING = NEVER_LOGGED | {"note"}
"""Acts of which no sentence goes out: nothing is previewed or offered of them."""


def completions(state: MeetingState, line: str) -> list[str]:
    """Whole lines that `line` may become, the likeliest first. Behind closed doors none."""
    if line == "+":
        items = [(i.number, i.title) for i in state.items]
        return [f"+{free_number(items, state.council.procedure.foreign_motions)}: "]
    if state.doors_closed:
        return []
    offered = suggestion(state, line)
    if offered:
        return [offered]
    head, _, last = line.rpartition(" ")
    key = name_key(last)
    if not key:
        return []
    found = _names_from(state, key)
    found += [o.key for o in state.objects.values() if o.key.startswith(key)]
    return [f"{head} {f}".strip() for f in dict.fromkeys(found)]


def suggestion(state: MeetingState, line: str) -> str:
    """`line` with the name nobody bears replaced by the one its refusal offers; '' when it offers none.

    The refusal's sentence and Tab both rest on that offer, so what is offered is what is taken.
    """
    now = state.last_at or state.agenda.meeting.start
    try:
        entry = parse(line, known=state.known)
        if entry is not None and entry.act not in SAYS_NOTHING:
            decide(state, replace(entry, at=None), now)
    except Refusal as refusal:
        take = str(refusal.slots.get("take") or "")
        if refusal.code == "unknown" and take:
            return mended(line, str(refusal.slots["typed"]), take)
    return ""


def _names_from(state: MeetingState, key: str) -> list[str]:
    """What may be typed for everybody with a name that begins with `key`, whom `key` itself means first."""
    roster = state.roster
    everybody: tuple[Party, ...] = (*roster.groups, *roster.members, *roster.officials)
    found = [who for who in everybody if any(k.startswith(key) for k in exact_keys(who))]
    meant = roster.meant(key, everybody)
    found.sort(key=lambda who: who not in meant)
    return [_whole_name(state, who) for who in found]


def _whole_name(state: MeetingState, who: Party) -> str:
    """What Tab writes for `who`: never one of two of the same surname, which is asked back."""
    roster = state.roster
    if isinstance(who, Group):
        return roster.shortest(who, roster.voters())
    typable = roster.typable(who, roster.speakers())
    if typable.startswith("#"):
        return written_forms(who)[0].casefold()
    return typable
