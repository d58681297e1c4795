"""What stands on a mirror, as written down there: by file the hash of what was put, and what is not sure.

Theory. The record lies on the mirror itself, in `_livecouncil/`, so that it is lost, restored and moved together with
what it tells of, and another laptop goes on where this one stopped. It is written ahead: before a file is touched its
hash there is struck out. Whatever is killed when, what was touched is then unsure, and what is unsure is put or taken
off again: nothing half stays, and nothing that was taken off is forgotten. One record a folder keeps it small.

What others laid there is never written over or taken off: a folder or file of the mirror that no record names and that
stands there already is refused, and so is a mirror that is another council's.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping

from livecouncil.errors import MirrorRefused

from .order import top_of
from .target import Target

FOLDER = "_livecouncil"
OWNER = f"{FOLDER}/mirror.json"
FORM = 1
UNSURE = ""


class Holdings:
    """`there` is what stands on the mirror: path to hash, `UNSURE` where that is not known."""

    def __init__(self, target: Target, council: str) -> None:
        self._target = target
        self._council = council
        self._tops: list[str] = []
        self._unsettled: set[str] = set()
        self._settled = time.monotonic()
        self.there: dict[str, str] = {}

    async def load(self) -> None:
        """Read the records. Raises MirrorError, MirrorRefused where the mirror is another council's."""
        told = _record_in(await self._target.get(OWNER))
        whose = told.get("council")
        if told.get("form", FORM) != FORM:
            raise MirrorRefused("mirroring.newer")
        if whose not in (None, self._council):
            raise MirrorRefused("mirroring.other_council", council=whose)
        tops = told.get("tops")
        if isinstance(tops, list):
            self._tops = [str(top) for top in tops]
        for top in self._tops:
            record = _record_in(await self._target.get(_record_of(top))).get("files")
            if isinstance(record, dict):
                self.there |= {str(path): str(digest) for path, digest in record.items()}
            else:
                await self._find(top)

    async def _find(self, top: str) -> None:
        """A record that broke: everything that stands in its folder is unsure."""
        self._unsettled.add(top)
        if top:
            self.there |= {path: UNSURE for path in await files_below(self._target, top)}

    async def expect(self, paths: Iterable[str]) -> None:
        """Write ahead that `paths` are going to be touched. Raises MirrorRefused where others laid something there."""
        fresh = [path for path in paths if self.there.get(path) != UNSURE]
        new = sorted({top_of(path) for path in fresh} - set(self._tops))
        for top in new:
            await self._refuse_strangers(top, [path for path in fresh if top_of(path) == top])
        self.there |= {path: UNSURE for path in fresh}
        for top in sorted({top_of(path) for path in fresh}):
            await self._write(top)
        if new:
            self._tops += new
            owner = {"form": FORM, "council": self._council, "tops": self._tops}
            await self._target.put(OWNER, _as_record(owner))

    async def _refuse_strangers(self, top: str, paths: list[str]) -> None:
        found = await self._target.list(top)
        if found is None:
            taken = [path for path in paths if await self._target.get(path) is not None]
        elif top:
            taken = [f"{top}/{name}" for name in sorted(found)]
        else:
            taken = [path for path in paths if path in found]
        if taken:
            raise MirrorRefused("mirroring.strangers", path=taken[0])

    def put(self, path: str, digest: str) -> None:
        """It stands there now."""
        self.there[path] = digest
        self._unsettled.add(top_of(path))

    def gone(self, path: str) -> None:
        """It stands there no more."""
        self.there.pop(path, None)
        self._unsettled.add(top_of(path))

    @property
    def settled(self) -> bool:
        """Whether the records say all that is known."""
        return not self._unsettled

    async def settle(self, after: float = 0.0) -> None:
        """Bring the records up to what is known, where that was last done more than `after` seconds ago."""
        if time.monotonic() - self._settled < after:
            return
        self._settled = time.monotonic()
        for top in sorted(self._unsettled):
            self._unsettled.discard(top)
            await self._write(top)

    async def _write(self, top: str) -> None:
        files = {path: digest for path, digest in sorted(self.there.items()) if top_of(path) == top}
        await self._target.put(_record_of(top), _as_record({"files": files}))


async def files_below(target: Target, folder: str) -> dict[str, int]:
    """Every file below `folder` of a mirror with its size; {} where it cannot list."""
    found: dict[str, int] = {}
    for name, size in (await target.list(folder) or {}).items():
        path = f"{folder}/{name}".lstrip("/")
        if size is None:
            found |= await files_below(target, path)
        else:
            found[path] = size
    return found


def _record_of(top: str) -> str:
    return f"{FOLDER}/{top or '-'}.json"


def _as_record(told: Mapping[str, object]) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=0).encode()


def _record_in(data: bytes | None) -> dict[str, object]:
    """{} for what is no record: it was torn, or never there."""
    try:
        told = json.loads(data or b"{}")
    except ValueError:
        return {}
    if isinstance(told, dict):
        return told
    return {}
