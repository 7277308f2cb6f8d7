"""A session of requests to one server, bounded in time and size. Loads requests; used from one thread."""

import io
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests

from channels.deadline import whole
from channels.x.wire import Wire

LARGEST_ANSWER = 1_000_000
"""Bytes of an answer that are read before the connection is given up; a real one has a few hundred."""
RESET = "x-rate-limit-reset"


class Session(requests.Session):
    """A session to one server: tweepy writes its host out, sets no time-outs and reads answers of any size."""

    def __init__(self, server: str, connect: float, read: float) -> None:
        """`server`: the address that takes the place of tweepy's. `connect`, `read`: seconds."""
        super().__init__()
        self._server = server
        self.headers_told: Mapping[str, str] = {}
        """Of the last answer; names are found in any letters."""
        self._timeout = (connect, read)
        self._wire = Wire()
        for scheme in ("http://", "https://"):
            self.mount(scheme, self._wire)

    def request(
        self,
        method: str | bytes,
        url: str | bytes,
        *args: Any,  # noqa: ANN401 - handed on as they come
        **kwargs: Any,  # noqa: ANN401 - the same
    ) -> requests.Response:
        """As requests.Session; follows no redirect, which would repeat a post. Raises requests.RequestException."""
        kwargs |= {"timeout": self._timeout, "allow_redirects": False, "stream": True}
        path = urlsplit(url if isinstance(url, str) else url.decode()).path
        size = sum(len(file[1]) for file in (kwargs.get("files") or {}).values())
        connect, read = self._timeout
        with (
            self._wire.until(whole(connect, read, read, size)),
            super().request(method, self._server + path, *args, **kwargs) as response,
        ):
            self.headers_told = response.headers
            return _settled(response)

    def close(self) -> None:
        """Breaks off the call under way, in whatever thread; no further one is made."""
        self._wire.cut()
        super().close()


def _settled(response: requests.Response) -> requests.Response:
    """The whole answer in memory, with nothing in it that tweepy's own reading of errors would stumble over."""
    body = bytearray()
    for chunk in response.iter_content(65536):
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise requests.exceptions.ContentDecodingError(f"more than {LARGEST_ANSWER} bytes")
    answer = requests.Response()
    answer.status_code, answer.reason, answer.url = response.status_code, response.reason, response.url
    answer.headers, answer.request = response.headers, response.request
    answer.encoding = "utf-8"
    answer.raw = io.BytesIO(bytes(body) if _is_document(bytes(body)) else b"")
    if not answer.headers.get(RESET, "0").isdecimal():
        del answer.headers[RESET]
    return answer


def _is_document(body: bytes) -> bool:
    """Whether `body` is a JSON object, and its errors, where it has some, a list of objects or texts."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return False
    errors = document.get("errors", []) if isinstance(document, dict) else None
    return (
        isinstance(errors, list)
        and all(isinstance(each, dict | str) for each in errors)
        and isinstance(document.get("detail", ""), str)
    )
