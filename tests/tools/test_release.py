"""What is released is the same bytes wherever it is built, and says what it is made of."""

from __future__ import annotations

import json
import os
import re
import shutil
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import release
import sbom
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tests.conftest import QUICK, ROOT

MOMENT = 1_772_000_000
SAY_NO_LICENCE = {"brotlicffi", "pyrage", "pywin32-ctypes"}
"""Two are for other systems and not installed here; the other's metadata names none."""
LOCK = """\
one==1.0 \\
    --hash=sha256:{0} \\
    --hash=sha256:{1}
    # via livecouncil (pyproject.toml)
two==2.0 ; sys_platform == 'win32' \\
    --hash=sha256:{0}
    # via
    #   -c requirements.lock
    #   livecouncil (pyproject.toml)
    #   one
""".format("a" * 64, "b" * 64)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the package is built of, as it lies here."""
    if QUICK:
        pytest.skip("building takes half a minute")
    folder = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "livecouncil", folder / "livecouncil", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture(scope="module")
def made(source: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Wheel and source archive."""
    return release.built(source, tmp_path_factory.mktemp("made"), MOMENT)


@pytest.fixture
def elsewhere(source: Path, tmp_path: Path) -> Iterator[Path]:
    """The same source at another place, of another time, with other modes, left behind by another build."""
    before = os.umask(0o077)
    folder = tmp_path / "een andere map" / "x"
    shutil.copytree(source, folder)
    for path in folder.rglob("*.py"):
        path.chmod(0o700)
        os.utime(path, (1, 1_000_000_000))
    (folder / "build").mkdir()
    (folder / "build" / "old.py").touch()
    yield folder
    os.umask(before)


def test_two_builds_are_the_same_bytes(made: list[Path], elsewhere: Path, tmp_path: Path) -> None:
    again = release.built(elsewhere, tmp_path / "again", MOMENT)
    assert [path.name for path in again] == [path.name for path in made]
    assert [release.sha256(path) for path in again] == [release.sha256(path) for path in made]


def test_every_file_is_of_the_moment_and_of_nobody(made: list[Path]) -> None:
    wheel, archive = made
    with zipfile.ZipFile(wheel) as file:
        assert {one.date_time[:3] for one in file.infolist()} == {(2026, 2, 25)}
    with tarfile.open(archive) as tar:
        assert {(one.mtime, one.uid, one.gid, one.uname) for one in tar.getmembers()} == {(MOMENT, 0, 0, "")}


def test_the_wheel_holds_the_whole_package_and_nothing_else(made: list[Path], source: Path) -> None:
    with zipfile.ZipFile(made[0]) as file:
        names = {name for name in file.namelist() if not name.startswith("livecouncil-")}
    kept = {path.relative_to(source).as_posix() for path in (source / "livecouncil").rglob("*") if path.is_file()}
    assert names == kept


def test_a_lock_is_read_whole() -> None:
    assert sbom.pinned(LOCK) == [
        sbom.Pinned("one", "1.0", "", ["a" * 64, "b" * 64], ["livecouncil"]),
        sbom.Pinned("two", "2.0", "sys_platform == 'win32'", ["a" * 64], ["livecouncil", "one"]),
    ]
    with pytest.raises(ValueError, match="git"):
        sbom.pinned("one @ git+https://voorbeeld.example\n")


def test_what_both_locks_pin_they_pin_alike() -> None:
    run, dev = ({one.name: one.version for one in sbom.pinned(lock(name))} for name in ("", "-dev"))
    assert run.items() <= dev.items()


def test_the_sbom_is_valid_cyclonedx_1_6(document: str) -> None:
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(document) is None
    spoilt = document.replace('"type": "library"', '"type": "bibliotheek"')
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(spoilt) is not None


def test_the_sbom_says_what_the_lock_says(document: str) -> None:
    told: dict[str, Any] = json.loads(document)
    pins = {one.name: one for one in sbom.pinned(lock(""))}
    parts = {one["name"]: one for one in told["components"]}
    assert parts.keys() == pins.keys() == set(re.findall(r"(?m)^([a-z0-9._-]+)==", lock("")))
    for name, part in parts.items():
        pin = pins[name]
        hashes = {one["content"] for one in part["externalReferences"][0]["hashes"]}
        assert (part["version"], part["purl"]) == (pin.version, f"pkg:pypi/{name}@{pin.version}")
        assert hashes == set(pin.hashes)
    assert {name for name, part in parts.items() if not part.get("licenses")} <= SAY_NO_LICENCE
    needs = {one["ref"]: one.get("dependsOn", []) for one in told["dependencies"]}
    assert len(needs["livecouncil"]) == len([pin for pin in pins.values() if "livecouncil" in pin.needed_by])
    assert told["metadata"]["component"]["hashes"] == [{"alg": "SHA-256", "content": "c" * 64}]


def test_the_same_lock_gives_the_same_sbom(document: str) -> None:
    assert sbom.sbom(reversed(sbom.pinned(lock(""))), "c" * 64, MOMENT) == document


def test_an_environment_of_other_versions_makes_no_sbom() -> None:
    with pytest.raises(sbom.OtherVersion, match="the lock has 0.0.1"):
        sbom.sbom([sbom.Pinned("aiohttp", "0.0.1")], "c" * 64, MOMENT)


@pytest.fixture(scope="module")
def document() -> str:
    return sbom.sbom(sbom.pinned(lock("")), "c" * 64, MOMENT)


def lock(kind: str) -> str:
    return (ROOT / f"requirements{kind}.lock").read_text(encoding="utf-8")
