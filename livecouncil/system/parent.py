"""What a helper process is told by the one that started it: end with its standard input, and on which port."""

from __future__ import annotations

PORT_TAKEN = 4
"""Exit code of a server that was to come back on its own port and found it taken."""


PARENT = "LIVECOUNCIL_PARENT_STDIN"


SAME_PORT = "LIVECOUNCIL_SAME_PORT"
"""In the environment of a process beside: it ends with its standard input; it takes the port it is given or none."""
