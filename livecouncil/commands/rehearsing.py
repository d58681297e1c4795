"""A rehearsal on an invented council. Nothing leaves the machine; OEFENING stands everywhere.

With a terminal it opens the app on a meeting of today; without one it plays the scripted evening and leaves `public/`.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from livecouncil.settings.folder import home_of

from .shared import say, show_ahead

if TYPE_CHECKING:
    from livecouncil.sitting.session import Session
    from livecouncil.terminal.app import There


def rehearse(data: Path, *, port: int, hold: int | None) -> int:
    """Rehearse in `data`: journal in `oefening/`, public files in `public/` (`oefening/` beside a real council)."""
    home = home_of(data, rehearsal=True) / "demo"
    with as_file(files("livecouncil") / "example") as example:
        shutil.copytree(example, home, dirs_exist_ok=True)
    agenda = next((home / "agendas").glob("*.toml"))
    if sys.stdin.isatty() and sys.stdout.isatty():
        from livecouncil.terminal.app import run_app

        return run_app(lambda there: _rehearse_in_app(there, home, agenda, port, hold))
    return _evening(data, home, agenda)


def _today(agenda: Path) -> Path:
    """The same agenda for a meeting that began just now; a closed rehearsal of today makes way."""
    from livecouncil.core.council.zone import local, zone_named
    from livecouncil.settings.load import load_council
    from livecouncil.system.clocks import now_here

    now = local(now_here(), zone_named(load_council(agenda.parent.parent / "council.toml").council.zone))
    text = re.sub(r"start = \S+", f"start = {now.isoformat()}", agenda.read_text(encoding="utf-8"))
    path = agenda.with_name(f"{now:%Y-%m-%d}-raadsvergadering.toml")
    if not path.exists() or path == agenda:
        path.write_text(text, encoding="utf-8")
    return path


def _rehearse_in_app(there: There, home: Path, agenda: Path, port: int, hold: int | None) -> Callable[[], None]:
    """In the app's own time, as `live` does."""
    today = _today(agenda)
    show_ahead(there, home, today, rehearsal=True, served=True)
    from .evening import Evening, begin_evening

    return begin_evening(there, Evening(home, port, rehearsal=True), lambda: _rehearsal_opened(home, today, hold))


def _rehearsal_opened(home: Path, agenda: Path, hold: int | None) -> Session:
    from livecouncil.sitting.session import Session

    session = Session.open(home, agenda, rehearsal=True, hold=hold)
    if session.desk.state.status == "closed":
        session.close()
        shutil.rmtree(home_of(home, rehearsal=True))
        session = Session.open(home, agenda, rehearsal=True, hold=hold)
    return session


def _evening(data: Path, home: Path, agenda: Path) -> int:
    from livecouncil.sitting import line_mode as plain
    from livecouncil.sitting.session import Session

    from .writer import Writer

    shutil.rmtree(home_of(home, rehearsal=True), ignore_errors=True)
    session = Session.open(home, agenda, rehearsal=True, hold=0)
    if not (data / "council.toml").exists():
        session.public_root = data / "public"
    lines = (home / "evening.txt").read_text(encoding="utf-8").splitlines()
    try:
        with Writer(session) as writer:
            code = plain.run(session, lines, sys.stdout, sys.stderr, ask=False, changed=writer.wake)
    finally:
        session.close()
    print(say("demo.played", folder=session.public_root / session.desk.state.agenda.id))
    return code
