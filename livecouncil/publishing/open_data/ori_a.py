"""`ori-a.xml`: the meeting in ORI-A 1.0.1, the Dutch archival standard for council information.

A pure renderer over `PublicRecord`. What the standard's lists do not have is said in words: 'ingetrokken' in the name
of the piece, art. 28 as Onthouden. Members absent throughout stand under `persoonBuitenVergadering`, as the standard
asks; a secret ballot has totals and no `neemtDeelAanStemming` at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from xml.etree import ElementTree as etree

from livecouncil.core.law.outcomes import paper_kind
from livecouncil.core.release.record import BallotRecord, ItemRecord, ObjectRecord, PublicRecord
from livecouncil.core.telling.phrases import names
from livecouncil.core.telling.voice import Words
from livecouncil.core.text.numbers import escaped, item_anchor
from livecouncil.publishing.documents import document_address
from livecouncil.publishing.feeds import address

from . import participants
from . import shared as od
from .identity import government_name, identity_of, local_id, named_in
from .xml_text import xml_text

NAMESPACE = "https://ori-a.nl"
SCHEMA = "https://github.com/Regionaal-Archief-Rivierenland/ORI-A-XSD/releases/download/v1.0.1/ORI-A.xsd"
LISTS = "https://ori-a.nl/begrippenlijsten"
XSI = "http://www.w3.org/2001/XMLSchema-instance"


class _Node:
    """An element under construction; what has no value is left out."""

    def __init__(self, element: etree.Element) -> None:
        self.element = element

    def add(self, tag: str, value: object = None) -> None:
        """A child with `value`, unless there is none to say."""
        if value is None or value == "":
            return
        etree.SubElement(self.element, tag).text = _as_xml(value)

    def node(self, tag: str) -> _Node:
        return _Node(etree.SubElement(self.element, tag))

    def elsewhere(self, known_as: Iterable[tuple[str, str]]) -> None:
        """Further ids: what it is known by in other systems, as (system, id)."""
        for system, told in known_as:
            self.add("ID", f"{system}:{told}")

    def refer(self, tag: str, target: str, name: str = "") -> None:
        """A `verwijzing` to another entity."""
        reference = self.node(tag)
        reference.add("verwijzingID", target)
        reference.add("verwijzingNaam", name)

    def concept(self, tag: str, label: str, where: str, title: str, code: str = "") -> None:
        """A `begrip` out of the list at `where`."""
        if label:
            concept = self.node(tag)
            concept.add("begripLabel", label)
            concept.add("begripCode", code)
            concept.refer("verwijzingBegrippenlijst", where, title)

    def piece(self, tag: str, kind: str, target: str, name: str) -> None:
        """An `informatieobject` that lies elsewhere."""
        piece = self.node(tag)
        piece.concept("informatieobjectType", kind, f"{LISTS}#vergaderstuktypes", "ORI-A Vergaderstuktypes")
        piece.refer("verwijzingInformatieobject", target, name)


def _as_xml(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


def ori_a(record: PublicRecord, words: Words) -> bytes:
    """The meeting as an ORI-A document, valid by `ORI-A.xsd`; the same record gives the same bytes."""
    root = etree.Element("ORI-A", {"xmlns": NAMESPACE})
    root.set(f"{{{XSI}}}schemaLocation", f"{NAMESPACE} {SCHEMA}")
    _Document(record, words, _Node(root)).write()
    etree.indent(root)
    return xml_text(root)


class _Document:
    """Writes one document; holds what its parts share."""

    def __init__(self, record: PublicRecord, words: Words, root: _Node) -> None:
        self.record = record
        self.words = words
        self.root = root
        self.council = participants.council_id(record)
        self.people = participants.people(record)
        self.groups = participants.groups(record)
        self.decisions = od.decided_matters(record)
        self.ballots = od.ballots(record)
        self.choices = od.choices(self.decisions)
        self.above = od.items_above(record)

    def write(self) -> None:
        self._meeting()
        for item in self.record.decisions.items:
            if not self.above[item.number]:
                self._item(self.root.node("agendapunt"), item)
        for decision in self.decisions:
            if decision.counted:
                self._vote(decision)
        for local, ballot in self.ballots:
            self._ballot(local, ballot)
        for decision in self.decisions:
            if decision.result:
                self._decision(decision)
        for name in self.groups:
            self._group(name)
        self._people()

    def id(self, local: str) -> str:
        """Id of something of this meeting."""
        return f"{self.record.meeting.meeting_id}/{local}"

    def lasting(self, local: str) -> str:
        """Id of a person, group or body: the same in every meeting of the council."""
        return f"{self.council}/{local}"

    # -- meeting and items ---------------------------------------------------------------------------------------

    def _meeting(self) -> None:
        r = self.record
        meeting = self.root.node("vergadering")
        meeting.add("ID", r.meeting.meeting_id)
        meeting.add("ID", r.meeting.source)
        meeting.add("naam", od.marked_title(r, self.words))
        meeting.add("geplandeDatum", r.meeting.start.date())
        meeting.add("datum", (r.meeting.opened or r.meeting.start).date())
        meeting.add("geplandeAanvang", r.meeting.start)
        meeting.add("aanvang", r.meeting.opened)
        meeting.add("einde", r.meeting.closed)
        meeting.add("publicatiedatum", r.feed.updated)
        meeting.concept("type", identity_of(r).meeting, f"{LISTS}#vergaderingstypes", "ORI-A Vergaderingstypes")
        meeting.add("toelichting", od.remarks(r, self.words))
        body = meeting.node("georganiseerdDoorGremium")
        body.add("naam", named_in(r, self.words))
        body.add("identificatie", self.lasting(local_id(r)))
        if r.meeting.public_url:
            meeting.add("weblocatie", address(r))
        meeting.add("status", od.meeting_status(r))
        self._municipality(meeting)
        if r.meeting.public_url and r.meeting.closed and not r.meeting.unofficial:
            title = self.words.t("data.minutes", title=r.meeting.title)
            meeting.piece("isGenotuleerdIn", "", address(r, "transcript.html"), title)

    def _municipality(self, node: _Node) -> None:
        who = identity_of(self.record)
        label = government_name(self.record)
        node.concept("overheidsorgaan", label, who.register, who.register_name, self.record.meeting.code.lower())

    def _item(self, node: _Node, item: ItemRecord) -> None:
        """An item with those below it, for the standard nests them; a number without a digit in front has a place of
        its own there."""
        node.add("ID", self.id(item_anchor(item.number)))
        node.add("ID", item.source)
        node.add("naam", item.title)
        if item.number[0].isdigit():
            node.add("volgnummer", item.number)
        else:
            node.add("volgnummerWeergave", item.number)
        node.add("omschrijving", item.decision)
        node.add("starttijd", item.started)
        node.add("eindtijd", item.ended)
        if item.started and not item.closed:
            self._seen(node, item.started, item.ended)
        node.add("indicatieHamerstuk", od.is_hamerstuk(item))
        node.add("indicatieBehandeld", od.was_treated(self.record, item))
        node.add("indicatieBesloten", item.closed)
        node.refer("wordtBehandeldTijdens", self.record.meeting.meeting_id, self.record.meeting.title)
        self._pieces(node, item)
        for other in self.record.decisions.items:
            if self.above[other.number] == item.number:
                self._item(node.node("heeftAlsSubagendapunt"), other)

    def _seen(self, node: _Node, start: datetime, end: datetime | None) -> None:
        """From where to where the recording shows it, in seconds."""
        if self.record.meeting.second(start) is not None:
            seen = node.node("tijdsaanduidingMediabron")
            seen.add("aanvang", self.record.meeting.second(start))
            if end:
                seen.add("einde", self.record.meeting.second(end))

    def _pieces(self, node: _Node, item: ItemRecord) -> None:
        if od.has_proposal(item):
            kind = od.PIECE[od.own_kind(item)]
            name = _with_outcome(item.title, item)
            node.piece("heeftAlsBijlage", kind, self.id(od.piece_id(item)), name)
        for n, (title, url) in enumerate(item.documents, 1):
            node.piece("heeftAlsBijlage", "", url or self.id(f"{item_anchor(item.number)}-stuk-{n}"), title)
        for o in item.objects:
            kind = od.PIECE[paper_kind(o.key)]
            node.piece("heeftAlsBijlage", kind, self.id(escaped(o.key)), self._named(o))
            if where := document_address(self.record, o):
                node.piece("heeftAlsBijlage", kind, where, o.name)
        for n, (who, number, text) in enumerate(self.record.decisions.undertakings, 1):
            if number == item.number:
                node.piece("heeftAlsBijlage", "Toezegging", self.id(f"toezegging-{n}"), f"{who}: {text}")

    def _named(self, o: ObjectRecord) -> str:
        """'Motie M2: Maximale bouwhoogte, ingediend door VVD (ingetrokken)'."""
        text = o.name
        if o.title:
            text += f": {o.title}"
        if o.movers:
            text += ", " + self.words.t("data.filed_by", names=names(o.movers))
        return _with_outcome(text, o)

    # -- votes and decisions -------------------------------------------------------------------------------------

    def _vote(self, decision: od.DecidedMatter) -> None:
        node = self.root.node("stemming")
        node.add("ID", self.id(f"{decision.id}-stemming"))
        node.add("type", od.METHOD.get(decision.method, "Regulier"))
        node.add("resultaatMondelingeStemming", od.ORAL_RESULT.get(decision.outcome))
        if decision.result:
            node.refer("leidtTotBesluit", self.id(f"{decision.id}-besluit"))
        node.refer("heeftBetrekkingOpAgendapunt", self.id(item_anchor(decision.item)))
        node.piece(
            "heeftBetrekkingOpBesluitvormingsstuk", self._type_of(decision), self.id(decision.piece), decision.title
        )

    def _type_of(self, decision: od.DecidedMatter) -> str:
        if decision.vote:
            return od.PIECE.get(decision.vote.classification, "")
        return od.PIECE[od.kind_of_piece(decision.piece)]

    def _ballot(self, local: str, ballot: BallotRecord) -> None:
        node = self.root.node("stemming")
        node.add("ID", self.id(local))
        node.add("type", "Schriftelijk")
        node.add("resultaatStemmingOverPersonen", od.ballot_text(ballot, self.words))
        for name, votes in ballot.ballots:
            candidate = node.node("stemmingOverPersonen")
            candidate.add("naamKandidaat", name)
            candidate.add("aantalUitgebrachteStemmen", votes)
        node.refer("heeftBetrekkingOpAgendapunt", self.id(item_anchor(ballot.item)))

    def _decision(self, decision: od.DecidedMatter) -> None:
        node = self.root.node("besluit")
        node.add("ID", self.id(f"{decision.id}-besluit"))
        node.add("resultaat", decision.result)
        node.add("toelichting", od.explained(decision, self.words))
        node.add("toezegging", od.promised_at(self.record, decision))

    # -- groups and people ---------------------------------------------------------------------------------------

    def _group(self, name: str) -> None:
        node = self.root.node("fractie")
        node.add("ID", self.lasting(self.groups[name]))
        node.elsewhere(dict(self.record.people.groups_known_as).get(name, ()))
        node.add("naam", name)
        self._municipality(node)
        for decision in self.decisions:
            result = decision.group_results.get(name)
            if result:
                stood = node.node("neemtDeelAanStemming")
                stood.add("fractieStemresultaat", result)
                stood.refer("verwijzingStemming", self.id(f"{decision.id}-stemming"), decision.label)

    def _people(self) -> None:
        if not self.record.meeting.opened:
            return
        everybody = list(self.people.values())
        if any(p.role in od.EXECUTIVE for p in everybody):
            board = self.root.node("dagelijksBestuur")
            board.add("ID", self.lasting("college"))
            board.add("naam", self.words.t("data.college"))
            self._municipality(board)
            board.concept(
                "type",
                identity_of(self.record).board,
                f"{LISTS}#dagelijks-bestuur-types",
                "ORI-A Dagelijks bestuur types",
            )
        for person in everybody:
            if not person.present:
                self._person(self.root.node("persoonBuitenVergadering"), person)
        for person in everybody:
            if person.present:
                self._participant(person)

    def _participant(self, person: participants.RosterPerson) -> None:
        node = self.root.node("aanwezigeDeelnemer")
        node.add("ID", self.id(f"deelnemer-{person.id}"))
        node.concept("rolnaam", person.part, f"{LISTS}#deelnemerrollen", "ORI-A Deelnemerrollen")
        if person.spans:
            node.add("aanvangAanwezigheid", person.spans[0][0])
            node.add("eindeAanwezigheid", person.spans[-1][1])
        node.refer("neemtDeelAanVergadering", self.record.meeting.meeting_id)
        self._person(node.node("isNatuurlijkPersoon"), person)
        for decision, choice in self.choices.get(person.name.full, ()):
            vote = node.node("neemtDeelAanStemming")
            vote.add("keuzeStemming", od.CHOICE[choice])
            vote.refer("gegevenOpStemming", self.id(f"{decision.id}-stemming"), decision.label)
        for n, turn in enumerate(person.turns, 1):
            spoke = node.node("spreektTijdensSpreekfragment")
            spoke.add("ID", self.id(f"spreekfragment-{person.id}-{n}"))
            spoke.add("aanvang", turn.at)
            spoke.add("einde", turn.until)
            self._seen(spoke, turn.at, turn.until)
            spoke.refer("gedurendeAgendapunt", self.id(item_anchor(turn.item)))

    def _person(self, node: _Node, person: participants.RosterPerson) -> None:
        if person.role == "public":
            node.add("ID", self.id(person.id))
        else:
            node.add("ID", self.lasting(person.id))
            node.elsewhere(dict(self.record.people.known_as).get(person.name.full, ()))
        name = node.node("naam")
        name.add("achternaam", person.name.family)
        name.add("tussenvoegsel", person.name.prefix)
        name.add("voorletters", person.name.initials)
        name.add("voornamen", person.name.given)
        name.add("volledigeNaam", person.name.full)
        node.concept("functie", participants.ori_function(self.record, person), f"{LISTS}#functies", "ORI-A Functies")
        if person.group:
            group = node.node("isLidVanFractie")
            group.refer("verwijzingFractie", self.lasting(self.groups[person.group]), person.group)
        if person.role in od.EXECUTIVE:
            node.node("isLidVanDagelijksBestuur").refer("verwijzingDagelijksBestuur", self.lasting("college"))


def _with_outcome(text: str, target: ItemRecord | ObjectRecord) -> str:
    """ORI-A has no 'ingetrokken': an outcome its list lacks stands in the name of the piece."""
    if target.outcome and target.outcome not in od.DECISION:
        return f"{text} ({target.outcome_word})"
    return text
