"""`akomantoso.xml`: the meeting as an Akoma Ntoso 3.0 `debate`: its course by item, who spoke, and each vote by name.

A pure renderer over `PublicRecord`. Spoken words are not logged, so a `speech` says who and when. Counts stand in the
analysis; members' choices in the body, never those of a secret ballot.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as etree

from livecouncil.core.release.record import ItemRecord, LogLine, PublicRecord, TurnRecord
from livecouncil.core.telling.phrases import day_said
from livecouncil.core.telling.voice import Words
from livecouncil.core.text.numbers import item_anchor
from livecouncil.publishing.documents import document_address
from livecouncil.publishing.vote_rows import figures_of

from . import participants
from . import shared as od
from .identity import identity_of, local_id, named_in
from .xml_text import xml_text

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
LANGUAGE = {"nl": "nld", "fy": "fry", "en": "eng"}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
CHOICES = ("for", "against", "abstained", "recused", "absent")
MIXED = ("p", "narrative", "summary", "from", "num", "heading")
BALLOT = ("against", "blank", "improper")


def akoma_ntoso(record: PublicRecord, words: Words) -> bytes:
    """The meeting as a `debate`, valid by akomantoso30.xsd; the same record gives the same bytes."""
    root = etree.Element("akomaNtoso", {"xmlns": NAMESPACE})
    _Debate(record, words).write(_add(root, "debate", name=identity_of(record).debate))
    _indent(root)
    return xml_text(root)


def _add(parent: etree.Element, tag: str, text: str = "", **attributes: str | None) -> etree.Element:
    """A child element; attributes without a value are left out, `as_` is `as`."""
    known = {k.rstrip("_"): v for k, v in attributes.items() if v}
    child = etree.SubElement(parent, tag, known)
    child.text = text or None
    return child


def _indent(node: etree.Element, margin: str = "\n") -> None:
    """Line breaks around elements, never inside those that hold text."""
    if not len(node) or node.tag in MIXED:
        return
    node.text = f"{margin}  "
    for child in node:
        _indent(child, f"{margin}  ")
        child.tail = f"{margin}  "
    node[-1].tail = margin


@dataclass(frozen=True)
class _Date:
    """A date as ISO 8601, and of what it is."""

    date: str
    of: str


class _Debate:
    """Writes one debate; holds what its parts share."""

    def __init__(self, record: PublicRecord, words: Words) -> None:
        self.record = record
        self.words = words
        self.people = participants.people(record)
        self.groups = participants.groups(record)
        self.decisions = od.decided_matters(record)
        self.ballots = od.ballots(record)
        self.turns: dict[tuple[str, datetime], list[tuple[str, TurnRecord]]] = {}
        for speaker in record.people.speakers:
            taken = (turn for turn in self.people[speaker.who].turns if turn.until != turn.at)
            for turn in taken:
                self.turns.setdefault((turn.item, turn.at), []).append((speaker.who, turn))
        self.author = local_id(record)
        if record.meeting.unofficial:
            self.author = "verslaglegger"

    def write(self, debate: etree.Element) -> None:
        meta = _add(debate, "meta")
        self._identification(meta)
        self._analysis(meta)
        self._references(meta)
        self._preface(debate)
        body = _add(debate, "debateBody")
        body.set(XML_LANG, self.record.meeting.language)
        self._attendance(body)
        for item in self.record.decisions.items:
            self._item(body, item)

    # -- meta ----------------------------------------------------------------------------------------------------

    def _identification(self, meta: etree.Element) -> None:
        r = self.record
        identification = _add(meta, "identification", source=f"#{self.author}")
        day = f"{r.meeting.start:%Y-%m-%d}"
        work = f"/akn/nl/debate/{identity_of(r).debate}/{participants.council_id(r)}/{day}/{r.meeting.meeting_id}"
        language = LANGUAGE[r.meeting.language]
        expression = f"{work}/{language}@{r.feed.updated:%Y-%m-%d}"
        held = _Date(r.meeting.start.date().isoformat(), "vergadering")
        changed = _Date(r.feed.updated.isoformat(), "bijgewerkt")
        authoritative = r.meeting.final and not (r.meeting.unofficial or r.meeting.rehearsal)
        first = self._level(identification, "FRBRWork", work, held)
        _add(first, "FRBRcountry", value="nl")
        _add(first, "FRBRsubtype", value=identity_of(r).debate)
        _add(first, "FRBRnumber", value=r.meeting.meeting_id)
        _add(first, "FRBRname", value=od.marked_title(r, self.words))
        _add(first, "FRBRauthoritative", value=str(authoritative).lower())
        second = self._level(identification, "FRBRExpression", expression, changed)
        _add(second, "FRBRlanguage", language=language)
        third = self._level(identification, "FRBRManifestation", expression, changed, tail=".xml")
        _add(third, "FRBRformat", value="application/akn+xml")

    def _level(self, parent: etree.Element, tag: str, uri: str, date: _Date, *, tail: str = "") -> etree.Element:
        """A level of FRBR: the work, its expression in a language, the file."""
        level = _add(parent, tag)
        _add(level, "FRBRthis", value=f"{uri}/!main{tail}")
        _add(level, "FRBRuri", value=uri + tail)
        if tag == "FRBRWork" and self.record.meeting.source:
            _add(level, "FRBRalias", value=self.record.meeting.source, name="bron")
        _add(level, "FRBRdate", date=date.date, name=date.of)
        _add(level, "FRBRauthor", href=f"#{self.author}")
        return level

    def _analysis(self, meta: etree.Element) -> None:
        counted = [d for d in self.decisions if d.vote]
        if not (counted or self.ballots):
            return
        parliamentary = _add(_add(meta, "analysis", source=f"#{self.author}"), "parliamentary")
        for decision in counted:
            self._count(parliamentary, decision)
        for local, ballot in self.ballots:
            voting = _add(
                parliamentary, "voting", eId=f"telling-{local}", outcome=f"#uitslag-{ballot.outcome}", href=f"#{local}"
            )
            for n, (_, votes) in enumerate(ballot.ballots, 1):
                _add(voting, "count", eId=f"telling-{local}-{n}", value=str(votes), refersTo=f"#{local}-kandidaat-{n}")
            for option in BALLOT:
                value = str(getattr(ballot, option))
                _add(voting, "count", eId=f"telling-{local}-{option}", value=value, refersTo=f"#keuze-{option}")

    def _count(self, parliamentary: etree.Element, decision: od.DecidedMatter) -> None:
        assert decision.vote
        outcome = f"#uitslag-{decision.outcome}"
        where = f"#{decision.id}-stemming"
        voting = _add(parliamentary, "voting", eId=f"telling-{decision.id}", outcome=outcome, href=where)
        counts = figures_of(decision.vote)
        told = bool(counts)
        for one in decision.vote.votes or ():
            if one.option not in ("for", "against") and not (told and one.option == "unknown"):
                counts[one.option] = counts.get(one.option, 0) + one.weight
        for option, value in counts.items():
            _add(voting, "count", eId=f"telling-{decision.id}-{option}", value=str(value), refersTo=f"#keuze-{option}")

    def _references(self, meta: etree.Element) -> None:
        r = self.record
        references = _add(meta, "references", source=f"#{self.author}")
        self._reference(references, "TLCOrganization", local_id(r), named_in(r, self.words), lasting=True)
        if self.author != local_id(r):
            self._reference(references, "TLCOrganization", self.author, r.meeting.publisher)
        for name, local in self.groups.items():
            self._reference(references, "TLCOrganization", local, name, lasting=True)
        for person in self.people.values():
            self._reference(references, "TLCPerson", person.id, person.name.full, lasting=person.role != "public")
        for part in dict.fromkeys(p.part for p in self.people.values() if p.part):
            self._reference(references, "TLCRole", _role_id(part), part)
        for option in self._choices():
            self._reference(references, "TLCConcept", f"keuze-{option}", self.words.t(f"option.{option}"))
        for option in ("blank", "improper"):
            label = self.words.t(f"word.{option}")
            self._reference(references, "TLCConcept", f"keuze-{option}", label)
        words = {d.outcome: d.word for d in self.decisions} | {b.outcome: b.outcome_word for _, b in self.ballots}
        for outcome in words:
            label = self.words.t(f"outcome.{outcome}", lijst="…")
            self._reference(references, "TLCConcept", f"uitslag-{outcome}", label)
        for local, ballot in self.ballots:
            for n, (candidate, _) in enumerate(ballot.ballots, 1):
                self._reference(references, "TLCPerson", f"{local}-kandidaat-{n}", candidate)

    def _choices(self) -> tuple[str, ...]:
        """The options of a vote, 'unknown' only where somebody's is."""
        if any(one.option == "unknown" for decision in self.decisions for one in decision.votes):
            return (*CHOICES, "unknown")
        return CHOICES

    def _reference(self, parent: etree.Element, tag: str, local: str, shown: str, lasting: bool = False) -> None:
        scope = self.record.meeting.meeting_id
        if lasting:
            scope = participants.council_id(self.record)
        href = f"/akn/ontology/{tag.removeprefix('TLC').lower()}/nl/{scope}/{local}"
        _add(parent, tag, eId=local, href=href, showAs=shown)

    # -- body ----------------------------------------------------------------------------------------------------

    def _preface(self, debate: etree.Element) -> None:
        preface = _add(debate, "preface")
        _add(_add(preface, "p"), "docTitle", od.marked_title(self.record, self.words))
        day = self.record.meeting.start.date()
        _add(_add(preface, "p"), "docDate", day_said(day, self.words.t), date=day.isoformat())
        _add(preface, "p", od.remarks(self.record, self.words))

    def _attendance(self, body: etree.Element) -> None:
        roll = _add(body, "rollCall", eId="aanwezigheid")
        _add(roll, "heading", self.words.t("data.attendance"))
        members = []
        if self.record.meeting.unofficial:
            _add(roll, "p", self.words.t("data.nobody_counted"))
        elif self.record.meeting.opened:
            members = [person for person in self.people.values() if person.role == "member"]
        for key, here in (("present", True), ("absent", False)):
            names = ", ".join(f"{p.name.full} ({p.group})" for p in members if p.present is here)
            if names:
                _add(roll, "p", f"{self.words.t(f'data.{key}')}: {names}.")
        for line in self.record.people.attendance:
            self._line(roll, line)

    def _item(self, body: etree.Element, item: ItemRecord) -> None:
        section = _add(body, "debateSection", name="agendapunt", eId=item_anchor(item.number))
        _add(section, "num", item.number)
        _add(section, "heading", item.title)
        if item.decision:
            _add(section, "p", item.decision)
        self._course(section, item)
        for filed in item.objects:
            for said in (filed.text, *filed.changes, document_address(self.record, filed)):
                if said:
                    _add(section, "p", f"{filed.name}: {said}")
        for decision in self.decisions:
            if decision.item == item.number:
                self._decision(section, decision)
        for local, ballot in self.ballots:
            if ballot.item == item.number:
                part = _add(section, "debateSection", name="stemming", eId=local)
                _add(part, "p", od.ballot_text(ballot, self.words))

    def _course(self, section: etree.Element, item: ItemRecord) -> None:
        """What happened at an item in its order. Who goes on after a suspension has no line that says so: that part of
        the speech stands behind the lines of its moment."""
        begun = {line.at for line in item.log if line.kind == "woord"}
        again = sorted(at for number, at in self.turns if number == item.number and at not in begun)
        for line in item.log:
            while again and again[0] < line.at:
                self._speeches(section, item, again.pop(0))
            turns = self.turns.get((item.number, line.at), [])
            if line.kind == "woord" and turns:
                self._speech(section, *turns.pop(0))
            else:
                self._line(section, line)
        for at in again:
            self._speeches(section, item, at)

    def _speeches(self, section: etree.Element, item: ItemRecord, at: datetime) -> None:
        for who, turn in self.turns.get((item.number, at), ()):
            self._speech(section, who, turn)

    def _line(self, parent: etree.Element, line: LogLine) -> None:
        tag = "narrative"
        if line.anchor.endswith("-stemming"):
            tag = "summary"
        event = _add(parent, tag)
        _add(event, "recordedTime", f"{line.at:%H:%M}", time=line.at.isoformat()).tail = f" {line.text}"

    def _speech(self, section: etree.Element, who: str, turn: TurnRecord) -> None:
        person = self.people[who]
        role = None
        if person.part:
            role = f"#{_role_id(person.part)}"
        end = None
        if turn.until:
            end = turn.until.isoformat()
        speech = _add(section, "speech", by=f"#{person.id}", as_=role, startTime=turn.at.isoformat(), endTime=end)
        called = who
        if person.group:
            called = f"{who} ({person.group})"
        _add(speech, "from", called)
        _add(_add(speech, "p"), "recordedTime", f"{turn.at:%H:%M}", time=turn.at.isoformat(), type="startEvent")

    def _decision(self, section: etree.Element, decision: od.DecidedMatter) -> None:
        if decision.vote is None:
            part = _add(section, "debateSection", name="besluit", eId=f"{decision.id}-besluit")
        elif decision.method == "roll_call":
            part = _add(section, "rollCall", eId=f"{decision.id}-stemming")
        else:
            part = _add(section, "debateSection", name="stemming", eId=f"{decision.id}-stemming")
        _add(part, "heading", decision.label or decision.title)
        _add(part, "p", od.explained(decision, self.words))
        for option in CHOICES:
            if voters := [one.member for one in decision.votes if one.option == option]:
                self._voters(part, option, voters)

    def _voters(self, part: etree.Element, option: str, voters: list[str]) -> None:
        p = _add(part, "p", self.words.t(f"option.{option}").capitalize() + ": ")
        for n, name in enumerate(voters, 1):
            vote = _add(p, "vote", name, by=f"#{self.people[name].id}", choice=f"#keuze-{option}")
            vote.tail = ", "
            if n == len(voters):
                vote.tail = "."


def _role_id(part: str) -> str:
    """'rol-algemeen-bestuurslid': an id has no blanks."""
    return f"rol-{part.lower().replace(' ', '-')}"
