"""What the griffier does at the meeting screen beside typing lines: its keys, and what is chosen in a list over it.

An act never does anything by itself. It offers a line, which the griffier may change before Enter, or hands one call of
the session to the screen's queue, behind all that was typed before it: so what is done here and what is typed keep one
order. `MeetingScreen` is the rest: the queue, the regions, and where a sentence is shown.
"""

from __future__ import annotations

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.entry import parse
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.rules.shared import resolve_target
from livecouncil.core.meeting.rules.voters import calling_order, voters_now
from livecouncil.errors import Refusal
from livecouncil.posting.posts import Post
from livecouncil.sitting.answers import Answer, Kind
from livecouncil.sitting.session import Session
from livecouncil.wording import Wording

from . import ledger
from . import motion_text as texts
from .around import AroundActs
from .overlays.ballot import BallotForm
from .overlays.guide import Guide
from .overlays.listing import ChoiceList, Finder
from .overlays.motion_text import MotionText, TextAsked
from .overlays.outgoing import Departures
from .overlays.question import Question
from .overlays.roll_call import Called, RollCall
from .seen import departures, guide, middle
from .seen.facts import bare
from .seen.hands import named

CORRECTABLE = 60
"""Facts offered to be corrected."""


class MeetingActs:
    """The acts; `screen` says how they are queued and shown."""

    def __init__(self, screen: AroundActs, session: Session) -> None:
        self._screen = screen
        self._session = session
        self._words: Wording = session.words

    def does(self, act: str) -> None:
        """Do what the key of an act does: there is a method by the name of each (`Act.id`, and 'find')."""
        getattr(self, act)()

    def pause(self) -> None:
        """The networks stand still until F6 again; wall, site and feed go on."""
        self._screen.act(self._session.pause)

    def panic(self) -> None:
        """A neutral card on the wall, at once; everything else stands still until F9 again."""
        self._screen.act(self._session.panic)

    def undo(self) -> Answer:
        """Take back the last; what was sent already is offered for correction."""
        answer = self._session.undo()
        if answer.refused and not self._session.desk.state.doors_closed and correctable(self._session):
            self._screen.from_thread(self.correct)
        return answer

    def _offered(self, line: object) -> None:
        if isinstance(line, str) and line:
            self._screen.offer(line)

    # -- lists -------------------------------------------------------------------------------------------------------

    def help(self) -> None:
        """What can be typed."""
        overlay = Guide(self._words.t("tui.help").upper(), guide.chapters(self._session))
        self._screen.over(overlay, self._offered)

    def agenda(self) -> None:
        """Every item; choosing one offers the line that goes there."""
        rows = middle.agenda_seen(self._session)
        labels = [(f"{row.number:<5} {row.title}  {row.outcome}".rstrip(), f"n{row.number}") for row in rows]
        here = next((place for place, row in enumerate(rows) if row.here), 0)
        self._screen.over(ChoiceList(self._words.t("tui.agenda").upper(), labels, "F2", here), self._offered)

    def find(self) -> None:
        """Motions and amendments by number, word or group."""
        state = self._session.desk.state
        found = []
        for paper in reversed(state.objects.values()):
            outcome = paper.outcome or "open"
            said = self._words.t(f"screen.outcome.{outcome}")
            movers = " ".join(paper.movers)
            found.append((f"{paper.label:<6} {said:<16} {paper.title}  {movers}", f"{paper.key} "))
        self._screen.over(Finder(self._words.t("screen.find"), found), self._offered)

    def correct(self) -> None:
        """Logged facts; choosing one offers the line that corrects it."""
        rows = correctable(self._session)
        self._screen.over(ChoiceList(self._words.t("tui.corrections").upper(), rows, "F5"), self._offered)

    def ledger(self) -> None:
        """Presence, speaking time and speakers; choosing a row offers the line that changes it."""
        rows = ledger.ledger_rows(self._session)
        self._screen.over(ChoiceList(self._words.t("tui.ledger").upper(), rows, "F8"), self._offered)

    def archive(self) -> None:
        """Earlier meetings; choosing one shows what it decided."""
        from . import archive

        def chosen(meeting: object) -> None:
            if isinstance(meeting, str):
                self._screen.beside(
                    lambda: archive.decisions(self._session, meeting),
                    lambda rows: self._screen.over(ChoiceList(meeting, rows, "F10"), lambda _: None),
                )

        self._screen.beside(
            lambda: archive.archive_rows(self._session),
            lambda rows: self._screen.over(
                ChoiceList(self._words.t("acts.archive.label").upper(), rows, "F10"), chosen
            ),
        )

    # -- what is on its way ------------------------------------------------------------------------------------------

    def outgoing(self) -> None:
        """Everything on its way out: what is held back, and every post with what can be done with it."""
        networks = self._screen.networks
        rows = departures.departures(self._session, networks)
        held = self._session.held()
        note = self._words.t("screen.waiting", n=len(held)) if held else ""
        names = departures.gates_shown(self._session, networks)
        self._screen.over(Departures(self._words.t("tui.outgoing").upper(), names, rows, note), self._outgoing_chosen)

    def _outgoing_chosen(self, choice: object) -> None:
        kind, _, value = str(choice or "").partition(" ")
        if kind == "held":
            self._screen.act(lambda: self._session.release_now(int(value)))
        elif kind == "all":
            self._screen.act(lambda: self._session.order(value, self._screen.networks.waiting()))
        elif kind == "cancel":
            seq = value.rpartition(" ")[2]
            if seq.isdigit() and self._screen.networks.post(int(seq)):
                self._screen.act(lambda: self._session.order("cancel", (int(seq),)))
        elif kind == "post" and (post := self._screen.networks.post(int(value))):
            title = f"{self._words.t('posting.choose')} {self._screen.networks.text(post)}"
            choices = self._screen.networks.choices(post)
            self._screen.over(ChoiceList(title, choices, "F3"), lambda act: self._post_chosen(post, act))

    def _post_chosen(self, post: Post, choice: object) -> None:
        act, _, reason = str(choice or "").partition(" ")
        if act == "copy":
            self._screen.copy(self._screen.networks.text(post))
            self._screen.answered(Answer(Kind.NOTED, self._words.t("posting.copied")))
            self._screen.show_all()
        elif act == "delete":
            question = Question(self._words.t("screen.sure"), self._words.t("posting.delete_sure"))
            self._screen.over(question, lambda yes: self._order("delete", post, reason) if yes else None)
        elif act:
            self._order(act, post)

    def _order(self, act: str, post: Post, reason: str = "") -> None:
        self._screen.act(lambda: self._session.order(act, (post.seq,), reason=reason))

    # -- the text of a motion ----------------------------------------------------------------------------------------

    def motion_text(self) -> None:
        """The editor that the line in hand asks for; what is typed in it is a draft until it is handed over."""
        asked, wrong = texts.text_asked(self._session, self._screen.entry.value)
        self._screen.offer("")
        drafts = self._session.draft.texts

        def kept(text: str) -> None:
            drafts[asked.key] = text
            self._screen.keep_draft()

        self._screen.over(MotionText(asked, kept), lambda text: self._text_done(asked, text))
        if wrong:
            self._screen.tell(wrong)

    def _text_done(self, asked: TextAsked, text: object) -> None:
        if isinstance(text, str):
            self._session.draft.texts[asked.key] = text
            self._screen.act(lambda: self._session.enter(f"{asked.head}: {text}"))
        elif self._session.draft.texts.get(asked.key, "").strip():
            self._screen.tell(self._words.t("tui.text_kept", object=asked.label, key=asked.key))

    # -- votes on screen ---------------------------------------------------------------------------------------------

    def ballot(self) -> None:
        """A secret ballot becomes one line."""
        self._screen.over(BallotForm(self._words, self._consequence), self._offered)

    def _consequence(self, line: str) -> str:
        """What `line` would decide and what the law says of it."""
        shown = self._session.preview(line)
        return " ! ".join(text for text in (bare(shown.sentence), shown.message) if text)

    def roll_call(self) -> None:
        """Open the roll call for what the line names (`m3r8`), or for the item's own proposal."""
        line = self._screen.entry.value.strip() or "r"
        try:
            entry = parse(line, known=self._session.desk.state.known)
            called = self._called(entry)
        except Refusal as refusal:
            self._screen.tell(self._words.refusal(refusal))
            return
        if called is None or entry is None:
            self._screen.tell(self._words.t("tui.roll_object"))
            return
        head = line.split()[0]
        needs = f" %{entry.majority}" if entry.majority else ""

        def write(answers: str) -> None:
            self._screen.offer(f"{head} {answers}".rstrip() + needs)

        self._screen.over(RollCall(self._words, called, entry.answers, write), lambda _: None)

    def _called(self, entry: TypedLine | None) -> Called | None:
        """Who is called, in order; None where the line names no roll call. Raises Refusal."""
        state = self._session.desk.state
        target = resolve_target(state, entry.target if entry else None)
        if entry is None or entry.act != "roll_call":
            return None
        start = int(entry.number or 0) or state.start_number or 0
        voting = {voter.name for voter in voters_now(state, target).voting}
        order = [member for member in calling_order(state, start) if member.name in voting]
        if not order:
            return None
        label, title = named(self._session, target)
        freely = state.council.procedure.mistaken_vote == "until_close"
        shorts = {group.name: group.abbreviation for group in state.council.groups}
        return Called(label, title, order, start, freely, shorts, state.law.letters, state.council.weights)


def correctable(session: Session) -> list[tuple[str, str]]:
    """Logged facts, newest first, as (sentence, line that corrects it)."""
    state = session.desk.state
    desk = session.desk
    rows: list[tuple[str, str]] = []
    for seq in sorted(state.facts, reverse=True):
        if len(rows) == CORRECTABLE:
            break
        fact = state.facts[seq]
        if seq in state.hidden or isinstance(fact, ev.DoorsClosed | ev.DoorsOpened | ev.Panic):
            continue
        line = f"tekst {fact.object}" if isinstance(fact, ev.Worded) else desk.line_of(seq)
        rows.append((f"{fact.at:%H:%M} {bare(desk.saying.sentence(fact))}", f"c {line}"))
    return rows
