"""The list of decisions says of each what it is about and what became of it, in a few words."""

from __future__ import annotations

from livecouncil.publishing.deciding import decisions_told
from livecouncil.publishing.folder import words_of

from .conftest import Records

WORDS = words_of("nl")


def told(records: Records, name: str) -> dict[str, str]:
    return {one.name: one.word for one in decisions_told(records[name], WORDS) if one}


def test_an_appointment_names_who_was_appointed(records: Records) -> None:
    assert told(records, "demo")["Lid rekenkamer"] == "Braas benoemd"
    assert told(records, "grains")["leden rekenkamer"] == "Braas en Veen benoemd"


def test_a_list_that_was_adopted_is_confirmed(records: Records) -> None:
    assert told(records, "demo")["4 Vaststelling agenda"] == "vastgesteld"


def test_motions_of_one_count_are_named_in_short(records: Records) -> None:
    together = [name for name in told(records, "grains") if ", " in name]
    assert together and not any("‘" in name for name in together)


def test_items_that_were_adopted_together_are_named_by_their_numbers(records: Records) -> None:
    assert told(records, "demo")["Punten 5a, 5b en 5c"] == "zonder stemming aangenomen"
