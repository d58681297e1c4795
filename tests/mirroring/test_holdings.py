"""What a mirror says stands there: written ahead, never of others, and mended where it broke."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from livecouncil.errors import MirrorRefused
from livecouncil.mirroring.holdings import FOLDER, UNSURE, Holdings
from livecouncil.mirroring.targets.mounted import Mounted


@pytest.fixture
def target(tmp_path: Path) -> Mounted:
    (tmp_path / "www").mkdir()
    return Mounted(tmp_path / "www")


async def loaded(target: Mounted, council: str = "GM0000") -> Holdings:
    holdings = Holdings(target, council)
    await holdings.load()
    return holdings


async def test_what_is_touched_is_unsure_until_it_is_settled(target: Mounted) -> None:
    first = await loaded(target)
    await first.expect(["index.html", "m/state.json"])
    await target.put("m/state.json", b"{}")
    first.put("m/state.json", "1")
    killed = await loaded(target)
    assert killed.there == {"index.html": UNSURE, "m/state.json": UNSURE}
    await first.settle()
    assert (await loaded(target)).there == {"index.html": UNSURE, "m/state.json": "1"}


async def test_what_others_laid_there_is_refused(target: Mounted) -> None:
    await target.put("index.html", b"de website van de gemeente")
    await target.put("static/style.css", b"body{}")
    for path in ("index.html", "static/page.css"):
        with pytest.raises(MirrorRefused, match="niet van livecouncil"):
            await (await loaded(target)).expect([path])
    assert await target.get("index.html") == b"de website van de gemeente"
    await (await loaded(target)).expect(["m/index.html"])


async def test_the_mirror_of_another_council_is_refused(target: Mounted) -> None:
    await (await loaded(target)).expect(["m/index.html"])
    with pytest.raises(MirrorRefused, match="GM0000"):
        await loaded(target, "GM0001")


async def test_a_newer_form_is_left_alone(target: Mounted) -> None:
    await target.put(f"{FOLDER}/mirror.json", json.dumps({"form": 2, "council": "GM0000"}).encode())
    with pytest.raises(MirrorRefused, match="nieuwere"):
        await loaded(target)


@pytest.mark.parametrize("torn", [b"", b'{"files": {"m/sta', b"[]", b'{"files": 3}'])
async def test_a_record_that_broke_makes_all_it_told_of_unsure(target: Mounted, torn: bytes) -> None:
    holdings = await loaded(target)
    await holdings.expect(["m/state.json", "m/items/8.json", "n/state.json"])
    for path in ("m/state.json", "m/items/8.json", "n/state.json"):
        await target.put(path, b"{}")
        holdings.put(path, "1")
    await holdings.settle()
    await target.put(f"{FOLDER}/m.json", torn)
    mended = await loaded(target)
    assert mended.there == {"m/state.json": UNSURE, "m/items/8.json": UNSURE, "n/state.json": "1"}
    await mended.settle()
    assert (await loaded(target)).there == mended.there


async def test_what_is_gone_is_in_no_record(target: Mounted) -> None:
    holdings = await loaded(target)
    await holdings.expect(["m/state.json"])
    holdings.gone("m/state.json")
    await holdings.settle()
    assert (await loaded(target)).there == {}
