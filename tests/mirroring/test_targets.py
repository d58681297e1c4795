"""Each kind of mirror against a real server of its kind: four verbs, and what is refused."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import obstore
import pytest

from livecouncil.core.council.model import MirrorSite
from livecouncil.errors import MirrorAway, MirrorRefused
from livecouncil.mirroring.addresses import opened_mirror, secret_name
from livecouncil.mirroring.targets.webdav import DavAddress, webdav
from livecouncil.settings import secrets

from .mirrored import Website, bucket_store, website
from .servers import RealServer, free_port, running, wsgidav


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def site_of(there: Website, **more: str) -> MirrorSite:
    if there.server.secret:
        secrets.save("Voorbeeld", secret_name(there.site), there.server.secret)
    return there.site.model_copy(update=more)


async def test_four_verbs(there: Website, tmp_path: Path) -> None:
    async with opened_mirror(tmp_path, "Voorbeeld", site_of(there)) as target:
        assert await target.get("m/items/8.json") is None
        await target.put("m/items/8.json", b"een")
        await target.put("m/items/8.json", b"twee, en langer")
        await target.put("m/items/8.json", b"3")
        await target.put("m/leeg.json", b"")
        assert await target.get("m/items/8.json") == b"3" and await target.get("m/leeg.json") == b""
        listed = await target.list("m")
        lists = "nginx" not in there.server.command[0]
        assert listed == ({"items": None, "leeg.json": 0} if lists else None)
        assert await target.list("nergens") in ({}, None)
        await target.delete("m/items/8.json")
        await target.delete("m/items/8.json")
        await target.delete("nergens/iets")
        assert there.files() == {"m/leeg.json": b""}


async def test_a_server_that_is_not_there_is_away(there: Website, tmp_path: Path) -> None:
    gone = there.by(free_port())
    site_of(gone)
    with pytest.raises(MirrorAway):
        async with opened_mirror(tmp_path, "Voorbeeld", gone.site) as target:
            await target.get("iets")


def told_of(there: Website, path: str) -> dict[str, str]:
    """What a bucket tells a reader of an object."""
    store = bucket_store(there.server.port, f"live/{there.name}")
    return {str(key): value for key, value in obstore.get(store, path).attributes.items()}


async def test_what_is_put_in_a_bucket_has_its_type_and_says_how_long_it_keeps(
    s3_server: RealServer, tmp_path: Path
) -> None:
    there = website(s3_server)
    async with opened_mirror(tmp_path, "Voorbeeld", site_of(there)) as target:
        await target.put("m/feed.json", b"{}")
        await target.put("m/index.html", b"<!DOCTYPE html>")
    told = told_of(there, "m/feed.json")
    assert (told["Content-Type"], told["Cache-Control"]) == (
        "application/feed+json; charset=utf-8",
        "public, max-age=1",
    )
    assert told_of(there, "m/index.html")["Content-Type"] == "text/html; charset=utf-8"


async def test_a_bucket_that_is_not_there_is_refused(s3_server: RealServer, tmp_path: Path) -> None:
    there = website(s3_server)
    with pytest.raises(MirrorRefused, match="bucket"):
        async with opened_mirror(tmp_path, "Voorbeeld", site_of(there, to="s3://nergens/live")) as target:
            await target.put("iets", b"")


async def test_a_host_with_another_key_is_refused(sftp_server: RealServer, tmp_path: Path) -> None:
    there = website(sftp_server)
    wrong = tmp_path / "known_hosts"
    other = Path(there.site.key).with_suffix(".pub").read_text()
    wrong.write_text(f"[127.0.0.1]:{sftp_server.port} {other}")
    with pytest.raises(MirrorRefused, match="[Hh]ost key"):
        async with opened_mirror(tmp_path, "Voorbeeld", site_of(there, known_hosts=str(wrong))):
            pass
    with pytest.raises(MirrorRefused, match="vingerafdruk"):
        async with opened_mirror(tmp_path, "Voorbeeld", site_of(there, known_hosts=str(tmp_path / "geen"))):
            pass


async def test_a_key_that_is_not_let_in_is_refused(sftp_server: RealServer, tmp_path: Path) -> None:
    there = website(sftp_server)
    host_key = str(Path(there.site.key).with_name("host"))
    with pytest.raises(MirrorRefused):
        async with opened_mirror(tmp_path, "Voorbeeld", site_of(there, key=host_key)):
            pass


async def test_a_folder_that_is_not_there_is_not_made(sftp_server: RealServer, tmp_path: Path) -> None:
    there = website(sftp_server)
    there.root.rmdir()
    async with opened_mirror(tmp_path, "Voorbeeld", site_of(there)) as target:
        with pytest.raises(MirrorRefused, match="is er niet"):
            await target.put("m/index.html", b"")
    with pytest.raises(MirrorAway, match="is er niet"):
        async with opened_mirror(tmp_path, "Voorbeeld", MirrorSite(name="site", to=str(there.root))) as target:
            await target.put("m/index.html", b"")
    assert not there.root.exists()


async def test_files_are_readable_by_the_web_server(sftp_server: RealServer, tmp_path: Path) -> None:
    there = website(sftp_server)
    async with opened_mirror(tmp_path, "Voorbeeld", site_of(there)) as target:
        await target.put("m/items/8.json", b"{}")
    modes = [path.stat().st_mode & 0o777 for path in (there.root / "m", there.root / "m" / "items" / "8.json")]
    assert modes == [0o755, 0o644]


async def test_a_password_is_asked_for_and_a_wrong_one_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "www"
    root.mkdir()
    with running(wsgidav(tmp_path, root, anybody=False)) as server:
        there = website(server)
        with pytest.raises(MirrorRefused, match="livecouncil mirrors site"):
            opened_mirror(tmp_path, "Voorbeeld", there.site)
        async with opened_mirror(tmp_path, "Voorbeeld", site_of(there)) as target:
            await target.put("m/index.html", b"<p>")
        secrets.save("Voorbeeld", secret_name(there.site), {"password": "anders"})
        with pytest.raises(MirrorRefused, match="aanmelding") as refused:
            async with opened_mirror(tmp_path, "Voorbeeld", there.site) as target:
                await target.put("m/index.html", b"")
        assert "anders" not in str(refused.value)


async def test_no_secret_goes_over_plain_http(tmp_path: Path) -> None:
    with pytest.raises(MirrorRefused, match="https"):
        async with webdav(DavAddress("http://www.example.nl/live", "raad", "geheim")):
            pass
    site = MirrorSite(name="site", to="s3://raad/live", endpoint="http://s3.example.nl")
    secrets.save("Voorbeeld", secret_name(site), {"key": "a", "secret": "b"})
    with pytest.raises(MirrorRefused, match="https"):
        async with opened_mirror(tmp_path, "Voorbeeld", site):
            pass


@pytest.mark.parametrize(("to", "said"), [("hub+https://raad.example/GM0000", "soort"), ("ftp://a.nl/b", "soort")])
def test_a_kind_there_is_not_is_said(tmp_path: Path, to: str, said: str) -> None:
    with pytest.raises(MirrorRefused, match=said):
        opened_mirror(tmp_path, "Voorbeeld", MirrorSite(name="site", to=to))


@pytest.mark.parametrize(("to", "library"), [("sftp://a.nl/b", "asyncssh"), ("s3://a/b", "obstore")])
def test_a_missing_library_is_named_with_its_install_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to: str, library: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    secrets.save("Voorbeeld", "mirror-site", {"key": "a", "secret": "b"})
    with pytest.raises(MirrorRefused) as refused:
        opened_mirror(tmp_path, "Voorbeeld", MirrorSite(name="site", to=to))
    assert re.search(rf"ontbreekt {library} .* pip install .*{library}", str(refused.value))
