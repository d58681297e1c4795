"""Screens of the chamber that are coupled by six digits, and what each may: follow the wall, nothing else.

A screen asks and shows six digits; whoever sits at the desk types what the screen in the hall shows. So it is never the
screen that guesses: what it asks with is a secret of its own of 144 bits, which becomes good when its digits are typed
at the desk, on this machine, with the wall's token. Digits are good once and for ten minutes, and two screens that ask
at the same time differ in two digits at least, so that no slip of the hand couples a stranger. Of a coupled screen the
hash of its secret is kept, readable by this user only; a restart keeps it coupled, removing it there uncouples it.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from livecouncil.system.files import PRIVATE, replace

from .hub import Listener

KEPT = "walls.json"
GOOD_FOR = 600.0  # seconds that digits may be typed
ASKING = 40  # screens that may ask at the same time, and of one address:
OF_ONE = 2
MISTYPED = 10  # digits that no screen shows, in a minute


@dataclass(frozen=True)
class Screen:
    """A coupled screen: its number, the hash of its secret, from where and since when."""

    number: int
    secret: str
    address: str
    since: str


@dataclass(frozen=True)
class Asking:
    """A screen that shows digits until a moment (monotonic seconds)."""

    digits: str
    secret: str
    address: str
    until: float


@dataclass
class Screens:
    """The screens kept in the folder `base`. `now` is a steady clock."""

    base: Path
    now: Callable[[], float] = time.monotonic
    kept: list[Screen] = field(default_factory=list)
    trouble: str = ""
    _asking: list[Asking] = field(default_factory=list)
    _on: dict[int, set[Listener]] = field(default_factory=dict)
    _gone: dict[int, float] = field(default_factory=dict)
    _typed: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.look()

    def look(self) -> None:
        """Read which screens are coupled; who was removed there follows no longer. A file that cannot be read keeps
        what was known."""
        try:
            rows = json.loads((self.base / KEPT).read_text(encoding="utf-8"))
            self.kept = [Screen(**row) for row in rows]
        except FileNotFoundError:
            if not self.trouble:
                self.kept = []
        except (OSError, ValueError, TypeError):
            return
        for number in set(self._on) - {screen.number for screen in self.kept}:
            for listener in self._on.pop(number):
                listener.drop()

    def ask(self, address: str) -> tuple[str, str] | None:
        """Digits and a secret for a screen at `address`; None where too many ask."""
        self._forget_old()
        if len(self._asking) >= ASKING:
            return None
        own = [one for one in self._asking if one.address == address]
        if len(own) >= OF_ONE:
            self._asking.remove(own[0])
        secret = secrets.token_urlsafe(18)
        asking = Asking(self._digits(), _hashed(secret), address, self.now() + GOOD_FOR)
        self._asking.append(asking)
        return asking.digits, secret

    def _digits(self) -> str:
        """Six that differ in two places at least from those any other screen shows."""
        while True:
            digits = f"{secrets.randbelow(10**6):06d}"
            if all(_places_apart(digits, one.digits) >= 2 for one in self._asking):
                return digits

    def couple(self, digits: str) -> Screen | None:
        """The screen that shows `digits` is coupled from now on, and they are good no more; None where none shows
        them."""
        self._forget_old()
        found = next((one for one in self._asking if hmac.compare_digest(one.digits, digits)), None)
        if found is None:
            return None
        self._asking.remove(found)
        taken = {screen.number for screen in self.kept}
        number = next(n for n in range(1, len(taken) + 2) if n not in taken)
        screen = Screen(number, found.secret, found.address, datetime.now(UTC).isoformat(timespec="seconds"))
        self.kept = sorted([*self.kept, screen], key=lambda one: one.number)
        self._keep()
        return screen

    def _keep(self) -> None:
        """Where the folder cannot be written a screen stays coupled as long as this process."""
        rows = json.dumps([asdict(screen) for screen in self.kept], indent=1)
        try:
            replace(self.base / KEPT, rows.encode(), PRIVATE)
            self.trouble = ""
        except OSError as error:
            self.trouble = str(error)

    def mistyped(self) -> bool:
        """Count digits that no screen shows; whether that is more than anybody mistypes."""
        now = self.now()
        self._typed = [*(at for at in self._typed if now - at < 60), now]
        return len(self._typed) > MISTYPED

    def asks(self, secret: str) -> bool:
        """Whether the screen with this secret still shows digits."""
        self._forget_old()
        hashed = _hashed(secret)
        return any(hmac.compare_digest(one.secret, hashed) for one in self._asking)

    def number_of(self, secret: str) -> int:
        """Number of the coupled screen with this secret; 0 for none."""
        hashed = _hashed(secret)
        return next((one.number for one in self.kept if hmac.compare_digest(one.secret, hashed)), 0)

    def joined(self, number: int, listener: Listener) -> None:
        """A coupled screen follows the wall."""
        self._on.setdefault(number, set()).add(listener)

    def left(self, number: int, listener: Listener) -> None:
        """It does so no longer."""
        on = self._on.get(number, set())
        on.discard(listener)
        if not on:
            self._on.pop(number, None)
            self._gone[number] = time.time()

    def standing(self) -> list[dict[str, object]]:
        """Each coupled screen as the desk shows it: whether it follows now, and else since when not (0: not seen)."""
        return [
            {
                "number": one.number,
                "address": one.address,
                "on": one.number in self._on,
                "gone": self._gone.get(one.number, 0.0),
            }
            for one in self.kept
        ]

    def _forget_old(self) -> None:
        self._asking = [one for one in self._asking if one.until > self.now()]


def uncouple(base: Path, number: int) -> bool:
    """Take a screen out of the file of the folder `base`; False where it has none of that number. Raises OSError."""
    with contextlib.suppress(FileNotFoundError, ValueError):
        rows = json.loads((base / KEPT).read_text(encoding="utf-8"))
        left = [row for row in rows if row.get("number") != number]
        if len(left) < len(rows):
            replace(base / KEPT, json.dumps(left, indent=1).encode(), PRIVATE)
            return True
    return False


def _hashed(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def _places_apart(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))
