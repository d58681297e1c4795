"""From key to act: what each key means in the entry line, and what becomes of each line.

A line is taken out of the entry line within its own Enter and handed to the session's queue; answers come later, in
the same order. What may come between:

- A refused line is put back, marked, when nothing was typed since; else it is kept in the history and said, loudly,
  until Esc. The first letter typed over a line put back begins a new one. Enter on it, untouched, keeps it as a red
  note, or enters it again where the refusal asked (`Answer.again`). A line typed anew is always a line.
- A line that asks first (`sluit`, `besloten`) holds up every line behind it until the answer: they follow in their
  order, after it. Meanwhile one may type on; Enter on an empty line is the yes, if it is a key of its own time.
- A second `=` (or F12, or Enter) within `BOUNCE` of the first is a bouncing key. It never overrides a mismatch, never
  answers a question and never sends a line that was only offered.
- A bracketed paste of several lines is no typing: its first line stands in the entry line, the others wait
  (`sitting.prepared`). Behind closed doors a paste is dropped.
"""

from __future__ import annotations

from collections.abc import Callable

from textual.events import Key, Paste

from livecouncil.core.acts import ACTS
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.entry import in_text
from livecouncil.core.meeting.erasing import never_kept
from livecouncil.sitting.answers import Answer
from livecouncil.sitting.completing import completions
from livecouncil.sitting.session import Session

from .around import Action, AroundLine
from .doing_keys import ACTING, NEVER_WAITING, ON_EMPTY, OPENS, WAITING
from .entry_line import EntryLine, Offered
from .keys import BOUNCE, KeyTimes, Typed
from .motion_text import asks_for_text, begins_text
from .overlays.question import LineQuestion
from .preparing import Preparing

READ = 1.0
"""Seconds a refusal must have stood before a letter typed over it counts as having read it."""

HAND_OVER = next(act.word for act in ACTS if act.id == "hand_over")
"""The line that gives the hammer away, and at a second terminal whose first is gone takes it over."""

_ENDS_AS_NOTE = ("refused", "unkept")
"""Refused lines that a second Enter takes away: as a red note, or, where such a line is kept nowhere, for good."""


