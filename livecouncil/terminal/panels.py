"""What each panel of the meeting screen says: pure functions of the session, as `Text`, never markup."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Protocol

from rich.cells import cell_len
from rich.text import Text

from livecouncil.core.council.agenda import Item
from livecouncil.core.council.zone import local
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.outcomes import confirmed
from livecouncil.core.meeting.speaking_time import clock_of
from livecouncil.core.meeting.state import Paper
from livecouncil.core.telling.phrases import outcome_word
from livecouncil.core.telling.tell import tell
from livecouncil.sitting.answers import HeldFact
from livecouncil.sitting.session import Session
from livecouncil.wording import Wording

from .ledger import minutes
from .watchdog import Watchdog

HELD_SHOWN = 4  # entries on their way out that the panel has room for
JOURNAL_SHOWN = 6
CORRECTABLE = 60  # facts offered to be corrected
JOURNAL_WIDTH = 90  # characters of a fact in the journal's panel
HELD_WIDTH = 110  # characters of an entry on its way out
FOLD_WIDTH = 52  # characters of agenda and outgoing in a narrow terminal
LOOKED_BACK = 20  # entries in which the object in hand is looked for


def cut(text: str, width: int) -> str:
    """`text` in at most `width` characters; what was cut off ends in '…'."""
    if len(text) <= width:
        return text
    return text[: width - 1].rstrip() + "…"


def head(session: Session, width: int) -> Text:
    """One line of `width` cells: what may be cut stands left, what must be seen stands right."""
    right = _status_line(session)
    info = session.desk.state.council.council
    start = session.desk.state.agenda.meeting.start
    words = session.words
    parts = [words.t("tui.head", municipality=info.municipality), f"{start:%d-%m-%Y}"]
    parts += [f"#{info.hashtag}"] * bool(info.hashtag)
    parts += [words.t("tui.clerk", initials=info.initials)] * bool(info.initials)
    left = Text(" · ".join(parts), no_wrap=True)
    left.truncate(max(0, width - right.cell_len - 1), overflow="ellipsis", pad=True)
    return left.append_text(Text(" ")).append_text(right)


def _status_line(session: Session) -> Text:
    state = session.desk.state
    words = session.words
    if state.doors_closed:
        status = "closed_doors"
    else:
        status = state.status
    here = len(state.present)
    text = Text(no_wrap=True)
    if state.rehearsal:
        text.append(words.t("tui.rehearsal"), "bold reverse").append(" ")
    if session.journal.read_only:
        text.append(words.t("tui.read_only"), "bold reverse").append(" ")
    text.append(words.t("tui.present", present=here, sitting=len(state.sitting)) + " ")
    if state.status in ("open", "suspended") and here < state.quorum:
        text.append(words.t("tui.no_quorum"), "bold reverse").append(" ")
    if state.panic:
        text.append(words.t("tui.panic"), "bold reverse").append(" ")
    if state.paused:
        text.append(words.t("posting.paused"), "bold reverse").append(" ")
    text.append(words.t(f"tui.{status}"), "bold reverse" if status != "open" else "bold")
    here_now = local(session.clock(), state.zone)
    return text.append(f" {here_now:%H:%M:%S}")


def bare(text: str) -> str:
    """A sentence without address and hashtag, for panels where room is short."""
    return " ".join(w for w in text.split() if not w.startswith(("http://", "https://", "#")))


def agenda_row(session: Session, item: Item) -> str:
    state = session.desk.state
    if item.number == state.item:
        mark = "▶"
    elif state.outcomes.get(item.number):
        mark = "✓"
    else:
        mark = " "
    return f"{mark}{item.number} {item.title}"


ROOM = (80, 24)  # columns and lines of a panel whose size is not known yet


def item(session: Session, width: int = 0, height: int = 0) -> Text:
    """The item, its motions and who has the floor: as much as `width` and `height` have room for, with the object in
    hand among it, so that a panel costs the same with three motions as with three hundred."""
    state = session.desk.state
    words = session.words
    width = width or ROOM[0]
    height = height or ROOM[1]
    current = state.find_item(state.item) if state.item else None
    if current is None:
        return Text(state.agenda.meeting.title, "bold")
    text = Text(f"{current.number} {current.title}", "bold")
    text.append(f"  [{words.t(f'tui.kinds.{current.kind}')}]", "not bold")
    if outcome := state.outcomes.get(current.number):
        text.append(f"\n{outcome_word(words, outcome, confirmed(current, outcome))}")
    room = height - _height(text.plain, width) - bool(state.speaker)
    for line in _objects(session, current.number, width, room):
        text.append(f"\n{line}", "not bold")
    if state.speaker:
        text.append(f"\n{state.speaker}", "italic not bold").append_text(speaking(session))
    return text


def _objects(session: Session, number: str, width: int, room: int) -> list[str]:
    """The objects of an item in `room` lines: those around the one in hand, and how many are not shown."""
    state = session.desk.state
    listed = state.keys_at(number)
    if not listed:
        return []
    here = _in_hand(session, listed)
    shown = [_object(session, state.objects[listed[here]])]
    first = here
    last = here + 1
    used = _height(shown[0], width)
    while first > 0 or last < len(listed):
        upward = first > 0 and (last == len(listed) or here - first < last - here)
        line = _object(session, state.objects[listed[first - 1 if upward else last]])
        left = first + len(listed) - last - 1
        used += _height(line, width)
        if used > room - bool(left):
            break
        shown.insert(0 if upward else len(shown), line)
        first -= upward
        last += not upward
    hidden = len(listed) - len(shown)
    return shown + [session.words.t("tui.not_shown", n=hidden)] * bool(hidden)


def _object(session: Session, o: Paper) -> str:
    words = session.words
    if o.outcome:
        what = outcome_word(words, o.outcome)
    else:
        what = words.t("tui.undecided")
    said = " ".join([o.label, *[f"‘{o.title}’"] * bool(o.title), *o.movers])
    return f"{said} · {what}"


def _in_hand(session: Session, listed: Sequence[str]) -> int:
    """Place of the object that is staged, called or was last spoken of; else the first that is open, else the last."""
    state = session.desk.state
    staged = session.desk.staged
    recent = (getattr(e, "object", None) for e in islice(reversed(state.events), LOOKED_BACK))
    named = [staged.object if staged else None, state.called, *recent]
    first_open = next((o.key for o in state.pending(state.item or "")), listed[-1])
    key = next((key for key in named if key in listed), first_open)
    return listed.index(str(key))


def _height(text: str, width: int) -> int:
    """Lines `text` takes at `width` columns, at least: words are not cut, so it may take one more."""
    return sum(1 + max(0, cell_len(line) - 1) // width for line in text.split("\n"))


def speaking(session: Session) -> Text:
    """The count-down of who has the floor, loud when it is over."""
    clock = clock_of(session.desk.state, session.desk.moment(session.clock()))
    if clock is None:
        return Text("")
    if clock.left >= 0:
        key = "tui.time_left"
    else:
        key = "tui.time_over"
    if clock.running:
        paused = ""
    else:
        paused = " " + session.words.t("tui.time_paused")
    text = session.words.t(key, name=clock.name, left=minutes(abs(clock.left)), allowed=minutes(clock.allowed)) + paused
    return Text(" · ").append(text, "bold" if clock.left >= 0 else "bold reverse")


def staged(session: Session) -> Text:
    waiting = session.desk.staged
    if not waiting:
        return Text("")
    text = Text(session.words.t("tui.staged", sentence=bare(waiting.sentence)), "bold reverse")
    if waiting.sum:
        text.append(f" ⚠ {waiting.sum}", "bold")
    elif not waiting.entry.totals and waiting.entry.act in ("vote",) and waiting.entry.words:
        text.append(session.words.t("tui.totals"), "bold")
    if session.desk.state.council.procedure.group_totals and isinstance(fact := waiting.decision.events[0], ev.Decided):
        text.append_text(_group_totals(session, fact))
    for warning in waiting.warnings:
        text.append(f"\n⚠ {warning}", "bold")
    return text


def _group_totals(session: Session, fact: ev.Decided) -> Text:
    """Each group's own figures, for a chair who announces them by group."""
    told = tell(session.desk.state, fact, fact)
    if told is None:
        return Text("")
    listed = []
    for side, groups in (("for", told.groups_for), ("against", told.groups_against)):
        figures = ", ".join(f"{group.short} {group.votes}" for group in groups)
        if figures:
            listed.append(f"{session.words.t(f'word.{side}')}: {figures}")
    if not listed:
        return Text("")
    return Text("\n" + " · ".join(listed), "not bold")


