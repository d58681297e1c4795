"""The system's own store of passwords, where the rights of a file close nothing: Windows' Credential Manager.

Elsewhere a file of mode 0600 is as closed and needs no other program to run, so there nothing is kept here: macOS asks
for its keychain in a window, which a clerk at a terminal over SSH never sees.
"""

from __future__ import annotations

import sys

from livecouncil.errors import InputFault

SERVICE = "livecouncil"
"""Under what the store shows everything of ours."""


def guards() -> bool:
    """Whether secrets are kept in the store here, not in files."""
    return sys.platform == "win32"


def kept_in_vault(name: str) -> str | None:
    """The secret of that name; None when there is none. Raises InputFault where the store does not open."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, name)
    except KeyringError as error:
        raise _stays_shut(error) from None


def keep_in_vault(name: str, secret: str) -> None:
    """Keep a secret, instead of the one of that name. Raises InputFault where the store does not open."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, name, secret)
    except KeyringError as error:
        raise _stays_shut(error) from None


def _stays_shut(error: Exception) -> InputFault:
    return InputFault("system.vault", reason=str(error) or type(error).__name__)
