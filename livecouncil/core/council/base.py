"""The shape every model of a council or an agenda has, and the texts that stand in it."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from livecouncil.core.text.clean import clean

CleanText = Annotated[str, BeforeValidator(lambda v: clean(v) if isinstance(v, str) else v)]


CleanName = Annotated[CleanText, Field(min_length=1, max_length=200)]


class Model(BaseModel):
    """Frozen, and strict about keys nobody reads. How one is validated is worked out when the first is made, so that a
    start costs only the kinds there are; so a table that is left out is made of its defaults, with `model_construct`,
    for which nothing has to be worked out."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)
