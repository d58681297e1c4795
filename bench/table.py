"""The tables of docs/performance.md, rewritten between their markers from one run's figures."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"
NAMES = {
    "floor (C)": "raw C epoll (the floor)",
    "nginx + nchan": "nginx + nchan",
    "livecouncil": "livecouncil, whole chain",
    "srv_naive": "plain aiohttp, a queue and a task for each",
}
ROWS = (
    (
        'Enter to "✓": journal line written and fsynced',
        "{append_ms:.2f} ms, p99 {append_p99_ms:.2f} ms",
        "{append_over_bare_fsync:.2f} × a bare write and fsync",
    ),
    (
        "a signed head, every five minutes, in a journal of 5,000 lines",
        "{head_ms:.1f} ms",
        "{head_first_ms:.0f} ms for the first one, which walks it all",
    ),
    (
        "key to its sentence on screen",
        "{key_to_preview_ms:.1f} ms",
        "{key_to_preview_over_bare_input:.1f} × a bare Textual Input",
    ),
    (
        "the same in a meeting of 720 lines, server beside",
        "{long_key_ms:.1f} ms",
        "{long_key_over_short:.2f} × after 20 lines; without server {long_alone_key_over_short:.2f} ×",
    ),
    (
        'Enter to "✓" on screen in that meeting',
        "{long_enter_ms:.0f} ms",
        "{long_enter_over_short:.2f} × after 20 lines; without server {long_alone_enter_over_short:.2f} ×",
    ),
    (
        "the terminal app in that meeting, nobody typing",
        "{long_idle_percent:.1f} % of a processor",
        "{long_idle_short_percent:.1f} % after 20 lines",
    ),
    (
        (
            "hammer's key in the terminal app to the result painted by Chromium on the wall, "
            "{hammer_to_pixels_n:.0f} times"
        ),
        "{hammer_to_pixels_ms:.0f} ms, p99 {hammer_to_pixels_p99_ms:.0f} ms",
        "the browser's own frames",
    ),
    (
        "key to preview while 10,000 follow",
        "{key_followed_ms:.1f} ms",
        "{key_followed_over_alone:.2f} × without followers",
    ),
    (
        'Enter to "✓" on screen while 10,000 follow',
        "{enter_followed_ms:.0f} ms",
        "{enter_followed_over_alone:.2f} × without followers",
    ),
    (
        "feed polled: answers 304 a second of one processor",
        "{polled_304_per_cpu_second:,.0f}",
        "{polled_304_over_nginx:.2f} × nginx ({polled_304_nginx:,.0f})",
    ),
    (
        "all public files after a vote, meeting of 500 entries",
        "{files_cpu_ms:.0f} ms of processor",
        "{files_written:.0f} of {files_all:.0f} files changed, no other is written",
    ),
    ("the wall's fragment in that meeting", "{wall_fragment_cpu_ms:.1f} ms of processor", ""),
    (
        "the terminal app's entry line takes letters",
        "{first_line_ms:.0f} ms",
        "{first_line_over_bare_textual:.1f} × a bare Textual app",
    ),
    (
        "its first frame with the start checks",
        "{first_frame_ms:.0f} ms",
        "{first_frame_over_bare_textual:.1f} × a bare Textual app",
    ),
    (
        "first frame when a meeting of 5,000 entries goes on",
        "{resume_5000_ms:.0f} ms",
        "{resume_5000_over_empty:.1f} × one of a single entry",
    ),
    ("open and verify a journal of 5,000 events", "{open_and_verify_5000_events_ms:.0f} ms", ""),
    ("`publish` of one evening: pages, PDF, ODT, open data", "{publish_one_cpu_s:.2f} s of processor", ""),
    ("`publish` of a budget evening: 60 motions, 240 votes", "{publish_budget_cpu_s:.2f} s of processor", ""),
    (
        "that evening's files once it is closed: all but the PDFs; all",
        "{budget_all_but_pdf_s:.1f} s; {budget_all_s:.1f} s on the clock",
        "",
    ),
    (
        "an entry of that evening, typed and kept",
        "{budget_entry_cpu_ms:.1f} ms of processor",
        "last tenth {budget_entry_last_over_first:.2f} × the first",
    ),
    (
        "`publish --all`, {archive_meetings:.0f} meetings, from nothing",
        "{archive_first_cpu_s:.0f} s of processor",
        "{archive_first_s:.0f} s on the clock, {archive_files:,.0f} files",
    ),
    (
        "`publish --all` when nothing changed; when one meeting did",
        "{archive_unchanged_cpu_s:.2f} s; {archive_one_changed_cpu_s:.1f} s of processor",
        "{archive_unchanged_s:.2f} s; {archive_one_changed_s:.1f} s on the clock",
    ),
    ("`livecouncil --version`", "", "{version_over_bare_python:.1f} × `python -c pass`"),
)


def written(results: dict[str, Any]) -> str:
    """Put the tables into the page; returns them."""
    made = "\n".join(
        [
            f"{results['processors']} processors; {loads(results.get('loads', {}))}.",
            "",
            *paths(results),
            "",
            *loaded(results.get("commands", {})),
            "",
            *fanned(results.get("stream", {})),
        ]
    )
    page = PAGE.read_text(encoding="utf-8")
    pattern = re.compile(f"{re.escape(BEGIN)}.*{re.escape(END)}", re.DOTALL)
    PAGE.write_text(pattern.sub(lambda _: f"{BEGIN}\n{made}\n{END}", page), encoding="utf-8")
    return made


def loads(of: dict[str, float]) -> str:
    """How busy the machine was, part by part."""
    if not of:
        return "nothing was measured"
    said = ", ".join(f"{name} {load:.0f}" for name, load in of.items())
    return f"load while a part was measured (processes that want a processor): {said}"


def paths(results: dict[str, Any]) -> list[str]:
    """One row a path; a figure that this machine could not measure leaves its row out."""
    rows = ["| path | measured | beside |", "|---|---|---|"]
    for row in ROWS:
        try:
            rows.append(f"| {' | '.join(cell.format_map(results) for cell in row)} |")
        except KeyError:
            continue
    return rows


def loaded(commands: dict[str, dict[str, float]]) -> list[str]:
    """What each command costs on the example council, its own work included."""
    if not commands:
        return []
    rows = ["| command | processor | × a bare Python | memory | modules |", "|---|---|---|---|---|"]
    for name, of in commands.items():
        cells = (
            f"`{name}`",
            f"{of['cpu_ms']:.0f} ms",
            f"{of['over_bare']:.1f}",
            f"{of['memory_mb']:.0f} MB",
            f"{of['modules']:.0f}",
        )
        rows.append(f"| {' | '.join(cells)} |")
    return rows


def fanned(told: dict[str, Any]) -> list[str]:
    """The stream beside its floor and its peers."""
    if "targets" not in told:
        return [f"The stream was not measured: {told.get('skipped', 'not in this run')}."]
    heads = (
        f"{told['followers']:,} followers, median of {told['rounds']} rounds",
        "last one has it",
        "processor per event",
        "memory per follower",
        "missing",
    )
    rows = [f"| {' | '.join(heads)} |", "|---|---|---|---|---|"]
    for name, of in sorted(told["targets"].items(), key=lambda row: row[1]["cpu_ms_per_event"]):
        net = f" ({of['net_cpu_ms_per_event']:.0f} ms net)" if "net_cpu_ms_per_event" in of else ""
        cells = (
            f"{of['last_ms']:.0f} ms",
            f"{of['cpu_ms_per_event']:.0f} ms{net}",
            f"{of['kb_per_follower']:.1f} kB",
            f"{of['missing']:.0f}",
        )
        rows.append(f"| {' | '.join((NAMES.get(name, name), *cells))} |")
    idle = told["targets"]["livecouncil"]["idle_percent"]
    return [
        *rows,
        "",
        f"Idle, meeting open and nobody following, our server takes {idle:.1f} % of a processor; net is without that.",
    ]


if __name__ == "__main__":
    print(written(json.loads(Path(__file__).with_name("results.json").read_text())))
