"""How a request came: over TLS or from this machine itself, from a page of ours, and with which cookie."""

from ipaddress import ip_address
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from panel.public import FORWARDED, Proxies

SECURE = "__Secure-pregonero-"
LOCAL = "pregonero-"
"""How the cookie is called, before the municipality's slug: no page without TLS sets the first one (RFC 6265bis)."""


class Transport:
    """Knows whose word on a request's way is believed."""

    def __init__(self, proxies: Proxies) -> None:
        """`proxies`: those that are believed."""
        self._proxies = proxies

    def client(self, request: Request) -> str:
        """The address that a request comes from."""
        return self._proxies.client(_peer(request), request.headers)

    def is_encrypted(self, request: Request) -> bool:
        """Whether nobody on the way reads what is typed: a trusted proxy says so, or the socket itself."""
        if self._proxies.trusts(_peer(request)):
            told = request.headers.get("x-forwarded-proto", "").rpartition(",")[2].strip().lower()
            if told:
                return told == "https"
        return request.url.scheme == "https"

    def is_safe(self, request: Request) -> bool:
        """Whether a password may be typed: over TLS, or where nothing leaves the machine."""
        if self.is_encrypted(request):
            return True
        return _is_local(_peer(request)) and not any(name in request.headers for name in FORWARDED)

    def is_own(self, request: Request) -> bool:
        """Whether a form was sent from a page of ours, as the browser says; each one in use does.

        https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
        """
        site = request.headers.get("sec-fetch-site")
        if site is not None:
            return site == "same-origin"
        origin = request.headers.get("origin")
        return origin is None or urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()

    def cookie(self, request: Request, town: str) -> str:
        """The name of a municipality's cookie on this way."""
        return f"{SECURE if self.is_encrypted(request) else LOCAL}{town}"

    def hand(self, request: Request, response: Response, town: str, token: str) -> None:
        """Give the browser its cookie: for these pages alone, for no script, and not along from other sites' forms."""
        response.set_cookie(
            self.cookie(request, town),
            token,
            path=f"/panel/{quote(town)}/",
            secure=self.is_encrypted(request),
            httponly=True,
            samesite="lax",
        )

    def take_back(self, request: Request, response: Response, town: str) -> None:
        """Have the browser forget it."""
        secure = self.is_encrypted(request)
        response.delete_cookie(
            self.cookie(request, town), path=f"/panel/{quote(town)}/", secure=secure, httponly=True, samesite="lax"
        )


def _peer(request: Request) -> str:
    return request.client.host if request.client is not None else ""


def _is_local(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
