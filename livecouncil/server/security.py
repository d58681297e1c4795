"""What every answer of the public server carries, also those that aiohttp gives by itself to what is no request."""

from __future__ import annotations

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from .sentences import server_sentence

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;"
    " font-src 'self'; base-uri 'none';"
    " form-action 'none'; frame-ancestors *"
)
SECURITY = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Server": "livecouncil",
}
ARCHIVE = SECURITY | {  # search in the archive runs WebAssembly, no other page does
    "Content-Security-Policy": _POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'"),
}
_SAID = (400, 413, 414, 431)


def playing(host: str) -> dict[str, str]:
    """Headers of the page that plays a recording from `host`."""
    return SECURITY | {"Content-Security-Policy": f"{_POLICY}; media-src 'self' https://{host}"}


class Answering(RequestHandler):
    """One connection. Its errors carry the security headers and one sentence; nothing of what was sent or failed."""

    def handle_error(
        self, request: web.BaseRequest, status: int = 500, exc: BaseException | None = None, message: str | None = None
    ) -> web.StreamResponse:
        if status >= 500:
            super().handle_error(request, status, exc, message)  # it goes into the log
        said = server_sentence("status_other")
        if status in _SAID:
            said = server_sentence(f"status_{status}")
        response = web.Response(status=status, text=f"{status} {said}\n", headers=SECURITY)
        response.force_close()
        return response
