"""The door: who may ask, how, and under which name; and what every answer carries for a browser's sake."""

import socket
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from ipaddress import ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from panel.entrance.transport import Transport
from panel.public import APPROVALS, DESKS, Proxies, from_outside, is_office, is_public

METHODS = frozenset({"GET", "HEAD"})
"""Nothing of the staff's can be changed here yet."""
PUBLIC_METHODS = METHODS | {"POST"}
HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html"""
PUBLIC_HEADERS: Mapping[str, str] = {
    **HEADERS,
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'"
    ),
}
"""A page with a form, one style sheet, and its icon within it."""
OFFICE_HEADERS: Mapping[str, str] = {
    **HEADERS,
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Referrer-Policy": "same-origin",
}
"""The office's pages: forms, a script of their own origin, pictures, and mails in a frame."""
PICTURED_HEADERS: Mapping[str, str] = {
    **PUBLIC_HEADERS,
    "Content-Security-Policy": PUBLIC_HEADERS["Content-Security-Policy"].replace("img-src", "img-src 'self'"),
}
"""One that shows pictures besides."""
ENCRYPTED = {"Strict-Transport-Security": "max-age=31536000"}
"""Whoever came encrypted comes so for a year (RFC 6797)."""
OPERATORS = frozenset({"/salud", "/metrics"})
"""For monitors on this machine and its network: no proxy passes them on."""
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
ANYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - to know what an operator asked for
WRONG_NAME = "El panel no atiende bajo ese nombre. Agréguelo en PREGONERO_HOSTS.\n"
NOT_FOR_ALL = "Aquí no hay nada.\n"
WRONG_METHOD = "Aquí solo se lee.\n"


@dataclass(frozen=True, slots=True)
class Names:
    """The names by which the panel may be called: a foreign page that points its own name here gets no answer."""

    allowed: frozenset[str]
    any_address: bool
    """It listens on every address of the machine: each number is right then, for no foreign page has a number."""

    def right(self, host: str) -> bool:
        """Whether a request's `Host` header names us; its port is not looked at."""
        name = _without_port(host)
        return name in self.allowed or (self.any_address and _is_address(name))


def names(host: str, more: Collection[str] = ()) -> Names:
    """Of a panel that listens on `host`: that one, the machine's own where it is local, and what staff add."""
    allowed = {host.lower(), *(name.strip().lower() for name in more if name.strip())}
    if host in LOCAL | ANYWHERE:
        allowed |= LOCAL
    if host in ANYWHERE:
        allowed |= {socket.gethostname().lower()}
    return Names(frozenset(allowed - ANYWHERE), host in ANYWHERE)


class Door:
    """Lets right requests in, and puts the headers on every answer."""

    def __init__(
        self, app: ASGIApp, names: Names, proxies: Proxies, more: Callable[[], Collection[str]] = tuple
    ) -> None:
        """`app` is asked only what comes in. `more`: names under which office and site are called besides.

        `proxies`: whose word is believed on whether a request came encrypted.
        """
        self._app = app
        self._names = names
        self._transport = Transport(proxies)
        self._more = more

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        headers = dict(_headers(scope["path"]))
        if self._transport.is_encrypted(Request(scope)):
            headers |= ENCRYPTED

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = MutableHeaders(scope=message)
                for name, value in headers.items():
                    told.setdefault(name, value)
            await send(message)

        await self._choose(scope)(scope, receive, guarded)

    def _choose(self, scope: Scope) -> ASGIApp:
        headers, public, office = Headers(scope=scope), is_public(scope["path"]), is_office(scope["path"])
        operators = scope["path"] in OPERATORS
        # What is public has no name to guard: nobody is signed in there, and it is read as it is by everyone.
        if operators and from_outside(headers):
            return PlainTextResponse(NOT_FOR_ALL, 404)
        if not public and not self._is_ours(headers.get("host", ""), not operators):
            if from_outside(headers) and not office:
                return PlainTextResponse(NOT_FOR_ALL, 404)
            return PlainTextResponse(WRONG_NAME, 421)
        methods = PUBLIC_METHODS if public or office else METHODS
        # Pages for citizens tell it themselves.
        if scope["method"] not in methods and not scope["path"].startswith(DESKS):
            return PlainTextResponse(WRONG_METHOD, 405, {"Allow": ", ".join(sorted(methods))})
        return self._app

    def _is_ours(self, host: str, also_outside: bool) -> bool:
        return self._names.right(host) or (also_outside and _without_port(host) in self._more())


def _headers(path: str) -> Mapping[str, str]:
    if path.startswith(APPROVALS):
        return PICTURED_HEADERS
    if is_office(path):
        return OFFICE_HEADERS
    return PUBLIC_HEADERS if is_public(path) else HEADERS


def _without_port(host: str) -> str:
    name = host.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return name.partition(":")[0].removesuffix(".")


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
