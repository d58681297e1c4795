"""What stands over the meeting: questions, help, corrections, roll call, secret ballot. Data is never read as markup."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Key, Paste
from textual.screen import ModalScreen
from textual.widgets import Checkbox, OptionList, Static
from textual.widgets.option_list import Option

from livecouncil.core.acts import ACTS
from livecouncil.core.council.model import Member
from livecouncil.core.council.roster import display
from livecouncil.wording import Wording

from .entry_line import EntryLine
from .keys import BOUNCE, TakesKeys, Typed
from .supervised import Guarded

if TYPE_CHECKING:
    from .entering import Entering


class Dialog(Guarded, TakesKeys, ModalScreen[object]):
    """A box over the meeting that Esc leaves without a result.

    Its keys are handled in their order (`tui.keys`); `then` gets the result within the key that gave it, before the
    next key is looked at; `heard` gets each key, so that an Enter that chose here is known where the next one lands.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]
    then: Callable[[Any], object] | None = None
    heard: Callable[[Key], None] | None = None
    _finished = False

    def on_mount(self) -> None:
        self.is_ready(self)

    def action_leave(self) -> None:
        self.finish(None)

    def finish(self, result: object) -> None:
        """Leave, once, with `result`."""
        if self._finished:
            return
        self._finished = True
        self.dismiss(result)
        if self.then:
            self.then(result)

    async def take(self, typed: Typed) -> bool:
        if not isinstance(typed, Key):
            return False
        if self.heard:
            self.heard(typed)
        if typed.key == "escape":
            self.finish(None)
            return True
        return self.key(typed)

    def key(self, key: Key) -> bool:
        """Handle one key but Esc; False leaves it to Textual."""
        return False


class Question(Dialog):
    """Only for what cannot be undone."""

    def __init__(self, words: Wording, text: str) -> None:
        super().__init__()
        self._words = words
        self._text = text

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Text(self._text), classes="title")
            yield Static(Text(f"{self._words.t('tui.yes')} · {self._words.t('tui.no')}"))
            yield Static(id="ahead")

    def key(self, key: Key) -> bool:
        if key.key != "enter":
            return False
        self.finish(True)
        return True


class LineQuestion(Question):
    """What a line asks before it is taken. Whoever types on types the next line, which waits behind the answer.

    Enter is the yes only on an empty line, and only well after the question came: an Enter that bounces, or was typed
    without having seen the question, answers nothing.
    """

    def __init__(self, words: Wording, text: str, entering: Entering) -> None:
        super().__init__(words, text)
        self._entering = entering
        self._asked = entering.times.now()

    def waits(self, typed: Typed) -> bool:
        return super().waits(typed) or self._entering.waits(typed)

    async def take(self, typed: Typed) -> bool:
        if isinstance(typed, Key) and typed.key == "escape":
            self.finish(None)
        elif isinstance(typed, Key) and typed.key == "enter" and not self._entering.entry.value.strip():
            self._answered(typed)
        elif not isinstance(typed, Key) or self._entering.is_of_the_line(typed):
            await self._entering.take(typed)
            self.show_ahead()
        return True

    def _answered(self, key: Key) -> None:
        own = self._entering.own_time(key)
        self._entering.heard(key)
        if own and self._entering.times.of(key) - self._asked >= BOUNCE:
            self.finish(True)

    def show_ahead(self) -> None:
        """What was typed on, as far as it is not answered yet."""
        if not self.ready or self._finished:
            return
        waiting = self._entering.behind
        said = [self._words.t("tui.behind", count=waiting, n=waiting)] if waiting else []
        said += [f"› {self._entering.entry.value}"] if self._entering.entry.value else []
        self.query_one("#ahead", Static).update(Text(" · ".join(said)))


class Choice(Dialog):
    """A list to choose a line from: the help, or what can be corrected."""

    _MOVES: ClassVar[dict[str, str]] = {
        "up": "cursor_up",
        "down": "cursor_down",
        "home": "first",
        "end": "last",
        "pageup": "page_up",
        "pagedown": "page_down",
    }

    def __init__(self, title: str, rows: list[tuple[str, str]]) -> None:
        super().__init__()
        self._title = title
        self._rows = rows

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Text(self._title), classes="title")
            yield OptionList(*(Option(Text(label)) for label, _ in self._rows))

    def on_mount(self) -> None:
        if self._rows:
            self.query_one(OptionList).highlighted = 0

    def key(self, key: Key) -> bool:
        options = self.query_one(OptionList)
        if key.key == "enter" and options.highlighted is not None:
            self.finish(self._rows[options.highlighted][1])
        elif key.key in self._MOVES:
            getattr(options, f"action_{self._MOVES[key.key]}")()
        else:
            return False
        return True

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.finish(self._rows[event.option_index][1])


def help_screen(words: Wording) -> Choice:
    """Every act: what to type, what it does."""
    rows = []
    for act in ACTS:
        if not act.listed:
            continue
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
    """A secret ballot on persons: totals only, so no member's vote can be typed. Shows the outcome before Enter sends it."""

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
