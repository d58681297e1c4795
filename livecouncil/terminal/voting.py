"""Votes that are taken on screen: the roll call, and the secret ballot. Each becomes one line in the entry line.

Nothing is kept of who voted what before the line is entered, and a ballot's form has no place for a name beside a vote.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Key, Paste
from textual.widgets import Checkbox, OptionList, Static
from textual.widgets.option_list import Option

from livecouncil.core.council.model import Member
from livecouncil.core.council.roster import display
from livecouncil.wording import Wording

from .dialogs import Dialog
from .entry_line import EntryLine
from .keys import Typed


class RollCall(Dialog):
    """One key a member, in calling order. The running count is for the griffier alone.

    A member may repair a mis-vote until the next one has answered, so Backspace goes one member back and no further;
    with `freely` (`[procedure] mistaken_vote = "until_close"`) it goes back as far as wanted.
    """

    def __init__(self, words: Wording, order: list[Member], freely: bool = False) -> None:
        super().__init__()
        self._words = words
        self._order = order
        self._answers = ""
        self._freely = freely
        self._stepped = False
        self._said = {"v": words.t("word.for"), "t": words.t("word.against")}

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Text(self._words.t("tui.roll_call")), classes="title")
            yield Static(id="now")
            yield OptionList(*(Option(self._row(i)) for i in range(len(self._order))), id="members")

    def on_mount(self) -> None:
        self._show()

    def _row(self, i: int) -> Text:
        answer = self._said.get(self._answers[i : i + 1], "")
        return Text(f"{self._order[i].number or i + 1:>3} {display(self._order[i]):<44} {answer}")

    def _show(self, note: str = "") -> None:
        at = len(self._answers)
        count = self._words.t(
            "tui.roll_count",
            name=display(self._order[at]),
            votes_for=self._answers.count("v"),
            against=self._answers.count("t"),
            left=len(self._order) - at,
        )
        self.query_one("#now", Static).update(Text(f"{count}\n{note}"))
        members = self.query_one("#members", OptionList)
        for i in (at - 1, at, at + 1):
            if 0 <= i < len(self._order):
                members.replace_option_prompt_at_index(i, self._row(i))
        members.highlighted = at

    def key(self, key: Key) -> bool:
        if key.key == "backspace":
            self._back()
        elif key.key in ("v", "t"):
            self._answer(key.key)
        else:
            return False
        return True

    def _answer(self, letter: str) -> None:
        self._answers += letter
        self._stepped = False
        if len(self._answers) == len(self._order):
            self.finish(self._answers)
        else:
            self._show()

    def _back(self) -> None:
        if self._stepped and not self._freely:
            self._show(self._words.t("tui.roll_back"))
        elif self._answers:
            self._answers = self._answers[:-1]
            self._stepped = True
            self._show()


class BallotForm(Dialog):
    """A secret ballot on persons: totals only, so no member's vote can be typed.

    Shows the outcome before Enter sends it.
    """

    _PAPERS = ("against", "blank", "improper")
    _FIELDS = ("title", "names", *_PAPERS)
    _STOPS = ("title", "names", "restricted", *_PAPERS)
    _KEYWORDS: ClassVar[dict[str, str]] = {"against": "tegen", "blank": "blanco", "improper": "ongeldig"}

    def __init__(self, words: Wording, preview: Callable[[str], Text]) -> None:
        super().__init__()
        self._words = words
        self._preview = preview

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Text(self._words.t("tui.ballot")), classes="title")
            yield self._field("title", self._words.t("tui.ballot_title"))
            yield self._field("names", self._words.t("tui.ballot_names"))
            yield Checkbox(self._words.t("tui.ballot_restricted"), id="restricted")
            with Horizontal(id="papers"):
                for paper in self._PAPERS:
                    yield self._field(paper, self._words.t(f"word.{paper}"), type="integer", max_length=3)
            yield Static(id="outcome")
            yield Static(Text(self._words.t("tui.ballot_keys")), id="keys")

    @staticmethod
    def _field(name: str, label: str, **options: Any) -> EntryLine:
        field = EntryLine(id=name, **options)
        field.border_title = label
        return field

    def on_mount(self) -> None:
        self._go_to("title")

    @property
    def line(self) -> str:
        """The line this form stands for, or '' while title or names are missing."""
        title, names = (self.query_one(f"#{i}", EntryLine).value.strip() for i in ("title", "names"))
        if not title or not names:
            return ""
        papers = [(self._KEYWORDS[p], self.query_one(f"#{p}", EntryLine).value or "0") for p in self._PAPERS]
        if self.query_one("#restricted", Checkbox).value:
            tail = " voordracht"
        else:
            tail = ""
        return f"pers {title}: {names} {' '.join(f'{k} {n}' for k, n in papers)}{tail}"

    def typed(self, _: str) -> None:
        """A field changed, within the key that changed it."""
        self._changed()

    def _changed(self) -> None:
        self.query_one("#outcome", Static).update(self._preview(self.line) if self.line else Text(""))

    def on_checkbox_changed(self) -> None:
        self._changed()

    async def take(self, typed: Typed) -> bool:
        if isinstance(typed, Paste):
            if isinstance(self.focused, EntryLine):
                self.focused.write(" ".join(typed.text.split()))
            return True
        if await super().take(typed):
            return True
        return isinstance(self.focused, EntryLine) and await self.focused.edit(typed)

    def key(self, key: Key) -> bool:
        if key.key in ("tab", "shift+tab"):
            self._step(1 if key.key == "tab" else -1)
        elif isinstance(self.focused, Checkbox) and key.key in ("enter", "space"):
            self.focused.toggle()
        elif key.key == "enter":
            self._entered()
        else:
            return False
        return True

    def _go_to(self, name: str) -> None:
        """At once: a widget's own `focus` waits for a later message, and letters behind this key would not."""
        self.set_focus(self.query_one(f"#{name}"))

    def _step(self, by: int) -> None:
        at = self._STOPS.index(self._here())
        self._go_to(self._STOPS[(at + by) % len(self._STOPS)])

    def _here(self) -> str:
        return (self.focused.id if self.focused else None) or "title"

    def _entered(self) -> None:
        """Enter goes to the next field; from the last it hands over the line."""
        at = self._FIELDS.index(self._here())
        if at + 1 < len(self._FIELDS):
            self._go_to(self._FIELDS[at + 1])
        elif self.line:
            self.finish(self.line)
