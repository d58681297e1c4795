"""Reading `council.toml` and an agenda, and `check`: every fault with file, line and remedy, in Dutch."""

from __future__ import annotations

import difflib
import re
import tomllib
import zoneinfo
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from livecouncil.core.council.agenda import Agenda, Council, Group, Member, Model, Official, sitting, surname
from livecouncil.core.council.roster import Party, Roster, exact_keys, in_full
from livecouncil.core.council.zone import DEFAULT, instants, local, zone_named
from livecouncil.core.law.in_force import never_closed, ratifies_in_vain, recusal
from livecouncil.core.meeting.astray import Astray, astray
from livecouncil.core.meeting.entry import KEYWORDS
from livecouncil.core.meeting.rules.candidates import same_person
from livecouncil.core.text.addresses import sealed
from livecouncil.core.text.called import calls, fold
from livecouncil.core.text.clean import clean
from livecouncil.core.text.length import portable_hashtag, suggest_hashtag
from livecouncil.errors import InputFault

SEATS = (
    (3_000, 9),
    (6_000, 11),
    (10_000, 13),
    (15_000, 15),
    (20_000, 17),
    (25_000, 19),
    (30_000, 21),
    (35_000, 23),
    (40_000, 25),
    (45_000, 27),
    (50_000, 29),
    (60_000, 31),
    (70_000, 33),
    (80_000, 35),
    (100_000, 37),
    (200_000, 39),
)
_OFFICIAL = re.compile(r"(?:de )?(?:gemeente|gemeenteraad|raad van|(?:raads)?griffier?)\b", re.IGNORECASE)
"""How a name or address begins that is the council's own."""
_TAKEN = KEYWORDS | {"="}
EXAMPLES = frozenset({"Mijn gemeente", "RaadMijnGemeente"})
"""What `init` writes to be replaced: a message with it would be public for ever."""


@dataclass(frozen=True)
class Fault:
    """One fault: what is wrong where, and what to do. `level` is 'fout' or 'let op'."""

    file: str
    line: int
    what: str
    remedy: str
    level: str = "fout"

    def __str__(self) -> str:
        if self.level == "fout":
            head = ""
        else:
            head = "let op: "
        return f"{self.file}:{self.line}: {head}{self.what} {self.remedy}".rstrip()


class Source:
    """A TOML file with the line each table and key stands on (tomllib forgets them)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[Fault] = []
        self.data: dict[str, Any] = {}
        self.text = ""
        self._read()

    def _read(self) -> None:
        try:
            self.text = self.path.read_text(encoding="utf-8-sig")
            self.data = tomllib.loads(self.text)
        except FileNotFoundError:
            self.fault(
                1, "Dit bestand bestaat niet.", "Controleer de naam, of maak het met livecouncil init of import."
            )
        except IsADirectoryError:
            self.fault(1, "Dit is een map.", "Noem het bestand in de map.")
        except OSError as error:
            self.fault(1, f"Dit bestand kan niet gelezen worden ({error.strerror}).", "Controleer rechten en schijf.")
        except UnicodeDecodeError as error:
            line = self.path.read_bytes()[: error.start].count(b"\n") + 1
            self.fault(line, "Hier staan tekens die geen UTF-8 zijn.", "Bewaar het bestand als UTF-8.")
        except tomllib.TOMLDecodeError as error:
            match = re.search(r"line (\d+)", str(error))
            if match:
                line = int(match[1])
            else:
                line = self.text.count("\n") + 1
            self.fault(
                line,
                "Deze regel is geen geldige TOML.",
                "Kijk naar aanhalingstekens, haken en het =-teken op deze regel of die ervoor.",
            )

    def fault(self, line: int, what: str, remedy: str, level: str = "fout") -> None:
        self.faults.append(Fault(str(self.path), line, what, remedy, level))

    def line_of(self, table: str, index: int | None = None, key: str | None = None) -> int:
        """Line of `[table]`, of the `index`-th `[[table]]`, or of `key` in it; the table's own line when unknown."""
        rows = self.text.splitlines()
        if index is None:
            header = rf"\s*\[{table}[.\]]"
        else:
            header = rf"\s*\[\[{table}\]\]"
        starts = [i for i, row in enumerate(rows) if re.match(header, row)]
        if not starts:
            return 1
        start = starts[min(index or 0, len(starts) - 1)]
        for i in range(start, len(rows)):
            if i > start and re.match(r"\s*\[", rows[i]):
                break
            if key and re.match(rf"\s*{re.escape(key)}\s*=", rows[i]):
                return i + 1
        return start + 1


def load_council(path: Path) -> Council:
    """`council.toml` as a Council. Raises InputFault with every fault of the file."""
    source = Source(path)
    council = _validated(source, Council, "council")
    valid: Council = _or_raise(source, council)
    return valid


