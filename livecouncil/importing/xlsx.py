"""Spreadsheets: an agenda or a roster, in the columns its headings name. Formulas are read as their last values."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from datetime import datetime

from livecouncil.errors import InputFault

from . import agenda_text, limits
from .draft import Draft, as_printed, date_in
from .sources import Source

_SHEETS = """
import datetime, json, openpyxl
def plain(value):
    if value is None: return ""
    if isinstance(value, float) and value.is_integer(): return str(int(value))
    if isinstance(value, (datetime.date, datetime.time)): return value.isoformat()
    return str(value)
book = openpyxl.load_workbook(open(sys.argv[1], "rb"), read_only=True, data_only=True, keep_links=False)
shown = [s for s in book.worksheets if s.sheet_state == "visible"][:10]
sheets = [sheet.iter_rows(max_row=2000, max_col=40, values_only=True) for sheet in shown]
print(json.dumps([[[plain(cell) for cell in row] for row in rows] for rows in sheets]))
"""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+")
_TIME = re.compile(r"(\d\d):(\d\d):\d\d")


def read_xlsx(source: Source) -> list[Draft]:
    """The agenda on the first sheet with headings for number and title. Raises InputFault when there is none."""
    for rows in sheets(source):
        for start, row in enumerate(rows[:30]):
            if at := agenda_text.columns(row):
                draft = agenda_text.from_rows(rows[start + 1 :], at)
                above = date_in(" ".join(cell for r in rows[:start] for cell in r))
                return [replace(draft, start=above or draft.start)]
    raise InputFault("import.no_headings", file=source.path)


def sheets(source: Source) -> list[list[list[str]]]:
    """Cells of the visible sheets as text, at most 2,000 rows of 40 columns each; dates as an agenda prints them."""
    try:
        found = json.loads(limits.apart(source.path, _SHEETS))
    except (subprocess.SubprocessError, ValueError) as error:
        raise limits.damaged(source.path) from error
    return [[[_printed(cell) for cell in row] for row in rows] for rows in found]


def _printed(cell: str) -> str:
    if _MOMENT.fullmatch(cell):
        return as_printed(datetime.fromisoformat(cell))
    time = _TIME.fullmatch(cell)
    if time:
        return f"{time[1]}.{time[2]} uur"
    return cell
