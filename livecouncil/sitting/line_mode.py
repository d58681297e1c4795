"""Line mode: the same acts, one entry a line from standard input, for blind clerks, scripts and tests.

Every answer begins with the one word of its kind (`answers.Kind`): in Dutch KLAAR, VRIJ, NOTITIE or FOUT. No colours,
no cursor moves. On a terminal lines are broken between words, for it may be a telephone of forty signs wide, and what
goes to the answers and to the faults is read by the same eyes, so it is said once.
"""

from __future__ import annotations

import queue
import shutil
import textwrap
import threading
from collections.abc import Callable, Iterable
from typing import TextIO

from livecouncil.system.caught import Caught
from livecouncil.system.streams import line_of
from livecouncil.wording import is_yes

from .answers import Answer, Kind
from .clerks.in_lines import OtherInLines
from .clerks.proposal import Proposal
from .session import Session

REFUSED = 3
FAILED = 1
LISTEN = 1.0
"""Seconds between two looks for something to say while no line comes."""
TOGETHER = 0.2
"""The same where another clerk is, or was, beside."""


def run(
    session: Session,
    lines: Iterable[str | bytes],
    out: TextIO,
    err: TextIO,
    *,
    ask: bool,
    changed: Callable[[], None] = lambda: None,
) -> int:
    """Read `lines` to their end, then release what is still held in its time.

    Exit code 3 when any was refused, also by a fault in the program itself; 1 when lines could not be read or answers
    not be said.

    `ask` asks for confirmation (a terminal); `changed` is called after each entry, for whoever writes public files.
    """
    mode = _Lines(session, out, err, ask, changed)
    if ask and not session.resumed:
        mode.greet()
    mode.say_notices()
    for number, line in mode.read(lines):
        mode.take(number, line)
    mode.drain()
    mode.say_notices()
    if mode.failed:
        return FAILED
    if mode.refused:
        return REFUSED
    return 0


