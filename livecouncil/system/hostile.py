"""Places where a file may not be what its writer thinks: the disk under a folder as the system tells of it, and who
else keeps that folder even.

Only what is known is named: a kind of file system nobody listed counts as an ordinary disk, and where a system tells
nothing (it is not Linux) the folder's own names are all there is to go by. Nothing is written, and nothing is refused:
whoever asks says what it means.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

_KINDS = {
    "network": ("nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "9p", "ceph", "glusterfs", "davfs", "fuse.sshfs"),
    "fat": ("vfat", "msdos", "exfat", "fuseblk"),
    "memory": ("tmpfs", "ramfs"),
}
_CLOUDS = ("onedrive", "dropbox", "nextcloud", "owncloud", "google drive", "icloud", "cloudstorage", "mobile documents")
_MARKS = (".nextcloudsync.log", ".owncloudsync.log", ".dropbox", ".dropbox.cache", ".stfolder")
"""Files by which a program that keeps a folder even with others is known."""


@cache
def hostile(folder: Path) -> tuple[str, ...]:
    """What is wrong with keeping a record in `folder`: any of 'network', 'fat', 'memory', 'cloud'."""
    found = [_kind_of(file_system_of(folder))]
    if synced(folder.absolute()):
        found.append("cloud")
    return tuple(one for one in found if one)


def _kind_of(system: str) -> str:
    return next((kind for kind, systems in _KINDS.items() if system in systems), "")


def file_system_of(folder: Path) -> str:
    """The name of the file system of `folder`, '' where that is not told."""
    if sys.platform != "linux":
        return ""
    try:
        device = folder.stat().st_dev
        told = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return mounted_in(told, f"{os.major(device)}:{os.minor(device)}")


def mounted_in(told: str, device: str) -> str:
    """The file system of a device by the kernel's own list of mounts; the last of several is on top."""
    found = ""
    for line in told.splitlines():
        mount, _, system = line.partition(" - ")
        if device in mount.split(" ")[2:3]:
            found = system.partition(" ")[0]
    return found


def synced(folder: Path) -> bool:
    """Whether a program is known, by name or by what it leaves, that keeps this folder even with other computers."""
    for above in (folder, *folder.parents):
        name = above.name.casefold()
        if any(name.startswith(cloud) for cloud in _CLOUDS):
            return True
        if any((above / mark).exists() for mark in _MARKS):
            return True
    return False
