"""Twelve states of an invented evening, as plain data: what the regions are drawn from, without a meeting."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from livecouncil.core.council.model import Member
from livecouncil.terminal.look.ink import ScreenRow
from livecouncil.terminal.look.space import Space
from livecouncil.terminal.overlays.checks import Check, Checked, StartChecks
from livecouncil.terminal.overlays.guide import Chapter, Guide
from livecouncil.terminal.overlays.outgoing import Departure, Departures, Stop
from livecouncil.terminal.overlays.overlay import Overlay
from livecouncil.terminal.overlays.roll_call import Called, RollCall
from livecouncil.terminal.regions import agenda, desk, objects, picture, public, strip, top
from livecouncil.terminal.regions.agenda import AgendaRow
from livecouncil.terminal.regions.desk import Logged, Offer, Sentence
from livecouncil.terminal.regions.line import Entry, entry_rows
from livecouncil.terminal.regions.objects import ObjectRow, Objects, Spoken
from livecouncil.terminal.regions.picture import GroupSeats, VotePicture
from livecouncil.terminal.regions.public import Gate, GateRow, Going, Public
from livecouncil.terminal.regions.strip import HoldingGate, Idle, LastReleased, Strip, Told, Typing, Waiting
from livecouncil.terminal.regions.top import Alarm, Floor, MeetingRow, Now
from livecouncil.wording import Wording

WORDS = Wording.load("nl")
SEATS = {"CDA": 6, "CU": 3, "D66": 4, "FNP": 4, "GL": 4, "LB": 3, "PvdD": 1, "PvdA": 6, "SP": 2, "VVD": 4}
ABOUT = ("12-03-2027", "Raadsvergadering", "#RaadVoorbeeld", "^ab")
TITLE = "Zon op elk schooldak"
SENTENCE = (
    "Motie M3 ‘Zon op elk schooldak’ is aangenomen. Voor 22: D66, FNP (3), GroenLinks, Lokaal Belang, Partij voor de "
    "Dieren, PvdA (5), SP. Tegen 14: CDA, ChristenUnie, FNP (1), VVD. Niet gestemd 1: PvdA (1)."
)


@dataclass(frozen=True)
class State:
    """What each region shows."""

    meeting: MeetingRow
    now: Now
    strip: Strip
    objects: Objects
    public: Public
    alarm: Alarm | None = None
    vote: VotePicture | None = None
    shut: bool = False
    journal: Sequence[Logged] = ()
    offer: Offer | None = None
    entry: Entry = Entry(hint="typ een regel")
    sentence: Sentence = Sentence()
    keys: Sequence[tuple[str, str]] = (("Enter", "neemt de regel"), ("=", "hamer"), ("?", "hulp"))
    overlay: Overlay | None = None

    def regions(self) -> Mapping[str, Callable[[Space], Sequence[ScreenRow]]]:
        """Every region's rows for a space."""
        overlay = self.overlay

        def below(space: Space) -> Sequence[ScreenRow]:
            if self.shut:
                return desk.closed_rows(space, [WORDS.t("screen.shut_can"), WORDS.t("screen.shut_else")])
            if self.vote:
                return picture.picture_rows(space, self.vote)
            return desk.journal_rows(space, self.journal)

        return {
            "meeting": lambda space: top.meeting_rows(space, self.meeting),
            "now": lambda space: top.now_rows(space, self.now),
            "alarm": lambda space: top.alarm_rows(space, self.alarm),
            "agenda": lambda space: agenda.agenda_rows(space, AGENDA),
            "objects": lambda space: objects.objects_rows(space, self.objects),
            "public": lambda space: public.public_rows(space, self.public),
            "overlay": lambda space: overlay.rows(space) if overlay else [],
            "edge": lambda space: [space.blank()],
            "strip": lambda space: strip.strip_rows(space, self.strip),
            "picture": below,
            "offer": lambda space: desk.offer_rows(space, self.offer, self.public),
            "entry": lambda space: entry_rows(space, self.entry),
            "sentence": lambda space: desk.sentence_rows(space, self.sentence),
            "keys": lambda space: desk.keys_rows(space, self.keys),
        }


