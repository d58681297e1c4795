"""The posting worker as the storm runs it: quick to try again, and with `blind` without looking before it does."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from livecouncil.posting.worker import Worker

if __name__ == "__main__":
    asyncio.run(Worker(Path(sys.argv[1]), sys.argv[2], first=0.02, look=sys.argv[3] != "blind").run())
