"""Where the process begins: `livecouncil`, or `python -m livecouncil`. Which version it is, is said before a command
is loaded."""

from __future__ import annotations

import sys

from livecouncil import __version__


def main() -> int:
    """Run the command of `sys.argv`; its exit code."""
    if sys.argv[1:] == ["--version"]:
        print(f"livecouncil {__version__}")
        return 0
    from livecouncil.commands import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