AGENDA = [
    AgendaRow("1", "Opening", "gedaan"),
    AgendaRow("5a", "Verordening speelautomaten en andere lange titels", "aang"),
    AgendaRow("6", "Woonvisie 2027–2036", here=True),
    *[AgendaRow(str(n), f"Punt {n} van een lange avond in maart") for n in range(7, 30)],
]


def filed(count: int, hand: int, *, voting: bool = False) -> Objects:
    keys = [f"m{n}" for n in range(1, count + 1)]

    def row(key: str) -> ObjectRow:
        place = keys.index(key)
        here = place == hand
        if place < hand:
            return ObjectRow(
                f"M{place + 1}", "Meer groen in de wijk en elders", "D66", "verworpen", "15–21", decided=True
            )
        state = "in stemming" if here and voting else "open"
        return ObjectRow(f"M{place + 1}", TITLE, "GL PvdA", state, here=here, voting=here and voting)

    spoken = tuple(Spoken(name, 60 + 20 * seats, 300, name == "FNP") for name, seats in SEATS.items())
    return Objects("6", count - hand, keys, hand, row, lambda some: [f"{len(some)} verw"], spoken, "eerste termijn")


def _public(*gates: GateRow, said: str = "Stemming", going: tuple[Going, ...] = ()) -> Public:
    shown = gates or tuple(GateRow(name, Gate.OUT, "20:58") for name in ("wand", "site", "feed", "Bluesky", "Mastodon"))
    return Public(f"M3 ‘{TITLE}’", said, "20:58", shown, going, len(going))


def _groups(fnp_against: int) -> tuple[GroupSeats, ...]:
    against = {"CDA": 6, "CU": 3, "VVD": 4, "FNP": fnp_against}
    present = SEATS | {"PvdA": 5}
    return tuple(
        GroupSeats(name, seats, present[name] - against.get(name, 0), against.get(name, 0))
        for name, seats in SEATS.items()
    )


LOG = [
    Logged(Gate.WAITS, "20:58", "", "aan het woord", "mevrouw Jansen (FNP)"),
    Logged(Gate.OUT, "20:56", "M2", "verworpen", "Tijdelijke woningen op parkeerterreinen", "voor 17  tegen 19"),
    Logged(Gate.OUT, "20:54", "M7", "ingediend", "Geen verkoop van corporatiewoningen", "SP"),
] * 3

SLIP = VotePicture(_groups(0), 23, 13, (22, 14), 1, "PvdA (1) afwezig", 19, ("A2 is nog open.",))
RIGHT = replace(SLIP, groups=_groups(1), for_=22, against=14, remarks=(), staged=True)
HELD = GateRow("feed", Gate.WAITS, left=7, whole=10)

