"""The regions of the meeting's screen, and when each is drawn.

Theory. A key must cost its own row and no more. So what a key changes at once (`show_hands`: strip, picture and
sentence) is drawn within the key; what may follow (the offer, the object that is named, the keys) once that frame is
out (`show_after_key`); and what moves by itself (`show_moving`) by the clock. A region compares its rows with what
stands there, so drawing often costs little. One that cannot be drawn says so itself; the others go on.

What every region shows is made by `seen` from the session; how it is laid out is `regions`. Nothing here decides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from livecouncil.core.release.record import WallState
from livecouncil.sitting.ahead import ahead_in
from livecouncil.sitting.answers import Answer, Kind, Preview
from livecouncil.sitting.completing import suggestion
from livecouncil.sitting.session import Session
from livecouncil.system.caught import Caught

from .entry_line import EntryLine
from .look.ink import LOUD, ScreenRow
from .look.space import Space
from .mirrors import MirrorLine, MirrorsSeen
from .overlays.checks import Checked
from .overlays.overlay import Overlay
from .posting import ChannelLine, Networks
from .region import Drawn
from .regions import agenda, desk, objects, picture, public, strip, top
from .regions.picture import VotePicture
from .seen import clerks, facts, hands, keys, middle, outside, votes
from .seen import top as seen_top
from .seen.checks import checked
from .seen.wall import OnTheWall
from .watchdog import Watchdog

Make = Callable[[Space], Sequence[ScreenRow]]


class Around(Protocol):
    """What the board asks of its screen."""

    @property
    def entry(self) -> EntryLine: ...
    @property
    def overlay(self) -> Overlay | None: ...
    @property
    def flat(self) -> bool: ...
    def alarmed(self, alarmed: bool) -> None: ...


class Board:
    """`message` is what was said last, in the place of the sentence while the line is empty or still as it was
    `said_for`. `read` are the faults that were read and last."""

    def __init__(self, screen: Around, session: Session, watchdog: Watchdog) -> None:
        self.message = ""
        self.said_for = ""
        self._answer = Answer(Kind.NOTED)
        self.read: set[str] = set()
        self.networks = Networks(session)
        self.mirrors = MirrorsSeen(session)
        self.wall = OnTheWall(session)
        self._screen = screen
        self._session = session
        self._watchdog = watchdog
        self._channels: Sequence[ChannelLine] = ()
        self._mirrored: Sequence[MirrorLine] = ()
        self._card: WallState | None = None
        self._shown = Preview("empty")
        self._vote: VotePicture | None = None
        self._beside = False
        self._version = session.clerks.version
        makes: dict[str, Make] = {
            "meeting": self._meeting,
            "now": self._now,
            "alarm": self._alarm,
            "agenda": lambda space: agenda.agenda_rows(space, middle.agenda_seen(session)),
            "objects": self._objects,
            "public": lambda space: public.public_rows(space, outside.public_seen(session, self._outside())),
            "overlay": self._overlay,
            "edge": self._edge,
            "strip": self._strip,
            "picture": self._picture,
            "offer": self._offer,
            "sentence": self._sentence,
            "keys": self._keys,
        }
        self.regions = {name: Drawn(name, self._safely(name, make)) for name, make in makes.items()}

    def _safely(self, name: str, make: Make) -> Make:
        """A region's rows; where they cannot be made, one that says so."""

        def made(space: Space) -> Sequence[ScreenRow]:
            with Caught(self._session.alarm, f"panel {name}") as fault, self._session.changing:
                return make(space)
            if fault.struck:
                return space.filled([space.row([(space.words.t("tui.undrawn"), LOUD)])])
            return []

        return made

    # -- when --------------------------------------------------------------------------------------------------------

    def show(self, *names: str) -> None:
        """Draw these regions where they say something else than before."""
        for name in names:
            self.regions[name].show()

    def show_hands(self) -> None:
        """What a key changes at once."""
        self._look_at_line()
        self.show("sentence", "strip", "picture")

    def show_after_key(self) -> None:
        """What may follow a frame later."""
        self.show("offer", "objects", "keys")

    def show_moving(self) -> None:
        """What changes with the clock alone."""
        if self._version != self._session.clerks.version:
            self._version = self._session.clerks.version
            self.show_all()
            return
        self._screen.alarmed(self._unread() is not None)
        self.show("meeting", "now", "alarm", "public", "strip", "offer")
        if self._session.desk.state.council.procedure.speaking_time.per != "none":
            self.show("objects")
        if self._screen.overlay:
            self.show("overlay")

    def show_all(self) -> None:
        """Every region."""
        self._screen.entry.shut = self._session.desk.state.doors_closed
        self._screen.entry.hint = self._hint()
        self.show_hands()
        self._screen.entry.show()
        self.show_after_key()
        self.show_moving()
        self.show("agenda", "edge", "overlay")

    def failed(self, error: Exception, where: str) -> None:
        """A fault nobody expected, outside any act: reported, and loud until Esc."""
        self._session.alarm(error, where)
        self.show_moving()

    def look_outside(self) -> None:
        """The wall, the networks and the mirrors as they stand: from the journal and files, away from the keys."""
        self._card = self.wall.now()
        self._channels = self.networks.sentences()
        self._mirrored = self.mirrors.sentences()

    def answered(self, answer: Answer, told: str) -> None:
        """`told` is how an answer is said, in the place of the sentence."""
        self._answer = answer
        self.message = told

    def checked(self) -> Checked:
        """What could go wrong later, as it stands now."""
        return checked(ahead_in(self._session), self._watchdog, MirrorsSeen(self._session).sentences())

    # -- faults ------------------------------------------------------------------------------------------------------

    def faults(self) -> list[str]:
        """What is wrong, the gravest first: journal, clock, public server, wall, mirrors, networks."""
        wrong = list(self._session.alarms)
        if self._watchdog.loud:
            wrong.append(self._watchdog.sentence)
        wrong += [one.text for one in self._mirrored if one.loud]
        return wrong + [one.text for one in self._channels if one.loud]

    def read_faults(self) -> bool:
        """Esc: what is wrong was read. Whether there was anything unread."""
        wrong = self.faults()
        unread = set(wrong) - self.read
        self.read = set(wrong)
        return bool(unread)

    def _unread(self) -> top.Alarm | None:
        wrong = self.faults()
        self.read &= set(wrong)
        return seen_top.alarm_seen(wrong, self.read)

    # -- regions -----------------------------------------------------------------------------------------------------

    def _outside(self) -> outside.Outside:
        return outside.Outside(self._card, self._watchdog, self._channels, self._mirrored)

    def _meeting(self, space: Space) -> list[ScreenRow]:
        return top.meeting_rows(space, seen_top.meeting_seen(self._session, len(self.read)))

    def _now(self, space: Space) -> list[ScreenRow]:
        overlay = self._screen.overlay
        doing = overlay.doing() if overlay else ""
        return top.now_rows(space, seen_top.now_seen(self._session, doing))

    def _alarm(self, space: Space) -> list[ScreenRow]:
        return top.alarm_rows(space, self._unread())

    def _objects(self, space: Space) -> list[ScreenRow]:
        naming = hands.naming(self._session, self._shown.entry) or self._shown.about
        return objects.objects_rows(space, middle.objects_seen(self._session, naming))

    def _overlay(self, space: Space) -> list[ScreenRow]:
        overlay = self._screen.overlay
        if overlay is None:
            return []
        return overlay.rows(space)

    def _edge(self, space: Space) -> list[ScreenRow]:
        return strip.edge_rows(space, self._screen.flat)

    def _strip(self, space: Space) -> list[ScreenRow]:
        overlay = self._screen.overlay
        own = overlay.strip() if overlay and not self._session.desk.staged else None
        if own:
            return strip.strip_rows(space, own)
        seen = hands.strip_seen(self._session, self._shown, self._vote, self._blocked(), self._proposed_by())
        return strip.strip_rows(space, seen)

    def _proposed_by(self) -> str:
        """Whose proposal is looked at, '' where it is what is typed here."""
        if not clerks.proposal_shown(self._session, self._screen.entry.value):
            return ""
        proposal = clerks.proposal_seen(self._session)
        return proposal.clerk if proposal else ""

    def _blocked(self) -> str:
        """What the hammer waits for, where it cannot hammer now."""
        if clerks.hammer_away(self._session):
            return self._session.words.t("clerks.hammer", clerk=self._session.clerks.holder)
        if self._session.journal.troubles:
            return self._session.words.t("screen.strip.waits_for_disk")
        return ""

    def _picture(self, space: Space) -> list[ScreenRow]:
        session = self._session
        if session.desk.state.doors_closed:
            return desk.closed_rows(space, keys.behind_doors(session.words))
        if self._vote:
            return picture.picture_rows(space, self._vote)
        return desk.journal_rows(space, facts.newest_facts(session, space.rows))

    def _offer(self, space: Space) -> list[ScreenRow]:
        seeing = outside.public_seen(self._session, self._outside()) if space.narrow else None
        return desk.offer_rows(space, self._offered(space), seeing)

    def _offered(self, space: Space) -> desk.Offer | None:
        """What an overlay says; what Tab would take; what of a fault there was no room for; lines that wait."""
        session = self._session
        t = session.words.t
        overlay = self._screen.overlay
        if overlay and overlay.offer():
            return overlay.offer()
        if session.desk.state.doors_closed:
            return None
        line = self._screen.entry.value
        if proposal := clerks.proposal_offered(session, line, self._shown):
            return proposal
        if self._shown.status == "error" and line:
            taken = suggestion(session.desk.state, line)
            return desk.Offer("Tab", taken) if taken and taken != line else None
        unread = self._unread()
        if unread:
            _, rest = top.parted(space, unread)
            return desk.Offer(f"! {rest}") if rest else None
        waiting = len(session.desk.prepared.lines)
        if waiting and (not line or self._screen.entry.offered):
            return desk.Offer(t("tui.prepared", n=waiting))
        return None

    def _sentence(self, space: Space) -> list[ScreenRow]:
        overlay = self._screen.overlay
        own = overlay.sentence() if overlay else None
        if own is not None:
            return desk.sentence_rows(space, desk.Sentence(own))
        line = self._screen.entry.value
        if not line.strip() or line == self.said_for:
            if self._proposed_by():
                return desk.sentence_rows(space, hands.sentence_typed(self._session, self._shown, self._beside))
            if self.message or not self._session.desk.staged:
                return desk.sentence_rows(space, hands.sentence_said(self._session, self._answer, self.message))
            return desk.sentence_rows(space, hands.sentence_waiting(self._session, self._beside))
        return desk.sentence_rows(space, hands.sentence_typed(self._session, self._shown, self._beside))

    def _keys(self, space: Space) -> list[ScreenRow]:
        overlay = self._screen.overlay
        if overlay:
            return desk.keys_rows(space, overlay.keys(space))
        entry = self._screen.entry
        unread = self._unread() is not None
        named = keys.keys_seen(self._session, typed=bool(entry.value), alarm=unread, refused=entry.refused)
        return desk.keys_rows(space, named)

    def _hint(self) -> str:
        return self._session.words.t("screen.hint_shut" if self._session.desk.state.doors_closed else "screen.hint")

    # -- the line ----------------------------------------------------------------------------------------------------

    def _look_at_line(self) -> None:
        """What the line would say, and the vote it holds or that waits. Nothing of it is kept behind closed doors."""
        with Caught(self._session.alarm, "line") as fault, self._session.changing:
            self._shown, self._vote = self._looked_at()
        if fault.struck:
            self._shown = Preview("error", message=self._session.words.t("tui.undrawn"))
            self._vote = None

    def _looked_at(self) -> tuple[Preview, VotePicture | None]:
        session = self._session
        line = self._screen.entry.value
        line = clerks.proposal_shown(session, line) or line
        shown = Preview("empty")
        if line.strip() and line != self.said_for:
            shown = session.preview(line)
        if session.desk.state.doors_closed and shown.status == "error":
            shown = Preview("error", message=session.words.t("refusal.doors_closed"))
        waiting = session.desk.staged
        if session.desk.state.doors_closed:
            vote = None
        elif waiting:
            vote = votes.staged(session, waiting, session.clock())
        elif shown.entry and shown.finding:
            vote = votes.typed(session, shown.entry, shown.finding, shown.remarks)
        else:
            vote = None
        self._beside = False
        if vote:
            self._beside = self._fits_beside(vote)
        return shown, vote

    def _fits_beside(self, vote: VotePicture) -> bool:
        region = self.regions["picture"]
        space = Space(region.size.width, region.size.height, self._session.words)
        return bool(region.display) and picture.remarks_fit(space, vote)
