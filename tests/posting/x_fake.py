"""A stand-in for X's API v2, of which there is no server to run: `python -m tests.networks.x_fake [openapi.json]`.

It checks every request against X's OpenAPI document, counts as X does, refuses what X refuses, returns text as X does
(entities escaped, addresses as t.co) and keeps a meter of what X would charge. What X does not document (the answer to
a text that is too long, how long a text counts as a duplicate) is a guess on the strict side. Requests under `/_` are
for the tests: `_meter`, `_account`, `_limit`, `_expire`, `_reset`. Prints its URL; stops at end of input.
"""

from __future__ import annotations

import asyncio
import html
import itertools
import secrets
import sys
import time
import unicodedata
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from livecouncil.core.text.length import links, x_length

from . import x_schema
from .until_end import until_end

LONGEST = 280
POST_PRICE, LINK_PRICE = 15, 200  # thousandths of a dollar
WINDOW = 15 * 60
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Account:
    id: str
    handle: str
    token: str = ""
    refresh: str = ""

    def renew(self) -> None:
        """Both tokens are new; the old ones are worth nothing from here on."""
        self.token, self.refresh = secrets.token_urlsafe(24), secrets.token_urlsafe(24)

    def public(self) -> dict[str, str]:
        return {"id": self.id, "name": self.handle, "username": self.handle}


@dataclass
class Post:
    id: str
    author: str
    text: str
    created: str

    def public(self) -> dict[str, Any]:
        """As X returns a text: `&amp;` for `&`, and every address, meant or not, replaced by one of its own."""
        shown, urls = html.escape(self.text, quote=False), []
        for number, link in enumerate(links(self.text)):
            short = f"https://t.co/{self.id[-6:]}{number:04}"
            shown = shown.replace(html.escape(link, quote=False), short, 1)
            urls.append({"url": short, "expanded_url": link if "://" in link else f"http://{link}"})
        optional = {"created_at": self.created, "entities": {"urls": urls}}
        return {"id": self.id, "text": shown, "edit_history_tweet_ids": [self.id], **optional}


@dataclass
class State:
    openapi: dict[str, Any]
    accounts: list[Account] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    ids: Iterator[int] = field(default_factory=lambda: itertools.count(1_900_000_000_000_000_001))
    remaining: int = 10_000
    resets: int = 0
    meter: dict[str, int] = field(default_factory=dict)

    def clear(self) -> None:
        self.posts.clear()
        self.remaining, self.resets = 10_000, int(time.time()) + WINDOW
        self.meter = {"posts": 0, "with_url": 0, "mills": 0, "reads": 0, "refused": 0}


STATE = web.AppKey("state", State)


def problem(status: int, title: str, detail: str, kind: str = "about:blank", **more: Any) -> web.Response:
    body = {"title": title, "detail": detail, "type": kind, "status": status, **more}
    return web.json_response(body, status=status, content_type="application/problem+json")


def invalid(faults: list[str]) -> web.Response:
    errors = [{"parameters": {}, "message": fault} for fault in faults]
    detail = "One or more parameters to your request was invalid."
    return problem(400, "Invalid Request", detail, "https://api.x.com/2/problems/invalid-request", errors=errors)


def forbidden(detail: str) -> web.Response:
    return problem(403, "Forbidden", detail)


def not_found(value: str) -> web.Response:
    kind = "https://api.x.com/2/problems/resource-not-found"
    told = {"resource_type": "tweet", "resource_id": value, "parameter": "id", "value": value}
    return problem(404, "Not Found Error", f"Could not find tweet with id: [{value}].", kind, **told)


def author(request: web.Request) -> Account | None:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return next((account for account in request.app[STATE].accounts if given and account.token == given), None)


