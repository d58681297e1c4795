"""A journal played in memory: what the desk would have logged, with the gates each fact passed."""

from __future__ import annotations

from typing import Any

from livecouncil.core.meeting import events as ev
from livecouncil.core.release.disclose import disclose, disclose_wall
from livecouncil.core.release.memory import Memory
from livecouncil.core.release.record import PublicRecord, WallRecord
from livecouncil.wording import Wording
from tests.core.meeting.evening import ITEMS, START, Evening, planned

WORDS = {language: Wording.load(language) for language in ("nl", "en")}
PLACES = WORDS["nl"].table("places")
EVERYWHERE: tuple[ev.Gate, ...] = ("wall", "feed", "networks")


class Journal:
    """Lines are typed and logged, with the gates they passed as they were. `council` adds to the council's tables."""

    def __init__(self, *, council: dict[str, Any] | None = None, items: Any = ITEMS, **snapshot: Any) -> None:
        self.evening = Evening(planned(items=items))
        state = self.evening.state
        begun = state.council.model_dump(mode="json", exclude_none=True, by_alias=True)
        for table, values in (council or {}).items():
            begun[table] = begun.get(table, {}) | values
        agenda = state.agenda.model_dump(mode="json", exclude_none=True)
        self.log(ev.Snapshot(at=START, program="test", council=begun, agenda=agenda, **snapshot))

    @property
    def events(self) -> list[ev.Base]:
        return list(self.evening.state.events)

    def log(self, event: ev.Base) -> ev.Base:
        return self.evening.log(event)

    def play(self, *lines: str, gates: tuple[ev.Gate, ...] = EVERYWHERE) -> ev.Base:
        """The last event that was logged."""
        for line in lines:
            for event in self.evening.look(line).events:
                last = self.log(event.model_copy(update={"released": gates}))
        return last

    def say(self, kind: type[ev.Base], gates: tuple[ev.Gate, ...] = (), **values: Any) -> ev.Base:
        """Log an event that no line stands for."""
        return self.log(kind.model_validate({"at": self.evening.now, "released": gates, **values}))

    def record(self, gate: ev.Gate = "feed", memory: Memory | None = None) -> PublicRecord:
        return disclose(self.events, WORDS.__getitem__, PLACES, gate, memory)

    def wall(self, memory: Memory | None = None) -> WallRecord:
        return disclose_wall(self.events, WORDS.__getitem__, memory)


def kinds(record: PublicRecord) -> list[str]:
    return [entry.kind for entry in record.feed.entries]
