"""python-telegram-bot's transport over httpx, bounded in time, number and size. Loads both."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import httpx
from telegram.error import BadRequest, TelegramError, TimedOut
from telegram.request import HTTPXRequest, RequestData

from channels.deadline import whole
from channels.telegram.options import Deadlines
from channels.telegram.outcome import FloodControl

Hook = Callable[[httpx.Response], Awaitable[None]]

LARGEST_ANSWER = 1_000_000
"""Bytes of an answer that are read before the connection is given up; a real one has a few thousand."""


class BoundedStream(httpx.AsyncByteStream):
    """An answer's body that breaks off beyond `LARGEST_ANSWER`."""

    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yields the body. Raises httpx.ReadError where it is too large."""
        size = 0
        async for chunk in self._stream:
            size += len(chunk)
            if size > LARGEST_ANSWER:
                raise httpx.ReadError(f"more than {LARGEST_ANSWER} bytes")
            yield chunk

    async def aclose(self) -> None:
        """Closes the stream beneath."""
        await self._stream.aclose()


async def _bound(response: httpx.Response) -> None:
    assert isinstance(response.stream, httpx.AsyncByteStream)
    response.stream = BoundedStream(response.stream)


class BotRequest(HTTPXRequest):
    """PTB's transport with what it leaves out.

    A deadline for a whole call, a 429 without time, bodies too large, and silence about bad JSON.
    """

    def __init__(self, deadlines: Deadlines, connections: int, hook: Hook) -> None:
        """`connections`: the most that may be open. `hook`: who looks at each answer before it is read."""
        self._steps = (deadlines.pool + deadlines.connect, deadlines.write, deadlines.read)
        super().__init__(
            connection_pool_size=connections,
            connect_timeout=deadlines.connect,
            read_timeout=deadlines.read,
            write_timeout=deadlines.write,
            media_write_timeout=deadlines.write,
            pool_timeout=deadlines.pool,
            httpx_kwargs={"headers": {"Accept-Encoding": "identity"}, "event_hooks": {"response": [_bound, hook]}},
        )

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *args: Any,  # noqa: ANN401 - handed on as they come
        **kwargs: Any,  # noqa: ANN401 - the same
    ) -> tuple[int, bytes]:
        """As HTTPXRequest; a 429 raises `FloodControl` (PTB's own class wants a time, and warns when it is made)."""
        files = request_data.multipart_data.values() if request_data is not None else ()
        size = sum(len(data) for _, data, _ in files if isinstance(data, bytes))
        try:
            async with asyncio.timeout(whole(*self._steps, size)):
                code, payload = await super().do_request(url, method, request_data, *args, **kwargs)
        except TimeoutError as late:
            raise TimedOut from late
        if code == HTTPStatus.TOO_MANY_REQUESTS:
            raise FloodControl(_retry_after(payload))
        if code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            raise BadRequest("Request Entity Too Large")
        return code, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """As BaseRequest, without writing the body to the log. Raises TelegramError for what is no JSON object."""
        try:
            answer = json.loads(payload.decode("utf-8", "replace"))
        except (ValueError, RecursionError) as problem:
            raise TelegramError("Invalid server response") from problem
        if not isinstance(answer, dict):
            raise TelegramError("Invalid server response")
        return answer


def _retry_after(payload: bytes) -> timedelta | None:
    """The wait that a 429 asks for (https://core.telegram.org/bots/api#responseparameters), where it says one."""
    try:
        return timedelta(seconds=float(BotRequest.parse_json_payload(payload)["parameters"]["retry_after"]))
    except (TelegramError, KeyError, TypeError, ValueError, OverflowError):
        return None
