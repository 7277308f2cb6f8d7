"""The open bot of one account: python-telegram-bot over connections that are bounded in time, number and size.

Loads the library; `adapter` imports this file when the first message goes out.
"""

import json
from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import httpx
from telegram import (
    Bot,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberMember,
    ChatMemberOwner,
    ChatMemberRestricted,
    InputMediaDocument,
    InputMediaPhoto,
    Message,
)
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest, TelegramError
from telegram.request import HTTPXRequest

from channels.capabilities import Votes
from channels.hour import Hour, hour_of
from channels.message import NotSent, Poll, Sent, Unavailable
from channels.telegram.look import Look
from channels.telegram.options import TelegramOptions
from channels.telegram.outcome import FloodControl, not_closed, not_deleted, outcome, unreadable

LARGEST_ANSWER = 1_000_000
"""Bytes of an answer that are read before the connection is given up; a real one has a few thousand."""
PUBLIC = (ChatType.CHANNEL, ChatType.SUPERGROUP)
STUMBLED = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What python-telegram-bot raises where an answer is strange."""


@dataclass(frozen=True, slots=True)
class File:
    """One photo or document to send."""

    name: str
    sha256: str
    data: bytes
    """Empty where the bot has uploaded these bytes before in the same form (`Connection.has`)."""
    document: bool = False
    """It arrives as it is, under its name; a photo is shown, and made smaller."""


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
        self._host = urlsplit(options.server).hostname or ""
        self._headers: Mapping[str, str] = {}
        self._uploaded: dict[tuple[str, bool], str] = {}
        self._request = BotRequest(
            connection_pool_size=connections,
            connect_timeout=options.deadlines.connect,
            read_timeout=options.deadlines.read,
            write_timeout=options.deadlines.write,
            media_write_timeout=options.deadlines.write,
            pool_timeout=options.deadlines.pool,
            httpx_kwargs={
                "headers": {"Accept-Encoding": "identity"},
                "event_hooks": {"response": [_bound, self._note]},
            },
        )
        self._bot = Bot(
            self._token,
            base_url=f"{options.server}/bot",
            base_file_url=f"{options.server}/file/bot",
            request=self._request,
            get_updates_request=self._request,
        )

    async def _note(self, response: httpx.Response) -> None:
        self._headers = response.headers

    def hour(self) -> Hour | None:
        """What Telegram's last answer says of the hour."""
        return hour_of(self._host, self._headers)

    def has(self, sha256: str, *, document: bool) -> bool:
        """Whether Telegram holds these bytes in this form: a photo for ten thousand persons goes up once."""
        return (sha256, document) in self._uploaded

    async def send(self, chat: str, text: str, files: Sequence[File]) -> Sent:
        """Sends `text` (HTML) with `files`, all photos or all documents, in one call.

        Raises `Rejected`, `Unavailable` or `Uncertain`.
        """
        return await self._sending(self._call(chat, text, files), files)

    async def poll(self, chat: str, text: str, poll: Poll) -> Sent:
        """Sends `poll` with `text` (HTML) above it, in one call. Raises as `send`."""
        sending = self._bot.send_poll(
            chat, poll.question, poll.options, description=text or None, description_parse_mode=ParseMode.HTML
        )
        return await self._sending(_alone(sending), ())

    async def _sending(self, call: Awaitable[tuple[Message, ...]], files: Sequence[File]) -> Sent:
        """The failure is raised outside the `except`: no trace shows the library's error, which may hold the token."""
        failure: NotSent
        try:
            messages = await call
            self._keep(messages, files)
            return self._sent(messages)
        except TelegramError as error:
            failure = outcome(error, self._target, self._token)
        except STUMBLED:
            failure = unreadable()
        raise failure

    async def close_poll(self, chat: str, number: int) -> Votes:
        """Ends a poll of the bot and counts it. Raises `Rejected` or `Unavailable`."""
        failure: NotSent
        try:
            poll = await self._bot.stop_poll(chat, number)
            return Votes(tuple(option.voter_count for option in poll.options), poll.total_voter_count)
        except TelegramError as error:
            failure = not_closed(error, self._target, self._token)
        except STUMBLED:
            failure = Unavailable("Telegram respondió algo que no se entiende.", code="respuesta")
        raise failure

    async def look(self) -> Look:
        """Who the bot is, and what it may do in the account's group or channel. Raises `NotSent`."""
        failure: NotSent
        try:
            bot = await self._bot.get_me()
            if not self._target:
                return Look(bot.username or "")
            chat = await self._bot.get_chat(self._target)
            member = await self._bot.get_chat_member(chat.id, bot.id)
            title = chat.title or chat.first_name or self._target
            return Look(bot.username or "", title, chat.type == ChatType.CHANNEL, member.status, _may_post(member))
        except TelegramError as error:
            failure = outcome(error, self._target, self._token)
        except STUMBLED:
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

    async def _call(self, chat: str, text: str, files: Sequence[File]) -> tuple[Message, ...]:
        if not files:
            return (await self._bot.send_message(chat, text, parse_mode=ParseMode.HTML),)
        given = [self._uploaded.get((file.sha256, file.document), file.data) for file in files]
        name = files[0].name
        if len(files) > 1:
            album = [_in_album(file, one) for file, one in zip(files, given, strict=True)]
            return await self._bot.send_media_group(chat, album, caption=text, parse_mode=ParseMode.HTML)
        if files[0].document:
            return (
                await self._bot.send_document(
                    chat,
                    given[0],
                    text,
                    parse_mode=ParseMode.HTML,
                    filename=name,
                    disable_content_type_detection=True,
                ),
            )
        return (await self._bot.send_photo(chat, given[0], text, parse_mode=ParseMode.HTML, filename=name),)

    def _keep(self, messages: tuple[Message, ...], files: Sequence[File]) -> None:
        """Remembers Telegram's names of the files (https://core.telegram.org/bots/api#sending-files)."""
        for message, file in zip(messages, files, strict=False):
            if message.photo and not file.document:
                self._uploaded[file.sha256, False] = message.photo[-1].file_id
            elif message.document is not None and file.document:
                self._uploaded[file.sha256, True] = message.document.file_id

    def _sent(self, messages: tuple[Message, ...]) -> Sent:
        """The ids of all messages that one call made, and the public address of the first where there is one."""
        first = messages[0]
        numbers = ",".join(str(message.message_id) for message in messages)
        if self._target and first.chat.type in PUBLIC and first.chat.username:
            return Sent(numbers, f"https://t.me/{first.chat.username}/{first.message_id}")
        return Sent(numbers)


async def _alone(sending: Awaitable[Message]) -> tuple[Message, ...]:
    return (await sending,)


def _in_album(file: File, given: str | bytes) -> InputMediaPhoto | InputMediaDocument:
    if file.document:
        return InputMediaDocument(given, filename=file.name, disable_content_type_detection=True)
    return InputMediaPhoto(given, filename=file.name)


def _may_post(member: ChatMember) -> bool:
    """Whether a member may write: an administrator of a channel needs the right to post, in a group no one does."""
    if isinstance(member, ChatMemberAdministrator):
        return member.can_post_messages is not False
    if isinstance(member, ChatMemberRestricted):
        return member.can_send_messages
    return isinstance(member, ChatMemberOwner | ChatMemberMember)
