"""What one act is: the shape of a declaration, and what may stand in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Stands = Literal["behind", "only_behind", "first", "alone", "shape", "nowhere"]
"""Where its word stands: behind a motion or an item or first on the line, only behind one, only first, alone on the
line; 'shape' where the line is known by its form (`21-16`, `+16: …`), 'nowhere' for what has only a key."""

Takes = Literal[
    "target",
    "joint",
    "names",
    "abstentions",
    "splits",
    "totals",
    "unnamed",
    "text",
    "number",
    "answers",
    "ranges",
    "counts",
    "until",
    "erased",
    "advice",
    "into",
    "place",
    "due",
    "majority",
]
"""What may stand on its line: a motion or item, several, names, `~names`, `bbb(7)`, `21-16`, `zn` behind it, a text,
one number, letters of a roll call, items (`5a-5f`), names with their counts, minutes or a time, words or a line that
must go, an advice, what something is merged into, behind which item another comes, `voor 1-5`, `%begroting`."""

When = Literal["before", "open", "suspended", "closed_doors", "closed"]
"""A meeting that has not begun, is in session, is suspended, sits behind closed doors, has been closed."""

Hammer = Literal["never", "always", "own"]
"""Whether `=` must follow: 'own' only where the line is about an item's own proposal, which the chair puts."""

KeyDoes = Literal["", "opens", "acts"]
"""Its key opens a screen, or acts at once; '' where the entry line itself has the key (the hammer, taking back)."""

IN_SESSION: frozenset[When] = frozenset({"open"})


@dataclass(frozen=True)
class Act:
    """One act, as everybody asks of it.

    `parsed` is what the grammar calls it where two words stand for one act (`v` and `t` are both a vote). `events` are
    the types of what it logs, the first always; `corrects` those of the facts that `c` and such a line put right.
    `tells_of_item` says that the public would learn of an item by it; `votes` that it belongs to deciding, which not
    every body does; `private` that it is never public; `silent` why it has no sentence of its own. `key_does` says what
    its key is for, `listed` that the help screen has a row for it. `argued` says that its word alone on a line is a
    name: it is an act only with something behind it. `presides` says that only the clerk with the hammer does it,
    although no `=` follows.
    """

    id: str
    word: str = ""
    example: str = ""
    stands: Stands = "nowhere"
    key: str = ""
    takes: frozenset[Takes] = frozenset()
    needs: frozenset[Takes] = frozenset()
    allowed: frozenset[When] = IN_SESSION
    hammer: Hammer = "never"
    events: tuple[str, ...] = ()
    corrects: tuple[str, ...] = ()
    says: str = ""
    tells_of_item: bool = False
    private: bool = False
    silent: str = ""
    votes: bool = False
    key_does: KeyDoes = ""
    listed: bool = True
    argued: bool = False
    presides: bool = False

    @property
    def parsed(self) -> str:
        """The act as the grammar answers it: `TypedLine.act`."""
        return self.says or self.id


def takes_of(*what: Takes) -> frozenset[Takes]:
    """What an act takes, or cannot do without."""
    return frozenset(what)
