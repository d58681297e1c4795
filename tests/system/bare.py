"""livecouncil as who installed no extra has it: `python -m tests.system.bare COMMAND …`."""

import sys
from types import ModuleType
from typing import cast

from livecouncil.system.extras import MADE_OF

for modules in MADE_OF.values():
    for module in modules:
        sys.modules[module] = cast(ModuleType, None)  # so it is not found, and cannot be imported

if __name__ == "__main__":
    from livecouncil.commands import main

    sys.exit(main(sys.argv[1:]))
