"""What a hub or an edge tells its keeper: a line a happening, and figures for Prometheus.

Nothing of what a council said is in either: a line names the council, the meeting, numbers and a word of ours. Source
of the format: https://prometheus.io/docs/instrumenting/exposition_formats/ (text, 0.0.4).
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

from aiohttp import web

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds."""
TEXT = "text/plain; version=0.0.4; charset=utf-8"


def tell_keeper(event: str, **said: object) -> None:
    """One happening as a line of JSON on standard error, which systemd keeps."""
    row = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event, **said}
    print(json.dumps(row, ensure_ascii=False), file=sys.stderr, flush=True)


class Metrics:
    """Counts and durations by name and label; `now` gives what is asked when it is looked at."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._counts: Counter[tuple[str, str]] = Counter()
        self._times: dict[str, list[float]] = {}
        self.now: dict[str, Callable[[], float]] = {}

    def count(self, name: str, label: str = "", by: float = 1) -> None:
        """`label` is written as in the format: `status="200"`."""
        self._counts[name, label] += by  # type: ignore[assignment]

    def took(self, name: str, seconds: float) -> None:
        """One duration more."""
        kept = self._times.setdefault(name, [0.0] * (len(BUCKETS) + 2))
        kept[-1] += 1
        kept[-2] += seconds
        for place, most in enumerate(BUCKETS):
            kept[place] += seconds <= most

    @property
    def text(self) -> str:
        """All of it, as Prometheus reads it."""
        rows: list[str] = []
        for name in sorted({name for name, _ in self._counts}):
            rows.append(f"# TYPE {self._prefix}_{name}_total counter")
            told = sorted((label, value) for (other, label), value in self._counts.items() if other == name)
            rows += [f"{self._prefix}_{name}_total{_labelled(label)} {value}" for label, value in told]
        for name, kept in sorted(self._times.items()):
            rows += _histogram(f"{self._prefix}_{name}_seconds", kept)
        for name, ask in sorted(self.now.items()):
            rows += [f"# TYPE {self._prefix}_{name} gauge", f"{self._prefix}_{name} {ask():g}"]
        return "\n".join(rows) + "\n"


def _labelled(label: str) -> str:
    if label:
        return "{" + label + "}"
    return ""


def _histogram(name: str, kept: list[float]) -> list[str]:
    rows = [f"# TYPE {name} histogram"]
    rows += [f'{name}_bucket{{le="{most:g}"}} {kept[place]:g}' for place, most in enumerate(BUCKETS)]
    rows += [f'{name}_bucket{{le="+Inf"}} {kept[-1]:g}', f"{name}_sum {kept[-2]:g}", f"{name}_count {kept[-1]:g}"]
    return rows


def watched(figures: Metrics, well: Callable[[], dict[str, object] | None]) -> web.Application:
    """`/metrics` and `/healthz`, for a port of its own that no proxy leads to. `well` says how it stands; where it says
    None the answer is 503."""

    async def metrics(request: web.Request) -> web.Response:
        return web.Response(text=figures.text, headers={"Content-Type": TEXT})

    async def health(request: web.Request) -> web.Response:
        told = well()
        if told is None:
            return web.json_response({"well": False}, status=503)
        return web.json_response({"well": True, **told})

    app = web.Application()
    app.router.add_get("/metrics", metrics)
    app.router.add_get("/healthz", health)
    return app