def held_row(words: Wording, held: HeldFact) -> str:
    left = max((seconds for seconds in held.gates.values() if seconds is not None), default=0)
    marks = " ".join(_gate(words, gate, seconds) for gate, seconds in held.gates.items())
    return f"{minutes(left)} {marks} {bare(held.text)}"


def _gate(words: Wording, gate: str, left: int | None) -> str:
    """A gate, and whether the fact has passed it."""
    mark = "✓" if left is None else "◌"
    return mark + words.t(f"tui.gates.{gate}")


class Told(Protocol):
    """How a network stands, in a sentence."""

    @property
    def text(self) -> str: ...
    @property
    def loud(self) -> bool: ...


def outgoing(session: Session, watchdog: Watchdog, networks: Sequence[Told] = ()) -> Text:
    """What is on its way out, how the networks stand, and below it what the public sees now."""
    words = session.words
    text = alarms(session).append("\n" if session.alarms else "").append(words.t("tui.outgoing") + "\n", "bold")
    held = session.held(HELD_SHOWN)
    for one in held:
        text.append(cut(held_row(words, one), HELD_WIDTH) + "\n", "not bold")
    if not held:
        text.append(words.t("tui.nothing_held") + "\n", "not bold")
    for told in networks:
        text.append(told.text + "\n", "bold reverse" if told.loud else "not bold")
    text.append("\n" + words.t("tui.public_sees") + "\n", "bold")
    text.append(watchdog.sentence, "bold reverse" if watchdog.loud else "not bold")
    if session.copying.sentence:
        text.append(f"\n{session.copying.sentence}", "not bold")
    return text


