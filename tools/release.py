"""Builds what is released: wheel, source archive, SBOM and their sums in `dist/`, the same bytes wherever it is done.

What is built is the last commit and nothing else (`git archive`), at that commit's moment, with the setuptools of
`requirements-dev.lock`. The rest of what could differ is taken away: folder, modes, clock, zone, language. setuptools
writes the source archive with the moment of building, so that is packed anew here. What is left is the compressor: the
same Python with the same zlib gives the same bytes, another may pack otherwise; the files inside are the same then too.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import sbom

from livecouncil import __version__

ROOT = Path(__file__).parents[1]
DIST = ROOT / "dist"


def main() -> int:
    """Build the last commit into `dist/`. Exit code 1 where there is none, or the SBOM cannot be made."""
    try:
        moment = int(os.environ.get("SOURCE_DATE_EPOCH") or _git("log", "-1", "--format=%ct"))
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "source"
            _unpack(_git_bytes("archive", "HEAD"), source)
            made = built(source, DIST, moment)
        packages = sbom.pinned(sbom.LOCK.read_text(encoding="utf-8"))
        bom = DIST / f"livecouncil-{__version__}.cdx.json"
        bom.write_text(sbom.sbom(packages, sha256(made[0]), moment), encoding="utf-8")
    except (subprocess.CalledProcessError, sbom.OtherVersion) as error:
        print(error, file=sys.stderr)
        return 1
    sums = "".join(f"{sha256(path)}  {path.name}\n" for path in (*made, bom))
    (DIST / "SHA256SUMS").write_text(sums)
    print(sums, end="")
    return 0


def built(source: Path, to: Path, moment: int) -> list[Path]:
    """Wheel and source archive of the tree `source`, in `to`. Raises subprocess.CalledProcessError."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "livecouncil"
        shutil.copytree(source, tree, ignore=shutil.ignore_patterns(".*", "*.egg-info", "build", "dist", "__pycache__"))
        for path in (tree, *tree.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        command = [sys.executable, "-I", "-m", "build", "--no-isolation", "--outdir", f"{folder}/out", str(tree)]
        done = subprocess.run(command, env=_environment(moment), umask=0o022, capture_output=True, text=True)
        if done.returncode:
            sys.stderr.write(done.stdout + done.stderr)
            done.check_returncode()
        to.mkdir(parents=True, exist_ok=True)
        made = sorted(Path(folder, "out").iterdir(), key=lambda path: path.suffix != ".whl")
        made[1].write_bytes(_packed_anew(made[1].read_bytes(), moment))
        return [Path(shutil.copyfile(path, to / path.name)) for path in made]


def _environment(moment: int) -> dict[str, str]:
    """What the builder sees: nothing of who builds, or where."""
    fixed = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": str(moment)}
    return fixed | {"PATH": os.environ["PATH"]}


def _packed_anew(archive: bytes, moment: int) -> bytes:
    """A .tar.gz with its members in order, of nobody, at that moment."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(archive)) as old, tarfile.open(fileobj=plain, mode="w") as new:
        for member in sorted(old.getmembers(), key=lambda one: one.name):
            kept = tarfile.TarInfo(member.name)
            kept.size = member.size
            kept.type = member.type
            kept.mtime = moment
            kept.mode = 0o755 if member.isdir() else 0o644
            new.addfile(kept, old.extractfile(member))
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=packed, mtime=moment) as file:
        file.write(plain.getvalue())
    return packed.getvalue()


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _unpack(archive: bytes, to: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(archive)) as tree:
        tree.extractall(to, filter="data")


def _git(*arguments: str) -> str:
    return _git_bytes(*arguments).decode().strip()


def _git_bytes(*arguments: str) -> bytes:
    return subprocess.run(["git", "-C", ROOT, *arguments], stdout=subprocess.PIPE, check=True).stdout


if __name__ == "__main__":
    sys.exit(main())
