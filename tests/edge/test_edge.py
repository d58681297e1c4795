"""One council from its desk to a reader of an edge: every process real, nothing between them but sockets and files."""

from __future__ import annotations

import json
import shutil

from tests.hub.hubs import CODE, ID
from tests.server.test_server import events
from tests.waiting import until

from .conftest import Whole


def test_an_evening_reaches_a_reader_of_the_edge_and_whoever_comes_back(whole: Whole) -> None:
    whole.type(10)
    until(whole.is_even)
    until(lambda: whole.edge.get(f"/{CODE}/{ID}/feed.json")[0] == 200)
    tag = whole.edge.get(f"/{CODE}/{ID}/feed.json")[1]["ETag"]
    assert whole.edge.get(f"/{CODE}/{ID}/feed.json", If_None_Match=tag)[0] == 304
    stream = whole.edge.listen(f"/{CODE}/{ID}/stream")
    assert stream.status == 200
    whole.type(400)
    until(whole.is_even)
    until(lambda: whole.edge.get(f"/{CODE}/{ID}/feed.json", If_None_Match=tag)[0] == 200)
    entries = events(stream, "entry")
    first = [next(entries) for _ in range(6)]
    later = whole.edge.listen(f"/{CODE}/{ID}/stream", Last_Event_ID="3")
    assert [next(events(later, "entry")) for _ in range(1)] == [first[3]]
    status, headers, page = whole.edge.get(f"/{CODE}/{ID}/")
    assert status == 200 and "stale-while-revalidate" in headers["Cache-Control"]
    assert b"Voorbeeld" in page or b"raad" in page


def test_what_the_edge_shows_is_what_the_council_published(whole: Whole) -> None:
    from livecouncil.publishing import folder as publishing

    whole.type(400)
    until(whole.is_even)
    whole.session.close()
    publishing.publish(whole.folder, ID)
    until(whole.is_even)
    public = whole.folder / "public"
    names = sorted(path.relative_to(public).as_posix() for path in public.rglob("*") if path.is_file())
    until(lambda: not [name for name in names if whole.edge.get(f"/{CODE}/{name}")[2] != (public / name).read_bytes()])


def test_addresses_of_a_council_stay_below_it(whole: Whole) -> None:
    whole.type(10)
    until(whole.is_even)
    until(lambda: whole.edge.get(f"/{CODE}/{ID}/")[0] == 200)
    assert whole.edge.get(f"/{CODE}")[1]["Location"] == f"/{CODE}/"
    assert whole.edge.get(f"/{CODE}/{ID}")[1]["Location"] == f"/{CODE}/{ID}/"
    assert whole.edge.get(f"/{CODE}/")[0] == 200
    assert f'href="/{CODE}/"'.encode() in whole.edge.get("/")[2]
    for path in ("/GM0001/", "/GM0001/x", f"/{CODE}/{ID}/wall", f"/{CODE}/../council.toml", "/.none/", "/healthz"):
        assert whole.edge.get(path)[0] == 404, path
    assert f'href="/{CODE}/static/'.encode() in whole.edge.get(f"/{CODE}/nothing")[2]
    assert whole.edge.get(f"/{CODE}/static/page.css")[0] == 200
    known = json.loads(whole.edge.get(f"/{CODE}/{ID}/oembed.json")[2])
    page = known["provider_url"] + f"{ID}/"
    assert json.loads(whole.edge.get(f"/{CODE}/oembed?url={page}")[2]) == known
    for asked, status in ((f"/oembed?url={page}", 404), ("/oembed", 400), (f"/GM0001/oembed?url={page}", 404)):
        assert whole.edge.get(asked)[0] == status, "a council of another name is not told of by this one"


def test_an_edge_that_lost_its_cache_makes_it_anew(whole: Whole) -> None:
    whole.type(40)
    until(whole.is_even)
    whole.edge.kill()
    shutil.rmtree(whole.folder.parent / "cache")
    whole.edge.start()
    until(whole.is_even)
    until(lambda: whole.edge.get(f"/{CODE}/{ID}/state.json")[0] == 200)