def alarms(session: Session) -> Text:
    """What is wrong with journal, clock or disk, until Esc says it was read."""
    return Text(" · ".join(session.alarms), "bold reverse", end="")


def narrow_line(session: Session, watchdog: Watchdog, networks: Sequence[Told] = ()) -> Text:
    """Agenda and outgoing in one line, for a narrow terminal."""
    state = session.desk.state
    words = session.words
    held = session.held(1)
    if held:
        first = held_row(words, held[0])
    else:
        first = words.t("tui.nothing_held")
    line = words.t("tui.fold", item=state.item or "–", items=len(state.items), first=first)
    text = Text(cut(line, FOLD_WIDTH) + " · ", no_wrap=True, overflow="ellipsis")
    for told in networks:
        if told.loud:
            return text.append(told.text, "bold reverse")
    text.append(watchdog.sentence, "bold reverse" if watchdog.loud else "")
    if session.copying.sentence:
        text.append(f" · {session.copying.sentence}")
    if session.alarms:
        return alarms(session).append(" · ").append_text(text)
    return text


def journal(session: Session) -> Text:
    """The last facts, newest first."""
    state = session.desk.state
    words = session.words
    text = Text(words.t("tui.journal") + ": ", "bold")
    newest = (e for e in reversed(state.events) if e.seq in state.facts and e.seq not in state.recalled)
    for event in islice(newest, JOURNAL_SHOWN):
        told = tell(state, state.facts[event.seq], event)
        if told and event.seq not in state.hidden:
            sentence = bare(session.desk.saying.sentence(state.facts[event.seq]))
            text.append(f"{event.at:%H:%M} {cut(sentence, JOURNAL_WIDTH)} · ", "not bold")
    return text


def hints(session: Session) -> Text:
    """What the keys do; while prepared lines wait, how many and how to take them."""
    waiting = session.desk.prepared.lines
    if not waiting or session.desk.state.doors_closed:
        return Text(session.words.t("tui.hints"))
    return Text(session.words.t("tui.prepared", n=len(waiting)), "bold")


def preview(session: Session, line: str) -> Text:
    """The exact sentence with its lengths, or why there is none."""
    shown = session.preview(line)
    if shown.status == "error":
        return Text(shown.message)
    text = Text(shown.sentence)
    if shown.lengths:
        text.append("  " + " ".join(f"{used}/{limit}" for _, used, limit in shown.lengths), "dim")
    if shown.message:
        text.append(f"  ⚠ {shown.message}", "bold")
    return text


def consequence(session: Session, line: str) -> Text:
    """What `line` would decide and what the law says of it, where there is room for nothing else."""
    shown = session.preview(line)
    return Text(" ⚠ ".join(t for t in (bare(shown.sentence), shown.message) if t))


def correctable(session: Session) -> list[tuple[str, str]]:
    """Logged facts, newest first, as (sentence, line that corrects it)."""
    state = session.desk.state
    desk = session.desk
    rows: list[tuple[str, str]] = []
    for seq in sorted(state.facts, reverse=True):
        if len(rows) == CORRECTABLE:
            break
        fact = state.facts[seq]
        if seq in state.hidden or isinstance(fact, ev.DoorsClosed | ev.DoorsOpened | ev.Panic):
            continue
        rows.append((f"{fact.at:%H:%M} {bare(desk.saying.sentence(fact))}", f"c {desk.line_of(seq)}"))
    return rows
