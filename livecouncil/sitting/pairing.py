"""`wand 482913`: couples the screen that shows these digits, by asking the public server of this machine.

Where that server is, and the token that says who asks, stand in `wall.url`, which only this user can read. Nothing of
it is logged: which screens hang in the hall is no part of a meeting.
"""

from __future__ import annotations

import json
import re
import urllib.request
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError

from livecouncil.core.telling.voice import Words
from livecouncil.core.text.addresses import loopback

from .answers import Answer, Kind

WAIT = 2.0
"""Seconds the server may take to answer."""
_WALL = re.compile(r"http://([^/:]+):(\d+)/\S*[?&]token=([\w-]+)")


def pairing_answer(home: Path, digits: str, words: Words) -> Answer:
    """Couple the screen that shows `digits`, and say which it is; else why not."""
    try:
        found = _WALL.match((home / "wall.url").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        found = None
    if found is None:
        return Answer(Kind.REFUSED, words.t("answer.pair_no_server"), clear=False)
    asked = urllib.request.Request(
        f"http://{found[1]}:{found[2]}/wand/pair",
        data=digits.encode(),
        headers={"Authorization": f"Bearer {found[3]}", "Content-Type": "text/plain"},
    )
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(asked, timeout=WAIT) as response:
            told = json.loads(response.read())
    except HTTPError as error:
        error.close()
        return _not_coupled(error.code, digits, words)
    except (OSError, ValueError, HTTPException):
        return Answer(Kind.REFUSED, words.t("answer.pair_no_server"), clear=False)
    where = words.t("answer.pair_here") if loopback(told["address"]) else told["address"]
    key = "answer.paired_for_now" if told["trouble"] else "answer.paired"
    return Answer(Kind.NOTED, words.t(key, n=told["number"], where=where))


def _not_coupled(status: int, digits: str, words: Words) -> Answer:
    key = {410: "answer.pair_unknown", 429: "answer.pair_too_often"}.get(status, "answer.pair_no_server")
    return Answer(Kind.REFUSED, words.t(key, digits=digits), clear=status == 410)
