"""The Telegram account: what it declares, what it composes and its one verb."""

import asyncio
import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from channels.adapter import Kind, MediaRule, Options, Pace, PollRule, Profile, Surroundings, TextLimit
from channels.capabilities import Answering, Finding, Intake, Votes
from channels.filetypes import SUFFIXES
from channels.hour import Hour
from channels.message import Composed, Media, Message, NotSent, Rejected, Remember, Sent, Unavailable
from channels.news import Call, Forged, News, Polled
from channels.telegram.hooking import hook_finding
from channels.telegram.look import Look, told
from channels.telegram.options import TelegramOptions
from channels.telegram.updates import heard, proven

if TYPE_CHECKING:
    from channels.telegram.connection import Connection, File
    from channels.telegram.inbox import Hook, Inbox

ALBUM = 10
"""Photos, or documents, in one sendMediaGroup (https://core.telegram.org/bots/api#sendmediagroup)."""
LARGEST_DOCUMENT = 50_000_000
"""Bytes (https://core.telegram.org/bots/api#senddocument)."""

ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
"""What a text of `parse_mode=HTML` may not hold as it is (https://core.telegram.org/bots/api#html-style)."""


def utf16_units(text: str) -> int:
    """How many UTF-16 code units `text` takes: the unit in which Telegram counts texts and places entities."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class Telegram:
    """One bot speaking to persons, or into one group or channel."""

    name: ClassVar[str] = "telegram"
    profile: ClassVar[Profile] = Profile(
        medium="Telegram",
        kinds=(Kind.DIRECT, Kind.BROADCAST),
        text=TextLimit(4096, "unidades UTF-16 (un emoji puede valer varias)", utf16_units),
        caption=TextLimit(1024, "unidades UTF-16 (un emoji puede valer varias)", utf16_units),
        media=MediaRule(types=("image/jpeg", "image/png"), maximum_bytes=10_000_000, maximum_count=ALBUM),
        attachments=MediaRule(tuple(SUFFIXES), LARGEST_DOCUMENT, maximum_count=ALBUM),
        files_mix=False,
        poll=PollRule(
            question=300,
            options=(2, 12),
            option=100,
            longest=timedelta(days=365),
            text=TextLimit(1024, "unidades UTF-16 (un emoji puede valer varias)", utf16_units),
        ),
        pace=Pace(per_second=25, burst=5, concurrency=16),
    )
    options_model: ClassVar[type[Options]] = TelegramOptions

    def __init__(self, options: Options, surroundings: Surroundings) -> None:
        """Keeps both; opens no connection."""
        assert isinstance(options, TelegramOptions)
        self._options = options
        self._target = surroundings.target
        self._hook_url = surroundings.hook_url
        self._connection: Connection | None = None
        self._inbox: Inbox | None = None

    @classmethod
    def intake(cls, options: Options, target: str) -> Intake:
        """As staff say; where they say nothing a bot that writes to persons hears them, for they may want it to end."""
        assert isinstance(options, TelegramOptions)
        return options.intake or (Intake.NONE if target else Intake.POLL)

    @classmethod
    def answers(cls, options: Options) -> Answering:
        """With commands, and the chat's own number for who is on no list: nobody knows it otherwise."""
        assert isinstance(options, TelegramOptions)
        written = options.replies.written
        return Answering(written, "/start", "/stop", "/ayuda", "este chat", "por aquí", tells_address=True)

    @classmethod
    def sender(cls, options: Options) -> str:
        """`telegram:<bot id>`; a digest stands for a token that bears no id."""
        assert isinstance(options, TelegramOptions)
        token = options.token.get_secret_value()
        bot, _, secret = token.partition(":")
        if bot.isdigit() and secret:
            return f"telegram:{bot}"
        return f"telegram:{hashlib.sha256(token.encode()).hexdigest()[:12]}"

    def compose(self, message: Message) -> Composed:
        """The call as Telegram gets it, in JSON; a file is named by its name and sha256. Raises `Rejected`."""
        text = message.text.translate(ESCAPED)
        files = self._files(message)
        word = "document" if message.attachments else "photo"
        named = [{"file": each.name, "sha256": each.sha256} for each in files]
        call: dict[str, object] = {"chat_id": message.destination}
        if message.poll is not None:
            call |= {"method": "sendPoll", "question": message.poll.question, "options": list(message.poll.options)}
            call |= {"description": text, "description_parse_mode": "HTML"} if text else {}
        elif not named:
            call |= {"method": "sendMessage", "text": text, "parse_mode": "HTML"}
        elif len(named) == 1:
            call |= {"method": f"send{word.title()}", word: named[0], "caption": text, "parse_mode": "HTML"}
        else:
            first = {"type": word, "media": named[0], "caption": text, "parse_mode": "HTML"}
            call |= {
                "method": "sendMediaGroup",
                "media": [first, *({"type": word, "media": each} for each in named[1:])],
            }
        return Composed(".json", json.dumps(call, ensure_ascii=False, indent=2).encode())

    async def send(self, message: Message, remember: Remember) -> Sent:
        """One call for the whole message, so that it is never half sent.

        Raises `Rejected`, `Unavailable` or `Uncertain`.
        """
        text = message.text.translate(ESCAPED)
        files, document = self._files(message), bool(message.attachments)
        connection = self._open()
        if message.poll is not None:
            return await connection.poll(message.destination, text, message.poll)
        given = [await self._file(media, connection, document=document) for media in files]
        return await connection.send(message.destination, text, given)

    def recognise(self, headers: Mapping[str, str]) -> None:
        """The secret stands in a header, and is all the proof there is. Raises `Forged`."""
        secret = self._options.hook_secret
        if secret is None:
            raise Forged("the account has no secret")
        proven(headers, secret.get_secret_value())

    def hear(self, call: Call, now: datetime) -> Sequence[News]:
        """What an update says that Telegram calls us with. Raises `Forged`."""
        self.recognise(call.headers)
        return heard(call.body)

    async def subscribe(self) -> None:
        """Telegram calls the account's address from now on. Raises `Unavailable`."""
        await self._mail().subscribe(self._hook_url)

    async def poll(self, cursor: str, patience: timedelta) -> Polled:
        """What people wrote to the bot. Raises `Unavailable`."""
        return await self._mail().poll(cursor, patience)

    async def close_poll(self, remote_id: str, destination: str) -> Votes:
        """Ends the poll with stopPoll and counts it. Raises `Rejected` where it had ended, or `Unavailable`."""
        return await self._open().close_poll(destination, int(remote_id))

    async def examine(self, now: datetime) -> Sequence[Finding]:
        """The token, the group or channel, whether the bot may write there, and how what people write comes in."""
        try:
            look: Look | NotSent = await self._open().look()
        except NotSent as failure:
            return told(failure, self._target)
        its = self.intake(self._options, self._target)
        if self._target and its is Intake.NONE:
            return told(look, self._target)
        try:
            hook: Hook | NotSent = await self._mail().hook()
        except Unavailable as failure:
            hook = failure
        return (*told(look, self._target), hook_finding(its, hook, self._hook_url, now))

    async def withdraw(self, remote_id: str, destination: str) -> None:
        """Deletes the message, all of an album. Raises `Rejected` past Telegram's 48 hours, or `Unavailable`."""
        for number in remote_id.split(","):
            await self._open().delete(destination, int(number))

    def hour(self) -> Hour | None:
        """As Telegram's last answer has it."""
        return self._connection.hour() if self._connection is not None else None

    async def close(self) -> None:
        """Closes the bot's connections, if any was opened."""
        if self._connection is not None:
            await self._connection.close()
            self._connection = None
        if self._inbox is not None:
            await self._inbox.close()
            self._inbox = None

    def _files(self, message: Message) -> tuple[Media, ...]:
        """What goes with a message, all photos or all documents. Raises `Rejected` for what would not be one call."""
        if message.poll is not None:
            _check_poll(message, self.profile.poll)
            return ()
        if message.media and message.attachments:
            raise Rejected("Telegram no lleva imágenes y adjuntos en un mismo mensaje; escriba dos.")
        files = message.attachments or message.media
        caption = self.profile.caption
        assert caption is not None
        if len(files) > ALBUM:
            raise Rejected(f"El mensaje lleva {len(files)} archivos y Telegram admite {ALBUM}; quite algunos.")
        if files and caption.count(message.text) > caption.maximum:
            raise Rejected(
                f"Con imagen o adjunto, Telegram admite {caption.maximum} {caption.unit}, y el texto tiene "
                f"{caption.count(message.text)}: acórtelo o quite el archivo."
            )
        return files

    async def _file(self, media: Media, connection: "Connection", *, document: bool) -> "File":
        """The file with its bytes, where Telegram has not got them. Raises `Unavailable` where they cannot be read."""
        from channels.telegram.connection import File  # noqa: PLC0415 - loads only when used

        if connection.has(media.sha256, document=document):
            return File(media.name, media.sha256, b"", document)
        try:
            return File(media.name, media.sha256, await asyncio.to_thread(media.path.read_bytes), document)
        except OSError as problem:
            raise Unavailable(
                f"No se puede leer el archivo «{media.name}» ({problem.strerror}); revise {media.path}.",
                code="archivo",
                needs_person=True,
            ) from problem

    def _mail(self) -> "Inbox":
        if self._inbox is None:
            from channels.telegram.inbox import Inbox  # noqa: PLC0415 - loads only when used

            self._inbox = Inbox(self._options)
        return self._inbox

    def _open(self) -> "Connection":
        if self._connection is None:
            from channels.telegram.connection import Connection  # noqa: PLC0415 - loads only when used

            self._connection = Connection(self._options, self._target, self.profile.pace.concurrency)
        return self._connection


def _check_poll(message: Message, rule: PollRule | None) -> None:
    """Raises `Rejected` for a poll that Telegram would not take as it is."""
    poll = message.poll
    assert poll is not None
    assert rule is not None
    assert rule.text is not None
    least, most = rule.options
    if not least <= len(poll.options) <= most:
        raise Rejected(
            f"Una encuesta de Telegram lleva de {least} a {most} opciones, y esta tiene {len(poll.options)}."
        )
    if len(poll.question) > rule.question or any(len(each) > rule.option for each in poll.options):
        raise Rejected(
            f"En Telegram la pregunta tiene hasta {rule.question} caracteres y cada opción hasta {rule.option}; acorte."
        )
    if message.media or message.attachments:
        raise Rejected("Una encuesta de Telegram no lleva imágenes ni adjuntos; quítelos.")
    if rule.text.count(message.text) > rule.text.maximum:
        raise Rejected(f"Sobre una encuesta Telegram admite {rule.text.maximum} {rule.text.unit}; acorte el texto.")
