"""What stands over the meeting: questions, help, corrections, roll call, secret ballot. Data is never read as markup."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from ..core.acts import ACTS
from ..core.agenda import Member
from ..core.names import display
from ..wording import Wording


class Dialog(ModalScreen[object]):
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
    """One key a member, in calling order; back to the previous member only. The running count is for the griffier alone."""

    def __init__(self, words: Wording, order: list[Member]) -> None:
        super().__init__()
        self._words, self._order, self._answers = words, order, ""
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

    def _show(self) -> None:
        at = len(self._answers)
        name = display(self._order[at]) if at < len(self._order) else ""
        count = self._words.t(
            "tui.roll_count",
            name=name,
            votes_for=self._answers.count("v"),
            against=self._answers.count("t"),
            left=len(self._order) - at,
        )
        self.query_one("#now", Static).update(Text(count))
        members = self.query_one("#members", OptionList)
        for i in (at - 1, at, at + 1):
            if 0 <= i < len(self._order):
                members.replace_option_prompt_at_index(i, self._row(i))
        members.highlighted = min(at, len(self._order) - 1)

    def on_key(self, event: Key) -> None:
        if event.key in ("v", "t"):
            self._answers += event.key
        elif event.key == "backspace":
            self._answers = self._answers[:-1]
        else:
            return
        event.stop()
        if len(self._answers) == len(self._order):
            self.dismiss(self._answers)
        else:
            self._show()


class BallotForm(Dialog):
    """Totals only: no member's vote can be typed here."""

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self._words = words

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Text(self._words.t("tui.ballot")), classes="title")
            yield Input(placeholder=self._words.t("tui.ballot_title"), id="title")
            yield Input(placeholder=self._words.t("tui.ballot_line"), id="counts")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "title":
            self.query_one("#counts", Input).focus()
            return
        self.dismiss(f"pers {self.query_one('#title', Input).value}: {event.value}")
