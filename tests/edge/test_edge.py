"""One council from its desk to a reader of an edge: every process real, nothing between them but sockets and files."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.redacting import Wish
from livecouncil.journal.signing.succeeding import succeed
from livecouncil.trust.redact import redact
from livecouncil.trust.verify import verify_public
from tests.hub.hubs import CODE, ID
from tests.mirroring.test_documents import PDF
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
    """Also what goes beside the lines: a document as long as it is public, statements of keys, the hub's signature."""
    from livecouncil.publishing import folder as publishing

    lying = whole.folder / "stukken" / ID
    lying.mkdir(parents=True)
    (lying / "m1.pdf").write_bytes(PDF)
    whole.type(400)
    until(whole.is_even)
    whole.session.close()
    publishing.publish(whole.folder, ID)
    new_key(whole)
    public = whole.folder / "public"
    names = sorted(path.relative_to(public).as_posix() for path in public.rglob("*") if path.is_file())
    assert {name.partition("/")[0] for name in names} >= {ID, "keys", "livecouncil.pub"}
    until(lambda: not [name for name in names if whole.edge.get(f"/{CODE}/{name}")[2] != (public / name).read_bytes()])

    until(lambda: whole.edge.get(f"/{CODE}/{ID}/checkpoint.txt.hub.minisig")[0] == 200)
    made = whole.folder.parent / "cache" / CODE / "public"
    assert verify_public(made / ID, witnesses=[made / "hub.pub"]) == []

    (document,) = (name for name in names if name.endswith(".pdf") and "/stukken/" in name)
    filed = next(event for event in whole.session.journal.events if isinstance(event, ev.Attached))
    redact(whole.folder, ID, Wish(filed.seq, "op verzoek"))
    until(lambda: whole.edge.get(f"/{CODE}/{document}")[0] == 404)
    assert whole.postgres.query("select 1 from hub.file where path like '%.pdf' and content is not null") == []


def new_key(whole: Whole) -> None:
    """The council has another key from now on, and the hub is told."""
    from livecouncil.publishing import folder as publishing

    new = succeed(whole.folder, CODE, "rotated", datetime.now(UTC)).new
    publishing.write_keys(whole.folder)
    whole.postgres.query(f"update hub.council set key = '{new.base64}'")


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
