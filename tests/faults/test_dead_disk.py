"""The medium itself fails in the middle of an evening: a real ext4 on a real block device, in both shells.

Three ways: the medium under the file system takes no more blocks (I/O errors at fsync, then ext4 makes itself
read-only), ext4 finds an error in itself and goes read-only at once, and the device answers every request with an error
(dm-error). Afterwards the medium is whole again, checked and mounted: what was acknowledged must be on it. Each skips,
saying why, where the machine does not allow it.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from .evening import Fault, Stage, faults_of

MEDIUM = 24 << 20
SIZE = 200 << 20
"""Bytes the medium takes, and those the file system on it believes to have."""
BREAKS = ", T"
"""The line before which the medium fails."""


def run(*command: str) -> str:
    """What `command` says; a machine on which it fails is one where this cannot be tried."""
    if not shutil.which(command[0]):
        pytest.skip(f"OVERGESLAGEN: {command[0]} ontbreekt; een echte kapotte schijf is hier niet te maken")
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"OVERGESLAGEN: {' '.join(command[:2])} mag hier niet ({done.stderr.strip()[:200]}); vraagt root")
    return done.stdout.strip()


@dataclass
class Disk:
    """An ext4 on a loop device whose blocks lie on a small tmpfs; mounted at `point`."""

    medium: Path
    point: Path
    loop: str
    device: str

    def mount(self) -> None:
        run("mount", "-o", "errors=remount-ro", self.device, str(self.point))

    def unmount(self) -> None:
        subprocess.run(["umount", str(self.point)], capture_output=True)

    def mend(self) -> None:
        """As after a repair: unmounted, room again, checked, mounted."""
        self.unmount()
        (self.medium / "full").unlink(missing_ok=True)
        checked = subprocess.run(["e2fsck", "-f", "-y", self.loop], capture_output=True, text=True)
        assert checked.returncode in (0, 1), checked.stdout + checked.stderr
        run("mount", self.loop, str(self.point))

    def full(self) -> list[str]:
        """To the last page: a medium that takes some blocks more and not those behind them confirms what it then
        forgets, which no program can know."""
        filling = f"dd if=/dev/zero of={self.medium / 'full'} oflag=append conv=notrunc"
        return ["sh", "-c", f"{filling} bs=64k; {filling} bs=4k; {filling} bs=4k"]

    def in_error(self) -> list[str]:
        switch = Path("/sys/fs/ext4", Path(self.device).name, "trigger_fs_error")
        if not switch.exists():
            pytest.skip("OVERGESLAGEN: deze kernel kan ext4 niet in fout zetten (trigger_fs_error)")
        return ["sh", "-c", f"echo proef > {switch}"]

    def dead(self) -> list[str]:
        name = Path(self.device).name
        table = f"0 {SIZE // 512} error"
        suspend = f"dmsetup suspend --noflush --nolockfs {name}"
        return ["sh", "-c", f"{suspend} && dmsetup reload {name} --table '{table}' && dmsetup resume {name}"]


@contextmanager
def disk(folder: Path, mapped: bool) -> Iterator[Disk]:
    """A mounted disk, always taken away again; `mapped` has device-mapper between."""
    medium = folder / "medium"
    point = folder / "disk"
    medium.mkdir()
    point.mkdir()
    with ExitStack() as after:
        run("mount", "-t", "tmpfs", "-o", f"size={MEDIUM}", "tmpfs", str(medium))
        after.callback(subprocess.run, ["umount", "-l", str(medium)])
        image = medium / "disk.img"
        with image.open("wb") as file:
            file.truncate(SIZE)
        run(
            "mkfs.ext4",
            "-q",
            "-F",
            "-E",
            "lazy_itable_init=1,lazy_journal_init=1,nodiscard",
            "-J",
            "size=4",
            str(image),
        )
        loop = run("losetup", "-f", "--show", str(image))
        after.callback(subprocess.run, ["losetup", "-d", loop])
        device = loop
        if mapped:
            name = f"livecouncil-{folder.name[-20:]}"
            run("dmsetup", "create", name, "--table", f"0 {SIZE // 512} linear {loop} 0")
            after.callback(subprocess.run, ["dmsetup", "remove", "--force", name])
            device = f"/dev/mapper/{name}"
        made = Disk(medium, point, loop, device)
        made.mount()
        after.callback(subprocess.run, ["umount", "-l", str(point)])
        yield made


def breaking(disk: Disk, how: str) -> list[str]:
    return {"full": disk.full, "in error": disk.in_error, "dead": disk.dead}[how]()


@pytest.mark.parametrize("shell", ["plain", "app"])
@pytest.mark.parametrize("how", ["full", "in error", "dead"])
def test_a_medium_that_fails_takes_nothing_along_that_was_acknowledged(
    stage: Stage, tmp_path: Path, how: str, shell: str
) -> None:
    fault = Fault(call=how, ever=True, shell=shell, place="the medium")
    with disk(tmp_path, mapped=how == "dead") as failing:
        played = stage.play(fault, failing.point / "world", {BREAKS: breaking(failing, how)})
        refused = [line for line, word, _ in played["answers"] if word == "FOUT"]
        if how == "dead":
            subprocess.run(["umount", "-l", str(failing.point)])
            subprocess.run(["dmsetup", "remove", "--force", Path(failing.device).name])
        with suppress(FileNotFoundError):
            failing.mend()
        assert [*faults_of(played, failing.point / "world" / "raad", fault)] == [], played
    assert BREAKS in refused, played
