"""Without an extra: all else is done, what is missing is named with the line that adds it, nothing looks damaged."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from livecouncil.archive import search
from livecouncil.publishing.awaited import DOCUMENTS, PAPERS
from livecouncil.system import extras
from tests.conftest import ROOT

ID = "2026-03-12-raadsvergadering"
EVENING = ["open", "n6", "m1 i cda: Meer bomen", "m1v cda vvd", "=", "sluit", ""]


def run(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.system.bare", *arguments]
    return subprocess.run(command, input=typed, capture_output=True, text=True, cwd=ROOT, timeout=120)


def test_the_table_of_extras_is_that_of_the_package() -> None:
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    names = packages_distributions()
    for extra, modules in extras.MADE_OF.items():
        wanted = {re.split(r"[\[><=]", package)[0].casefold() for package in packages[extra]}
        assert {names[module][0].casefold() for module in modules} == wanted
    assert packages["all"] == [f"livecouncil[{','.join(extras.MADE_OF)}]"]


def test_an_evening_is_logged_published_and_verified_with_no_extra(council: Path) -> None:
    agenda = next((council / "agendas").glob("*.toml"))
    options = ["--plain", "--no-serve", "--no-post", "--hold", "0", "--data", str(council)]
    done = run("live", str(agenda), *options, typed="\n".join(EVENING))
    assert done.returncode == 0, done.stdout + done.stderr
    folder = council / "public" / ID
    (folder / "transcript.pdf").write_bytes(b"of an installation that could make one")
    published = run("publish", "--data", str(council), ID)
    assert published.returncode == 0
    assert "pip install" in published.stderr and "typst" in published.stderr
    assert not {*PAPERS} & {path.name for path in folder.iterdir()}
    assert {"ori-a.xml", "akomantoso.xml", "transcript.html", "votes.csv"} <= {path.name for path in folder.iterdir()}
    page = (folder / "index.html").read_text()
    assert [name for name in DOCUMENTS if f'"{name}"' in page] == [n for n in DOCUMENTS if (folder / n).exists()]
    verified = run("verify", "--data", str(council), ID)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    whole = run("publish", "--data", str(council), "--all")
    assert "pagefind" in whole.stderr + whole.stdout
    assert (council / "public" / "archief" / "index.html").exists()


@pytest.mark.parametrize("name", ["agenda.pdf", "agenda.ics", "agenda.docx", "agenda.xlsx"])
def test_an_agenda_that_needs_an_extra_is_not_said_to_be_damaged(name: str, council: Path, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(_some(name))
    done = run("import", "--data", str(council), "--yes", str(file))
    assert done.returncode == 1
    assert "deel ‘import’" in done.stderr and "openpyxl" in done.stderr and "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def _some(name: str) -> bytes:
    """The beginning by which a file of that name is known for what it is."""
    if name.endswith(".pdf"):
        return b"%PDF-1.7\n"
    if name.endswith(".ics"):
        return b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    return _zip({"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}[name.rpartition(".")[2]])


def _zip(member: str) -> bytes:
    import io
    import zipfile

    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(member, "<w/>")
    return held.getvalue()


@pytest.mark.parametrize(
    ("left", "typed"),
    [
        ("pipx_metadata.json", "pipx inject livecouncil "),
        ("uv-receipt.toml", f"uv pip install --python {sys.executable} "),
        ("pyvenv.cfg", f"{sys.executable} -m pip install "),
    ],
)
def test_it_is_added_as_the_rest_was_installed(
    left: str, typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / left).touch()
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    told = extras.command_for("papers")
    assert told.startswith(typed)
    packages = shlex.split(told.removeprefix(typed))
    assert [re.split("[<>=]", package)[0] for package in packages] == list(extras.MADE_OF["papers"])


def test_where_no_pip_is_it_is_not_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setitem(sys.modules, "pip", None)
    assert extras.command_for("papers").startswith("uv pip install --python ")


def test_search_is_not_begun_without_what_makes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "installed", lambda extra: False)
    with pytest.raises(search.SearchFault, match="zonder zoeken"):
        search.bundle({}, "nl")
