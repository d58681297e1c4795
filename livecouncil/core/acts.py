"""The one registry of acts: it feeds bindings, command palette, help screen, `--help` and the manual.

Labels and help stand in `locale/*.toml` under `[acts.<id>]`, so that a griffier can review them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Act:
    """`verb` is what is typed, `key` the key in the terminal app ('' for none), `needs_hammer` whether `=` must follow."""

    id: str
    verb: str
    example: str
    needs_hammer: bool = False
    key: str = ""


ACTS: tuple[Act, ...] = (
    Act("open", "open", "open"),
    Act("close", "sluit", "sluit"),
    Act("leave", "af", "af jansen"),
    Act("arrive", "aan", "aan jansen"),
    Act("next", "n", "n"),
    Act("goto", "n7b", "n7b"),
    Act("floor", "naam", "jans"),
    Act("file", "i", "m3 i pvda gl: Starters eerst"),
    Act("retitle", "w", "m3w: Starters en doorstromers"),
    Act("call_vote", "st", "st m3"),
    Act("vote_for", "v", "m3v pvda gl 21-16", True),
    Act("vote_against", "t", "m1t g f l v cu 11-26", True),
    Act("unanimous", "u", "a1u", True),
    Act("totals", "21-16", "m3 21-16", True),
    Act("roll_call", "r", "m3r8 vvtvt", True, "f4"),
    Act("withdraw", "x", "m4x"),
    Act("hold_over", "p", "m4p"),
    Act("note_taken", "k", "k", True),
    Act("acclaim", "accl", "accl", True),
    Act("together", "h", "h 5a-5f", True),
    Act("ballot", "pers", "pers Lid: braas 28 tegen 1 blanco 1", True, "f7"),
    Act("prepared", "klaar", "klaar"),
    Act("add_item", "+", "+16: Motie over het zwembad", True),
    Act("remove_item", "-", "-7", True),
    Act("start_number", "loot", "loot 8"),
    Act("chair", "vz", "vz jansen"),
    Act("swear", "beedigd", "beedigd jansen"),
    Act("recuse", "nd", "nd jansen m3: belang"),
    Act("mistake", "vg", "vg jansen m3"),
    Act("explain", "sv", "sv jansen"),
    Act("undertake", "tz", "tz wagner: brief voor 1 mei"),
    Act("suspend", "z", "z10"),
    Act("shut_doors", "besloten", "besloten"),
    Act("open_doors", "openbaar", "openbaar"),
    Act("open_item", "openbaar 10", "openbaar 10", True),
    Act("message", "b", "b: De vergadering begint om 20:00", True),
    Act("note", ",", ", nakijken"),
    Act("correct", "c", "c m3v pvda 24-13", False, "f5"),
    Act("hammer", "=", "=", False, "f12"),
    Act("undo", "undo", "undo", False, "ctrl+z"),
    Act("redo", "", "", False, "ctrl+y"),
    Act("where", "?", "?"),
    Act("ledger", "", "", False, "f8"),
    Act("outgoing", "", "", False, "f3"),
    Act("pause", "", "", False, "f6"),
    Act("panic", "", "", False, "f9"),
    Act("archive", "", "", False, "f10"),
)
