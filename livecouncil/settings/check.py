"""`check`: what stands in a council and an agenda that cannot be, or that the griffier should look at."""

from __future__ import annotations

import difflib
import re
from datetime import date
from pathlib import Path

from livecouncil.core.council.agenda import Agenda
from livecouncil.core.council.model import Council, Group, Member, Official, sitting, surname
from livecouncil.core.council.roster import Party, Roster, exact_keys, in_full
from livecouncil.core.council.zone import DEFAULT
from livecouncil.core.law.in_force import never_closed, ratifies_in_vain, recusal
from livecouncil.core.law.seats import possible_seats, seats_of
from livecouncil.core.meeting.astray import Astray, astray
from livecouncil.core.meeting.entry import KEYWORDS
from livecouncil.core.meeting.rules.candidates import same_person
from livecouncil.core.text.addresses import sealed
from livecouncil.core.text.called import calls, fold
from livecouncil.core.text.clean import clean
from livecouncil.core.text.length import portable_hashtag, suggest_hashtag

from .load import Fault, Source, place_start, tell_doubles, validated

_OFFICIAL = re.compile(r"(?:de )?(?:gemeente|gemeenteraad|raad van|(?:raads)?griffier?)\b", re.IGNORECASE)
"""How a name or address begins that is the council's own."""


_TAKEN = KEYWORDS | {"="}


EXAMPLES = frozenset({"Mijn gemeente", "RaadMijnGemeente"})
"""What `init` writes to be replaced: a message with it would be public for ever."""


def check(agenda_path: Path, council_path: Path) -> list[Fault]:
    """Every fault of an agenda and the council it is for, in the order of the files."""
    council_source = Source(council_path)
    agenda_source = Source(agenda_path)
    council = validated(council_source, Council, "council")
    place_start(agenda_source, council.council.zone if council else DEFAULT)
    agenda = validated(agenda_source, Agenda, "meeting")
    if council:
        _check_council(council_source, council)
        _check_names(council_source, council, agenda.meeting.start.date() if agenda else None)
    if agenda:
        _check_agenda(agenda_source, agenda)
    if council and agenda:
        _check_both(council_source, agenda_source, council, agenda)
    return council_source.faults + agenda_source.faults


def _check_council(source: Source, council: Council) -> None:
    info = council.council
    seats_line = source.line_of("council", None, "seats")
    if not possible_seats(info.seats):
        source.fault(
            seats_line,
            f"{info.seats} zetels: een raad telt er 9 tot 45, altijd oneven (art. 8).",
            "Controleer seats.",
            "let op",
        )
    if info.inhabitants and info.seats != (by_law := seats_of(info.inhabitants)):
        source.fault(
            seats_line,
            f"Bij {info.inhabitants} inwoners horen {by_law} zetels (art. 8).",
            "Controleer seats.",
            "let op",
        )
    for key, value in (("municipality", info.municipality), ("hashtag", info.hashtag)):
        if value in EXAMPLES:
            source.fault(
                source.line_of("council", None, key), f"‘{value}’ is nog het voorbeeld.", f"Vul {key} in.", "let op"
            )
    if info.hashtag and not portable_hashtag(info.hashtag):
        source.fault(
            source.line_of("council", None, "hashtag"),
            f"‘{info.hashtag}’ werkt niet op elk netwerk.",
            f'Schrijf hashtag = "{suggest_hashtag(info.hashtag)}".',
        )
    if info.public_url and not re.fullmatch(r"https?://[^\s/]+(/\S*)?", info.public_url):
        source.fault(
            source.line_of("council", None, "public_url"),
            f"‘{info.public_url}’ is geen webadres.",
            "Begin met https:// of haal de regel weg.",
        )
    _check_channels(source, council)
    groups = {fold(n) for g in council.groups for n in (g.name, g.short) if n}
    for name in council.procedure.speaking_time.groups:
        if fold(name) not in groups:
            source.fault(
                source.line_of("procedure"),
                f"Spreektijd voor ‘{name}’, maar die fractie bestaat niet.",
                "Gebruik de naam of short van een fractie.",
            )
    hold = council.release.hold
    if not hold.wall <= hold.feed <= hold.networks:
        source.fault(
            source.line_of("release", None, "hold"),
            "De wand mag niet later zijn dan de feed, en de feed niet later dan de netwerken.",
            "Maak wall ≤ feed ≤ networks.",
        )
    _check_reporter(source, council)
    _check_groups(source, council)
    _check_members(source, council)


