"""Templates as they were compiled, kept beside them as Python keeps its own: a third of a second at every start.

In `templates/__pycache__/`, by the versions of Jinja2 and Python; a template that changed is compiled anew, and so are
all when the module that says what they may call did: how a filter is called is compiled in. Who may write there may
write the program itself, so what lies there is trusted as much. Where nobody may write, or Python is
told to keep nothing, nothing is kept.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from pickle import UnpicklingError

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

from livecouncil.system.files import replace


class BesideTemplates(BytecodeCache):
    """Compiled templates of the folder `templates`, for the environment that the module `made_by` makes."""

    def __init__(self, templates: Path, made_by: Path) -> None:
        self._folder = templates / "__pycache__"
        module = made_by.stat()
        self._made = f"{module.st_mtime_ns} {module.st_size}\n".encode()

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError, EOFError, UnpicklingError):
            kept = self._path(bucket).read_bytes()
            if kept.startswith(self._made):
                bucket.bytecode_from_string(kept.removeprefix(self._made))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if sys.dont_write_bytecode:
            return
        with suppress(OSError):
            replace(self._path(bucket), self._made + bucket.bytecode_to_string(), durable=False)

    def _path(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}.{sys.implementation.cache_tag}.jinja-{jinja2.__version__}"
