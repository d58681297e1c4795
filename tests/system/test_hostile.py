"""Places where a record is not safe are known by what the system tells, and by names and marks of who syncs them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from livecouncil.system.hostile import file_system_of, hostile, mounted_in, synced

MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:50 / /media/deel rw,relatime - cifs //server/raad rw
41 22 8:17 / /media/stick rw,relatime shared:9 - vfat /dev/sdb1 rw
42 22 0:51 / /home/x/net\\040werk rw - nfs4 10.0.0.1:/raad rw
"""


@pytest.mark.parametrize(("device", "system"), [("8:1", "ext4"), ("0:50", "cifs"), ("8:17", "vfat"), ("9:9", "")])
def test_the_file_system_is_read_from_the_kernels_list(device: str, system: str) -> None:
    assert mounted_in(MOUNTS, device) == system


@pytest.mark.parametrize("name", ["OneDrive - Gemeente X", "Dropbox", "Nextcloud", "Mobile Documents"])
def test_a_folder_that_is_synced_is_known_by_its_name(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name / "raad"
    folder.mkdir(parents=True)
    assert synced(folder) and "cloud" in hostile(folder) and not synced(tmp_path)


def test_and_by_what_the_program_leaves(tmp_path: Path) -> None:
    (tmp_path / ".nextcloudsync.log").write_text("")
    folder = tmp_path / "raad"
    folder.mkdir()
    assert "cloud" in hostile(folder)


@pytest.mark.skipif(sys.platform != "linux", reason="mounts are told so on Linux only")
def test_a_disk_in_memory_is_known(tmp_path: Path) -> None:
    memory = Path("/dev/shm")
    if not memory.is_dir():
        pytest.skip("no file system in memory here")
    said = subprocess.run(["stat", "-f", "-c", "%T", str(memory)], capture_output=True, text=True, check=True).stdout
    assert file_system_of(memory) == said.strip() and "memory" in hostile(memory)
    assert file_system_of(tmp_path / "nergens") == ""
