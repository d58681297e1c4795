"""Where the mode of a file closes nothing, secrets are in the system's own store and in no file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from livecouncil.errors import InputFault
from livecouncil.settings import secrets
from livecouncil.system import vault

SECRET = {"token": "geheim"}


class Store(KeyringBackend):
    """A store of this test's own; `locked` is one whose user did not log in."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked("not logged in")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise KeyringLocked("not logged in")
        self.kept[service, username] = password


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    before = keyring.get_keyring()
    store = Store()
    keyring.set_keyring(store)
    monkeypatch.setattr(vault, "guards", lambda: True)
    yield store
    keyring.set_keyring(before)


def test_a_secret_is_in_the_store_and_in_no_file(store: Store) -> None:
    where = secrets.save("’t Dorp", "mastodon", SECRET)
    assert secrets.load_secret("’t Dorp", "mastodon") == SECRET
    assert [name for _, name in store.kept] == ["t-dorp/mastodon"] and where == Path("livecouncil/t-dorp/mastodon")
    folder = secrets.folder("’t Dorp")
    assert not folder.exists() or not list(folder.iterdir())


def test_there_is_none_before_it_is_kept(store: Store) -> None:
    assert secrets.load_secret("’t Dorp", "mastodon") is None


def test_what_another_program_put_there_is_no_secret_of_ours(store: Store) -> None:
    store.kept["livecouncil", "t-dorp/mastodon"] = "[1]"
    with pytest.raises(InputFault, match="geen leesbaar geheim"):
        secrets.load_secret("’t Dorp", "mastodon")


def test_a_store_that_is_locked_is_said_and_nothing_is_kept(store: Store) -> None:
    store.locked = True
    for attempt in (lambda: secrets.save("’t Dorp", "x", SECRET), lambda: secrets.load_secret("’t Dorp", "x")):
        with pytest.raises(InputFault, match="niets veranderd") as told:
            attempt()
        assert "geheim" not in str(told.value)
    assert store.kept == {}