class Entering:
    """The entry line's keys and lines; `screen` is what stands around it."""

    def __init__(self, screen: AroundLine, session: Session) -> None:
        self.screen = screen
        self.session = session
        self.words = session.words
        self.history: list[str] = []
        self._at = 0
        self._sent = 0
        self._enter_at = float("-inf")
        self._hammer_at = float("-inf")
        self._last = ""
        self._asking = False
        self._lost = False
        self._aside: set[str] = set()
        self._behind: list[Action] = []
        self._preparing = Preparing(screen, session, self)
        self.offer = self._preparing.offer
        self._keys: dict[str, Callable[[Key], None]] = {
            "enter": self._enter,
            "f12": self._hammer,
            "tab": self._complete,
            "escape": self._escape,
            "up": lambda key: self._recall(-1),
            "down": lambda key: self._recall(1),
            "ctrl+z": lambda key: self._in_order(screen.undo),
            "ctrl+y": lambda key: self._in_order(self.session.redo),
            "ctrl+v": lambda key: self._preparing.pasted(screen.clipboard),
        }

    @property
    def entry(self) -> EntryLine:
        return self.screen.entry

    @property
    def times(self) -> KeyTimes:
        return self.screen.times

    @property
    def asking(self) -> bool:
        """Whether a line waits for its yes or no."""
        return self._asking

    @property
    def behind(self) -> int:
        """How many lines wait behind that answer."""
        return len(self._behind)

    # -- keys ----------------------------------------------------------------------------------------------------

    def waits(self, typed: Typed) -> bool:
        """Whether what `typed` means rests on a line that has no answer yet."""
        if not self.screen.unanswered:
            return False
        if isinstance(typed, Paste) or typed.key in WAITING or typed.character == "=":
            return True
        if typed.key == "enter" and begins_text(self.entry.value):
            return True
        letter = typed.is_printable and typed.character not in ON_EMPTY
        return not letter and not self.entry.value and typed.key not in NEVER_WAITING

    def take(self, typed: Typed) -> bool:
        """Handle one key or paste, whole."""
        if isinstance(typed, Paste):
            self._preparing.pasted(typed.text)
            self._last = "paste"
            return True
        if typed.key.startswith("alt+") and typed.is_printable:
            return self._after_escape(typed)
        taken = self._key(typed)
        if self._is_hammer(typed):
            self._last = "hammer"
        else:
            self._last = typed.key
        return taken

    def _after_escape(self, key: Key) -> bool:
        """Esc and a letter in one read look like Alt and the letter, which means nothing here."""
        letter = Key(key.character or "", key.character)
        letter.time = key.time
        escape = Key("escape", None)
        escape.time = key.time
        return self.take(escape) and self.take(letter)

    def _key(self, key: Key) -> bool:
        if key.key in OPENS:
            self.screen.does(OPENS[key.key])
        elif key.key in ACTING:
            self.screen.does(ACTING[key.key])
        elif key.key in self._keys:
            self._keys[key.key](key)
        elif key.character == "=" and self._equals(key):
            pass
        elif key.character in ON_EMPTY and not self.entry.value:
            self.screen.does(ON_EMPTY[key.character])
        else:
            return self._edit(key)
        return True

    def _edit(self, key: Key) -> bool:
        was = self.entry.offered
        taken = self.entry.edit(key)
        if was and was.refused and key.is_printable and self.times.of(key) - was.at < READ:
            self._kept_aside(was.line, was.reason)
        return taken

    def _is_hammer(self, key: Key) -> bool:
        return key.key == "f12" or key.character == "="

    def _equals(self, key: Key) -> bool:
        """`=` hammers on an empty line; beside a draft it says which key does; in free text it is a sign.

        A line that was put there (roll call, ballot, list) is not sent by it: it says that Enter comes first.
        """
        line = self.entry.value
        refused = self.entry.offered is not None and self.entry.offered.refused
        if line and not refused and in_text(line[: self.entry.cursor_position]):
            return False
        staged = self.session.desk.staged
        if line and staged:
            self.screen.say(self.words.t("tui.which_hammers", object=staged.label))
            return True
        if line and self.entry.offered and not refused:
            self.screen.say(self.words.t("tui.enter_first"))
            return True
        if line and not refused:
            return False
        self._hammer(key)
        return True

    def _hammer(self, key: Key) -> None:
        at = self.times.of(key)
        bounced = at - self._hammer_at < BOUNCE
        self._hammer_at = at
        if not (bounced and self._last == "hammer"):
            self._in_order(lambda: self.session.hammer(override=not bounced))

    def _complete(self, key: Key) -> None:
        if not self.entry.value:
            self._preparing.proposed()
            return
        found = completions(self.session.desk.state, self.entry.value)
        if found:
            self.entry.offer(Offered(found[0]))
            self.entry.offered = None

    def _escape(self, key: Key) -> None:
        """In this order: the alarm, the draft, and last, on an empty line, what is staged. What was said of refused
        lines goes along, whatever the key does: whether it stands may rest on how fast one typed."""
        aside = set(self._aside)
        unread = self.screen.read_faults()
        read = self.session.read_notices()
        if unread or read:
            self._aside.clear()
            self.screen.show_all()
        if unread and not (read and aside.issuperset(read)):
            return
        if self.entry.value:
            refused = self.entry.refused
            self.entry.wipe()
            if refused:
                self.screen.say("")  # why it was refused goes with it
        elif self._preparing.drop():
            self.screen.show_all()
        elif self.session.desk.staged:
            self._in_order(self.session.undo)

    def _recall(self, step: int) -> None:
        if not self.history or self.session.desk.state.doors_closed:
            return
        end = len(self.history)
        self._at = max(0, min(end, self._at + step))
        if self._at < end:
            self.offer(self.history[self._at])
        else:
            self.offer("")

    # -- Enter ---------------------------------------------------------------------------------------------------

    def _enter(self, key: Key) -> None:
        own = self.own_time(key)
        self._enter_at = self.times.of(key)
        offered = self.entry.offered
        if not self.entry.value.strip():
            self.entry.wipe()
            if own:
                self._preparing.next()
        elif offered and not own:
            return
        elif offered and offered.kind in _ENDS_AS_NOTE:
            line = self._sent_off()
            self._in_order(lambda: self._noted(line))
        elif asks_for_text(self.session, self.entry.value):
            self.screen.does("motion_text")
        else:
            self.enter(self._sent_off())

    def _sent_off(self) -> str:
        """The line leaves the entry line; it is on disk until it has its answer. Behind closed doors, and behind a
        question whose answer may close them, nothing is."""
        line = self.entry.value
        if not (self._asking or self.session.desk.state.doors_closed or never_kept(line)):
            self.session.draft.leaves(line)
        return self.entry.wipe()

    def _noted(self, line: str) -> Answer:
        answer = self.session.red_note(line)
        self.session.draft.arrived(line)
        return answer

    def opens(self, key: Key) -> bool:
        """Whether a key opens a list or a form."""
        return key.key in OPENS or (key.character in ON_EMPTY and not self.entry.value)

    def own_time(self, key: Key) -> bool:
        """Whether this Enter cannot be the bounce of the one before."""
        return self._last != "enter" or self.times.of(key) - self._enter_at >= BOUNCE

    def heard(self, key: Key) -> None:
        """A key that a screen over the meeting took."""
        self._last = key.key
        if key.key == "enter":
            self._enter_at = self.times.of(key)

    def enter(self, line: str) -> None:
        """Hand over `line`, behind all lines before it."""
        self._sent += 1
        sent = self._sent
        if not (self.session.desk.state.doors_closed or never_kept(line)):
            self.history.append(line)
            self._at = len(self.history)
        self._in_order(lambda: self._taken(line, sent))

    def _in_order(self, act: Action) -> None:
        """Queue what was typed; behind an open question it waits for the answer."""
        self.screen.act(lambda: self._unless_asking(act))

    def _unless_asking(self, act: Action) -> Answer | None:
        if not self._asking:
            return act()
        self._behind.append(act)
        self.screen.from_thread(self.screen.show_all)
        return None

    def _taken(self, line: str, sent: int, confirmed: bool = False) -> Answer | None:
        """In the queue's thread: the session's answer, and what it means for the line."""
        answer = self.session.enter(line, confirmed)
        tell = self.screen.from_thread
        if answer.confirm and not answer.events:
            self._asking = True
            tell(self._ask, line, sent, answer.text)
            return None
        if answer.refused:
            tell(self._refused, line, sent, answer)
        elif any(isinstance(event, ev.DoorsClosed) for event in answer.events):
            tell(self._forget, line)
        elif answer.entry and answer.entry.act == "prepared":
            tell(self._preparing.show)
        self.session.draft.arrived(line)
        return answer

    def go_on_if_alone(self) -> None:
        """The terminal that wrote is gone: one key goes on here. It is asked once, and holds up nothing that is typed:
        until the answer every line is kept as one without an answer."""
        gone = self.session.clerks.lost
        asks = bool(gone) and not (self._lost or self._asking)
        self._lost = bool(gone and (asks or self._lost))
        if asks:
            question = LineQuestion(self.words.t("screen.sure"), self.words.t("clerks.take_over", clerk=gone), self)
            self.screen.over(question, lambda yes: self.enter(HAND_OVER) if yes else None)

    # -- questions -----------------------------------------------------------------------------------------------

    def _ask(self, line: str, sent: int, text: str) -> None:
        self.session.draft.leaving.clear()
        question = LineQuestion(self.words.t("screen.sure"), text, self)
        self.screen.over(question, lambda yes: self.screen.act(lambda: self._decided(line, sent, bool(yes))))

    def _decided(self, line: str, sent: int, yes: bool) -> Answer | None:
        """In the queue's thread: the line itself, then what was typed behind it, in order."""
        self._asking = False
        behind = self._behind
        self._behind = []
        last = None
        if yes:
            last = self._taken(line, sent, confirmed=True)
        for act in behind:
            answer = self._unless_asking(act)
            if answer and last:
                self.screen.from_thread(self.screen.answered, last)
            last = answer or last
        return last

    def _forget(self, line: str) -> None:
        """The doors are closed: of what was typed behind that line nothing is remembered."""
        while self.history and self.history[-1] != line:
            self.history.pop()
        self._at = len(self.history)

    # -- refused lines -------------------------------------------------------------------------------------------

    def _refused(self, line: str, sent: int, answer: Answer) -> None:
        """Put the line back where nothing was typed since; else keep it in the history, and say so."""
        desk = self.session.desk
        if desk.state.doors_closed or (desk.staged and desk.staged.line == line):
            return
        if self.entry.value or sent != self._sent:
            self._kept_aside(line, answer.text)
            return
        if answer.again:
            kind = "asked"
        elif never_kept(line):
            kind = "unkept"
        else:
            kind = "refused"
        self.entry.offer(Offered(line, kind, self.times.now(), answer.text))
        self.screen.stands(line)

    def _kept_aside(self, line: str, reason: str) -> None:
        if self.session.desk.state.doors_closed:
            return
        if never_kept(line):
            said = self.words.t("tui.refused_unkept", reason=reason)
        else:
            said = self.words.t("tui.refused_aside", line=line, reason=reason)
        self._aside.add(said)
        self.session.notify(said)
        self.screen.show_all()
