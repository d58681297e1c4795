"""`python -m livecouncil`."""

import sys

from .cli import main

sys.exit(main())
