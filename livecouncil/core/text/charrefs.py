"""Character references of HTML (`&amp;`, `&#233;`) to the signs they stand for, whoever wrote them.

`html.unescape` raises for a number of more than 4,300 figures, which is one line of a hostile page, caption or answer.
No sign has a number of more than seven, so a longer one stands for no sign before it is computed.
"""

from __future__ import annotations

import html
import re

_NO_SIGN = "\ufffd"
_ENDLESS = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{8,});?")


def without_endless(text: str) -> str:
    """`text` with the sign for "no sign" where a reference has eight figures or more."""
    return _ENDLESS.sub(_NO_SIGN, text)


def unescaped(text: str) -> str:
    """`text` with every reference as the sign it stands for (HTML 13.2.5.72). Never raises."""
    return html.unescape(without_endless(text))
