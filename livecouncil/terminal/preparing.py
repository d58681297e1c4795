"""Lines that were not typed in the entry line and come into it: pasted, prepared, or proposed by the other clerk.

Each is only offered: its clerk may change it before Enter, and nothing of it is entered by itself. A proposal leaves
its list once it stands in the entry line, in this order, so that it is always in one of the two.
"""

from __future__ import annotations

from typing import Protocol

from livecouncil.sitting.clerks.hands import Proposal
from livecouncil.sitting.prepared import LONGEST, lines_of
from livecouncil.sitting.session import Session

from .around import AroundLine
from .entry_line import Offered
from .overlays.listing import ChoiceList


class MayAsk(Protocol):
    """Whether a line waits for its yes or no."""

    @property
    def asking(self) -> bool: ...


class Preparing:
    """What comes into the entry line of `screen`."""

    def __init__(self, screen: AroundLine, session: Session, asks: MayAsk) -> None:
        self._screen = screen
        self._session = session
        self._words = session.words
        self._asks = asks

    def offer(self, line: str) -> None:
        """Put `line` in the entry line, to be changed or sent."""
        self._screen.entry.offer(Offered(line, at=self._screen.times.now()))

    # -- prepared lines ------------------------------------------------------------------------------------------

    def pasted(self, text: str) -> None:
        """A bracketed paste: of several lines the first stands in the entry line, the others wait."""
        if self._session.desk.state.doors_closed or self._asks.asking:
            self._screen.say(self._words.t("tui.paste_dropped"))
            return
        lines = lines_of(text)
        longest = max(map(len, lines), default=0)
        if longest > LONGEST:
            self._screen.say(self._words.t("tui.paste_line_too_long", n=longest, most=LONGEST))
            return
        entry = self._screen.entry
        if len(lines) < 2:
            entry.write("".join(sign if sign.isprintable() else " " for sign in text.strip("\r\n")))
            return
        empty = not entry.value
        entry.write(lines[0])
        if empty:
            self.offer(lines[0])
        left = self._session.desk.prepared.add(lines[1:])
        if left:
            self._session.notify(self._words.t("tui.paste_too_long", n=left))
        self._changed()

    def next(self, place: int = 0) -> None:
        """The next prepared line into the entry line; frozen behind closed doors."""
        if self._session.desk.state.doors_closed or self._screen.entry.value:
            return
        waiting = self._session.desk.prepared
        if 0 <= place < len(waiting.lines):
            self.offer(waiting.lines[place])
            waiting.take(place)
            self._changed()

    def _changed(self) -> None:
        self._session.save_draft(self._screen.entry.value)
        self._screen.show_all()

    def show(self) -> None:
        """`klaar`: the list, from which Enter takes the next; what the other clerk proposes stands first."""
        proposals = [one for one in self._session.clerks.proposals if one.clerk != self._session.clerks.own]
        rows = [
            (self._words.t("clerks.proposal", **_proposal_slots(one)), f"p{place}")
            for place, one in enumerate(proposals)
        ]
        rows += [(line, str(place)) for place, line in enumerate(self._session.desk.prepared.lines)]

        def chosen(place: object) -> None:
            if isinstance(place, str) and place.startswith("p"):
                self._take(proposals[int(place[1:])])
            elif isinstance(place, str):
                self.next(int(place))

        if rows:
            self._screen.over(ChoiceList(self._words.t("tui.prepared_list").upper(), rows), chosen)

    # -- proposals -----------------------------------------------------------------------------------------------

    def proposed(self) -> None:
        """Tab on an empty line: the other clerk's oldest proposal comes into it."""
        proposal = self._session.clerks.next_proposal()
        if proposal and not self._session.desk.state.doors_closed:
            self._take(proposal)

    def _take(self, proposal: Proposal) -> None:
        if self._screen.entry.value:
            return
        self.offer(proposal.line)
        self._session.save_draft(proposal.line)
        self._screen.act(lambda: self._session.taken(proposal))
        self._screen.show_all()

    def drop(self) -> bool:
        """Esc: the proposal that is shown goes, and who made it is told. Whether there was one."""
        proposal = self._session.clerks.next_proposal()
        if proposal is None or self._session.desk.state.doors_closed or self._session.desk.staged:
            return False
        self._screen.act(lambda: self._session.taken(proposal, drop=True))
        return True


def _proposal_slots(proposal: Proposal) -> dict[str, str]:
    return {"clerk": proposal.clerk, "at": proposal.at, "line": proposal.line}
