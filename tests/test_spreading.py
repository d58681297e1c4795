"""What is said of files that take long is said of files that are there."""

from __future__ import annotations

from tests.conftest import ROOT
from tests.spreading import LONGEST, PARTS, TOGETHER, part_of


def test_the_files_that_begin_first_are_there() -> None:
    together = [name.split(" ")[0] for members in TOGETHER.values() for name in members]
    assert [name for name in (*LONGEST, *PARTS, *together) if not (ROOT / "tests" / name).is_file()] == []
    assert set(PARTS) <= set(LONGEST), "what is dear enough to be parts begins first"


def test_a_network_has_a_process_and_a_file_of_no_parts_has_one() -> None:
    clients = "tests/posting/test_clients.py"
    assert part_of(f"{clients}::test_it[snac-hold]") == part_of(f"{clients}::test_other[snac]")
    assert part_of(f"{clients}::test_it[snac-hold]") != part_of(f"{clients}::test_it[bluesky-hold]")
    assert part_of(f"{clients}::test_it") == part_of(f"{clients}::test_it[127.0.0.1]")
    assert part_of("tests/core/law/test_it.py::test[a]") == "core/law/test_it.py"


def test_files_with_the_same_servers_have_one_process() -> None:
    storm, clients = "tests/posting/test_storm.py", "tests/posting/test_clients.py"
    assert part_of(f"{storm}::test_it") == part_of(f"{clients}::test_it[bluesky-hold]") == "networks"
    assert part_of(f"{clients}::test_it[snac-hold]") not in TOGETHER
    parts = [name for members in TOGETHER.values() for name in members]
    assert len(parts) == len(set(parts))