class _Lines:
    def __init__(self, session: Session, out: TextIO, err: TextIO, ask: bool, changed: Callable[[], None]) -> None:
        self._begun = session
        self._other = OtherInLines(session)
        self.out = out
        self.err = err
        self.ask = ask
        self.changed = changed
        self.refused = 0
        self.failed = False  # input could not be read, or answers not be said
        self._queue: queue.Queue[str | bytes | None] = queue.Queue(maxsize=64)

    @property
    def session(self) -> Session:
        """The sitting these lines go to: the one it began with, or who goes on in its place."""
        successor = self._begun.successor
        if successor:
            self._begun = successor
            self._other = OtherInLines(successor)
        return self._begun

    def greet(self) -> None:
        """To who sits before an empty screen: which meeting it is, and what to type first."""
        meeting = self.session.desk.state.agenda.meeting
        told = self.session.words.t("answer.greeting", title=meeting.title, day=f"{meeting.start:%d-%m-%Y %H:%M}")
        self._print(told)

    def read(self, lines: Iterable[str | bytes]) -> Iterable[tuple[int, str | bytes]]:
        """Number the lines as they come; between them, release what is due."""
        threading.Thread(target=self._feed, args=(lines,), daemon=True).start()
        number = 0
        while (line := self._next()) is not None:
            number += 1
            yield number, line

    def _feed(self, lines: Iterable[str | bytes]) -> None:
        """Also where reading fails there is an end: what was read before is answered, and the fault is told."""
        with Caught(self.session.alarm, "input") as fault:
            for line in lines:
                self._queue.put(line)
        self.failed = self.failed or fault.struck
        self._queue.put(None)

    def _next(self) -> str | bytes | None:
        while True:
            try:
                return self._queue.get(timeout=self._rest())
            except queue.Empty:
                self.say_notices()
                if self.session.is_due():
                    self._tick()

    def _rest(self) -> float:
        """Seconds until there may be something to release or to say."""
        listen = LISTEN
        if self.session.clerks.signing:
            listen = TOGETHER
        due = self.session.next_due()
        if due is None:
            return listen
        return min(due, listen)

    def _tick(self) -> bool:
        """Release what is due; False when that was refused, which is said."""
        answer = self.session.tick()
        refused = answer is not None and answer.refused
        if answer and refused:
            self._say(answer)
        self.changed()
        return not refused

    def take(self, number: int, raw: str | bytes) -> None:
        """Answer one line. No fault in it keeps the next one from being answered."""
        wish = self._other.wished(raw)
        if wish:
            self._of_proposal(number, *wish)
            return
        line = line_of(raw)
        words = self.session.words
        if line.remark == "unreadable":
            self._refuse(number, line.text, Answer(Kind.REFUSED, words.t("refusal.unreadable")))
            return
        if line.remark:
            self._notice(words.t(f"answer.{line.remark}", number=number))
        self._surely_take(number, line.text)

    def _of_proposal(self, number: int, proposal: Proposal, dropped: bool) -> None:
        """What the other proposes is entered here, or let go."""
        self.session.taken(proposal, drop=dropped)
        if dropped:
            let_go = self.session.words.t("clerks.let_go", clerk=proposal.clerk, line=proposal.line)
            self._say(Answer(Kind.NOTED, let_go))
        else:
            self._surely_take(number, proposal.line)

    def _surely_take(self, number: int, line: str) -> None:
        with Caught() as fault:
            self._take(number, line)
        if fault.struck:
            self._refuse(number, line, self.session.recovered(fault.error, "line"))

    def _take(self, number: int, line: str) -> None:
        if not line.strip() or line.strip() == "#" or line.strip().startswith("# "):
            return
        answer = self.session.enter(line, confirmed=not self.ask, line_mode=True)
        if answer.confirm and not answer.events:
            answer = self._confirmed(line, answer)
        if answer.refused:
            self._refuse(number, line, answer)
        else:
            self._say(answer)
        self.changed()

    def _confirmed(self, line: str, answer: Answer) -> Answer:
        self._print(self.session.words.t("cli.yes_or_no", question=answer.text))
        reply = self._queue.get()
        if reply and is_yes(line_of(reply).text):
            return self.session.enter(line, confirmed=True, line_mode=True)
        return Answer(Kind.NOTED, self.session.words.t("answer.skipped"))

    def _say(self, answer: Answer) -> None:
        for sentence in answer.before:
            self._notice(sentence)
        self._print(self._beginning(answer.kind, answer.text))
        for warning in answer.warnings:
            self._notice(warning)
        self.say_notices()

    def say_notices(self) -> None:
        """What is no answer to a line: a server that is gone, a clock that jumped, a stick that was pulled out."""
        for notice in [*self.session.read_notices(), *self.session.copying.news()]:
            self._notice(notice)
        for sentence in self._other.news():
            self._print(self._beginning(Kind.NOTED, sentence))

    def _notice(self, text: str) -> None:
        self._print(self._beginning(Kind.NOTED, self.session.words.t("answer.notice", text=text)))

    def _beginning(self, kind: Kind, text: str) -> str:
        """`text` behind the one word that says what became of the line."""
        return f"{kind.word(self.session.words)} {text}".strip()

    def _print(self, text: str, *, error: bool = False) -> None:
        """Say `text`. Where nobody hears it any more (a closed pipe, a full disk) the lines go on being logged."""
        if error:
            stream = self.err
        else:
            stream = self.out
        try:
            print(_broken_between_words(text, stream), file=stream, flush=True)
        except (OSError, ValueError):
            self.failed = True

    def _refuse(self, number: int, line: str, answer: Answer) -> None:
        self.refused += 1
        self._print(self._beginning(Kind.REFUSED, answer.text))
        if not (self.out.isatty() and self.err.isatty()):
            self._print(self.session.words.t("answer.line", number=number, text=answer.text), error=True)
        kept_as_staged = line.strip() == "=" or line.rstrip().endswith(" =")
        if not self.session.desk.state.doors_closed and not kept_as_staged:
            self.session.red_note(line)

    def drain(self) -> None:
        """After the last line: what is still held goes out after its time."""
        gone = threading.Event()
        while (wait := self.session.next_due()) is not None:
            gone.wait(wait)
            seen = len(self.session.desk.state.events)
            if not self._tick():
                break
            still = self.session.next_due() == 0
            if still and len(self.session.desk.state.events) == seen:
                break


def _broken_between_words(text: str, stream: TextIO) -> str:
    """`text` as a terminal of any width shows it without cutting a word; as it is where nobody looks."""
    if not stream.isatty():
        return text
    width = shutil.get_terminal_size().columns
    rows = [textwrap.wrap(row, width, break_long_words=False, break_on_hyphens=False) for row in text.split("\n")]
    return "\n".join("\n".join(row) for row in rows)
