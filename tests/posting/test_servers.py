"""The servers the network tests stand on do what those tests take for granted. Plain requests; no
code of the product."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from . import servers, x_schema
from .conftest import X_OPENAPI
from .servers import Account, Server

POST = "app.bsky.feed.post"
TEXT = "Motie 3 'Fiets & voet' aangenomen: 12 < 24\nStemming volgt. #raad040"


async def send(
    http: ClientSession, method: str, who: Account, path: str, body: Any = None, **headers: str
) -> tuple[int, Any]:
    headers |= {"Authorization": f"Bearer {who.token}"}
    async with http.request(method, who.url + path, json=body, headers=headers) as answer:
        return answer.status, await answer.json(content_type=None)


def record(text: str, rkey: str, who: Account) -> dict[str, Any]:
    post = {"$type": POST, "text": text, "createdAt": "2026-11-23T19:00:00.000Z", "langs": ["nl"]}
    return {"repo": who.id, "collection": POST, "rkey": rkey, "swapRecord": None, "record": post}


async def put(http: ClientSession, who: Account, text: str, rkey: str = "3mabcdefghijk") -> tuple[int, Any]:
    return await send(http, "POST", who, "/xrpc/com.atproto.repo.putRecord", record(text, rkey, who))


async def test_bluesky_creates_once_and_never_overwrites(pds: Server, http: ClientSession) -> None:
    who = pds.new()
    status, first = await put(http, who, TEXT)
    assert (status, first["validationStatus"]) == (200, "valid") and first["commit"]
    status, again = await put(http, who, TEXT)
    assert (status, again["cid"]) == (200, first["cid"]) and "commit" not in again
    status, other = await put(http, who, "anders")
    assert (status, other["error"]) == (400, "InvalidSwap")

    where = f"repo={who.id}&collection={POST}"
    _, got = await send(http, "GET", who, f"/xrpc/com.atproto.repo.getRecord?{where}&rkey=3mabcdefghijk")
    assert got["value"]["text"] == TEXT and got["uri"] == f"at://{who.id}/{POST}/3mabcdefghijk"
    _, listed = await send(http, "GET", who, f"/xrpc/com.atproto.repo.listRecords?{where}")
    assert [one["value"]["text"] for one in listed["records"]] == [TEXT]


async def test_bluesky_counts_graphemes_and_bytes(pds: Server, http: ClientSession) -> None:
    who, family = pds.new(), "👩‍👩‍👧"
    assert len(family.encode()) == 18
    for key, text, status in (
        ("a", "é" * 300, 200),
        ("b", family * 166, 200),  # 2,988 bytes
        ("c", "é" * 301, 400),
        ("d", family * 167, 400),  # 3,006 bytes
    ):
        assert (await put(http, who, text, f"3mabcdefghij{key}"))[0] == status, key


async def test_bluesky_knows_the_app_password_and_deletes(pds: Server, http: ClientSession) -> None:
    who, login = pds.new(), "/xrpc/com.atproto.server.createSession"
    status, session = await send(http, "POST", who, login, {"identifier": who.handle, "password": who.password})
    assert (status, session["did"]) == (200, who.id)
    status, error = await send(http, "POST", who, login, {"identifier": who.handle, "password": "fout"})
    assert (status, error["error"]) == (401, "AuthenticationRequired")
    await put(http, who, TEXT)
    key = {"repo": who.id, "collection": POST, "rkey": "3mabcdefghijk"}
    assert (await send(http, "POST", who, "/xrpc/com.atproto.repo.deleteRecord", key))[0] == 200
    where = f"repo={who.id}&collection={POST}"
    assert (await send(http, "GET", who, f"/xrpc/com.atproto.repo.listRecords?{where}"))[1]["records"] == []


async def timeline(http: ClientSession, who: Account) -> list[str]:
    return [one["content"] for one in (await send(http, "GET", who, f"/api/v1/accounts/{who.id}/statuses"))[1]]


async def toot(http: ClientSession, who: Account, text: str, **headers: str) -> Any:
    body = {"status": text, "visibility": "public", "language": "nl"}
    status, made = await send(http, "POST", who, "/api/v1/statuses", body, **headers)
    assert status == 200, made
    return made


async def test_snac_posts_reads_and_edits(snac: Server, http: ClientSession) -> None:
    who = snac.new()
    made = await toot(http, who, TEXT)
    assert [tag["name"] for tag in made["tags"]] == ["raad040"]
    assert len(await timeline(http, who)) == 1
    status, edited = await send(http, "PUT", who, f"/api/v1/statuses/{made['id']}", {"status": "Motie 3 verworpen"})
    # snac begins an id with the second of the post, rounded anew at an edit; what follows is what it knows the post by
    assert status == 200 and edited["id"][10:] == made["id"][10:] and "verworpen" in edited["content"]
    assert ["verworpen" in text for text in await timeline(http, who)] == [True]


async def test_snac_ignores_the_key_and_mastodon_mock_honours_it(
    snac: Server, mastodon: Server, http: ClientSession
) -> None:
    for server, posts in ((snac, 2), (mastodon, 1)):
        who = server.new()
        for _ in range(2):
            await toot(http, who, "Motie 3 aangenomen", **{"Idempotency-Key": "een"})
        assert len(await timeline(http, who)) == posts


async def test_mastodon_mock_posts_reads_edits_and_deletes(mastodon: Server, http: ClientSession) -> None:
    who = mastodon.new()
    made = await toot(http, who, TEXT)
    assert await timeline(http, who) == [made["content"]]
    path = f"/api/v1/statuses/{made['id']}"
    assert (await send(http, "GET", who, f"{path}/source"))[1]["text"] == TEXT
    assert "verworpen" in (await send(http, "PUT", who, path, {"status": "Motie 3 verworpen"}))[1]["content"]
    assert (await send(http, "DELETE", who, path))[0] == 200
    assert await timeline(http, who) == []
    assert (await send(http, "POST", who, "/api/v1/statuses", {"status": "a" * 501}))[0] == 422


async def test_x_posts_reads_charges_and_deletes(x_api: Server, http: ClientSession) -> None:
    who, openapi = x_api.new(), x_schema.document(X_OPENAPI if X_OPENAPI.exists() else None)
    before = (await send(http, "GET", who, "/_meter"))[1]["mills"]
    status, made = await send(http, "POST", who, "/2/tweets", {"text": TEXT})
    assert status == 201 and x_schema.faults(openapi, "CreatePostsResponse", made) == []
    assert (await send(http, "POST", who, "/2/tweets", {"text": "Motie 4 aangenomen.De rest volgt"}))[0] == 201
    assert (await send(http, "GET", who, "/_meter"))[1]["mills"] - before == 15 + 200

    assert (await send(http, "GET", who, "/2/users/me"))[1]["data"]["id"] == who.id
    read = (await send(http, "GET", who, f"/2/users/{who.id}/tweets?max_results=5"))[1]
    assert read["meta"]["result_count"] == 2 and "https://t.co/" in read["data"][0]["text"]
    assert read["data"][1]["text"] == TEXT.replace("&", "&amp;").replace("<", "&lt;")
    for post in read["data"]:
        status, gone = await send(http, "DELETE", who, f"/2/tweets/{post['id']}")
        assert status == 200 and x_schema.faults(openapi, "DeletePostsResponse", gone) == []
    assert "data" not in (await send(http, "GET", who, f"/2/users/{who.id}/tweets"))[1]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"text": "al geplaatst"}, 403),
        ({"text": "é" * 281}, 403),
        ({"text": "€" * 141}, 403),
        ({"text": " "}, 400),
        ({"text": 3}, 400),
        ({"status": "Motie"}, 400),
        ({"text": "Motie", "lang": "nl"}, 400),
        ({"text": "Motie", "reply": {"in_reply_to_tweet_id": "at://x"}}, 400),
    ],
    ids=lambda value: str(value)[:24],
)
async def test_x_refuses(x_api: Server, http: ClientSession, body: dict[str, Any], status: int) -> None:
    who = x_api.new()
    await send(http, "POST", who, "/2/tweets", {"text": "al geplaatst"})
    assert (await send(http, "POST", who, "/2/tweets", body))[0] == status


async def test_x_limits_and_renews_tokens(tmp_path: Path, http: ClientSession) -> None:
    with servers.x_fake(tmp_path) as own:
        who = own.account
        await send(http, "POST", who, "/_limit", {"remaining": 1})
        assert (await send(http, "POST", who, "/2/tweets", {"text": "een"}))[0] == 201
        async with http.post(f"{who.url}/2/tweets", headers={"Authorization": f"Bearer {who.token}"}) as answer:
            assert answer.status == 429 and answer.headers["x-rate-limit-remaining"] == "0"
            assert int(answer.headers["x-rate-limit-reset"]) > 0
        await send(http, "POST", who, "/_reset")
        await send(http, "POST", who, "/_expire", {"token": who.token})
        assert (await send(http, "GET", who, "/2/users/me"))[0] == 401
        form = {"grant_type": "refresh_token", "refresh_token": who.refresh, "client_id": "livecouncil"}
        async with http.post(f"{who.url}/2/oauth2/token", data=form) as answer:
            fresh = await answer.json()
        renewed = Account(who.url, who.id, who.handle, fresh["access_token"])
        assert (await send(http, "GET", renewed, "/2/users/me"))[0] == 200
        async with http.post(f"{who.url}/2/oauth2/token", data=form) as answer:
            assert answer.status == 400, "a refresh token works once"