@web.middleware
async def gate(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Token, rate limit and X's headers, for everything but the token's own address and the tests'."""
    if request.path.startswith(("/_", "/2/oauth2/")):
        return await handler(request)
    state = request.app[STATE]
    answer = await admitted(request, state, handler)
    if answer.status >= 400:
        state.meter["refused"] += 1
    left = {"limit": 10_000, "remaining": max(state.remaining, 0), "reset": state.resets}
    answer.headers.update({f"x-rate-limit-{name}": str(value) for name, value in left.items()})
    return answer


async def admitted(request: web.Request, state: State, handler: Handler) -> web.StreamResponse:
    if not author(request):
        return problem(401, "Unauthorized", "Unauthorized")
    if state.remaining <= 0:
        return problem(429, "Too Many Requests", "Too Many Requests")
    state.remaining -= 1
    return await handler(request)


async def create(request: web.Request) -> web.Response:
    state, account = request.app[STATE], author(request)
    assert account
    try:
        body = await request.json()
    except ValueError:
        return invalid(["Requests with bodies must have content-type of application/json."])
    if found := x_schema.faults(state.openapi, "CreatePostsRequest", body):
        return invalid(found)
    text = unicodedata.normalize("NFC", body.get("text", ""))
    refused = refusal(state, account, text)
    return refused or web.json_response({"data": chosen(written(state, account, text), "")}, status=201)


def refusal(state: State, account: Account, text: str) -> web.Response | None:
    if not text.strip():
        return invalid(["$.text: text is required unless media is provided"])
    if x_length(text) > LONGEST:
        return forbidden("You are not permitted to perform this action.")
    if any(post.author == account.id and post.text == text for post in state.posts):
        return forbidden("You are not allowed to create a Tweet with duplicate content.")
    return None


def written(state: State, account: Account, text: str) -> Post:
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    post = Post(str(next(state.ids)), account.id, text, now)
    state.posts.append(post)
    linked = bool(links(text))
    state.meter["posts"] += 1
    state.meter["with_url"] += linked
    state.meter["mills"] += LINK_PRICE if linked else POST_PRICE
    return post


async def delete(request: web.Request) -> web.Response:
    state, account, wanted = request.app[STATE], author(request), request.match_info["id"]
    assert account
    if found := x_schema.faults(state.openapi, "PostId", wanted):
        return invalid(found)
    post = next((post for post in state.posts if post.id == wanted), None)
    if not post:
        return not_found(wanted)
    if post.author != account.id:
        return forbidden("You are not authorized to delete this Tweet.")
    state.posts.remove(post)
    return web.json_response({"data": {"deleted": True}})


async def me(request: web.Request) -> web.Response:
    account = author(request)
    assert account
    return web.json_response({"data": account.public()})


async def timeline(request: web.Request) -> web.Response:
    """Newest first; `data` is missing where there is nothing, and of each post what is not asked for."""
    state, asked = request.app[STATE], request.query
    size = asked.get("max_results", "10")
    if not size.isdigit() or not 5 <= int(size) <= 100:
        return invalid([f"The `max_results` query parameter value [{size}] is not between 5 and 100"])
    newest = [post for post in reversed(state.posts) if post.author == request.match_info["id"]]
    newest = [post for post in newest if int(post.id) > int(asked.get("since_id", "0"))]
    start = int(asked.get("pagination_token", "0"))
    return web.json_response(page(newest, start, int(size), asked.get("tweet.fields", ""), state))


def chosen(post: Post, fields: str) -> dict[str, Any]:
    """`tweet.fields` adds to what is always there."""
    wanted = {"id", "text", "edit_history_tweet_ids", *fields.split(",")}
    return {name: value for name, value in post.public().items() if name in wanted}


def page(newest: list[Post], start: int, size: int, fields: str, state: State) -> dict[str, Any]:
    shown = [chosen(post, fields) for post in newest[start : start + size]]
    state.meter["reads"] += len(shown)
    if not shown:
        return {"meta": {"result_count": 0}}
    meta = {"result_count": len(shown), "newest_id": shown[0]["id"], "oldest_id": shown[-1]["id"]}
    more = {"next_token": str(start + size)} if start + size < len(newest) else {}
    return {"data": shown, "meta": meta | more}


async def token(request: web.Request) -> web.Response:
    """A refresh token works once; its answer holds the next."""
    form = await request.post()
    wanted = str(form.get("refresh_token", ""))
    account = next((one for one in request.app[STATE].accounts if wanted and one.refresh == wanted), None)
    if form.get("grant_type") != "refresh_token" or not form.get("client_id") or not account:
        told = {"error": "invalid_request", "error_description": "Value passed for the token was invalid."}
        return web.json_response(told, status=400)
    account.renew()
    fresh = {"access_token": account.token, "refresh_token": account.refresh}
    scope = "tweet.read tweet.write users.read offline.access"
    return web.json_response({"token_type": "bearer", "expires_in": 7200, "scope": scope, **fresh})


async def meter(request: web.Request) -> web.Response:
    state = request.app[STATE]
    return web.json_response({**state.meter, "usd": state.meter["mills"] / 1000})


async def new_account(request: web.Request) -> web.Response:
    state = request.app[STATE]
    account = Account(str(next(state.ids)), (await request.json())["handle"])
    account.renew()
    state.accounts.append(account)
    return web.json_response({**vars(account)})


async def limit(request: web.Request) -> web.Response:
    """{"remaining": n}: n more requests, then 429."""
    request.app[STATE].remaining = int((await request.json())["remaining"])
    return web.json_response({})


async def expire(request: web.Request) -> web.Response:
    """{"token": …}: that access token has run out; its refresh token still works."""
    given = (await request.json())["token"]
    for account in request.app[STATE].accounts:
        if account.token == given:
            account.token = ""
    return web.json_response({})


async def reset(request: web.Request) -> web.Response:
    """No posts, nothing spent, no limit reached; accounts and tokens stay."""
    request.app[STATE].clear()
    return web.json_response({})


def application(openapi: Path | None = None) -> web.Application:
    app = web.Application(middlewares=[gate])
    app[STATE] = State(x_schema.document(openapi))
    app[STATE].clear()
    app.router.add_post("/2/tweets", create)
    app.router.add_delete("/2/tweets/{id}", delete)
    app.router.add_get("/2/users/me", me)
    app.router.add_get("/2/users/{id}/tweets", timeline)
    app.router.add_post("/2/oauth2/token", token)
    app.router.add_get("/_meter", meter)
    for path, handler in (("account", new_account), ("limit", limit), ("expire", expire), ("reset", reset)):
        app.router.add_post(f"/_{path}", handler)
    return app


if __name__ == "__main__":
    given = Path(sys.argv[1]) if sys.argv[1:] else None
    asyncio.run(until_end(application(given)))