def _check_channels(source: Source, council: Council) -> None:
    """A token never goes over plain http, but to this machine itself."""
    for name, channel in council.channels.items():
        if channel.server and not sealed(channel.server):
            source.fault(
                source.line_of(f"channels.{name}", None, "server"),
                f"Kanaal {name}: een geheim gaat niet naar ‘{channel.server}’, want dat is geen adres met https.",
                'Schrijf server = "https://…"; tot dan wordt daar niets geplaatst.',
            )


def _check_reporter(source: Source, council: Council) -> None:
    """An unofficial report says who makes it, and never bears the name or the address of council or griffie."""
    info = council.council
    if not info.unofficial:
        return
    if not info.reporter:
        what = "Een niet-officieel verslag noemt wie het maakt."
        remedy = 'Voeg toe: reporter = "uw naam of account".'
        source.fault(source.line_of("council", None, "unofficial"), what, remedy, "let op")
    elif fold(info.municipality) == fold(info.reporter) or _OFFICIAL.match(info.reporter):
        what = f"‘{info.reporter}’ klinkt als de raad zelf, en dit is een niet-officieel verslag."
        source.fault(source.line_of("council", None, "reporter"), what, "Noem wie het verslag maakt.")
    if not info.contact or _OFFICIAL.match(info.contact):
        what = "Fouten in uw verslag meldt men bij u, niet bij de griffie."
        remedy = "Zet in contact uw eigen adres."
        if info.contact:
            key = "contact"
        else:
            key = "unofficial"
        source.fault(source.line_of("council", None, key), what, remedy, "let op")


def _check_groups(source: Source, council: Council) -> None:
    tell_doubles(source, "groups", "name", [g.name for g in council.groups], "Fractie")
    names: dict[str, str] = {}
    for index, group in enumerate(council.groups):
        for key, value in [("name", group.name), ("short", group.short), *(("aliases", a) for a in group.aliases)]:
            if not value:
                continue
            line = source.line_of("groups", index, key)
            folded = fold(value)
            if key != "name":
                _check_short(source, line, key, value)
            if names.get(folded, group.name) != group.name:
                source.fault(line, f"‘{value}’ is ook een naam van {names[folded]}.", "Kies een andere afkorting.")
            names[folded] = group.name


def _check_short(source: Source, line: int, key: str, value: str) -> None:
    folded = value.casefold()
    if folded in _TAKEN:
        source.fault(line, f"‘{value}’ ({key}) is een opdracht op de invoerregel.", "Kies een andere afkorting.")
    elif re.fullmatch(r"[mas]\d+|n\d+[a-z]?|r\d+", folded):
        source.fault(
            line, f"‘{value}’ ({key}) heeft de vorm van een motie, amendement of punt.", "Kies een andere afkorting."
        )
    elif re.fullmatch(r"\d+[-–]\d+", folded):
        source.fault(line, f"‘{value}’ ({key}) heeft de vorm van een uitslag.", "Kies een andere afkorting.")


