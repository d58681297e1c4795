"""What may be typed at any moment, and the councils it may be typed in; a canary for each `{}`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import tomli_w
from hypothesis import strategies as st

ID = "2026-03-12-raad"
START = "2026-03-12T19:30:00+01:00"
MEMBERS = ("Alders", "Bakker", "Cramer", "Dekens", "Evers", "Fokkens", "Gorter", "Hovius", "Ippel")
ITEMS = (
    ("1", "procedural"),
    ("2", "hamerstuk"),
    ("3", "hamerstuk"),
    ("4", "proposal"),
    ("5", "closed"),
    ("6", "proposal"),
    ("7", "closed"),
    ("8", "procedural"),
)
HOLDS = ((0, 10, 30), (0, 0, 0), (5, 5, 5), (10, 5, 0), (0, 20, 5))

OBJECT = st.sampled_from(["m1", "m2", "a1", "a2", "s1"])
WHO = st.sampled_from(["alders", "bakker", "cramer", "evers", "hovius", "wagner"])
GROUP = st.sampled_from(["a", "b", "c", "a b"])
TALK = st.one_of(
    st.sampled_from(["b: {}", "b: {} =", "c b: {}", "@19:40 b: {} =", ", {}", ", {}", "{} onzin!", "m3vvd {}"]),
    st.sampled_from(["{}", "insp {}", "insp 2", "vz bakker", "loot 4", "@23:59 b: {}"]),
    st.builds("tz {}: {{}}".format, WHO),
    st.builds("c tz {}: {{}}".format, WHO),
    st.builds("vr {}: {{}}".format, WHO),
    st.builds("int {}".format, WHO),
    st.builds("{}".format, WHO),
)
FILING = st.one_of(
    st.builds("{} i {}: {{}}".format, OBJECT, GROUP),
    st.builds("{} i {}: {{}}".format, OBJECT, GROUP),
    st.builds("c {} i {}: {{}}".format, OBJECT, GROUP),
    st.builds("{}w: {{}}".format, OBJECT),
    st.builds("c {}w: {{}}".format, OBJECT),
    st.builds("{} gw: {{}}".format, OBJECT),
    st.builds("tekst {}: {{}}".format, OBJECT),
    st.builds("{} d: https://raad.example/{{}}".format, OBJECT),
)
DECIDING = st.one_of(
    st.builds("{}v {} =".format, OBJECT, GROUP),
    st.builds("{}{} =".format, OBJECT, st.sampled_from("uxp")),
    st.builds("c {}t {} =".format, OBJECT, GROUP),
    st.builds("{} 5-4 =".format, OBJECT),
    st.builds("st {}".format, OBJECT),
    st.sampled_from(["u", "v a b =", "h =", "h 2-3 =", "k =", "c t a b =", "pers {}: {} 5 {} 3", "pers Lid: {} 9 ="]),
)
TAKING_PART = st.one_of(
    st.builds("nd {} {}: {{}}".format, WHO, st.sampled_from(["", "m1", "a1"])),
    st.builds("sv {} m1".format, WHO),
    st.builds("vg {} {}".format, WHO, st.sampled_from(["m1", "a1", "4"])),
    st.builds("{} {}".format, st.sampled_from(["af", "aan"]), WHO),
)
COURSE = st.one_of(
    st.builds("n{}".format, st.integers(1, 9)),
    st.sampled_from(["n", "n4", "n6", "z10", "z", "open", "+9: {} =", "c +9: {} =", "-6 =", "-9 ="]),
    st.sampled_from(["openbaar 5", "openbaar 5 =", "openbaar 7 =", "c open", "@19:35 c open"]),
)


class Clock:
    """The wall clock and the one nobody can set: both move only when told to."""

    def __init__(self) -> None:
        self.now = datetime.fromisoformat(START)
        self.seconds = 0.0

    def __call__(self) -> datetime:
        return self.now

    def steady(self) -> float:
        return self.seconds

    def move(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        self.seconds += seconds


@dataclass(frozen=True)
class Council:
    """What of a council decides who may know what."""

    policy: str = "live"
    hold: tuple[int, int, int] = HOLDS[0]
    unofficial: bool = False
    floor_on_wall: bool = False

    def write(self, folder: Path, title: Callable[[bool], str]) -> Path:
        """Its files; `title` gives a canary for each text. Returns the agenda's path."""
        wall, feed, networks = self.hold
        head = {"municipality": "Dorp", "seats": 9, "hashtag": "RaadDorp", "wall_language": "fy"}
        release = {"policy": self.policy, "hold": {"wall": wall, "feed": feed, "networks": networks}}
        council = {
            "council": {**head, "unofficial": self.unofficial, "public_url": "https://raad.voorbeeld.example/live"},
            "release": {**release, "floor_on_wall": self.floor_on_wall},
            "groups": [{"name": name} for name in "ABC"],
            "members": [{"name": n, "group": "ABC"[i % 3], "number": i + 1} for i, n in enumerate(MEMBERS)],
            "officials": [{"name": "wethouder Wagner", "role": "wethouder"}],
            "channels": {"mastodon": {"server": "http://127.0.0.1:9", "account": "raad"}},
        }
        (folder / "agendas").mkdir(parents=True)
        (folder / "council.toml").write_text(tomli_w.dumps(council))
        meeting = {"title": "Raad", "start": datetime.fromisoformat(START), "chair": "burgemeester Xanten"}
        path = folder / "agendas" / f"{ID}.toml"
        path.write_text(tomli_w.dumps({"meeting": meeting, "items": [_item(*item, title) for item in ITEMS]}))
        return path


def _item(number: str, kind: str, title: Callable[[bool], str]) -> dict[str, Any]:
    shown = kind != "closed"
    papers = [{"title": title(shown), "url": f"https://raad.voorbeeld.example/{title(shown)}"}]
    item = {"number": number, "kind": kind, "title": title(shown), "decision": title(shown), "documents": papers}
    return item | {"candidates": [title(shown)]}


COUNCILS = st.builds(
    Council,
    policy=st.sampled_from(["live", "live", "live", "afterwards", "chamber"]),
    hold=st.sampled_from(HOLDS),
    unofficial=st.booleans(),
    floor_on_wall=st.booleans(),
)
BEGINNINGS = st.sampled_from([(), ("open",), ("open", "n4", "m1 i a: {}"), ("open", "n4", "m1 i a: {}", "a1 i b: {}")])
