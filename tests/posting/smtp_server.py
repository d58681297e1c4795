"""A real SMTP server (aiosmtpd) on 127.0.0.1 that does what mail servers do when they are unwell."""

from __future__ import annotations

import asyncio
import contextlib
import email
import email.policy
import ipaddress
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER = "raad"
PASSWORD = "zeer geheim wachtwoord"


@dataclass
class Mailbox:
    """What arrived, in order, as bytes; `ill` is how the next messages are met, one each: an answer, 'cut' once the
    message is there, 'hang' without an answer; `refused` addresses are no list."""

    arrived: list[bytes] = field(default_factory=list)
    ill: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    greeted: list[str] = field(default_factory=list)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return "550 no such list"
        envelope.rcpt_tos.append(address)
        self.greeted.append(session.host_name or "")
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        how = self.ill.pop(0) if self.ill else ""
        if how[:1] in ("4", "5"):
            return how
        assert isinstance(envelope.original_content, bytes)
        self.arrived.append(envelope.original_content)
        if how and isinstance(server.transport, asyncio.WriteTransport):
            server.transport.abort()
        return "250 OK"

    @property
    def letters(self) -> list[EmailMessage]:
        found = [email.message_from_bytes(one, policy=email.policy.default) for one in self.arrived]
        return [one for one in found if isinstance(one, EmailMessage)]


@dataclass(frozen=True)
class Running:
    url: str
    box: Mailbox
    port: int


class _OnAFreePort(Controller):
    """Its first call of itself goes to the port that the system gave it."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextlib.contextmanager
def mail_server(box: Mailbox, *, tls: ssl.SSLContext | None = None, login: bool = False) -> Iterator[Running]:
    """Listening until the end; `tls` asks for STARTTLS, `login` for a user and a password."""
    more: dict[str, Any] = {}
    if tls:
        more = {"tls_context": tls, "require_starttls": True}
    if login:
        more |= {"authenticator": _authenticated, "auth_required": True}
    controller = _OnAFreePort(box, hostname="127.0.0.1", port=0, **more)
    controller.start()
    try:
        yield Running(f"smtp://localhost:{controller.port}", box, controller.port)
    finally:
        controller.stop()


def _authenticated(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
    known = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=known, handled=known)


def certified(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """An authority of our own, and a server's context with a certificate of it for 'localhost'."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "server.pem"
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    pem.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, form, plain)
    )
    authority = folder / "authority.pem"
    authority.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return authority, context
