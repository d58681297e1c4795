"""The collector is as it was afterwards, whatever happened, and stays off where somebody else had it off."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from livecouncil.system.collecting import uncollected


@pytest.fixture(params=[True, False], ids=["on", "off"])
def before(request: pytest.FixtureRequest) -> Iterator[bool]:
    """Whether the collector is on when the test begins."""
    was_on = gc.isenabled()
    set_to(request.param)
    yield request.param
    set_to(was_on)


def set_to(on: bool) -> None:
    if on:
        gc.enable()
    else:
        gc.disable()


def test_it_is_off_within_and_afterwards_as_before(before: bool) -> None:
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            pass
        assert not gc.isenabled()
    assert gc.isenabled() == before


def test_a_fault_within_leaves_it_as_before(before: bool) -> None:
    with pytest.raises(ValueError), uncollected():
        raise ValueError
    assert gc.isenabled() == before