def _check_members(source: Source, council: Council) -> None:
    tell_doubles(source, "members", "name", [m.name for m in council.members], "Raadslid")
    tell_doubles(source, "members", "number", [m.number for m in council.members], "Nummer")
    groups = {g.name for g in council.groups}
    if not council.members:
        source.fault(1, "Er staan geen raadsleden in.", "Voeg [[members]] toe of gebruik livecouncil import --roster.")
    if (
        any(m.number for m in council.members)
        and (first := next((i for i, m in enumerate(council.members) if not m.number), None)) is not None
    ):
        source.fault(
            source.line_of("members", first),
            f"{council.members[first].name} heeft geen nummer, anderen wel.",
            "Geef ieder lid een number, of niemand.",
        )
    for index, member in enumerate(council.members):
        if member.group not in groups:
            close = difflib.get_close_matches(member.group, groups, n=1)
            if close:
                remedy = f"Bedoelt u ‘{close[0]}’?"
            else:
                remedy = "Voeg de fractie toe onder [[groups]]."
            source.fault(
                source.line_of("members", index, "group"),
                f"Fractie ‘{member.group}’ van {member.name} bestaat niet.",
                remedy,
            )
        if member.from_ and member.until and member.until < member.from_:
            source.fault(
                source.line_of("members", index, "until"),
                f"{member.name} vertrekt voor het begin.",
                "Wissel from en until om.",
            )


_ASTRAY = {
    "several": "{typed} van {name} kan ook {others} zijn.",
    "other": "{typed} van {name} wordt gelezen als {others}.",
    "nobody": "{typed} van {name} wordt op de invoerregel niet herkend.",
    "command": "{typed} van {name} is een opdracht op de invoerregel.",
}


def _check_names(source: Source, council: Council, day: date | None) -> None:
    """Types every name a clerk would type; warns of each that does not lead to its bearer alone, with what does."""
    there = [(i, m) for i, m in enumerate(council.members) if not (day and m.until and m.until < day)]
    roster = Roster(tuple(m for _, m in there), council.groups, council.officials)
    for one in astray(roster):
        typed = ", ".join(f"‘{name}’" for name in one.typed)
        others = " of ".join(in_full(other) for other in one.others)
        what = _ASTRAY[one.why].format(typed=typed, name=one.who.name, others=others)
        source.fault(_line_of_party(source, council, one.who), what, _to_type(one), "let op")


def _line_of_party(source: Source, council: Council, who: Party) -> int:
    table = "groups"
    rows = [id(g) for g in council.groups]
    if isinstance(who, Member):
        table = "members"
        rows = [id(m) for m in council.members]
    elif isinstance(who, Official):
        table = "officials"
        rows = [id(o) for o in council.officials]
    return source.line_of(table, rows.index(id(who)), "name")


def _to_type(one: Astray) -> str:
    """What leads home instead, else what the council's file lacks."""
    if isinstance(one.who, Group):
        more = "geef de fractie een short of alias"
    elif isinstance(one.who, Member):
        more = 'geef het lid surname = "…" of aliases = ["…"]'
    else:
        more = "zet voorletters in de naam"
    if not one.take:
        if isinstance(one.who, Member) and not one.who.number:
            number = " en een number"
        else:
            number = ""
        return f"{more[:1].upper()}{more[1:]}{number}."
    typed = " of ".join(f"‘{text}’" for text in one.take)
    if one.why == "command":
        return f"Typ {typed}."
    return f"Typ {typed}, of {more}."


