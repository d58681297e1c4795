"""What is known of the law of one kind of body: data and pure functions, the same shape for every body.

Theory. A council, a committee, a provincial council, a water board and a Flemish council do the same things by other
laws. Whoever judges a meeting asks the profile of its body and never which body it is: each kind answers in a file of
its own beside this one. `voting`, the engine of the municipal council, is what most of them share; a profile that
departs from it says so in functions of its own and never changes it. What of a body's law is not certain is named in
`drafts`, and told wherever the meeting is prepared.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from livecouncil.core.law import in_force, voting
from livecouncil.core.law.voting import Count, PersonCount, Ruling

TieRule = Literal["as_council", "rejected"]
"""What a water board's rules of order say of a tie: as a municipal council has it, or nothing, so that it is no
majority."""

Side = Literal["for", "against", "abstain"]
Explanation = tuple[str, dict[str, object]]


@dataclass(frozen=True)
class AskedShare:
    """What a decision asks besides more than half: at least `part` of `whole`, or with `passed` more than that.

    `of` the votes cast, the members who sit in the body, or all the votes those have.
    """

    part: int
    whole: int
    of: Literal["cast", "members", "votes"] = "cast"
    passed: bool = False

    def among(self, cast: int, members: int, votes: int) -> int:
        """Of how many it is a part."""
        return {"cast": cast, "members": members, "votes": votes}[self.of]

    def needed(self, among: int) -> int:
        """The fewest of so many by which it is reached."""
        if self.passed:
            return among * self.part // self.whole + 1
        return max(1, -(-among * self.part // self.whole))


@dataclass(frozen=True)
class MatterVote(Count):
    """A vote on a matter as any body counts it; what the municipal council does not ask has a value for nothing.

    `present` are members in the meeting, `abstained` those of them who said that they abstain. `chair_vote` is the vote
    of a chair who is a member. `weights` are the votes for and against where members carry more than one, and
    `all_votes` those of everybody who sits in the body; `needed` what a decision asks that needs more than more than
    half.
    """

    present: int = 0
    abstained: int = 0
    tie_rule: TieRule = "as_council"
    chair_vote: Side | None = None
    weights: tuple[int, int] | None = None
    all_votes: int = 0
    needed: AskedShare | None = None

    @property
    def votes(self) -> tuple[int, int]:
        """Votes for and against, as they are told."""
        return self.weights or (self.for_, self.against)

    @property
    def asked(self) -> tuple[int, int, int]:
        """Of a decision with `needed`: how many are for, how many must be, and of how many."""
        assert self.needed
        reached, against = self.votes
        whole = self.needed.among(reached + against, self.sitting, self.all_votes or self.sitting)
        if self.needed.of == "members":
            reached = self.for_
        return reached, self.needed.needed(whole), whole


@dataclass(frozen=True)
class PersonsBallot(PersonCount):
    """A ballot on persons as any body counts it; `youngest` are those who are the youngest of the equal ones."""

    present: int = 0
    tie_rule: TieRule = "as_council"
    youngest: tuple[str, ...] = ()


@dataclass(frozen=True)
class BodyRuling(Ruling):
    """A ruling with what only some bodies know: a rejection by a tie, who decided it, and who go on to round two.

    `share` says that it rests on a part of the votes other than more than half.
    """

    tie: bool = False
    by: Literal["", "chair", "youngest"] = ""
    between: tuple[str, ...] = ()
    share: bool = False


@dataclass(frozen=True)
class Share:
    """At least `part` of `whole` of some members, such as the fifth who may have the doors shut."""

    part: int
    whole: int
    of: Literal["signed", "present", "sitting"]

    def reached(self, votes: int, members: int) -> bool:
        return votes * self.whole >= members * self.part

    def needed(self, members: int) -> int:
        """The fewest of so many members by whom it is reached."""
        return -(-members * self.part // self.whole)


@dataclass(frozen=True)
class Seats:
    """How many members a body can have: by its inhabitants, upwards as (most inhabitants, seats), or by a range.

    `said` is the sentence for a number that cannot be, a fault of `check`.
    """

    said: str = "impossible_seats_here"
    table: tuple[tuple[int, int], ...] = ()
    most: int = 0
    least: int = 0

    def of(self, inhabitants: int) -> int | None:
        """The seats that belong to so many inhabitants; None where the law leaves it to somebody else."""
        if not self.table:
            return None
        return next((seats for top, seats in self.table if inhabitants <= top), self.most)

    def possible(self, seats: int) -> bool:
        """Whether any body of this kind can have so many; a body without a rule can have any number."""
        if self.table:
            return seats in (self.most, *(number for _, number in self.table))
        return self.least <= seats and (not self.most or seats <= self.most)


@dataclass(frozen=True)
class UncertainLaw:
    """Something of a law that is not certain: a key of `[draft]`, and the local rule that settles it, if there is one.

    `settled` names a key of `[procedure]`, or `quorum` of a body.
    """

    code: str
    settled: str = ""


LOCAL_ONLY = frozenset({"tie"})
"""Keys of `[procedure]` about what the law itself settles for most bodies."""
NOTHING = re.compile(r"(?!)")


def never(title: str) -> bool:
    """For a rule that a body does not have."""
    return False


def always_debate(day: date) -> Literal["vote", "debate"]:
    """Who has an interest takes no part in debate and vote, on whatever day."""
    return "debate"


@dataclass(frozen=True)
class Profile:
    """The law of one kind of body. The defaults are those of the municipal council.

    - `act`: the law's abbreviation, put before articles; `identity`: how its codes begin in open data
    - `decides`: whether it votes at all; `advises`: whether it advises a council
    - `quorum`: members of so many sitting who must be there to open; `every_item`: the same at every item and vote
    - `doors`: who may have the doors shut; `oral`: who may ask for a vote by name (None: the chair or one member)
    - `chair_member`: the chair is a member and votes; `chair_last`: and is called last
    - `abstention`: a defect of form, or an option of its own
    - `closed_bar`: the article that says what is never dealt with behind closed doors
    - `waived`, `second_tie`: the articles by which a ruling is known to rest on a second vote
    - `urgent`: who must be for it to take up what is not on the agenda; None: as any vote
    - `executive_votes`: its executive is chosen from the members and votes
    - `weighs`: its arrangement may give members more than one vote, and ask more of decisions that it names
    - `names_required`: the record must say who voted what
    - `list_at_once`: its decision list is public as soon as it is adopted
    - `chair_may_reopen`: after the body closed the doors its chair may decide that they stay open
    - `private_life`: who closes the doors by the law itself where private life is at stake
    - `lifts`: who may lift secrecy that it imposed, while it has not been given to the council
    - `never_decided_closed`: what may be discussed behind closed doors but not decided there
    - `secret_by_law`: what becomes known behind closed doors is secret without a word said
    - `drafts`: what of it is not certain
    - `local_rules`: those of `LOCAL_ONLY` that its law leaves to its own rules of order
    - `titled`: how its meetings are called; `chair_of_council`: its chair must be a member of the council

    Its words, the roles and the articles named in a meeting among them, stand in the wording under the same kind.
    """

    kind: str
    act: str = "GW"
    identity: str = ""
    decides: bool = True
    advises: bool = False
    quorum: Callable[[int], int] = voting.quorum
    every_item: bool = False
    doors: Share = Share(1, 5, of="signed")
    oral: Share | None = None
    urgent: Share | None = None
    chair_member: bool = False
    chair_last: bool = False
    executive_votes: bool = False
    abstention: Literal["defect", "option"] = "defect"
    closed_bar: str = "24"
    secret_by_law: bool = True
    weighs: bool = False
    names_required: bool = False
    list_at_once: bool = False
    chair_may_reopen: bool = False
    private_life: Literal["", "chair"] = ""
    lifts: tuple[str, ...] = ("council",)
    recusal: Callable[[date], Literal["vote", "debate"]] = in_force.recusal
    never_closed: Callable[[str], bool] = in_force.never_closed
    ratifies_in_vain: Callable[[str, date], bool] = in_force.ratifies_in_vain
    never_decided_closed: Callable[[str], bool] = never
    about_persons: Callable[[str], bool] = in_force.about_persons
    tally: Callable[[MatterVote], Ruling] = voting.tally
    tally_persons: Callable[[PersonsBallot], Ruling] = voting.tally_persons
    grounds: Callable[[Count | PersonCount, Ruling], Explanation] = voting.grounds
    waived: str = "29.2"
    second_tie: str = "32.5"
    seats: Seats = Seats()
    drafts: tuple[UncertainLaw, ...] = ()
    local_rules: tuple[str, ...] = ()
    titled: re.Pattern[str] = NOTHING
    chair_of_council: bool = False

    @property
    def letters(self) -> str:
        """What may be answered at a roll call: v (for), t (against), and where one may abstain o."""
        if self.abstention == "option":
            return "vto"
        return "vt"
