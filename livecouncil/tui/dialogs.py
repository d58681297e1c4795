"""What stands over the meeting: questions, help, corrections, roll call, secret ballot. Data is never read as markup."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Checkbox, Input, OptionList, Static
from textual.widgets.option_list import Option

from ..core.acts import ACTS
from ..core.agenda import Member
from ..core.names import display
from ..wording import Wording
from .supervised import Guarded


class Dialog(Guarded, ModalScreen[object]):
    """A box over the meeting that Esc leaves without a result."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def action_leave(self) -> None:
        self.dismiss(None)


class Question(Dialog):
    """Only for what cannot be undone."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "agree", show=False)]

    def __init__(self, words: Wording, text: str) -> None:
        super().__init__()
        self._words, self._text = words, text

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Text(self._text), classes="title")
            yield Static(Text(f"{self._words.t('tui.yes')} · {self._words.t('tui.no')}"))

    def action_agree(self) -> None:
        self.dismiss(True)


class Choice(Dialog):
    """A list to choose a line from: the help, or what can be corrected."""

    def __init__(self, title: str, rows: list[tuple[str, str]]) -> None:
        super().__init__()
        self._title, self._rows = title, rows

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Text(self._title), classes="title")
            yield OptionList(*(Option(Text(label)) for label, _ in self._rows))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._rows[event.option_index][1])


def help_screen(words: Wording) -> Choice:
    """Every act: what to type, what it does."""
    rows = []
    for act in ACTS:
        keys = " · ".join(k for k in (act.example, act.key.upper()) if k)
        text = words.t(f"acts.{act.id}.help")
        rows.append((f"{keys:<34} {words.t(f'acts.{act.id}.label')}{': ' + text if text else ''}", act.example))
    return Choice(words.t("tui.help"), rows)


class RollCall(Dialog):
    """One key a member, in calling order. The running count is for the griffier alone.

    A member may repair a mis-vote until the next one has answered, so Backspace goes one member back and no further;
    with `freely` (`[procedure] mistaken_vote = "until_close"`) it goes back as far as wanted.
    """

    def __init__(self, words: Wording, order: list[Member], freely: bool = False) -> None:
        super().__init__()
        self._words, self._order, self._answers = words, order, ""
        self._freely, self._stepped = freely, False
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
            "tui.roll_count", name=display(self._order[at]), votes_for=self._answers.count("v"),
            against=self._answers.count("t"), left=len(self._order) - at,
        )  # fmt: skip
        self.query_one("#now", Static).update(Text(f"{count}\n{note}"))
        members = self.query_one("#members", OptionList)
        for i in (at - 1, at, at + 1):
            if 0 <= i < len(self._order):
                members.replace_option_prompt_at_index(i, self._row(i))
        members.highlighted = at

    def on_key(self, event: Key) -> None:
        if event.key not in ("v", "t", "backspace"):
            return
        event.stop()
        if event.key == "backspace":
            self._back()
            return
        self._answers, self._stepped = self._answers + event.key, False
        if len(self._answers) == len(self._order):
            self.dismiss(self._answers)
        else:
            self._show()

    def _back(self) -> None:
        if self._stepped and not self._freely:
            self._show(self._words.t("tui.roll_back"))
        elif self._answers:
            self._answers, self._stepped = self._answers[:-1], True
            self._show()


class BallotForm(Dialog):
    """A secret ballot on persons: totals only, so no member's vote can be typed. Shows the outcome before Enter sends it."""

    _PAPERS = ("against", "blank", "improper")
    _FIELDS = ("title", "names", *_PAPERS)
    _KEYWORDS: ClassVar[dict[str, str]] = {"against": "tegen", "blank": "blanco", "improper": "ongeldig"}

    def __init__(self, words: Wording, preview: Callable[[str], Text]) -> None:
        super().__init__()
        self._words, self._preview = words, preview

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
    def _field(name: str, label: str, **options: Any) -> Input:
        field = Input(id=name, **options)
        field.border_title = label
        return field

    @property
    def line(self) -> str:
        """The line this form stands for, or '' while title or names are missing."""
        title, names = (self.query_one(f"#{i}", Input).value.strip() for i in ("title", "names"))
        if not title or not names:
            return ""
        papers = [(self._KEYWORDS[p], self.query_one(f"#{p}", Input).value or "0") for p in self._PAPERS]
        tail = " voordracht" if self.query_one("#restricted", Checkbox).value else ""
        return f"pers {title}: {names} {' '.join(f'{k} {n}' for k, n in papers)}{tail}"

    def _changed(self) -> None:
        self.query_one("#outcome", Static).update(self._preview(self.line) if self.line else Text(""))

    def on_input_changed(self) -> None:
        self._changed()

    def on_checkbox_changed(self) -> None:
        self._changed()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the next field; from the last it hands over the line."""
        at = self._FIELDS.index(event.input.id or "")
        if at + 1 < len(self._FIELDS):
            self.query_one(f"#{self._FIELDS[at + 1]}", Input).focus()
        elif self.line:
            self.dismiss(self.line)
