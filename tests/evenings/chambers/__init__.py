"""Sittings as public records tell them, one a module: who voted how, in which order, with which figures.

Places, groups and people are invented; the facts are a record's, which each module names. `CHAMBERS` are all of them.
"""

from __future__ import annotations

from . import budget, city, flemish, frisian, polder, two_days
from .chamber import Chamber

CHAMBERS: tuple[Chamber, ...] = (
    city.CITY,
    polder.POLDER,
    two_days.TWO_DAYS,
    frisian.FRISIAN,
    flemish.FLEMISH,
    budget.BUDGET,
)
