"""What says of `votes.csv` how it is read: CSV on the Web beside it, and a Frictionless `datapackage.json`.

Theory. A table without a description is guessed at: its separator, its byte order mark, whether `5` is a number. Both
descriptions are made of the columns themselves (`vote_rows`), so that none can say another thing than the table. Both
call the columns as their heads do; CSVW gives each also a name that is the same in every language. Neither names what
is not there: the archive's table is described by the same words as a meeting's.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from livecouncil.core.release.record import FREE, LICENCES

from .vote_rows import ADDED, FIRST, Column

TABLE = "votes.csv"
DESCRIBED = "votes.csv-metadata.json"
PACKAGE = "datapackage.json"
DESCRIBED_PARTS = "csv-metadata.json"
"""Where CSVW looks for what is said of every other table of a folder."""
VOCABULARY = "http://www.popoloproject.com/specs/vote.html"
_FRICTIONLESS = {"dateTime": "datetime", "anyURI": "string"}


def tables_described(
    heads: Sequence[str],
    title: str,
    language: str,
    mark: str = "",
    granted: str = FREE,
    also: Sequence[str] = (),
) -> dict[str, bytes]:
    """Both descriptions of a table headed by `heads`, the columns of `vote_rows`, by name; `mark` heads one more,
    `granted` is its licence, `also` names tables of the same kind beside it: the same packed, and parts of it."""
    columns = [*FIRST, *ADDED]
    if mark:
        columns.append(Column("reporter"))
        heads = [*heads, mark]
    csvw = _csvw(columns, heads, title, language) | {"dc:license": {"@id": LICENCES[granted][1]}}
    package = _package(columns, heads, title) | {"licenses": [_licence_row(granted)]}
    package["resources"] += [_another(package["resources"][0], name) for name in also]
    described = {DESCRIBED: csvw, PACKAGE: package}
    parts = [name for name in also if name.endswith(".csv")]
    if parts:
        described[DESCRIBED_PARTS] = _tables_together(csvw, parts)
    return {name: _indented_json(one) for name, one in described.items()}


def _another(resource: dict[str, Any], name: str) -> dict[str, Any]:
    """A table of the same columns: a part, or the same packed."""
    packed = {"compression": "gz"} if name.endswith(".gz") else {}
    return {**resource, "name": name.replace(".", "-"), "path": name, **packed}


def _tables_together(csvw: dict[str, Any], parts: Sequence[str]) -> dict[str, Any]:
    """The same columns for each of `parts`, as CSVW says it of several tables."""
    shared = {key: csvw[key] for key in ("@context", "dc:title", "dc:license", "dc:conformsTo", "dialect")}
    tables = [{"url": name, "lang": csvw["lang"], "tableSchema": csvw["tableSchema"]} for name in parts]
    return shared | {"tables": tables}


def _indented_json(described: dict[str, Any]) -> bytes:
    return (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()


def _licence_row(granted: str) -> dict[str, str]:
    return {"name": granted, "path": LICENCES[granted][1]}


def _csvw(columns: Sequence[Column], heads: Sequence[str], title: str, language: str) -> dict[str, Any]:
    rows = []
    for column, head in zip(columns, heads, strict=True):
        rows.append({"name": column.name, "titles": {language: head}, "datatype": column.datatype})
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": language}],
        "url": TABLE,
        "lang": language,
        "dc:title": title,
        "dc:license": {},
        "dc:conformsTo": {"@id": VOCABULARY},
        "dialect": {"delimiter": ";", "encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tableSchema": {"columns": rows},
    }


def _package(columns: Sequence[Column], heads: Sequence[str], title: str) -> dict[str, Any]:
    fields = []
    for column, head in zip(columns, heads, strict=True):
        fields.append({"name": head, "title": column.name, "type": _frictionless(column)})
    return {
        "name": "votes",
        "title": title,
        "licenses": [],
        "resources": [
            {
                "name": "votes",
                "path": TABLE,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8-sig",
                "dialect": {"delimiter": ";", "lineTerminator": "\r\n", "header": True},
                "schema": {"fields": fields, "missingValues": [""]},
            }
        ],
    }


def _frictionless(column: Column) -> str:
    return _FRICTIONLESS.get(column.datatype, column.datatype)
