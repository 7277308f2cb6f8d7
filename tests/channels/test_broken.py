"""What the errors of httpx say about a request."""

import inspect
import ssl

import httpx
import pytest

from channels.broken import BY_ERROR, Broken, broken


def test_every_error_of_httpx_is_mapped() -> None:
    """A class that a new version brings must be given a meaning."""
    kinds = (httpx.HTTPError, httpx.InvalidURL)
    errors = {each for _, each in inspect.getmembers(httpx, inspect.isclass) if issubclass(each, kinds)}
    assert errors - BY_ERROR.keys() == set()


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        (ssl.SSLCertVerificationError(), Broken.CERTIFICATE),
        (ConnectionRefusedError(), Broken.UNREACHABLE),
        (None, Broken.UNREACHABLE),
    ],
)
def test_a_certificate_lies_at_the_bottom(cause: Exception | None, expected: Broken) -> None:
    """httpx tells a certificate that nobody signed as a connection that failed, with the cause some steps beneath."""
    between = OSError()
    between.__cause__ = cause
    error = httpx.ConnectError("no")
    error.__context__ = between
    assert broken(error) is expected


def test_what_is_not_known_is_in_doubt() -> None:
    """An error of another library says nothing about where the request is."""
    assert broken(RuntimeError()) is Broken.UNCERTAIN
