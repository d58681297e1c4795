"""Where the process begins: `livecouncil`, or `python -m livecouncil`. Which version it is, is said before a command
is loaded.

Modules are thousands of objects that are never freed. Python looks for cycles at every seven hundred new ones, which
costs a tenth of every start and finds none; so here it looks seldom, from before the first import on.

Pydantic would ask every package that is installed whether it wants to see what is validated, for which it reads about
all of them; nobody may see that, and nobody is asked.
"""

from __future__ import annotations

import gc
import os
import sys

from livecouncil import __version__

BETWEEN_COLLECTIONS = 50_000
"""New objects between two looks for cycles: some megabytes at most that wait to be freed."""


def main() -> int:
    """Run the command of `sys.argv`; its exit code."""
    if sys.argv[1:] == ["--version"]:
        print(f"livecouncil {__version__}")
        return 0
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    gc.set_threshold(BETWEEN_COLLECTIONS, 20, 20)
    from livecouncil.commands import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
