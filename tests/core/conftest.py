"""What `make coverage` counts of these tests.

To count lines takes as long as to run them, and the last hundred cases of a property run the lines of the first: only
those are counted.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from functools import wraps
from itertools import count
from typing import Any

import pytest
from hypothesis import is_hypothesis_test

COUNTED = 15
"""Cases of a property."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Function) -> Generator[None]:
    counting = sys.gettrace()
    if counting is None or not is_hypothesis_test(item.obj):
        return (yield)
    handle = item.obj.hypothesis
    whole = handle.inner_test
    handle.inner_test = _counted_at_first(whole, counting)
    try:
        return (yield)
    finally:
        handle.inner_test = whole
        sys.settrace(counting)


def _counted_at_first(test: Callable[..., Any], counting: Any) -> Callable[..., Any]:
    cases = count()

    @wraps(test)
    def case(*given: Any, **named: Any) -> Any:
        sys.settrace(counting if next(cases) < COUNTED else None)
        return test(*given, **named)

    return case
