"""Where things lie that are this user's and no council's: keys, secrets of networks, reports of faults.

On Linux the folders of the XDG Base Directory Specification, elsewhere those the system has for it; `platformdirs`
knows which. A variable that holds no absolute path counts for nothing, as that specification asks. The variables are
read at each call, and no folder is made here.
Source: https://specifications.freedesktop.org/basedir-spec/latest/ (0.8).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from platformdirs import PlatformDirs


@cache
def _ours() -> PlatformDirs:
    from platformdirs import PlatformDirs  # not before a place is asked for, which many commands never do

    return PlatformDirs("livecouncil", appauthor=False)


def data_folder() -> Path:
    """What must be kept: `$XDG_DATA_HOME/livecouncil`, by default under `~/.local/share`."""
    return _ours().user_data_path


def config_folder() -> Path:
    """What was set up: `$XDG_CONFIG_HOME/livecouncil`, by default under `~/.config`."""
    return _ours().user_config_path


def state_folder() -> Path:
    """What may be lost: `$XDG_STATE_HOME/livecouncil`, by default under `~/.local/state`."""
    return _ours().user_state_path
