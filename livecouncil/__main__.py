"""`python -m livecouncil`."""

import sys

from livecouncil.commands import main

sys.exit(main())
