"""Every rule of the meeting: `decide` turns an entry into the events it stands for, or refuses with a reason.

Pure: state, entry and time in, `Decision` out. Votes are counted in `core.counting`; corrections in `core.correcting`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from livecouncil.core.acts import PARSED
from livecouncil.core.council.agenda import Item
from livecouncil.core.council.model import Group, Member
from livecouncil.core.council.roster import Roster, display
from livecouncil.core.council.zone import local
from livecouncil.core.law.in_force import never_closed, ratifies_in_vain
from livecouncil.core.law.voting import quorum
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.entry import Entry
from livecouncil.core.meeting.state import MeetingState, item_order
from livecouncil.core.meeting.timing import Moment, dated, moment, until
from livecouncil.core.text.called import without_salutation
from livecouncil.core.text.clean import clean
from livecouncil.errors import Refusal

from . import corrections as correcting
from . import votes as counting
from .shared import Decision, Open, guess_kind, open_item, resolve_target, the_item
from .vote_order import amended, parts, refuse_waiting, too_early


def decide(state: MeetingState, entry: Entry, now: datetime) -> Decision:
    """What `entry` means in `state` at `now`. Raises Refusal; never changes the state."""
    _may(state, entry)
    now = local(now, state.zone)
    when = moment(state, entry, now)
    if entry.correction:
        if entry.target:
            _not_in_the_open(state, entry)
        if entry.at:
            made = dated(state, now, correction=True).at
        else:
            made = when.at
        decision = correcting.correct(state, entry, when.at, made, lambda s, e: _plain(s, e, when.at))
    else:
        _not_in_the_open(state, entry)
        decision = _plain(state, entry, when.at)
    logged = [e.model_copy(update={"logged": _logged(e, when, now)}) for e in decision.events]
    return replace(decision, events=tuple(logged), warnings=(*decision.warnings, *twice(entry.at, when.which, when.at)))


def _logged(event: ev.Base, when: Moment, now: datetime) -> datetime | None:
    """When `event` was logged, where that is not when it happened."""
    return when.logged or (None if event.at == when.at else now)


def twice(shown: tuple[int, int] | None, which: str, at: datetime) -> tuple[Open, ...]:
    """Say which of the two was meant, the night the clock goes back."""
    if not which or not shown:
        return ()
    return (Open(f"hour_{which}", {"typed": f"{at:%H:%M}", "offset": at.isoformat()[-6:]}),)


def _not_in_the_open(state: MeetingState, entry: Entry) -> None:
    """Refuse what would tell of a closed item while the doors are open: somebody forgot to close them, or to say that
    the item is public after all. Nobody guesses which."""
    if state.doors_closed or not PARSED[entry.act].tells_of_item:
        return
    for number in _items_of(state, entry):
        item = state.find_item(number)
        if item and item.kind == "closed":
            raise Refusal("closed_item", number=number)


def _items_of(state: MeetingState, entry: Entry) -> tuple[str, ...]:
    """The items an entry tells of."""
    if entry.act == "together" and entry.ranges:
        numbers = [i.number for i in state.items]
        spans = [(numbers.index(a), numbers.index(b)) for a, b in entry.ranges if a in numbers and b in numbers]
        return tuple(n for a, b in spans for n in numbers[a : b + 1])
    if entry.target is None:
        return (state.item or "",)
    target = resolve_target(state, entry.target)
    if target in state.objects:
        return (state.objects[target].item,)
    return (target if state.find_item(target) else state.item or "",)


def _may(state: MeetingState, entry: Entry) -> None:
    """Refuse what the state of the meeting does not admit, before anything typed is looked at."""
    allowed = PARSED[entry.act].allowed
    if state.doors_closed:
        if "closed_doors" not in allowed or entry.correction:
            raise Refusal("doors_closed")
        return
    if entry.correction:
        if state.status == "planned":
            raise Refusal("not_open")
        return
    if state.status in ("planned", "not_opened") and "before" not in allowed:
        raise Refusal("not_open")
    if state.status == "closed" and "closed" not in allowed and not _completes(state, entry):
        raise Refusal("meeting_closed")
    if state.status == "suspended" and "suspended" not in allowed:
        raise Refusal("suspended")


def _completes(state: MeetingState, entry: Entry) -> bool:
    target = (entry.target or "").lstrip("#")
    return entry.act in ("vote", "unanimous", "roll_call") and counting.names_pending(state, target) is not None


def _plain(state: MeetingState, entry: Entry, at: datetime) -> Decision:
    return DECIDE[entry.act](state, entry, at)


def _open(state: MeetingState, entry: Entry, at: datetime) -> Decision:
    if state.status not in ("planned", "not_opened"):
        raise Refusal("already_open")
    if not state.items:
        raise Refusal("agenda_empty")
    present = tuple(m.name for m in state.sitting if m.name not in state.away)
    if len(present) < state.quorum:
        if entry.hammer:
            return Decision((ev.NotOpened(at=at, present=present),))
        raise Refusal("no_quorum", present=len(present), sitting=len(state.sitting), quorum=state.quorum)
    return Decision((ev.Opened(at=at, present=present),))


def _close(state: MeetingState, entry: Entry, at: datetime) -> Decision:
    if state.status in ("planned", "not_opened"):
        raise Refusal("not_open")
    pending = tuple(o.key for o in state.pending())
    warnings = tuple(Open("still_open", {"object": state.objects[k].label}) for k in pending)
    return Decision((ev.Closed(at=at, not_put=pending),), warnings, confirm="close")


def _presence(state: MeetingState, entry: Entry, at: datetime) -> Decision:
    arriving = entry.act == "arrive"
    if state.status not in ("planned", "not_opened"):
        here = state.present
    else:
        here = state.entitled - state.away
    if [w.text for w in entry.words] == ["*"]:
        if not arriving:
            raise Refusal("everybody_leaves")
        names = tuple(m.name for m in state.sitting if m.name not in here)
    else:
        names = _presence_names(state, entry, here, arriving)
    if not names:
        raise Refusal("nobody_changes")
    event = ev.Attendance(at=at, members=names, present=arriving)
    return Decision((event,), (*_quorum_lost(state, here, names, arriving), *_recount(state, names, at)))


def _presence_names(state: MeetingState, entry: Entry, here: set[str], arriving: bool) -> tuple[str, ...]:
    names: list[str] = []
    for named in state.roster.list(entry.words, state.roster.voters()):
        if isinstance(named.who, Group):
            names += [m.name for m in state.sitting if m.group == named.who.name and (m.name in here) != arriving]
        elif (named.who.name in here) == arriving:
            raise Refusal("already_there" if arriving else "already_away", name=display(named.who))
        else:
            names.append(named.who.name)
    return tuple(dict.fromkeys(names))


def _quorum_lost(state: MeetingState, here: set[str], names: tuple[str, ...], arriving: bool) -> tuple[Open, ...]:
    left = len(here - set(names))
    if arriving or left >= state.quorum:
        return ()
    return (Open("quorum_lost", {"present": left, "sitting": len(state.sitting), "quorum": state.quorum}),)


def _recount(state: MeetingState, names: tuple[str, ...], at: datetime) -> tuple[Open, ...]:
    """Name the votes a back-dated arrival or departure would have changed; they keep their presence."""
    later = [
        e
        for e in state.facts.values()
        if isinstance(e, ev.Decided) and e.vote and e.at > at and set(names) & state.entitled
    ]
    return tuple(Open("would_differ", {"object": e.object.upper()}) for e in later)


def _next(state: MeetingState, entry: Entry, at: datetime) -> Decision:
    numbers = [i.number for i in state.items if i.number not in state.removed]
    later = [n for n in numbers if state.item is None or item_order(n) > item_order(state.item)]
    if not later:
        raise Refusal("last_item")
    return _begun(state, the_item(state, later[0]), at)


def _goto(state: MeetingState, entry: Entry, at: datetime) -> Decision:
    item = the_item(state, entry.number)
    if item.number in state.removed:
        raise Refusal("item_removed", number=item.number)
    return _begun(state, item, at)


def _begun(state: MeetingState, item: Item, at: datetime) -> Decision:
    warnings = _open_objects(state)
    if item.kind == "closed":
        warnings += (Open("closed_item", {"number": item.number}),)
    if ratifies_in_vain(item.title, state.day):
        warnings += (Open("ratify_secrecy", {}),)
    return Decision((ev.ItemStarted(at=at, item=item.number),), warnings)


def _open_objects(state: MeetingState) -> tuple[Open, ...]:
    pending = [o.label for o in state.pending(state.item or "")]
    if pending:
        return (Open("item_left_open", {"objects": ", ".join(pending)}),)
    return ()


def _floor(state: MeetingState, entry: Entry, at: datetime) -> Decision:
    if entry.number == "vz":
        who = state.chair
    elif entry.number:
        if entry.number == "0":
            who = "inspreker"
        else:
            who = f"inspreker {int(entry.number)}"
    else:
        who = state.roster.find(entry.words[0].text, state.roster.speakers()).name
    kept_out = who in state.recused.get(f"debate {state.item}", set())
    warnings = (Open("recused_speaks", {"name": without_salutation(who)}),) if kept_out else ()
    return Decision((ev.Speaker(at=at, who=who),), warnings)


def _file(state: MeetingState, entry: Entry, at: datetime) -> Decision:
    key = resolve_target(state, entry.target)
    if not state.item:
        raise Refusal("no_item")
    if key in state.objects and not entry.correction:
        raise Refusal("already_filed", object=key.upper(), title=state.objects[key].title)
    parent = _parent(state, key, entry)
    movers = tuple(n.who.name for n in state.roster.list(entry.words, state.roster.voters()))
    if key in state.objects:
        item = state.objects[key].item
    else:
        item = state.item
    return Decision((ev.Filed(at=at, object=key, item=item, title=clean(entry.text), movers=movers, parent=parent),))


def _parent(state: MeetingState, key: str, entry: Entry) -> str | None:
    """The amendment a subamendment belongs to: as typed, or the only one open at this item."""
    if entry.parent:
        parent = resolve_target(state, entry.parent)
        if parent not in state.objects:
            raise Refusal("unknown_object", object=parent.upper(), verb="i")
        return parent
    if not key.startswith("s"):
        return None
    known = state.objects[key].parent if key in state.objects else None
    open_ones = [o.key for o in parts(state, state.item or "") if o.outcome is None]
    return known or (open_ones[0] if len(open_ones) == 1 else None)


def _retitle(state: MeetingState, entry: Entry, at: datetime) -> Decision:
    key = open_item(state, entry)
    if key not in state.objects:
        raise Refusal("object_needed", typed="w")
    return Decision((ev.Retitled(at=at, object=key, title=clean(entry.text)),))


def _call_vote(state: MeetingState, entry: Entry, at: datetime) -> Decision:
    target = open_item(state, entry)
    refuse_waiting(state, target)
    return Decision((ev.VoteCalled(at=at, object=target),), too_early(state, target))


def _together(state: MeetingState, entry: Entry, at: datetime) -> Decision:
    numbers = [i.number for i in state.items if i.number not in state.removed]
    chosen: list[str] = []
    for first, last in entry.ranges or ((state.item or "", state.item or ""),):
        if not first:
            raise Refusal("no_item")
        for number in (first, last):
            the_item(state, number)
        if item_order(first) > item_order(last):
            raise Refusal("bad_range", typed=f"{first}-{last}")
        chosen += [n for n in numbers if item_order(first) <= item_order(n) <= item_order(last)]
    for number in chosen:
        if chosen.count(number) > 1:
            raise Refusal("twice", typed=number, name=number)
        if state.outcomes.get(number) and not entry.correction:
            raise Refusal("already_decided", object=number)
    if not chosen:
        raise Refusal("item_removed", number=entry.ranges[0][0] if entry.ranges else state.item)
    warnings: tuple[Open, ...] = ()
    for number in chosen:
        refuse_waiting(state, number)
        warnings += too_early(state, number)
    changed = [n for n in chosen if amended(state, n, "adopted") == "adopted_amended"]
    if changed and len(chosen) > 1:
        raise Refusal("amended_apart", number=changed[0])
    if changed:
        event = ev.Decided(at=at, object=changed[0], item=changed[0], outcome="adopted_amended")
        return Decision((event,), warnings)
    return Decision((ev.AdoptedTogether(at=at, items=tuple(chosen)),), warnings)


def _suspend(state: MeetingState, entry: Entry, at: datetime) -> Decision:
    if state.status == "suspended" and not (entry.until or entry.minutes):
        return Decision((ev.Resumed(at=at),))
    if state.status in ("planned", "not_opened"):
        raise Refusal("not_open")
    resumes, which = until(state, entry, at)
    said = twice(entry.until[2:], which, resumes) if entry.until and resumes else ()
    return Decision((ev.Suspended(at=at, until=resumes),), said)


def _shut_doors(state: MeetingState, entry: Entry, at: datetime) -> Decision:
    item = state.find_item(state.item or "")
    warnings = (Open("art24", {}),) if item and never_closed(item.title) else ()
    return Decision((ev.DoorsClosed(at=at),), warnings, confirm="shut_doors")


def _open_doors(state: MeetingState, entry: Entry, at: datetime) -> Decision:
    if not state.doors_closed:
        item = state.find_item(state.item or "")
        if item and item.kind == "closed":
            code = "doors_are_open_item"
        else:
            code = "doors_are_open"
        raise Refusal(code, number=state.item)
    return Decision((ev.DoorsOpened(at=at), *_moves_to_tell(state)))


def _open_item(state: MeetingState, entry: Entry, at: datetime) -> Decision:
    item = the_item(state, entry.number)
    if item.kind != "closed":
        raise Refusal("item_is_public", number=item.number)
    return Decision((ev.ItemOpened(at=at, item=item.number, title=item.title, kind=guess_kind(item.title)),))


def _moves_to_tell(state: MeetingState) -> tuple[ev.Attendance, ...]:
    """Arrivals and departures behind closed doors that nobody outside knows of yet."""
    moves = [f for f in state.facts.values() if isinstance(f, ev.Attendance)]
    told = {f.tells for f in moves}
    return tuple(
        ev.Attendance(at=f.at, members=f.members, present=f.present, tells=f.seq)
        for f in sorted(moves, key=lambda f: f.seq)
        if f.seq in state.hidden and f.seq not in told
    )


def _undertake(state: MeetingState, entry: Entry, at: datetime) -> Decision:
    who = state.roster.find(" ".join(w.text for w in entry.words), state.roster.speakers())
    return Decision(
        (ev.Undertaking(at=at, who=who.name, item=state.item or "", text=clean(entry.text)),), lint=clean(entry.text)
    )


def _message(state: MeetingState, entry: Entry, at: datetime) -> Decision:
    return Decision((ev.Message(at=at, text=clean(entry.text)),), lint=clean(entry.text))


def _note(state: MeetingState, entry: Entry, at: datetime) -> Decision:
    return Decision((ev.Note(at=at, text=clean(entry.text)),))


def _member(state: MeetingState, entry: Entry) -> Member:
    who = state.roster.find(" ".join(w.text for w in entry.words), state.roster.members)
    assert isinstance(who, Member)
    return who


def _recuse(state: MeetingState, entry: Entry, at: datetime) -> Decision:
    target = open_item(state, entry)
    member = _member(state, entry)
    if member.name in state.recusals(target):
        raise Refusal("twice", typed=member.name, name=display(member))
    scope = state.council.procedure.recusal
    events: tuple[ev.Base, ...] = (ev.Recused(at=at, member=member.name, object=target, scope=scope),)
    if entry.text:
        events += (ev.Note(at=at, kind="reason", text=clean(entry.text)),)
    entitled = len(state.sitting) - len(state.recusals(target)) - 1
    figures = {"entitled": entitled, "needed": quorum(entitled), "object": target.upper()}
    return Decision(events, (Open(f"recused_{scope}", figures),))


def _mistake(state: MeetingState, entry: Entry, at: datetime) -> Decision:
    target = resolve_target(state, entry.target)
    member = _member(state, entry)
    last = state.last_decision(target)
    if not isinstance(last, ev.Decided) or not last.vote:
        raise Refusal("no_vote_yet", object=target.upper())
    if last.vote.options and last.vote.options.get(member.name) not in ("for", "against"):
        raise Refusal("did_not_vote", name=display(member), object=target.upper())
    return Decision((ev.MistakeNoted(at=at, member=member.name, object=target),))


def _explain(state: MeetingState, entry: Entry, at: datetime) -> Decision:
    member = _member(state, entry)
    target = state.called or state.item
    if entry.target:
        target = resolve_target(state, entry.target)
    if not target:
        raise Refusal("no_item")
    wanted = state.council.procedure.explanation
    decided = state.outcome(target) is not None
    warnings = (Open(f"explanation_{wanted}", {}),) if decided == (wanted == "before") else ()
    return Decision((ev.Explained(at=at, member=member.name, object=target),), warnings)


def _chair(state: MeetingState, entry: Entry, at: datetime) -> Decision:
    who = state.roster.find(" ".join(w.text for w in entry.words), state.roster.speakers())
    return Decision((ev.ChairChanged(at=at, who=who.name),))


def _start_number(state: MeetingState, entry: Entry, at: datetime) -> Decision:
    number = int(entry.number)
    if number not in [m.number for m in counting.calling_order(state)]:
        raise Refusal("number_unknown", number=number)
    return Decision((ev.StartNumber(at=at, number=number),))


def _swear(state: MeetingState, entry: Entry, at: datetime) -> Decision:
    waiting = [m for m in state.council.members if m.name not in state.entitled and m.from_ and m.from_ >= state.day]
    typed = " ".join(w.text for w in entry.words)
    who = Roster(tuple(waiting), ()).find(typed, waiting)
    if len(state.sitting) >= state.council.council.seats:
        raise Refusal("council_full", seats=state.council.council.seats)
    return Decision((ev.SwornIn(at=at, member=who.name),))


def _add_item(state: MeetingState, entry: Entry, at: datetime) -> Decision:
    title = clean(entry.text)
    if state.find_item(entry.number) and not entry.correction:
        raise Refusal("item_exists", number=entry.number)
    if not title:
        raise Refusal("title_needed", typed=f"+{entry.number}: …")
    return Decision((ev.ItemAdded(at=at, item=entry.number, title=title, kind=guess_kind(title)),))


def _remove_item(state: MeetingState, entry: Entry, at: datetime) -> Decision:
    item: Item = the_item(state, entry.number)
    if state.outcomes.get(item.number):
        raise Refusal("already_decided", object=item.number)
    return Decision((ev.ItemRemoved(at=at, item=item.number),))


DECIDE: dict[str, Callable[[MeetingState, Entry, datetime], Decision]] = {
    "open": _open,
    "close": _close,
    "leave": _presence,
    "arrive": _presence,
    "next": _next,
    "goto": _goto,
    "floor": _floor,
    "file": _file,
    "retitle": _retitle,
    "call_vote": _call_vote,
    "together": _together,
    "suspend": _suspend,
    "shut_doors": _shut_doors,
    "open_doors": _open_doors,
    "open_item": _open_item,
    "undertake": _undertake,
    "message": _message,
    "note": _note,
    "recuse": _recuse,
    "mistake": _mistake,
    "explain": _explain,
    "chair": _chair,
    "start_number": _start_number,
    "swear": _swear,
    "add_item": _add_item,
    "remove_item": _remove_item,
    "vote": counting.vote,
    "unanimous": counting.vote,
    "totals": counting.vote,
    "roll_call": counting.roll_call,
    "withdraw": counting.without_vote,
    "hold_over": counting.without_vote,
    "note_taken": counting.without_vote,
    "acclaim": counting.without_vote,
    "ballot": counting.ballot,
}
