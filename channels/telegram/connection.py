"""The open bot of one account: python-telegram-bot over connections that are bounded in time, number and size.

Loads the library; `adapter` imports this file when the first message goes out.
"""

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import httpx
from telegram import Bot, InputMediaPhoto, Message
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest, TelegramError
from telegram.request import HTTPXRequest

from channels.message import NotSent, Sent
from channels.telegram.options import TelegramOptions
from channels.telegram.outcome import FloodControl, not_deleted, outcome, unreadable

LARGEST_ANSWER = 1_000_000
"""Bytes of an answer that are read before the connection is given up; a real one has a few thousand."""
PUBLIC = (ChatType.CHANNEL, ChatType.SUPERGROUP)


@dataclass(frozen=True, slots=True)
class Photo:
    """One photo to send."""

    name: str
    sha256: str
    data: bytes
    """Empty where the bot has uploaded these bytes before (`Connection.has`)."""


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
    """PTB's transport with what it leaves out: a 429 without time, bodies too large, and silence about bad JSON."""

    async def do_request(
        self,
        *args: Any,  # noqa: ANN401 - handed on as they come
        **kwargs: Any,  # noqa: ANN401 - the same
    ) -> tuple[int, bytes]:
        """As HTTPXRequest; a 429 raises `FloodControl` (PTB's own class wants a time, and warns when it is made)."""
        code, payload = await super().do_request(*args, **kwargs)
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


class Connection:
    """One bot with its pool of connections."""

    def __init__(self, options: TelegramOptions, target: str, connections: int) -> None:
        """`target`: the account's group or channel, empty for persons. `connections`: the most that may be open."""
        self._token = options.token.get_secret_value()
        self._target = target
        self._uploaded: dict[str, str] = {}
        self._request = BotRequest(
            connection_pool_size=connections,
            connect_timeout=options.deadlines.connect,
            read_timeout=options.deadlines.read,
            write_timeout=options.deadlines.write,
            media_write_timeout=options.deadlines.write,
            pool_timeout=options.deadlines.pool,
            httpx_kwargs={"headers": {"Accept-Encoding": "identity"}, "event_hooks": {"response": [_bound]}},
        )
        self._bot = Bot(
            self._token,
            base_url=f"{options.server}/bot",
            base_file_url=f"{options.server}/file/bot",
            request=self._request,
            get_updates_request=self._request,
        )

    def has(self, sha256: str) -> bool:
        """Whether Telegram holds these bytes already: a photo for ten thousand persons goes up once."""
        return sha256 in self._uploaded

    async def send(self, chat: str, text: str, photos: Sequence[Photo]) -> Sent:
        """Sends `text` (HTML) with `photos` in one call.

        The failure is raised outside the `except`, so that no trace shows the library's error, which may hold the
        token. Raises `Rejected`, `Unavailable` or `Uncertain`.
        """
        failure: NotSent
        try:
            messages = await self._call(chat, text, photos)
            self._keep(messages, photos)
            return self._sent(messages)
        except TelegramError as error:
            failure = outcome(error, self._target, self._token)
        except (
            ArithmeticError,
            AttributeError,
            LookupError,
            TypeError,
            ValueError,
        ):  # a strange answer made PTB stumble
            failure = unreadable()
        raise failure

    async def delete(self, chat: str, number: int) -> None:
        """Deletes a message of the bot; one that is not there is deleted. Raises `Rejected` or `Unavailable`."""
        failure: NotSent | None = None
        try:
            await self._bot.delete_message(chat, number)
        except TelegramError as error:
            failure = not_deleted(error, self._target, self._token)
        if failure is not None:
            raise failure

    async def close(self) -> None:
        """Closes the pool."""
        await self._request.shutdown()

    async def _call(self, chat: str, text: str, photos: Sequence[Photo]) -> tuple[Message, ...]:
        if not photos:
            return (await self._bot.send_message(chat, text, parse_mode=ParseMode.HTML),)
        files = [self._uploaded.get(photo.sha256, photo.data) for photo in photos]
        names = [photo.name for photo in photos]
        if len(files) == 1:
            return (await self._bot.send_photo(chat, files[0], text, parse_mode=ParseMode.HTML, filename=names[0]),)
        album = [InputMediaPhoto(file, filename=name) for file, name in zip(files, names, strict=True)]
        return await self._bot.send_media_group(chat, album, caption=text, parse_mode=ParseMode.HTML)

    def _keep(self, messages: tuple[Message, ...], photos: Sequence[Photo]) -> None:
        """Remembers Telegram's names of the photos (https://core.telegram.org/bots/api#sending-files)."""
        for message, photo in zip(messages, photos, strict=False):
            if message.photo:
                self._uploaded[photo.sha256] = message.photo[-1].file_id

    def _sent(self, messages: tuple[Message, ...]) -> Sent:
        """The ids of all messages that one call made, and the public address of the first where there is one."""
        first = messages[0]
        numbers = ",".join(str(message.message_id) for message in messages)
        if self._target and first.chat.type in PUBLIC and first.chat.username:
            return Sent(numbers, f"https://t.me/{first.chat.username}/{first.message_id}")
        return Sent(numbers)
