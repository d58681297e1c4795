"""The text of a caption cue as a tree, after the WebVTT specification's cue text parsing rules (W3C, section 6.4).

Theory. Cue text comes from anywhere and goes out under the council's name. So it is never passed on as it came: it is
parsed into spans and words, and written again from those. What the tree cannot hold (a script, an unknown tag) is gone,
and every `<`, `>` and `&` of the words is escaped. Parsing never fails and never loses a word that a player would show.

Between `read`, that takes such text in, and the renderers, that write it again as safe WebVTT or as plain words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from livecouncil.core.text.charrefs import unescaped

BLANKS = "\t\n\f\r "
SPANS = ("c", "i", "b", "u", "ruby", "rt", "v", "lang")
_ENTITY = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")
_TOKEN = re.compile(r"<([^>]*)>?|([^<]+)", re.S)
_STAMP = re.compile(r"(?:([0-9]{1,12}):)?([0-9]{2}):([0-9]{2})\.([0-9]{3})")
_DEPTH = 64


@dataclass
class Node:
    """A span of a cue. `kind` is one of SPANS, or '' for the whole; `note` is a speaker (v) or language (lang)."""

    kind: str = ""
    classes: tuple[str, ...] = ()
    note: str = ""
    children: list[Node | Stamp | str] = field(default_factory=list)


@dataclass(frozen=True)
class Stamp:
    """A moment inside a cue, in seconds."""

    at: float


def stamp_seconds(text: str) -> float | None:
    """'01:02:03.500' or '02:03.500' in seconds; None when it is no WebVTT timestamp."""
    found = _STAMP.fullmatch(text)
    if not found:
        return None
    hours, minutes, whole, thousandths = (int(part or 0) for part in found.groups())
    if minutes >= 60 or whole >= 60:
        return None
    return ((hours * 60 + minutes) * 60_000 + whole * 1000 + thousandths) / 1000


def stamp(at: float, point: str = ".") -> str:
    """Seconds as '01:02:03.500'; with `point` ',' as SubRip writes them."""
    whole, rest = divmod(round(at * 1000), 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}{point}{rest:03d}"


def parse_cue_text(text: str) -> Node:
    """The tree of a cue's text; never fails, whatever stands there."""
    root = Node()
    path = [root]
    for token in _TOKEN.finditer(text.replace("\0", "\ufffd")):
        tag, words = token.groups()
        if words is not None:
            path[-1].children.append(_ENTITY.sub(lambda e: unescaped(e[0]), words))
        elif tag.startswith("/"):
            _close_span(tag[1:], path)
        elif tag[:1].isdigit() and tag[0].isascii():
            if (at := stamp_seconds(tag)) is not None:
                path[-1].children.append(Stamp(at))
        else:
            _open_span(tag, path)
    return root


def _open_span(tag: str, path: list[Node]) -> None:
    """Open a span; an unknown one, and ruby text outside a ruby, is passed over and its words stay."""
    name, _, note = _first_blank(tag)
    kind, *classes = name.split(".")
    if kind not in SPANS or (kind == "rt" and path[-1].kind != "ruby") or len(path) > _DEPTH:
        return
    heard = ""
    if kind in ("v", "lang"):
        heard = " ".join(unescaped(note).strip(BLANKS).split())
    node = Node(kind, tuple(c for c in classes if c), heard)
    path[-1].children.append(node)
    path.append(node)


def _first_blank(tag: str) -> tuple[str, str, str]:
    at = next((i for i, c in enumerate(tag) if c in BLANKS), len(tag))
    return tag[:at], tag[at : at + 1], tag[at + 1 :]


def _close_span(kind: str, path: list[Node]) -> None:
    """Close the innermost span when it is of that kind; an end of a ruby closes its text too."""
    if len(path) > 1 and path[-1].kind == kind:
        path.pop()
    elif kind == "ruby" and path[-1].kind == "rt":
        del path[-2:]


def serialise(node: Node) -> str:
    """WebVTT cue text that parses to the same words and spans, with every `<`, `>` and `&` of the words escaped."""
    return "".join(_node_text(child) for child in node.children)


def _node_text(child: Node | Stamp | str) -> str:
    if isinstance(child, str):
        return escape(child)
    if isinstance(child, Stamp):
        return f"<{stamp(child.at)}>"
    opening = ".".join((child.kind, *child.classes))
    if child.note:
        opening += f" {escape(child.note)}"
    return f"<{opening}>{serialise(child)}</{child.kind}>"


def escape(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain_words(text: str) -> str:
    """The words of a cue's text alone, without tags, line ends kept."""
    return words(parse_cue_text(text))


def words(node: Node) -> str:
    return "".join(_words_of(child) for child in node.children)


def _words_of(child: Node | Stamp | str) -> str:
    if isinstance(child, Stamp):
        return ""
    if isinstance(child, str):
        return child
    return words(child)


def voices(node: Node) -> list[str]:
    """Every speaker named in the cue, in order."""
    inside = [voice for child in node.children if isinstance(child, Node) for voice in voices(child)]
    if node.kind == "v" and node.note:
        return [node.note, *inside]
    return inside


def mapped(node: Node, change: Callable[[str], str]) -> Node:
    """The same tree with `change` done to its words and notes."""
    children: list[Node | Stamp | str] = []
    for child in node.children:
        if isinstance(child, str):
            children.append(change(child))
        elif isinstance(child, Node):
            children.append(mapped(child, change))
        else:
            children.append(child)
    return Node(node.kind, node.classes, change(node.note), children)


def without_voices(node: Node) -> Node:
    """The same words without who said them."""
    children: list[Node | Stamp | str] = []
    for child in node.children:
        if not isinstance(child, Node):
            children.append(child)
        elif child.kind == "v":
            children.extend(without_voices(child).children)
        else:
            children.append(without_voices(child))
    return Node(node.kind, node.classes, node.note, children)
