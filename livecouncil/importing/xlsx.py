"""Spreadsheets: an agenda or a roster, in the columns its headings name. Formulas are read as their last values."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import datetime

from livecouncil.errors import InputFault

from . import limits
from .columns import named_columns
from .dates import as_printed
from .draft import AgendaDraft
from .drafting import draft_of_table
from .sources import Source
from .words import import_text

_SHEETS = """
import datetime, io, json, openpyxl
def plain(value):
    if value is None: return ""
    if isinstance(value, float) and value.is_integer(): return str(int(value))
    if isinstance(value, (datetime.date, datetime.time)): return value.isoformat()
    return str(value)
book = openpyxl.load_workbook(io.BytesIO(sys.stdin.buffer.read()), read_only=True, data_only=True, keep_links=False)
shown = [s for s in book.worksheets if s.sheet_state == "visible"][:10]
sheets = [sheet.iter_rows(max_row=2000, max_col=40, values_only=True) for sheet in shown]
print(json.dumps([[[plain(cell) for cell in row] for row in rows] for rows in sheets]))
"""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+")
_TIME = re.compile(r"(\d\d):(\d\d):\d\d")


def read_xlsx(source: Source) -> list[AgendaDraft]:
    """The agenda on the first sheet with headings for number and title. Raises InputFault when there is none."""
    for rows in sheets(source):
        if any(named_columns(row) for row in rows[:30]):
            return [draft_of_table(rows, import_text("at_row", row="{row}"))]
    for rows in sheets(source):
        draft = draft_of_table(rows, import_text("at_row", row="{row}"))
        if draft.items:
            return [draft]
    raise InputFault("import.no_headings", file=source.path)


def sheets(source: Source) -> list[list[list[str]]]:
    """Cells of the visible sheets as text, at most 2,000 rows of 40 columns each; dates as an agenda prints them."""
    try:
        found = json.loads(limits.apart(source.data, _SHEETS))
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
