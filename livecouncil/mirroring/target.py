"""What a mirror must be able to do, whatever it is made of.

Theory. A target is a folder somewhere else, and four verbs are all that is asked of it. `put` replaces one file whole:
a reader there gets the old one or the new one, never half of either. Everything it raises is a `MirrorError` that says
whether to try again (`MirrorAway`), that there is no room (`MirrorFull`), or that somebody must mend it
(`MirrorRefused`). A target is never told what a file means; what is sent, when, and in which order is the keeper's.
"""

from __future__ import annotations

from typing import Protocol


class Target(Protocol):
    """An open connection to one mirror. Paths have slashes and lie below its own folder."""

    async def list(self, folder: str) -> dict[str, int | None] | None:
        """Names in `folder` with their sizes, a folder's None; {} where it is not there. None: it cannot list."""

    async def put(self, path: str, data: bytes) -> None:
        """Put `data` at `path` whole, with the folders that takes."""

    async def delete(self, path: str) -> None:
        """Take the file off; that it is gone already is well."""

    async def get(self, path: str) -> bytes | None:
        """The whole file; None where there is none."""
