"""The open bot of one account: python-telegram-bot over connections that are bounded in time, number and size.

Loads the library; `adapter` imports this file when the first message goes out.
"""

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
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
from telegram.error import ChatMigrated, TelegramError

from channels.capabilities import Votes
from channels.hour import Hour, hour_of
from channels.message import NotSent, Poll, Sent, Unavailable
from channels.telegram.look import Look
from channels.telegram.options import TelegramOptions
from channels.telegram.outcome import FORGOTTEN, forgotten, not_closed, not_deleted, outcome, unreadable
from channels.telegram.transport import BotRequest

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


class Connection:
    """One bot with its pool of connections."""

    def __init__(self, options: TelegramOptions, target: str, connections: int) -> None:
        """`target`: the account's group or channel, empty for persons. `connections`: the most that may be open."""
        self._token = options.token.get_secret_value()
        self._target = target
        self._host = urlsplit(options.server).hostname or ""
        self._headers: Mapping[str, str] = {}
        self._uploaded: dict[tuple[str, bool], str] = {}
        self._moved: int | None = None
        """The number that the account's group has now, where Telegram has told of another."""
        self._request = BotRequest(options.deadlines, connections, self._note)
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
        if any(not file.data and not self.has(file.sha256, document=file.document) for file in files):
            # Telegram had it when the message was made, and was found to have it no more since.
            raise forgotten()
        return await self._sending(self._call(self._chat(chat), text, files), files)

    async def poll(self, chat: str, text: str, poll: Poll) -> Sent:
        """Sends `poll` with `text` (HTML) above it, in one call. Raises as `send`."""
        sending = self._bot.send_poll(
            self._chat(chat),
            poll.question,
            poll.options,
            description=text or None,
            description_parse_mode=ParseMode.HTML,
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
            self._learn(error)
            failure = outcome(error, self._target, self._token)
            if failure.code == FORGOTTEN:
                self._forget(files)
        except STUMBLED:
            failure = unreadable()
        raise failure

    def _learn(self, error: TelegramError) -> None:
        """Where the account's group has moved to (https://core.telegram.org/bots/api#responseparameters)."""
        if isinstance(error, ChatMigrated) and self._target:
            self._moved = error.new_chat_id

    def _chat(self, chat: str) -> str | int:
        return self._moved if self._moved is not None and chat == self._target else chat

    def _forget(self, files: Sequence[File]) -> None:
        """Let go of Telegram's names of these files: the next try brings the bytes."""
        for file in files:
            self._uploaded.pop((file.sha256, file.document), None)

    async def close_poll(self, chat: str, number: int) -> Votes:
        """Ends a poll of the bot and counts it. Raises `Rejected` or `Unavailable`."""
        failure: NotSent
        try:
            poll = await self._bot.stop_poll(self._chat(chat), number)
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
            await self._bot.delete_message(self._chat(chat), number)
        except TelegramError as error:
            failure = not_deleted(error, self._target, self._token)
        if failure is not None:
            raise failure

    async def close(self) -> None:
        """Closes the pool."""
        await self._request.shutdown()

    async def _call(self, chat: str | int, text: str, files: Sequence[File]) -> tuple[Message, ...]:
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
        """The ids of all messages that one call made; of the first also its public address and its poll, if any."""
        first = messages[0]
        numbers = ",".join(str(message.message_id) for message in messages)
        poll = first.poll.id if first.poll is not None else None
        if self._target and first.chat.type in PUBLIC and first.chat.username:
            return Sent(numbers, f"https://t.me/{first.chat.username}/{first.message_id}", poll=poll)
        return Sent(numbers, poll=poll)


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
