"""A message as a mail program saves it (EML): what stands in it, or else the first attachment that has an agenda."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from livecouncil.errors import InputFault

from .. import limits

MOST_PARTS = 100
_SIGNATURE = re.compile(rb"\n--[ ]?\n(?!.*\n--[ ]?\n).*\Z", re.S)


@dataclass(frozen=True)
class Mailed:
    """One part of a message: its name where it is an attachment, its type, and what it holds."""

    name: str
    kind: str
    data: bytes


def parts_of_mail(path: Path, data: bytes) -> tuple[str, list[Mailed]]:
    """Subject and parts, the text first. Raises InputFault when it is encrypted, or nested without end."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        subject = str(message["subject"] or "")
        parts = list(_mail_parts(path, message))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise limits.damaged(path) from error
    return subject, sorted(parts, key=lambda part: (bool(part.name), part.kind != "text/plain"))


def _mail_parts(path: Path, message: EmailMessage, depth: int = 0) -> Iterator[Mailed]:
    if depth > limits.MAX_DEPTH:
        raise limits.too_deep(path)
    if message.get_content_type() in ("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"):
        raise InputFault("import.mail_encrypted", file=path)
    if message.is_multipart():
        for child in list(message.iter_parts())[:MOST_PARTS]:
            if isinstance(child, EmailMessage):
                yield from _mail_parts(path, child, depth + 1)
        return
    held = message.get_payload(decode=True)
    if isinstance(held, bytes):
        text = message.get_content_maintype() == "text" and not message.get_filename()
        yield Mailed(message.get_filename() or "", message.get_content_type(), _utf8(message, held) if text else held)


def _utf8(message: EmailMessage, held: bytes) -> bytes:
    """A text part in UTF-8, or as it is where it is not in what it says: then it is looked at as any text is."""
    try:
        return held.decode(message.get_content_charset() or "utf-8").encode()
    except (LookupError, UnicodeDecodeError):
        return held


def written_text(text: bytes) -> bytes:
    """The text of a message without the marks of what was quoted or forwarded, and without what the sender has below
    each of his messages."""
    whole = text.replace(b"\r\n", b"\n")
    return re.sub(rb"^(?:>[ \t]?)+", b"", _SIGNATURE.sub(b"", whole), flags=re.M)


def looks_like_mail(start: str) -> bool:
    """Whether a text begins with the headers of a message."""
    heads = [line.partition(":")[0].casefold() for line in start.splitlines()[:40] if ":" in line.split(" ")[0]]
    known = {"from", "to", "subject", "date", "received", "mime-version", "message-id", "return-path", "content-type"}
    return len(known.intersection(heads)) >= 3
