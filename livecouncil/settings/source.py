"""A TOML file of the griffier, with the line on which each table and each key stands.

tomllib reads values and forgets where they stood, and a fault without its line is of no use to who must mend it. So the
text is kept beside the data, and looked through for a header or a key when, and only when, a fault needs its line. What
cannot be found gives the line of its table, or the first: never no line, never a fault of its own.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from .faults import Fault


class TomlSource:
    """What stands in `path`, and the faults found in it so far; `data` is empty when it cannot be read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[Fault] = []
        self.data: dict[str, Any] = {}
        self.text = ""
        self._read()

    def _read(self) -> None:
        try:
            self.text = self.path.read_text(encoding="utf-8-sig")
            self.data = tomllib.loads(self.text)
        except FileNotFoundError:
            self.fault(1, "no_file")
        except IsADirectoryError:
            self.fault(1, "folder")
        except OSError as error:
            self.fault(1, "unreadable", why=error.strerror)
        except UnicodeDecodeError as error:
            line = self.path.read_bytes()[: error.start].count(b"\n") + 1
            self.fault(line, "not_utf8")
        except tomllib.TOMLDecodeError as error:
            self.fault(self._line_named_in(str(error)), "not_toml")
        except (ValueError, RecursionError):  # a number of thousands of figures, brackets in brackets without end
            self.fault(self._longest_line(), "not_toml")

    def _line_named_in(self, message: str) -> int:
        """The line of which tomllib complains; it calls the end of the file by another name."""
        named = re.search(r"line (\d+)", message)
        if named:
            return int(named[1])
        return self.text.count("\n") + 1

    def _longest_line(self) -> int:
        """Where tomllib names no line, that of what it could not bear: such a thing is long."""
        rows = self.text.splitlines()
        return max(range(len(rows)), key=lambda at: len(rows[at])) + 1

    def fault(self, line: int, code: str, /, **slots: object) -> None:
        """Something that must be mended before the file can be used."""
        self.faults.append(Fault(str(self.path), line, code, slots))

    def warn(self, line: int, code: str, /, **slots: object) -> None:
        """Something the griffier should look at."""
        self.faults.append(Fault(str(self.path), line, code, slots, level="warning"))

    def line_of(self, table: str, index: int | None = None, key: str | None = None) -> int:
        """Line of `[table]`, of the `index`-th `[[table]]`, or of `key` in it; the table's own line when unknown."""
        rows = self.text.splitlines()
        header = re.compile(rf"\s*\[{table}[.\]]" if index is None else rf"\s*\[\[{table}\]\]")
        starts = [i for i, row in enumerate(rows) if header.match(row)]
        if not starts:
            return self._line_in_array(table, index)
        start = starts[min(index or 0, len(starts) - 1)]
        for i in range(start, len(rows)):
            if i > start and re.match(r"\s*\[", rows[i]):
                break
            if key and re.match(rf"\s*{re.escape(key)}\s*=", rows[i]):
                return i + 1
        return start + 1

    def _line_in_array(self, table: str, index: int | None) -> int:
        """Line of the `index`-th row of `table = [{…}, …]`, which may stand a row a line; the first when unknown."""
        rows = self.text.splitlines()
        start = next((i for i, row in enumerate(rows) if re.match(rf"\s*{re.escape(table)}\s*=", row)), None)
        if start is None:
            return 1
        inline = [i for i in range(start, len(rows)) if re.match(r"\s*\{", rows[i])]
        if index is None or index >= len(inline):
            return start + 1
        return inline[index] + 1
