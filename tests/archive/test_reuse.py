"""The reuser's example does what its page says, with the published addresses alone."""

from __future__ import annotations

import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xml.etree import ElementTree

import pytest

from livecouncil.archive.build import publish_all
from tests.conftest import ROOT

from .archive_council import CAME, FIRST, LAST, LEFT, SCRIPTS, play

SVG = "{http://www.w3.org/2000/svg}"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where two meetings are published, a member of one of which has left by the other."""
    base = tmp_path_factory.mktemp("reuse")
    play(base, FIRST, SCRIPTS[FIRST], LEFT)
    play(base, LAST, SCRIPTS[LAST], CAME)
    publish_all(base, lambda _: None)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(base / "public")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def drawn(folder: Path, *addresses: str) -> tuple[str, list[str]]:
    picture = folder / "votes.svg"
    command = [sys.executable, str(ROOT / "docs" / "votes.py"), str(picture), *addresses]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    tree = ElementTree.parse(picture)
    return done.stdout, [str(title.text) for title in tree.iter(f"{SVG}title")]


def test_votes_of_two_meetings_are_put_together_and_drawn(address: str, tmp_path: Path) -> None:
    each = [f"{address}/{meeting}/votes.csv" for meeting in (FIRST, LAST)]
    said, squares = drawn(tmp_path, *each)
    assert said == "2 meetings, 4 votes, 5 people\n"
    assert f"{LEFT[0]}, 2025-02-06 m1: yes" in squares and len(squares) == 4 * 4
    assert drawn(tmp_path, f"{address}/archief/votes.csv") == (said, squares)


def test_pandas_and_duckdb_put_them_together_as_they_are(address: str, tmp_path: Path) -> None:
    import duckdb
    import pandas

    each = [pandas.read_csv(f"{address}/{meeting}/votes.csv", sep=";") for meeting in (FIRST, LAST)]
    together = pandas.concat(each, ignore_index=True)
    packed = pandas.read_csv(f"{address}/archief/votes.csv.gz", sep=";")
    pandas.testing.assert_frame_equal(together, packed)
    table = together.pivot_table(index="person_id", columns="vote_id", values="choice", aggfunc="first")
    assert table.shape == (5, 4) and set(table.stack().dropna()) <= {"yes", "no", "absent"}
    local = tmp_path / "votes.csv.gz"
    urllib.request.urlretrieve(f"{address}/archief/votes.csv.gz", local)  # DuckDB's reader of addresses is an extension
    asked = f"""select person_id, count(*) filter (choice = 'yes') from read_csv('{local}', delim=';', all_varchar=true)
                where person_id is not null group by person_id order by person_id"""
    counted = together[together.choice == "yes"].groupby("person_id").size()
    found = {str(person): int(count) for person, count in duckdb.execute(asked).fetchall() if count}
    assert found == {str(person): int(count) for person, count in counted.items()} and found
