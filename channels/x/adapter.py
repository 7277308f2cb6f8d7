"""The X account: what it declares, what it composes and its one verb."""

import asyncio
import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, TypeVar

from channels.adapter import Kind, MediaRule, Options, Pace, PollRule, Profile, Surroundings, TextLimit
from channels.message import Composed, Media, Message, NotSent, Rejected, Remember, Sent, Unavailable
from channels.x.options import XOptions
from channels.x.weight import plain, weighted_length

if TYPE_CHECKING:
    from channels.x.connection import Connection

Answer = TypeVar("Answer")

LONGEST = 280
PHOTOS = 4
SHOWN_AFTER = timedelta(minutes=15)
"""A timeline shows a post within seconds. X promises nothing, but later still it would refuse the same text."""
LONGEST_ALT = 1000
"""Characters of an image's words (https://docs.x.com/x-api/media/create-media-metadata)."""


class X:
    """One user's account, signed with OAuth 1.0a."""

    name: ClassVar[str] = "x"
    profile: ClassVar[Profile] = Profile(
        medium="X",
        kinds=(Kind.BROADCAST,),
        text=TextLimit(LONGEST, "unidades de X (un enlace vale 23 y un emoji 2)", weighted_length),
        media=MediaRule(
            types=("image/jpeg", "image/png", "image/webp"),
            maximum_bytes=5_000_000,
            maximum_count=PHOTOS,
            longest_alt=LONGEST_ALT,
        ),
        poll=PollRule(question=LONGEST, options=(2, 4), option=25, longest=timedelta(minutes=10_080)),
        pace=Pace(per_second=1, quota=100, quota_window=timedelta(minutes=15), concurrency=1),
        certain_after=SHOWN_AFTER,
    )
    options_model: ClassVar[type[Options]] = XOptions

    def __init__(self, options: Options, surroundings: Surroundings) -> None:
        """Keeps the options; opens no connection."""
        assert isinstance(options, XOptions)
        self._options = options
        self._connection: Connection | None = None
        self._thread: ThreadPoolExecutor | None = None

    @classmethod
    def sender(cls, options: Options) -> str:
        """`x:<digest of the API key>:<user id>`; a digest stands for a token that bears no id."""
        assert isinstance(options, XOptions)
        token = options.access_token.get_secret_value()
        user, _, rest = token.partition("-")
        who = user if user.isdigit() and rest else _digest(token)
        return f"x:{_digest(options.api_key.get_secret_value())}:{who}"

    def compose(self, message: Message) -> Composed:
        """The post in JSON; an image is named by its file and sha256. Raises `Rejected` for what X would not take."""
        body: dict[str, object] = {"text": _post(message)}
        if message.media:
            body["media"] = [{"file": each.name, "sha256": each.sha256, "alt_text": each.alt} for each in message.media]
        return Composed(".json", json.dumps(body, ensure_ascii=False, indent=2).encode())

    async def send(self, message: Message, remember: Remember) -> Sent:
        """Uploads the images and publishes, in the account's own thread, for tweepy's client is synchronous.

        Images that no post uses disappear at X by themselves, so only the post itself can be uncertain. Raises
        `Rejected`, `Unavailable` or `Uncertain`.
        """
        text = _post(message)
        answer = await self._in_thread(lambda: self._publish(text, message.media))
        if isinstance(answer, NotSent):
            raise answer
        return answer

    async def reconcile(self, message: Message, since: datetime) -> Sent | None:
        """Looks for the post in the user's own timeline. Raises `Uncertain` or `Unavailable`."""
        text = _post(message)
        answer = await self._in_thread(lambda: self._open().find(text, since))
        if isinstance(answer, NotSent):
            raise answer
        return answer

    async def withdraw(self, remote_id: str, destination: str) -> None:
        """Deletes the post. Raises `Rejected` or `Unavailable`."""
        answer = await self._in_thread(lambda: self._open().delete(remote_id))
        if answer is not None:
            raise answer

    async def close(self) -> None:
        """Ends the thread, once the post under way has its answer, and closes the connections."""
        if self._thread is not None:
            await asyncio.to_thread(self._thread.shutdown, cancel_futures=True)
            self._thread = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _publish(self, text: str, media: tuple[Media, ...]) -> Sent | NotSent:
        """Runs in the account's thread. A failure is returned, so that no trace leads into the library's frames."""
        from channels.x.connection import Photo  # noqa: PLC0415 - loads only when used

        photos: list[Photo] = []
        for each in media:
            try:
                photos.append(Photo(each.name, each.mime, each.path.read_bytes(), each.alt))
            except OSError as problem:
                reason = f"No se puede leer la imagen «{each.name}» ({problem.strerror}); revise {each.path}."
                return Unavailable(reason, code="archivo", needs_person=True)
        return self._open().publish(text, photos)

    def _open(self) -> "Connection":
        from channels.x.connection import Connection  # noqa: PLC0415 - loads only when used

        if self._connection is None:
            self._connection = Connection(self._options)
        return self._connection

    async def _in_thread(self, work: Callable[[], Answer]) -> Answer:
        if self._thread is None:
            self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="x")
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


def _post(message: Message) -> str:
    """The text as it is posted. Raises `Rejected` where X would not take it."""
    if len(message.media) > PHOTOS:
        raise Rejected(f"El mensaje lleva {len(message.media)} imágenes y X admite {PHOTOS}; quite algunas.")
    text = plain(message.text)
    if (weight := weighted_length(text)) > LONGEST:
        raise Rejected(f"El texto mide {weight} y X admite {LONGEST} (un enlace vale 23 y un emoji 2); acórtelo.")
    return text


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()[:12]
