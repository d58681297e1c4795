"""What goes out comes back in: the members of a published `popolo.json` are read as the roster they were."""

from __future__ import annotations

import json
from pathlib import Path

from livecouncil.importing.roster_json import people_in
from livecouncil.publishing.open_data import popolo
from livecouncil.sitting.session import Session
from tests.evenings.proefstad import MEMBERS, record_of, write

IDS = '\n[members.ids]\nwikidata = "Q101"\nnotubiz = "77"\n'


def test_members_come_back_with_their_groups_and_ids_elsewhere(tmp_path: Path) -> None:
    agenda = write(tmp_path)
    council = tmp_path / "council.toml"
    text = council.read_text()
    first = 'name = "mevrouw Akker"\ngroup = "Alfa"\nnumber = 1'
    assert first in text
    council.write_text(text.replace(first, first + IDS))
    Session.open(tmp_path, agenda, hold=0).close()
    document = json.loads(popolo.popolo_json(record_of(tmp_path, agenda.stem)))
    akker = next(person for person in document["persons"] if person["name"] == "mevrouw Akker")
    known = {one["scheme"]: one["identifier"] for one in akker["identifiers"]}
    assert known == {"wikidata": "Q101", "notubiz": "77"}
    seats = [found for found in people_in(document) if "raadslid" in found.functions]
    assert [(found.name, found.group) for found in seats] == list(MEMBERS)
    assert dict(seats[0].ids) == known and not seats[1].ids