DEBATE = State(
    MeetingRow("Voorbeeld", ABOUT, 36, 37, "OPENBAAR", "20:58:14"),
    Now("6 Woonvisie 2027–2036", floor=Floor("mevrouw Jansen (FNP)", "Jansen FNP", 134, 300)),
    Idle("JOURNAAL", "niets wacht op de hamer"),
    filed(8, 3),
    _public(GateRow("wand", Gate.OUT, "20:58", readers="2 schermen"), HELD, going=(Going("Aan het woord", 7, 10),)),
    journal=LOG,
)
TYPED = replace(
    DEBATE,
    now=Now("6 Woonvisie 2027–2036", "stemming M3"),
    objects=filed(8, 2, voting=True),
    public=_public(),
    vote=SLIP,
    strip=Typing("TYPT", "M3", TITLE, "stemming", "NIET GELIJK   wie ontbreekt?", "NIET GELIJK", loud=True),
    entry=Entry("m3v cda cu vvd 22-14", 20, 20),
    sentence=Sentence(SENTENCE, lengths="Bluesky 244/300 · Mastodon 261/500"),
)
STAGED = replace(
    TYPED,
    vote=RIGHT,
    strip=Waiting("KLAAR", "M3", TITLE, "AANGENOMEN", (22, 14), "= hamer", "Esc weg"),
    entry=Entry(hint="typ een regel"),
)
FREE = replace(
    DEBATE,
    strip=LastReleased(
        "VRIJ",
        f"M3 ‘{TITLE}’ aangenomen 22–14",
        "M3 aangenomen 22–14",
        (
            HoldingGate("wand", "wand", None),
            HoldingGate("feed", "feed", 7, 10),
            HoldingGate("netwerken", "netw", 27, 30),
        ),
        "Ctrl+Z terug",
    ),
)
BUDGET = replace(TYPED, objects=filed(60, 30, voting=True))
FAULT = replace(
    STAGED,
    meeting=replace(STAGED.meeting, known=2),
    alarm=Alarm("PUBLIEKE SERVER WEG sinds 20:57", "Wand en journaal zijn bij, hamer gewoon door.", 1),
    public=_public(GateRow("wand", Gate.OUT, "20:58"), GateRow("site", Gate.FAILED, "weg sinds 20:57")),
)
CLOSED = replace(
    DEBATE,
    meeting=replace(DEBATE.meeting, doors="BESLOTEN", shut=True),
    now=Now("6 Woonvisie 2027–2036", "besloten sinds 21:14"),
    strip=Told("DICHT", WORDS.t("screen.strip.shut_told"), loud=True),
    shut=True,
    entry=Entry(hint="openbaar", shut=True),
    public=_public(*[GateRow(name, Gate.OFF, "dicht") for name in ("wand", "site", "feed")], said=""),
)
PROPOSED = replace(
    STAGED,
    vote=replace(RIGHT, staged=False),
    strip=Typing("^cd", "M3", TITLE, "stemming", "gelijk aan de voorzitter"),
    offer=Offer("^cd 20:58:44", "m3v cda cu vvd jansen 22-14", "Tab neemt over   Esc weg"),
)
STOPS = (
    Stop(Gate.OUT, "20:56:02"),
    Stop(Gate.WAITS, left=7),
    Stop(Gate.WAITS),
    Stop(Gate.FAILED, tries=3),
    Stop(Gate.OFF),
)
SENDING = replace(
    FREE,
    overlay=Departures(
        "UITGAAND",
        ["wand", "site", "feed", "Bluesky", "Mastodon"],
        [
            Departure(f"post {n}", "20:56", f"M{n} verworpen 17–19", STOPS, "Bluesky weigerde drie keer.")
            for n in range(9)
        ],
        "1 in de wacht",
    ),
)
MEMBERS = [Member(name=f"de heer Van der Lid{n:02}", group="Lokaal Belang", number=n) for n in range(1, 38)]
ROLL = RollCall(WORDS, Called("M3", TITLE, MEMBERS, 14), "vvtvtvvvtv", lambda _: None)
CALLED = replace(DEBATE, overlay=ROLL, strip=ROLL.strip(), offer=ROLL.offer(), entry=Entry("m3r14 vvtvtvvvtv", 16, 16))
CHECKS = [
    Check("good", "klok", "19:24:05"),
    Check("mind", "wand", "geen scherm verbonden", "open het adres hieronder"),
    Check("wrong", "Mastodon", "niet aangemeld", "livecouncil channels mastodon"),
    Check("good", "reglement", "stemverklaring: vooraf · nummer loten: altijd · " * 4),
]
START = StartChecks(WORDS, lambda: Checked(CHECKS, "http://192.0.2.10:8080/wall?token=a1b2", ["Klopt de naam?"] * 4))
BEGIN = replace(
    DEBATE, overlay=START, strip=START.strip(), meeting=replace(DEBATE.meeting, doors="NIET OPEN", present=0)
)
CHAPTERS = [Chapter(f"HOOFDSTUK {n}", [("m3v cda 22-14", "allen voor, behalve wie er staat")] * 7) for n in range(6)]
HELP = replace(STAGED, overlay=Guide("HULP", CHAPTERS))

STATES: dict[str, State] = {
    "a debate": DEBATE,
    "b typing": TYPED,
    "c staged": STAGED,
    "d released": FREE,
    "e budget": BUDGET,
    "f fault": FAULT,
    "g closed": CLOSED,
    "h proposal": PROPOSED,
    "i outgoing": SENDING,
    "j roll call": CALLED,
    "k start": BEGIN,
    "l help": HELP,
}
