"""`ori.json`: the meeting in the vocabulary of the ORI API 2.0, every resource of its lists in one file.

A pure renderer over `PublicRecord`. Keys are the API's paths ('stemmingen', 'stemmen'); each row is valid by the
schema of its resource. Ids are UUIDs (the API allows 40 characters), addresses point into this file. The besluit is
free text here, so that withdrawn and noted matters have one too. Who was absent throughout has an
`aanwezigedeelnemer` without times, because only there an 'afwezig' can be said.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from livecouncil.core.law.outcomes import paper_kind
from livecouncil.core.release.record import BallotRecord, ItemRecord, ObjectRecord, PublicRecord
from livecouncil.core.telling.phrases import shortened
from livecouncil.core.telling.voice import Words
from livecouncil.core.text.numbers import escaped, item_anchor
from livecouncil.publishing.documents import document_address
from livecouncil.publishing.feeds import address

from . import participants
from . import shared as od
from .identity import function_value, government_row, identity_of, named_in, short_id
from .ori_api_form import (
    LONG_TITLE,
    NUMBER,
    OWN_PIECE,
    PATHS,
    PIECE,
    PROMISE,
    STANDARD,
    TEXT,
    TITLE,
    if_cut,
    json_rows,
    paragraphs,
)
from .ori_api_media import day_begins, media_of, seen_in_video


def ori_json(record: PublicRecord, words: Words) -> bytes:
    """The whole meeting as one JSON object, a row a line; the same record gives the same bytes."""
    head: dict[str, Any] = {
        "standaard": STANDARD,
        "vergadering": record.meeting.meeting_id,
        "licentie": record.meeting.licence,
        "taal": record.meeting.language,
        "oefening": record.meeting.rehearsal,
        "nietOfficieel": record.meeting.unofficial,
        "vastgesteld": record.meeting.final,
    }
    if record.meeting.unofficial:
        head |= {"kenmerk": record.meeting.mark, "verslaglegger": record.meeting.publisher}
    lists = _Export(record, words).lists()
    parts = [f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in head.items()]
    parts += [f"{json.dumps(path)}: [{json_rows(lists[path])}]" for path in PATHS]
    return ("{" + ",\n".join(parts) + "}\n").encode()


class _Export:
    """Builds the lists; holds what its parts share."""

    def __init__(self, record: PublicRecord, words: Words) -> None:
        self.record = record
        self.words = words
        self.people = participants.people(record)
        self.groups = participants.groups(record)
        self.decisions = od.decided_matters(record)
        self.ballots = od.ballots(record)
        self.choices = od.choices(self.decisions)
        self.known: dict[str, od.Row] = {}
        self.government = government_row(record)
        self.above = od.items_above(record)

    def lists(self) -> dict[str, list[od.Row]]:
        """Every list of the API this meeting has something for, by path."""
        rows: dict[str, list[od.Row]] = {path: [] for path in PATHS}
        rows["vergaderingen"] = [self._meeting()]
        rows["mediabronnen"] = media_of(self.record, self.self)
        for item in self.record.decisions.items:
            rows["agendapunten"].append(self._item(item))
            rows["informatieobjecten"] += self._pieces(item)
            rows["indieners"] += [row for o in item.objects for row in self._movers(o)]
        rows["stemmingen"] = [self._vote(d) for d in self.decisions if d.counted]
        rows["stemmingen"] += [self._ballot(local, b) for local, b in self.ballots]
        rows["besluiten"] = [self._decision(d) for d in self.decisions]
        rows["fracties"] = [self._group(name) for name in self.groups]
        rows["stemresultatenperfractie"] = [row for d in self.decisions for row in self._group_results(d)]
        rows["stemmen"] = [row for d in self.decisions for row in self._votes(d)]
        if self.record.meeting.opened:
            self._add_people(rows)
        return rows

    # -- addresses -----------------------------------------------------------------------------------------------

    def self(self, local: str) -> od.Row:
        """Address and id of a resource; both stable, those of persons and groups the same in every meeting."""
        if local not in self.known:
            uuid = self._uuid(local)
            url = f"urn:uuid:{uuid}"
            if self.record.meeting.public_url:
                url = address(self.record, f"ori.json#{local}")
            self.known[local] = {"url": url, "id": uuid}
        return self.known[local]

    def _uuid(self, local: str) -> str:
        lasting = local.startswith(("persoon-", "fractie-", "college", "lid-")) and "inspreker" not in local
        scope = self.record.meeting.meeting_id
        if lasting:
            scope = participants.council_id(self.record)
        return str(uuid5(NAMESPACE_URL, f"{participants.council_id(self.record)}/{scope}#{local}"))

    def url(self, local: str) -> str:
        return str(self.self(local)["url"])

    def ref(self, local: str) -> od.Row:
        """A VerwijzingNaarResource."""
        return self.self(local)

    def urls(self, locals_: Iterable[str]) -> list[str]:
        return [self.url(local) for local in locals_]

    # -- meeting and items ---------------------------------------------------------------------------------------

    def _meeting(self) -> od.Row:
        r = self.record
        body = {
            "gremiumidentificatie": short_id(r),
            "gremiumnaam": shortened(named_in(r, self.words), TITLE),
        }
        return self.self("vergadering") | od.known_row(
            naam=shortened(od.marked_title(r, self.words), TITLE),
            vergaderingstype=identity_of(r).meeting_type,
            status=od.meeting_status(r).lower(),
            geplandeVergaderdatum=r.meeting.start.date().isoformat(),
            vergaderdatum=(r.meeting.opened or r.meeting.start).date().isoformat(),
            geplandeAanvangVergadering=r.meeting.start,
            aanvangVergadering=r.meeting.opened,
            eindeVergadering=r.meeting.closed,
            **self.government,
            georganiseerdDoorGremium=body,
            vergadertoelichting=od.remarks(r, self.words),
            agendapunten=self.urls(item_anchor(i.number) for i in r.decisions.items),
            mediabronnen=[row["url"] for row in media_of(r, self.self)],
            wijzigingsdatum=r.feed.updated.date().isoformat(),
            identifiers=od.known_elsewhere(r.meeting.source),
        )

    def _item(self, item: ItemRecord) -> od.Row:
        votes = [f"{d.id}-stemming" for d in self.decisions if d.counted and d.item == item.number]
        votes += [local for local, b in self.ballots if b.item == item.number]
        said = paragraphs(if_cut(item.title, TITLE), item.decision)
        number = None
        if len(item.number) <= NUMBER:
            number = item.number
        main = self.above[item.number]
        below = [number for number, over in self.above.items() if over == item.number]
        return self.self(item_anchor(item.number)) | od.known_row(
            vergadering=self.ref("vergadering"),
            hoofdagendapunt=self.ref(item_anchor(main)) if main else None,
            subagendapunten=self.urls(item_anchor(number) for number in below),
            agendapuntKenmerk=item.number,
            agendapuntTitel=shortened(item.title, TITLE),
            agendapuntvolgnummer=number,
            agendapuntOmschrijving=said,
            starttijd=item.started,
            eindtijd=item.ended,
            **self.government,
            indicatieHamerstuk=od.is_hamerstuk(item),
            indicatorBehandeld=od.was_treated(self.record, item),
            indicatorBesloten=item.closed,
            stemmingen=self.urls(votes),
            informatieobjecten=[row["url"] for row in self._pieces(item)],
            identifiers=od.known_elsewhere(item.source),
        )

    def _pieces(self, item: ItemRecord) -> list[od.Row]:
        rows = []
        if od.has_proposal(item):
            kind = OWN_PIECE[od.own_kind(item)]
            rows.append(self._piece(od.piece_id(item), item, item.title, **kind))
        for n, (title, link) in enumerate(item.documents, 1):
            elsewhere = od.known_elsewhere(item.document_sources[n - 1])
            local = f"{item_anchor(item.number)}-stuk-{n}"
            rows.append(self._piece(local, item, title, link=link, identifiers=elsewhere))
        for o in item.objects:
            rows.append(self._object(item, o))
        for n, (who, number, text) in enumerate(self.record.decisions.undertakings, 1):
            if number == item.number:
                author = shortened(who, LONG_TITLE)
                kind = {"informatieobjecttype": "toezegging", "auteur": author}
                rows.append(self._piece(f"toezegging-{n}", item, text, **kind))
        return rows

    def _piece(self, local: str, item: ItemRecord, title: str, **more: Any) -> od.Row:
        said = paragraphs(if_cut(title, LONG_TITLE), more.pop("omschrijving", ""))
        return self.self(local) | od.known_row(
            titel=shortened(title, LONG_TITLE),
            omschrijving=said,
            agendapunten=[self.ref(item_anchor(item.number))],
            vergaderingen=[self.ref("vergadering")],
            **self.government,
            **more,
        )

    def _object(self, item: ItemRecord, o: ObjectRecord) -> od.Row:
        filed = None
        if o.filed:
            filed = o.filed.date().isoformat()
        title = o.name
        if o.title:
            title += f": {o.title}"
        return self._piece(
            escaped(o.key),
            item,
            title,
            informatieobjecttype=PIECE[paper_kind(o.key)],
            datumIngediend=filed,
            gerelateerdInformatieobject=self._amends(item, o),
            omschrijving=paragraphs(o.outcome_word, o.text, *o.changes),
            link=document_address(self.record, o) or None,
        )

    def _amends(self, item: ItemRecord, o: ObjectRecord) -> od.Row | None:
        if paper_kind(o.key) == "subamendment" and o.parent:
            return {"informatieobject": self.ref(escaped(o.parent)), "rol": "hoofd_amendement"}
        if paper_kind(o.key) == "amendment" and od.has_proposal(item):
            return {"informatieobject": self.ref(od.piece_id(item)), "rol": "voorstel"}
        return None

    def _movers(self, o: ObjectRecord) -> list[od.Row]:
        rows = []
        for n, name in enumerate(o.movers, 1):
            person = None
            if self.record.meeting.opened and name in self.people:
                person = self.ref(self.people[name].id)
            mover = od.known_row(
                naam=shortened(name, LONG_TITLE),
                informatieobject=self.ref(escaped(o.key)),
                natuurlijkPersoon=person,
            )
            rows.append(self.self(f"{escaped(o.key)}-indiener-{n}") | mover)
        return rows

    # -- votes and decisions -------------------------------------------------------------------------------------

    def _vote(self, decision: od.DecidedMatter) -> od.Row:
        return self.self(f"{decision.id}-stemming") | od.known_row(
            agendapunt=self.ref(item_anchor(decision.item)),
            stemmingstype=od.METHOD.get(decision.method, "Regulier").lower(),
            resultaatMondelingeStemming=od.ORAL_RESULT.get(decision.outcome, "").lower(),
            besluit=self.ref(f"{decision.id}-besluit"),
            informatieobject=self.ref(decision.piece),
            stemmen=self.urls(self._vote_ids(decision)),
        )

    def _vote_ids(self, decision: od.DecidedMatter) -> list[str]:
        return [f"{decision.id}-stem-{self.people[one.member].id}" for one in decision.told]

    def _votes(self, decision: od.DecidedMatter) -> list[od.Row]:
        rows = []
        voting = self.ref(f"{decision.id}-stemming")
        for local, one in zip(self._vote_ids(decision), decision.told, strict=True):
            vote = {
                "aanwezigeDeelnemer": self.ref(f"deelnemer-{self.people[one.member].id}"),
                "stemming": voting,
                "keuzeStemming": od.CHOICE[one.option].lower(),
            }
            rows.append(self.self(local) | vote)
        return rows

    def _ballot(self, local: str, ballot: BallotRecord) -> od.Row:
        counts = [{"naamKandidaat": shortened(n, TITLE), "aantalUitgebrachteStemmen": v} for n, v in ballot.ballots]
        return self.self(local) | od.known_row(
            agendapunt=self.ref(item_anchor(ballot.item)),
            stemmingstype="schriftelijk",
            stemmingOverPersonen=counts,
            resultaatStemmingOverPersonen=shortened(od.ballot_text(ballot, self.words), TEXT),
        )

    def _decision(self, decision: od.DecidedMatter) -> od.Row:
        votes = self.urls([f"{decision.id}-stemming"] * decision.counted)
        return self.self(f"{decision.id}-besluit") | od.known_row(
            besluitresultaat=shortened(decision.result or decision.word.capitalize(), TEXT),
            stemmingen=votes,
            besluittoelichting=shortened(od.explained(decision, self.words), TEXT),
            toezegging=shortened(od.promised_at(self.record, decision), PROMISE),
        )

    # -- groups and people ---------------------------------------------------------------------------------------

    def _group(self, name: str) -> od.Row:
        known_as = dict(self.record.people.groups_known_as).get(name, ())
        return self.self(self.groups[name]) | od.known_row(
            fractienaam=shortened(name, TITLE), **self.government, identifiers=od.identifiers_of(known_as)
        )

    def _group_results(self, decision: od.DecidedMatter) -> list[od.Row]:
        rows = []
        for name, result in decision.group_results.items():
            group = self.groups[name]
            stood = od.known_row(
                fractie=self.ref(group),
                stemming=self.ref(f"{decision.id}-stemming"),
                fractiestemresultaat=result.lower(),
            )
            rows.append(self.self(f"{decision.id}-{group}") | stood)
        return rows

    def _add_people(self, rows: dict[str, list[od.Row]]) -> None:
        if any(person.role in od.EXECUTIVE for person in self.people.values()):
            rows["dagelijksebesturen"].append(self._executive())
        for person in self.people.values():
            rows["natuurlijkpersonen"].append(self._person(person))
            if person.present or person.name.full in self.choices or not self.record.meeting.unofficial:
                rows["aanwezigedeelnemers"].append(self._participant(person))
            rows["spreekfragmenten"] += self._turns(person)
            if person.group:
                rows["fractielidmaatschappen"].append(self._group_membership(person))
            if person.role in od.EXECUTIVE:
                rows["dagelijksbestuurlidmaatschappen"].append(self._executive_membership(person))

    def _executive(self) -> od.Row:
        return self.self("college") | od.known_row(
            dagelijksBestuursnaam=self.words.t("data.college"),
            dagelijksBestuurstype=identity_of(self.record).board_type,
            **self.government,
        )

    def _group_membership(self, person: participants.RosterPerson) -> od.Row:
        start, end = person.term
        return self.self(f"lid-{person.id}") | od.known_row(
            fractie=self.ref(self.groups[person.group]),
            natuurlijkPersoon=self.ref(person.id),
            indicatieVoorzitter=False,
            datumBeginFractieLidmaatschap=day_begins(start, self.record),
            datumEindeFractieLidmaatschap=day_begins(end, self.record),
        )

    def _executive_membership(self, person: participants.RosterPerson) -> od.Row:
        return self.self(f"lid-{person.id}") | {
            "dagelijksBestuur": self.ref("college"),
            "natuurlijkPersoon": self.ref(person.id),
        }

    def _person(self, person: participants.RosterPerson) -> od.Row:
        name = od.known_row(
            achternaam=shortened(person.name.family, LONG_TITLE),
            tussenvoegsel=shortened(person.name.prefix, 20),
            voorletters=shortened(person.name.initials, 20),
            voornamen=shortened(person.name.given, LONG_TITLE),
            volledigeNaam=person.name.full,
        )
        function = function_value(participants.ori_function(self.record, person))
        known_as = dict(self.record.people.known_as).get(person.name.full, ())
        return self.self(person.id) | od.known_row(
            functie=function, naamNatuurlijkPersoon=name, identifiers=od.identifiers_of(known_as)
        )

    def _participant(self, person: participants.RosterPerson) -> od.Row:
        first: datetime | None = None
        last: datetime | None = None
        if person.spans:
            first = person.spans[0][0]
            last = person.spans[-1][1]
        votes = self.urls(f"{d.id}-stem-{person.id}" for d, _ in self.choices.get(person.name.full, ()))
        return self.self(f"deelnemer-{person.id}") | od.known_row(
            natuurlijkPersoon=self.ref(person.id),
            vergadering=self.ref("vergadering"),
            aanvangAanwezigheid=first,
            eindeAanwezigheid=last,
            rolnaam=person.part.lower().replace("-", "_").replace(" ", "_"),
            organisatie=shortened(person.group, TITLE),
            stemmen=votes,
        )

    def _turns(self, person: participants.RosterPerson) -> list[od.Row]:
        rows = []
        for n, turn in enumerate(person.turns, 1):
            spoke = od.known_row(
                aanwezigeDeelnemer=self.ref(f"deelnemer-{person.id}"),
                agendapunt=self.ref(item_anchor(turn.item)),
                aanvangSpreekfragment=turn.at,
                eindeSpreekfragment=turn.until,
                **seen_in_video(self.record, turn, self.self),
            )
            rows.append(self.self(f"spreekfragment-{person.id}-{n}") | spoke)
        return rows
