"""Who may know what of an evening: a naive model, which asks nothing of the program it holds to account.

Every free text that is typed is a canary, a word that stands nowhere else. The model knows of each line of the journal
which canaries stand in it, and follows with a stopwatch of its own what has passed which gate: it reads no `released`
line, folds no meeting and knows no council. Its rules are those of `docs/privacy.md` in their shortest form:

* a note, a refused line, a reason or anything else that tells of no fact is nobody's;
* what was logged between the closing and the opening of the doors is nobody's, for ever;
* what was taken back never was;
* the wall may know what passed the wall; the public what passed the feed, once the council's policy lets it; the
  networks that and what passed their own gate;
* a word that was deleted on request is nobody's, wherever it stood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Gate = Literal["wall", "feed", "networks"]
GATES: tuple[Gate, ...] = ("wall", "feed", "networks")
CANARY = re.compile(r"kanarie[a-z]{3}q")
TELLS_OF_NO_FACT = frozenset(
    ("snapshot", "note", "private", "released", "recalled", "panic", "paused", "posting")
    + ("checkpoint", "finalized", "fulfilled", "redacted")
)


def canary(number: int) -> str:
    """The canary of that number; no one is part of another."""
    letters = []
    for _ in range(3):
        number, letter = divmod(number, 26)
        letters.append(chr(ord("a") + letter))
    return f"kanarie{''.join(letters)}q"


def canaries_in(text: str) -> set[str]:
    """The canaries in a text, however it is capitalised."""
    return set(CANARY.findall(text.lower()))


@dataclass
class Row:
    """One line of the journal. `since` is when its hold-back began, in seconds of the stopwatch."""

    seq: int
    kind: str
    words: set[str]
    since: float
    behind: bool
    opens: bool = False
    """Whether the doors were closed until then."""
    passed: set[Gate] = field(default_factory=set)
    recalled: bool = False

    @property
    def is_fact(self) -> bool:
        return self.kind not in TELLS_OF_NO_FACT

    @property
    def waits(self) -> bool:
        """Whether it is a fact that a gate may let through some day."""
        return self.is_fact and not self.behind and not self.recalled


@dataclass
class Knowing:
    """The model. `hold` has the seconds of each gate; `policy` is the council's; `public` what its agenda says."""

    hold: dict[Gate, int]
    policy: str
    public: set[str] = field(default_factory=set)
    rows: dict[int, Row] = field(default_factory=dict)
    closed: bool = False
    panic: bool = False
    paused: bool = False
    corrected: set[int] = field(default_factory=set)
    redacted: set[int] = field(default_factory=set)
    """Lines of which something was deleted: what is left of them is told by a line of its own."""
    gone: set[str] = field(default_factory=set)
    """Canaries that may stand nowhere, also not on the council's own disk."""

    # -- what happens ------------------------------------------------------------------------------------------------

    def logged(self, seq: int, kind: str, words: set[str], now: float) -> None:
        """A line was logged, that is neither about gates nor takes anything back."""
        opens = self.closed and kind in ("doors_opened", "closed")
        if opens:
            self.closed = False
        row = Row(seq, kind, words, now, behind=self.closed, opens=opens)
        self.rows[seq] = row
        if row.waits and not self.panic:
            row.passed |= {gate for gate in GATES if self.hold[gate] == 0 and not self._anything_waits(gate, row)}
        if kind == "doors_closed":
            if not self.panic:
                self._all_goes_out(seq)
            self.closed = True

    def _anything_waits(self, gate: Gate, but: Row) -> bool:
        """Whether a fact logged before waits at a gate, so that another would overtake it."""
        return any(row.waits and gate not in row.passed and row is not but for row in self.rows.values())

    def _all_goes_out(self, until: int) -> None:
        for row in self.rows.values():
            if row.waits and row.seq <= until:
                row.passed |= set(GATES)

    def taken_back(self, seq: int) -> None:
        """Line `seq` was recalled: the public may not have known of it. The networks are not asked: for some kinds of
        fact they have no place, and the model knows no kinds."""
        row = self.rows[seq]
        assert row.waits and "feed" not in row.passed, f"line {seq} was out, and was taken back"
        row.recalled = True
        if row.opens:
            self.closed = True
            for later in self.rows.values():
                later.behind |= later.seq > seq

    def ticked(self, now: float) -> None:
        """The griffier's machine had its turn: what was held long enough goes out."""
        if self.panic:
            return
        for row in self.rows.values():
            for gate in GATES:
                moving = gate != "networks" or not self.paused
                if row.waits and moving and now - row.since >= self.hold[gate]:
                    row.passed.add(gate)

    def hastened(self, until: int) -> None:
        """'Nu plaatsen': everything up to that line goes out at once."""
        if not self.panic:
            self._all_goes_out(until)

    def began_again(self, now: float) -> None:
        """Another process goes on: its stopwatch begins anew for whatever still waits."""
        for row in self.rows.values():
            row.since = now

    def deleted(self, seqs: set[int], word: str) -> None:
        """A word was deleted on request from those lines."""
        self.redacted |= seqs
        for seq in seqs:
            self.rows[seq].words.discard(word)
        self.public.discard(word)
        if not any(word in row.words for row in self.rows.values()):
            self.gone.add(word)

    # -- who may know -------------------------------------------------------------------------------------------------

    def known_lines(self, gate: Gate) -> set[int]:
        """Numbers of the facts that whoever stands behind `gate` may know."""
        through: set[Gate] = {gate}
        if gate == "networks":
            through = {"feed", "networks"}
        known = {row.seq for row in self.rows.values() if row.waits and row.passed & through}
        if gate != "wall" and not self._policy_lets(known):
            return set()
        return known

    def _policy_lets(self, known: set[int]) -> bool:
        over = any(self.rows[seq].kind == "closed" for seq in known)
        return self.policy == "live" or (self.policy == "afterwards" and over)

    def may_know(self, gate: Gate) -> set[str]:
        """The canaries that may be known behind `gate`."""
        return self.public.union(*(self.rows[seq].words for seq in self.known_lines(gate)))

    def all_words(self) -> Iterator[str]:
        for row in self.rows.values():
            yield from row.words