def zone_of(folder: Path) -> str:
    """The zone of the council kept in `folder`; the default while its file cannot be read."""
    try:
        return load_council(folder / "council.toml").council.zone
    except InputFault:
        return DEFAULT


def load_agenda(path: Path, zone: str = DEFAULT) -> Agenda:
    """An agenda file as an Agenda of a council in `zone`. Raises InputFault with every fault of the file."""
    source = Source(path)
    _place_start(source, zone)
    agenda = _validated(source, Agenda, "meeting")
    if agenda:
        _twice(source, "items", "number", [i.number for i in agenda.items], "Puntnummer")
    valid: Agenda = _or_raise(source, agenda)
    return valid


def _place_start(source: Source, name: str) -> None:
    """Read a start without offset in the council's zone; one with an offset the zone does not have then is a fault."""
    meeting = source.data.get("meeting")
    start = meeting.get("start") if isinstance(meeting, dict) else None
    if not isinstance(meeting, dict) or not isinstance(start, datetime):
        return
    zone = zone_named(name)
    line = source.line_of("meeting", None, "start")
    shown = start.replace(tzinfo=None, second=0, microsecond=0)
    there = instants(shown.date(), shown.hour, shown.minute, zone)
    offsets = [m.isoformat()[-6:] for m in there]
    if not there:
        source.fault(
            line,
            f"{shown:%H:%M} bestaat op {shown:%d-%m-%Y} niet: de klok gaat die nacht een uur vooruit.",
            "Verbeter start.",
        )
    elif start.tzinfo and start.utcoffset() not in [m.utcoffset() for m in there]:
        right = local(start, zone).isoformat()
        remedy = f"Schrijf start = {shown.isoformat()}{offsets[0]}; is {right} bedoeld, schrijf dan dat."
        said = f"{name} heeft op {shown:%d-%m-%Y} {' of '.join(offsets)}, niet {start.isoformat()[-6:]}."
        source.fault(line, said, remedy)
    elif not start.tzinfo and len(there) > 1:
        said = f"{shown:%H:%M} komt die nacht twee keer voor."
        source.fault(line, said, f"Schrijf start = {shown.isoformat()}{offsets[0]} of {offsets[1]}.")
    elif not start.tzinfo:
        meeting["start"] = start.replace(tzinfo=there[0].tzinfo)


def _or_raise(source: Source, value: Any) -> Any:
    wrong = [f for f in source.faults if f.level == "fout"]
    if wrong or value is None:
        raise InputFault("\n".join(map(str, wrong)) + "\nEr is niets veranderd.")
    return value


def _validated(source: Source, model: type[Any], first: str) -> Any | None:
    if not source.data and source.faults:
        return None
    if first not in source.data:
        source.fault(1, f"De tabel [{first}] ontbreekt.", f"Begin met een regel [{first}].")
        return None
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        for one in error.errors():
            _pydantic(source, model, one)
        return None


_WHAT = {
    "missing": ("‘{key}’ ontbreekt.", "Voeg {key} = … toe."),
    "greater_than_equal": ("‘{key}’ is te klein.", "Kleinste waarde: {ge}."),
    "less_than_equal": ("‘{key}’ is te groot.", "Grootste waarde: {le}."),
    "literal_error": ("‘{value}’ kan hier niet.", "Kies uit: {expected}."),
    "string_type": ("‘{key}’ moet tekst zijn.", 'Zet er aanhalingstekens om: {key} = "…".'),
    "int_type": ("‘{key}’ moet een getal zijn.", "Schrijf het zonder aanhalingstekens."),
    "int_parsing": ("‘{key}’ moet een getal zijn.", "Schrijf het zonder aanhalingstekens."),
    "string_too_short": ("‘{key}’ is leeg.", "Vul een tekst in."),
    "too_short": ("‘{key}’ is leeg.", "Vul een tekst in."),
    "string_too_long": ("‘{key}’ is te lang.", "Houd het bij 200 tekens."),
}


