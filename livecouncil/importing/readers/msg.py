"""A message as Outlook saves it (.msg): what stands in it, and its attachments, as of any other message.

Theory. The file is a small file system (OLE); each property is a stream, named by its number and its type (MS-OXMSG).
Chains of sectors in it may run in circles or claim any length, so `olefile` reads it in a process of its own, within
bounds, and at most as much as a file may hold. A message within the message is named, not opened.
"""

from __future__ import annotations

import base64
import json
import subprocess
from pathlib import Path

from livecouncil.errors import InputFault

from .. import limits
from .mail import MOST_PARTS, Mailed

_STREAMS = (
    f"MOST = {limits.MAX_BYTES}\nPARTS = {MOST_PARTS}\n"
    + r"""
import base64, io, json, olefile
ole = olefile.OleFileIO(io.BytesIO(sys.stdin.buffer.read()))
left = [MOST]
def held(*path):
    name = "/".join(path)
    if not ole.exists(name) or ole.get_type(name) != olefile.STGTY_STREAM:
        return b""
    size = ole.get_size(name)
    if size > left[0]:
        raise ValueError("more than a file holds")
    left[0] -= size
    return ole.openstream(name).read(size)
def text(number, *path):
    wide = held(*path, "__substg1.0_" + number + "001F")
    if wide:
        return wide.decode("utf-16-le", "replace").rstrip("\0")
    return held(*path, "__substg1.0_" + number + "001E").decode("cp1252", "replace").rstrip("\0")
def coded(data):
    return base64.b64encode(data).decode()
page = held("__substg1.0_10130102") or text("1013").encode()
packed = ole.exists("__substg1.0_10090102")
parts = []
for name in sorted({path[0] for path in ole.listdir() if path[0].startswith("__attach_version1.0_")})[:PARTS]:
    called = text("3707", name) or text("3704", name) or text("3001", name)
    inside = ole.exists(name + "/__substg1.0_3701000D")
    parts.append([called, inside, coded(held(name, "__substg1.0_37010102"))])
print(json.dumps({"kind": text("001A"), "subject": text("0037"), "body": text("1000"), "page": coded(page),
                  "packed": packed, "parts": parts}))
"""
)


def parts_of_msg(path: Path, data: bytes) -> tuple[str, list[Mailed]]:
    """Subject and parts, the text first. Raises InputFault when it is damaged or encrypted, or when its text stands in
    no form that is read."""
    try:
        found = json.loads(limits.apart(data, _STREAMS))
    except (subprocess.SubprocessError, ValueError) as error:
        raise limits.damaged(path) from error
    if "SMIME" in found["kind"].upper():
        raise InputFault("import.mail_encrypted", file=path)
    parts = [Mailed("", "text/plain", found["body"].encode())] if found["body"].strip() else []
    page = base64.b64decode(found["page"]).rstrip(b"\0")
    if page.strip():
        parts.append(Mailed("", "text/html", _marked_as_page(page)))
    for name, inside, held in found["parts"]:
        if not inside and held:
            parts.append(Mailed(name or "bijlage", "application/octet-stream", base64.b64decode(held)))
    if not parts:
        raise InputFault("import.outlook", file=path)
    return found["subject"], parts


def _marked_as_page(page: bytes) -> bytes:
    """A page that says it is one: some programs leave out where it begins."""
    if b"<html" in page[:2000].lower():
        return page
    return b"<html><body>" + page + b"</body></html>"
