"""What stands over the meeting: a box, a question, a list. Data is never read as markup."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from livecouncil.core.acts import ACTS
from livecouncil.wording import Wording

from .keys import BOUNCE, TakesKeys, Typed
from .supervised import Guarded

if TYPE_CHECKING:
    from .entering import Entering


class Dialog(Guarded, TakesKeys, ModalScreen[object]):
    """A box over the meeting that Esc leaves without a result.

    Its keys are handled in their order (`keys`); `then` gets the result within the key that gave it, before the
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
        line = self._entering.entry.value
        said = []
        if waiting:
            said.append(self._words.t("tui.behind", count=waiting, n=waiting))
        if line:
            said.append(f"› {line}")
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
        does = words.t(f"acts.{act.id}.label")
        text = words.t(f"acts.{act.id}.help")
        if text:
            does = f"{does}: {text}"
        rows.append((f"{keys:<34} {does}", act.example))
    return Choice(words.t("tui.help"), rows)