def _check_agenda(source: Source, agenda: Agenda) -> None:
    tell_doubles(source, "items", "number", [i.number for i in agenda.items], "Puntnummer")
    if not agenda.items:
        source.fault(1, "De agenda is leeg.", "Voeg [[items]] toe of gebruik livecouncil import.")
    for index, item in enumerate(agenda.items):
        line = source.line_of("items", index, "title")
        typed = source.data["items"][index].get("title", "")
        if isinstance(typed, str) and clean(typed) != " ".join(typed.split()):
            source.fault(
                line,
                f"De titel van punt {item.number} bevat stuurtekens.",
                "Ze worden weggelaten; typ de titel opnieuw.",
                "let op",
            )
        if len(item.title) > 240:
            source.fault(
                line,
                f"De titel van punt {item.number} is {len(item.title)} tekens lang.",
                "Korter leest beter; berichten kappen hem af.",
                "let op",
            )
        if ratifies_in_vain(item.title, agenda.meeting.start.date()):
            source.fault(
                line,
                f"Punt {item.number}: geheimhouding bekrachtigen bestaat niet meer sinds 1 april 2023 (art. 25 en 86 zijn vervallen).",
                "Wat in beslotenheid bekend wordt is van rechtswege geheim (art. 23.4); stukken: art. 87 tot en met 89.",
                "let op",
            )
        if item.kind == "closed" and never_closed(item.title):
            source.fault(
                line,
                f"Punt {item.number}: over dit onderwerp mag niet in beslotenheid worden beraadslaagd (art. 24).",
                "Controleer kind.",
                "let op",
            )
        for document in item.documents:
            if document.url and not re.match(r"https?://", document.url):
                source.fault(
                    source.line_of("items", index, "documents"),
                    f"‘{document.url}’ is geen webadres.",
                    "Begin met https://.",
                )
    if source.path.stem != agenda.id:
        source.fault(
            1, f"Deze vergadering heet {agenda.id}, het bestand niet.", f"Noem het {agenda.id}.toml.", "let op"
        )


def _check_candidates(source: Source, agenda: Agenda, council: Council) -> None:
    """Whoever shares a surname with a candidate is warned about: on a ballot at that item it means the candidate."""
    for index, item in enumerate(agenda.items):
        for name in item.candidates:
            keys = set(calls(name).exact)
            others = [m.name for m in council.members if keys & set(exact_keys(m)) and not same_person(m, name)]
            if others:
                line = source.line_of("items", index, "candidates")
                what = f"Bij punt {item.number} betekent de achternaam van {name} niet {' of '.join(others)}."
                source.fault(line, what, "Typ voor dat lid de hele naam of #nummer.", "let op")


def _check_recusal(source: Source, council: Council, day: date) -> None:
    """Art. 28 is no local rule: a council that wrote down the old one is told."""
    rules = council.procedure
    if "recusal" in rules.model_fields_set and rules.recusal == "vote" and recusal(day) == "debate":
        source.fault(
            source.line_of("procedure", None, "recusal"),
            'Art. 28 houdt sinds 1 januari 2023 ook buiten de beraadslaging; recusal = "vote" is het oude recht.',
            "Haal de regel weg: dan geldt het recht van de dag van de vergadering.",
            "let op",
        )


def _check_both(council_source: Source, agenda_source: Source, council: Council, agenda: Agenda) -> None:
    day = agenda.meeting.start.date()
    info = council.council
    if agenda.meeting.municipality and fold(agenda.meeting.municipality) != fold(info.municipality):
        line = agenda_source.line_of("meeting", None, "municipality")
        agenda_source.fault(
            line,
            f"Deze agenda is van {agenda.meeting.municipality}, de raad is van {info.municipality}.",
            "Geef de goede map met --data.",
        )
    _check_recusal(council_source, council, day)
    now = sitting(council, day)
    if len(now) > info.seats:
        council_source.fault(
            council_source.line_of("council", None, "seats"),
            f"{len(now)} raadsleden op {day:%d-%m-%Y}, maar {info.seats} zetels.",
            "Verbeter seats, of geef wie weg is een until.",
        )
    for index, member in enumerate(council.members):
        if member.from_ and member.from_ >= day and not (member.until and member.until < day):
            council_source.fault(
                council_source.line_of("members", index, "from"),
                f"{member.name} is pas lid na de eed.",
                "Typ ‘beedigd’ met de naam.",
                "let op",
            )
    _check_candidates(agenda_source, agenda, council)
    chair = fold(agenda.meeting.chair)
    names = {fold(m.name) for m in council.members} | {fold(o.name) for o in council.officials}
    names |= {fold(f"de {o.role}") for o in council.officials}
    if chair not in names and not any(chair.endswith(fold(surname(o))) for o in council.officials):
        agenda_source.fault(
            agenda_source.line_of("meeting", None, "chair"),
            f"{agenda.meeting.chair} staat niet in council.toml.",
            "Voeg toe onder [[officials]].",
            "let op",
        )
