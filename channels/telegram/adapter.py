"""The Telegram account: what it declares, what it composes and its one verb."""

import asyncio
import hashlib
import json
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from channels.adapter import Kind, MediaRule, Options, Pace, PollRule, Profile, Surroundings, TextLimit
from channels.message import Composed, Media, Message, Rejected, Remember, Sent, Unavailable
from channels.telegram.options import TelegramOptions

if TYPE_CHECKING:
    from channels.telegram.connection import Connection, Photo

ALBUM = 10
"""Photos in one sendMediaGroup (https://core.telegram.org/bots/api#sendmediagroup)."""

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
        poll=PollRule(question=300, options=(2, 12), option=100, longest=timedelta(seconds=2_628_000)),
        pace=Pace(per_second=25, burst=5, concurrency=16, per_destination=timedelta(seconds=1)),
    )
    options_model: ClassVar[type[Options]] = TelegramOptions

    def __init__(self, options: Options, surroundings: Surroundings) -> None:
        """Keeps both; opens no connection."""
        assert isinstance(options, TelegramOptions)
        self._options = options
        self._target = surroundings.target
        self._connection: Connection | None = None

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
        """The call as Telegram gets it, in JSON; a photo is named by its file and sha256. Raises `Rejected`."""
        text = message.text.translate(ESCAPED)
        photos = [{"file": each.name, "sha256": each.sha256} for each in self._photos(message)]
        call: dict[str, object] = {"chat_id": message.destination}
        if not photos:
            call |= {"method": "sendMessage", "text": text, "parse_mode": "HTML"}
        elif len(photos) == 1:
            call |= {"method": "sendPhoto", "photo": photos[0], "caption": text, "parse_mode": "HTML"}
        else:
            first = {"type": "photo", "media": photos[0], "caption": text, "parse_mode": "HTML"}
            rest = [{"type": "photo", "media": photo} for photo in photos[1:]]
            call |= {"method": "sendMediaGroup", "media": [first, *rest]}
        return Composed(".json", json.dumps(call, ensure_ascii=False, indent=2).encode())

    async def send(self, message: Message, remember: Remember) -> Sent:
        """One call for the whole message, so that it is never half sent.

        Raises `Rejected`, `Unavailable` or `Uncertain`.
        """
        connection = self._open()
        photos = [await self._photo(media, connection) for media in self._photos(message)]
        return await connection.send(message.destination, message.text.translate(ESCAPED), photos)

    async def withdraw(self, remote_id: str, destination: str) -> None:
        """Deletes the message, all of an album. Raises `Rejected` past Telegram's 48 hours, or `Unavailable`."""
        for number in remote_id.split(","):
            await self._open().delete(destination, int(number))

    async def close(self) -> None:
        """Closes the bot's connections, if any was opened."""
        if self._connection is not None:
            await self._connection.close()
            self._connection = None

    def _photos(self, message: Message) -> tuple[Media, ...]:
        """The photos of a message that Telegram would take. Raises `Rejected` for too many or too long a caption."""
        caption = self.profile.caption
        assert caption is not None
        if len(message.media) > ALBUM:
            raise Rejected(f"El mensaje lleva {len(message.media)} imágenes y Telegram admite {ALBUM}; quite algunas.")
        if message.media and caption.count(message.text) > caption.maximum:
            raise Rejected(
                f"Con imagen, Telegram admite {caption.maximum} {caption.unit}, y el texto tiene "
                f"{caption.count(message.text)}: acórtelo o quite la imagen."
            )
        return message.media

    async def _photo(self, media: Media, connection: "Connection") -> "Photo":
        """The photo with its bytes, where Telegram has not got them. Raises `Unavailable` where they cannot be read."""
        from channels.telegram.connection import Photo  # noqa: PLC0415 - loads only when used

        if connection.has(media.sha256):
            return Photo(media.name, media.sha256, b"")
        try:
            return Photo(media.name, media.sha256, await asyncio.to_thread(media.path.read_bytes))
        except OSError as problem:
            raise Unavailable(
                f"No se puede leer la imagen «{media.name}» ({problem.strerror}); revise {media.path}.",
                code="archivo",
                needs_person=True,
            ) from problem

    def _open(self) -> "Connection":
        if self._connection is None:
            from channels.telegram.connection import Connection  # noqa: PLC0415 - loads only when used

            self._connection = Connection(self._options, self._target, self.profile.pace.concurrency)
        return self._connection
