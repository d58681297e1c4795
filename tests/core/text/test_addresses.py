"""Where a request may go: one form of every host, however it is written, and what it hides."""

from __future__ import annotations

import pytest

from livecouncil.core.text.addresses import forbidden, host_of, keeps_secrets, loopback, normal_host


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("RAAD.Example.", "raad.example"),
        ("raad\u3002example", "raad.example"),
        ("%72aad.example", "raad.example"),
        ("[::1]", "::1"),
        ("[fe80::1%25eth0]", "fe80::1"),
        ("127.1", "127.0.0.1"),
        ("0x7f.0.0.1", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("0x", "0.0.0.0"),
        ("1.2.3.4.5", "1.2.3.4.5"),
        ("256.1.1.1", "256.1.1.1"),
        ("1.2.3.256", "1.2.3.256"),
        ("09.1.1.1", "09.1.1.1"),
    ],
)
def test_a_host_has_one_form(typed: str, normal: str) -> None:
    assert normal_host(typed) == normal


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://raad.example/m1", "raad.example"),
        ("https://user@raad.example:8443/", "raad.example"),
        ("https://raad.example\\@elsewhere.example/", ""),
        ("https://raad example/", ""),
        ("https://[::1/", ""),
        ("raad.example", ""),
    ],
)
def test_the_host_of_an_address_is_read_one_way_or_not_at_all(url: str, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "printer.localhost",
        "127.0.0.2",
        "10.1.2.3",
        "192.168.0.1",
        "169.254.1.1",
        "224.0.0.1",
        "::1",
        "::ffff:10.0.0.1",
        "2002:a00:1::",
        "64:ff9b::a00:1",
        "::10.0.0.1",
        "0x0a000001",
    ],
)
def test_what_is_not_on_the_internet_is_forbidden_however_it_is_written(host: str) -> None:
    assert forbidden(host)


@pytest.mark.parametrize("host", ["raad.example", "93.184.216.34", "2606:2800:220:1::", "64:ff9b::5db8:d822"])
def test_the_internet_is_not(host: str) -> None:
    assert not forbidden(host)


def test_this_machine_is_known_in_each_of_its_names() -> None:
    assert all(loopback(host) for host in ("LOCALHOST", "ip6-localhost", "127.1", "::1", "::ffff:127.0.0.1"))
    assert not any(loopback(host) for host in ("10.0.0.1", "raad.example", "localhost.example"))


def test_a_secret_goes_over_https_or_stays_on_this_machine() -> None:
    assert keeps_secrets("https://raad.example/hook") and keeps_secrets("http://127.0.0.1:8080/hook")
    assert not keeps_secrets("http://raad.example/hook")
    assert not keeps_secrets("https:///hook") and not keeps_secrets("ftp://localhost/hook")
