"""What each error of httpx says about the request that broke. Loads httpx; adapters import it when they send."""

from enum import Enum, auto

import httpx

from channels.certificate import certificate_refused


class Broken(Enum):
    """How far a request came that got no answer."""

    UNREACHABLE = auto()
    """No connection was made: nothing left."""
    CERTIFICATE = auto()
    """The server could not prove who it is: nothing left."""
    BUSY = auto()
    """All of the account's own connections were taken: nothing left."""
    ADDRESS = auto()
    """The address is none that can be called."""
    UNCERTAIN = auto()
    """It may have arrived."""


BY_ERROR: dict[type[BaseException], Broken] = {
    httpx.ConnectError: Broken.UNREACHABLE,
    httpx.ConnectTimeout: Broken.UNREACHABLE,
    httpx.ProxyError: Broken.UNREACHABLE,
    httpx.PoolTimeout: Broken.BUSY,
    httpx.UnsupportedProtocol: Broken.ADDRESS,
    httpx.InvalidURL: Broken.ADDRESS,
    TimeoutError: Broken.UNCERTAIN,
    httpx.ReadTimeout: Broken.UNCERTAIN,
    httpx.WriteTimeout: Broken.UNCERTAIN,
    httpx.TimeoutException: Broken.UNCERTAIN,
    httpx.ReadError: Broken.UNCERTAIN,
    httpx.WriteError: Broken.UNCERTAIN,
    httpx.CloseError: Broken.UNCERTAIN,
    httpx.NetworkError: Broken.UNCERTAIN,
    httpx.LocalProtocolError: Broken.UNCERTAIN,
    httpx.RemoteProtocolError: Broken.UNCERTAIN,
    httpx.ProtocolError: Broken.UNCERTAIN,
    httpx.DecodingError: Broken.UNCERTAIN,
    httpx.TooManyRedirects: Broken.UNCERTAIN,
    httpx.TransportError: Broken.UNCERTAIN,
    httpx.RequestError: Broken.UNCERTAIN,
    httpx.HTTPStatusError: Broken.UNCERTAIN,
    httpx.HTTPError: Broken.UNCERTAIN,
}
"""By the exact class; what is not here is uncertain."""


def broken(error: BaseException) -> Broken:
    """What `error` says about its request."""
    found = BY_ERROR.get(type(error), Broken.UNCERTAIN)
    return Broken.CERTIFICATE if found is Broken.UNREACHABLE and certificate_refused(error) else found