def _pydantic(source: Source, model: type[Model], error: Any) -> None:
    where = [p for p in error["loc"]]
    if where:
        table = str(where[0])
    else:
        table = ""
    index = next((p for p in where if isinstance(p, int)), None)
    key = next((str(p) for p in reversed(where) if isinstance(p, str)), table)
    row = index if isinstance(source.data.get(table), list) else None
    keys = [str(p) for p in reversed(where[1:]) if isinstance(p, str)]
    start = source.line_of(table, row)
    line = next((found for k in keys if (found := source.line_of(table, row, k)) != start), start)
    if error["type"] == "extra_forbidden":
        _unknown_key(source, model, where, key, line)
        return
    if error["type"] == "value_error" and key == "number":
        source.fault(line, f"‘{error['input']}’ is geen puntnummer.", 'Cijfers en hooguit één letter: number = "7b".')
        return
    if error["type"] == "value_error" and key == "vote_order":
        source.fault(
            line,
            "‘vote_order’ noemt niet elk van de vier stappen één keer.",
            'Schrijf vote_order = ["subamendment", "amendment", "proposal", "motion"].',
        )
        return
    if error["type"] == "value_error" and key == "candidates":
        source.fault(line, "‘candidates’ noemt iemand twee keer.", "Noem iedere kandidaat één keer.")
        return
    if error["type"] == "value_error" and key == "object":
        source.fault(
            line, f"‘{error['input']}’ is geen motie of amendement.", 'Een letter en een nummer: object = "a1".'
        )
        return
    if key == "zone":
        close = difflib.get_close_matches(str(error["input"]), sorted(zoneinfo.available_timezones()), n=1)
        if close:
            meant = f'Bedoelt u zone = "{close[0]}"?'
        else:
            meant = f'Schrijf bijvoorbeeld zone = "{DEFAULT}".'
        source.fault(line, f"‘{error['input']}’ is geen tijdzone.", meant)
        return
    if key == "start":
        source.fault(line, "‘start’ is geen dag met tijd.", "Schrijf bijvoorbeeld start = 2026-03-12T19:30:00+01:00.")
        return
    what, remedy = _WHAT.get(error["type"], ("‘{key}’ klopt niet.", "Zie het voorbeeld van livecouncil init."))
    slots = {"key": key, "value": error.get("input"), **error.get("ctx", {})}
    source.fault(line, what.format_map(_Blank(slots)), remedy.format_map(_Blank(slots)).replace(" or ", " of "))


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def _unknown_key(source: Source, model: type[Model], where: list[Any], key: str, line: int) -> None:
    known = sorted({f.alias or n for m in _models(model) for n, f in m.model_fields.items()})
    close = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    source.fault(line, f"‘{key}’ ken ik niet.", f"Bedoelt u ‘{close[0]}’?" if close else "Haal de regel weg.")


def _models(model: type[Model]) -> Iterator[type[Model]]:
    from livecouncil.core.council import agenda

    yield model
    yield from (m for m in vars(agenda).values() if isinstance(m, type) and issubclass(m, Model))


# -- check -----------------------------------------------------------------------------------------------------------


def check(agenda_path: Path, council_path: Path) -> list[Fault]:
    """Every fault of an agenda and the council it is for, in the order of the files."""
    council_source = Source(council_path)
    agenda_source = Source(agenda_path)
    council = _validated(council_source, Council, "council")
    _place_start(agenda_source, council.council.zone if council else DEFAULT)
    agenda = _validated(agenda_source, Agenda, "meeting")
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
    if info.seats % 2 == 0 or not 9 <= info.seats <= 45:
        source.fault(
            seats_line,
            f"{info.seats} zetels: een raad telt er 9 tot 45, altijd oneven (art. 8).",
            "Controleer seats.",
            "let op",
        )
    if info.inhabitants and info.seats != (by_law := next((s for top, s in SEATS if info.inhabitants <= top), 45)):
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


def _twice(source: Source, table: str, key: str, values: Iterable[Any], what: str) -> None:
    seen: set[Any] = set()
    for index, value in enumerate(values):
        if value in seen and value not in (None, ""):
            source.fault(
                source.line_of(table, index, key),
                f"{what} ‘{value}’ staat er twee keer.",
                _UNIQUE.get((table, key), "Maak er één van, of geef de tweede een andere."),
            )
        seen.add(value)


_UNIQUE = {("members", "name"): "Zet voorletters in de naam, zodat beide leden te onderscheiden zijn."}


def _check_groups(source: Source, council: Council) -> None:
    _twice(source, "groups", "name", [g.name for g in council.groups], "Fractie")
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
    _twice(source, "members", "name", [m.name for m in council.members], "Raadslid")
    _twice(source, "members", "number", [m.number for m in council.members], "Nummer")
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
        source.fault(_line_of(source, council, one.who), what, _to_type(one), "let op")


def _line_of(source: Source, council: Council, who: Party) -> int:
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
    _twice(source, "items", "number", [i.number for i in agenda.items], "Puntnummer")
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


def council_of(council: Council, day: date) -> Council:
    """`council` with the law of `day` where its own rules say nothing; a meeting begins with it, and keeps it."""
    rules = council.procedure
    if "recusal" in rules.model_fields_set:
        return council
    return council.model_copy(update={"procedure": rules.model_copy(update={"recusal": recusal(day)})})


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
