"""What an address leads to, read one way: who is checked here is who is connected to.

A host can be written in many ways that lead to the same place: full-width digits, ideographic dots, a trailing dot,
percent signs, IPv4 in octal, hex or as one number, IPv4 inside IPv6, a zone. All are brought to one form before
anything is decided of them. Sources: WHATWG URL §3.5 and §4.4 (hosts), RFC 6890 (special addresses), RFC 6052 (NAT64).
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from urllib.parse import unquote, urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_DOTS = str.maketrans("\u3002\uff0e\uff61", "...")
_NUMBER = re.compile(r"0[xX][0-9a-fA-F]*|[0-9]+")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_LOOPBACK_NAMES = ("localhost", "ip6-localhost", "ip6-loopback")


def normal_host(host: str) -> str:
    """`host` in one form: an IP address as `ipaddress` writes it, else the name in small letters without a last dot."""
    text = unicodedata.normalize("NFKC", unquote(host)).translate(_DOTS)
    text = text.strip("[]").partition("%")[0].rstrip(".").casefold()
    address = _ip_address(text)
    if address:
        return str(address)
    return text


def host_of(url: str) -> str:
    """The normal host of `url`; '' where it has none that can be read one way only."""
    if "\\" in url or re.search(r"[\x00-\x20\x7f]", url):
        return ""
    try:
        return normal_host(urlsplit(url).hostname or "")
    except ValueError:
        return ""


def forbidden(host: str) -> bool:
    """Whether `host` is an address that is not on the internet: private, loopback, link-local, reserved."""
    address = _ip_address(normal_host(host))
    if address is None:
        return loopback(host)
    return any(not one.is_global or one.is_multicast for one in (address, *_ipv4_inside(address)))


def loopback(host: str) -> bool:
    """Whether `host` is this machine itself."""
    name = normal_host(host)
    address = _ip_address(name)
    if address is None:
        return name in _LOOPBACK_NAMES or name.endswith(".localhost")
    return address.is_loopback or any(one.is_loopback for one in _ipv4_inside(address))


def keeps_secrets(url: str) -> bool:
    """Whether a secret may go to `url`: over https, or to this machine."""
    host = host_of(url)
    scheme = url.partition(":")[0].casefold()
    return bool(host) and (scheme == "https" or (scheme == "http" and loopback(host)))


def _ip_address(text: str) -> Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return _old_ipv4(text)


def _old_ipv4(text: str) -> ipaddress.IPv4Address | None:
    """IPv4 as inet_aton takes it: one to four numbers, decimal, octal or hexadecimal; the last fills what is left."""
    parts = text.split(".")
    if len(parts) > 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    try:
        numbers = [_address_number(part) for part in parts]
    except ValueError:
        return None
    last = numbers.pop()
    if any(number > 255 for number in numbers) or last >= 256 ** (4 - len(numbers)):
        return None
    value = last + sum(number << 8 * (3 - place) for place, number in enumerate(numbers))
    return ipaddress.IPv4Address(value)


def _address_number(part: str) -> int:
    if part[:2].casefold() == "0x":
        return int(part[2:] or "0", 16)
    return int(part, 8 if len(part) > 1 and part.startswith("0") else 10)


def _ipv4_inside(address: Address) -> tuple[ipaddress.IPv4Address, ...]:
    """The IPv4 addresses that an IPv6 address carries: mapped, 6to4, Teredo, NAT64, or compatible."""
    if isinstance(address, ipaddress.IPv4Address):
        return ()
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64 or int(address) >> 32 == 0:
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return tuple(one for one in found if one is not None)
