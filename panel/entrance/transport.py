"""How a request came: over TLS or from this machine itself, from a page of ours, and with which cookie."""

from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from panel.public import FORWARDED, Proxies

SECURE = "__Secure-pregonero-"
LOCAL = "pregonero-"
"""How the cookie is called, before the municipality's slug: no page without TLS sets the first one (RFC 6265bis)."""

_OVER = timedelta(0)


class Transport:
    """Knows whose word on a request's way is believed."""

    def __init__(self, proxies: Proxies) -> None:
        """`proxies`: those that are believed."""
        self._proxies = proxies

    @property
    def proxies(self) -> Proxies:
        """Those that are believed."""
        return self._proxies

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
        self._set(request, response, self.cookie(request, town), token, f"/panel/{quote(town)}/", None)

    def take_back(self, request: Request, response: Response, town: str) -> None:
        """Have the browser forget it."""
        self._set(request, response, self.cookie(request, town), "", f"/panel/{quote(town)}/", _OVER)

    def journey_cookie(self, request: Request, town: str) -> str:
        """The name of the cookie that goes along to a directory and back."""
        return f"{self.cookie(request, town)}-ida"

    def hand_journey(self, request: Request, response: Response, town: str, token: str, lasts: timedelta) -> None:
        """Give the browser what it has to bring back from the directory."""
        path = f"/panel/{quote(town)}/directorio"
        self._set(request, response, self.journey_cookie(request, town), token, path, lasts)

    def end_journey(self, request: Request, response: Response, town: str) -> None:
        """Have the browser forget it."""
        self.hand_journey(request, response, town, "", _OVER)

    def _set(
        self, request: Request, response: Response, name: str, value: str, path: str, lasts: timedelta | None
    ) -> None:
        seconds = None if lasts is None else int(lasts.total_seconds())
        secure = self.is_encrypted(request)
        # Lax: the browser comes back from a directory, and from a link in a mail, with what it was given here.
        response.set_cookie(name, value, seconds, path=path, secure=secure, httponly=True, samesite="lax")


def _peer(request: Request) -> str:
    return request.client.host if request.client is not None else ""


def _is_local(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
