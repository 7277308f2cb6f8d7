"""Why a call got no answer: the system's word in Spanish, with its own text behind it."""

import asyncio
import errno
import socket
import ssl

import httpx
import pytest
import requests

from channels.causes import BY_CERTIFICATE, CUT, NO_ANSWER, NO_NAME, NO_WAY, NOBODY, cause_of


def beneath(outer: Exception, inner: Exception) -> Exception:
    """`outer` as a library raises it over the system's own."""
    outer.__cause__ = inner
    return outer


UNVERIFIED = ssl.SSLCertVerificationError(1, "certificate verify failed")
UNVERIFIED.verify_code = 10


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), NO_NAME),
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"), "el DNS no responde"),
        (ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"), NOBODY),
        (ConnectionResetError(errno.ECONNRESET, "Connection reset by peer"), CUT),
        (OSError(errno.EHOSTUNREACH, "No route to host"), NO_WAY),
        (TimeoutError(), NO_ANSWER),
        (httpx.ReadTimeout(""), NO_ANSWER),
        (requests.ConnectTimeout("timed out"), NO_ANSWER),
        (httpx.RemoteProtocolError("Server disconnected"), "cortó la conexión, o respondió lo que no es HTTP"),
        (UNVERIFIED, BY_CERTIFICATE[10]),
        (OSError("All connection attempts failed"), ""),
    ],
)
def test_what_the_system_says_is_told_in_spanish(error: Exception, why: str) -> None:
    """By itself and beneath a library's error; the technical text stands behind, and alone where we know no better."""
    said = str(error) or type(error).__name__
    assert cause_of(error) == (f"{why}: {said}" if why else said)
    assert cause_of(beneath(httpx.ConnectError("outer"), error)) == (f"{why}: outer" if why else "outer")


def test_real_libraries_are_understood() -> None:
    """httpx and requests wrap a refused connection each in its way."""
    address = "http://127.0.0.1:9/"

    async def by_httpx() -> None:
        async with httpx.AsyncClient() as client:
            await client.get(address)

    with pytest.raises(httpx.ConnectError) as first:
        asyncio.run(by_httpx())
    with pytest.raises(requests.ConnectionError) as second:
        requests.get(address, timeout=5)
    assert [cause_of(each.value).partition(":")[0] for each in (first, second)] == [NOBODY, NOBODY]


def test_secrets_are_blotted_out() -> None:
    """The technical text may hold the address with its token."""
    assert cause_of(httpx.ConnectError("to /bot42:abc/getMe"), ("42:abc",)) == "to /bot[secreto]/getMe"
