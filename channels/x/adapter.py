"""The X account: what it declares, what it composes and its one verb."""

import asyncio
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, ClassVar, TypeVar

from channels.adapter import Kind, MediaRule, Options, Pace, PollRule, Profile, Surroundings, TextLimit
from channels.capabilities import Finding, Metric, Votes
from channels.hour import Hour
from channels.message import Composed, Media, Message, NotSent, Rejected, Remember, Sent, Unavailable
from channels.x.look import told
from channels.x.options import XOptions
from channels.x.post import FIELDS, Unreadable, metrics, tally
from channels.x.uploads import Upload, remembered, token
from channels.x.weight import plain, weighted_length

if TYPE_CHECKING:
    from channels.x.connection import Connection

Answer = TypeVar("Answer")

LONGEST = 280
PHOTOS = 4
REFUSED = str(HTTPStatus.BAD_REQUEST.value)
SHOWN_AFTER = timedelta(minutes=15)
"""A timeline shows a post within seconds. X promises nothing, but later still it would refuse the same text."""
SHORTEST_POLL, LONGEST_POLL = timedelta(minutes=5), timedelta(minutes=10_080)
"""https://docs.x.com/x-api/posts/create-post."""
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
        poll=PollRule(
            question=LONGEST,
            options=(2, 4),
            option=25,
            longest=LONGEST_POLL,
            shortest=SHORTEST_POLL,
            closes_itself=True,
        ),
        pace=Pace(per_second=1, quota=100, quota_window=timedelta(minutes=15), concurrency=1, readings=50),
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
        if message.poll is not None:
            options, minutes = _ballot(message)
            body["poll"] = {"options": list(options), "duration_minutes": minutes}
        if message.media:
            body["media"] = [{"file": each.name, "sha256": each.sha256, "alt_text": each.alt} for each in message.media]
        return Composed(".json", json.dumps(body, ensure_ascii=False, indent=2).encode())

    async def send(self, message: Message, remember: Remember) -> Sent:
        """Uploads the images and publishes, in the account's own thread, for tweepy's client is synchronous.

        What is uploaded is remembered, and not uploaded again. Images that no post uses disappear at X by themselves,
        so only the post itself can be uncertain. Raises `Rejected`, `Unavailable` or `Uncertain`.
        """
        text, poll = _post(message), _ballot(message) if message.poll is not None else None
        kept = remembered(message.resumption)
        uploads = await self._uploads(message.media, kept, remember)
        answer = await self._in_thread(lambda x: _publish(x, text, uploads, poll))
        if isinstance(answer, Rejected) and kept and answer.code == REFUSED and "media" in answer.reason.lower():
            # X forgets an image after a day, and refuses the post that names it: nothing went out.
            uploads = await self._uploads(message.media, (), remember)
            answer = await self._in_thread(lambda x: _publish(x, text, uploads, poll))
        if isinstance(answer, NotSent):
            raise answer
        return answer

    async def reconcile(self, message: Message, since: datetime) -> Sent | None:
        """Looks for the post in the user's own timeline. Raises `Uncertain` or `Unavailable`."""
        text = _post(message)
        answer = await self._in_thread(lambda x: x.find(text, since))
        if isinstance(answer, NotSent):
            raise answer
        return answer

    async def withdraw(self, remote_id: str, destination: str) -> None:
        """Deletes the post. Raises `Rejected` or `Unavailable`."""
        answer = await self._in_thread(lambda x: x.delete(remote_id))
        if answer is not None:
            raise answer

    async def close_poll(self, remote_id: str, destination: str) -> Votes:
        """The votes of a poll that X has closed at its end.

        Raises `Rejected` where there is no such poll, `Unavailable` while it is open or X does not tell.
        """
        answer = await self._post_as_told(remote_id)
        try:
            found = tally(answer)
        except Unreadable as problem:
            raise _strange() from problem
        if found is None:
            raise Rejected("Esa publicación de X no tiene encuesta.", code="encuesta")
        if not found.closed:
            reason = "X todavía recibe votos de esa encuesta; la cierra a su hora, y no antes."
            raise Unavailable(reason, code="abierta", retry_after=timedelta(minutes=1))
        return found.votes

    def metrics(self) -> frozenset[Metric]:
        """Those of `public_metrics`; a poll's votes besides, where there is a poll."""
        return frozenset(FIELDS.values())

    async def measure(self, remote_id: str, destination: str) -> Mapping[Metric, int]:
        """What X counts of the post, its poll's votes too. Raises `Rejected` or `Unavailable`."""
        answer = await self._post_as_told(remote_id)
        try:
            return metrics(answer)
        except Unreadable as problem:
            raise _strange() from problem

    async def examine(self, now: datetime) -> Sequence[Finding]:
        """Whose keys they are, whether they may write, and what X tells of its limits."""
        return told(await self._in_thread(lambda x: x.look()))

    def hour(self) -> Hour | None:
        """As X's last answer has it."""
        return self._connection.hour() if self._connection is not None else None

    async def close(self) -> None:
        """Ends the thread, once the post under way has its answer, and closes the connections."""
        if self._thread is not None:
            await asyncio.to_thread(self._thread.shutdown, cancel_futures=True)
        self._let_go()

    async def _post_as_told(self, number: str) -> dict[str, object]:
        """Raises `Rejected` or `Unavailable`."""
        answer = await self._in_thread(lambda x: x.read(number))
        if isinstance(answer, NotSent):
            raise answer
        return answer

    async def _uploads(
        self, media: tuple[Media, ...], kept: tuple[Upload, ...], remember: Remember
    ) -> tuple[Upload, ...]:
        """The images at X, those that are `kept` already first. Raises `Rejected` or `Unavailable`."""
        uploads = kept[: len(media)]
        for place, each in enumerate(media):
            known = uploads[place] if place < len(uploads) else None
            if known is not None and known.ready:
                continue
            answer = await self._in_thread(partial(_upload, media=each, known=known))
            if isinstance(answer, NotSent):
                raise answer
            uploads = (*uploads[:place], answer, *uploads[place + 1 :])
            await remember(token(uploads))
        waiting = [each.check_after for each in uploads if not each.ready]
        if waiting:
            reason = "X todavía prepara una imagen; la publicación sale cuando termine."
            raise Unavailable(reason, code="imagen", retry_after=timedelta(seconds=max(waiting)))
        return uploads

    async def _in_thread(self, work: Callable[["Connection"], Answer]) -> Answer:
        """Whoever gives up waiting breaks off the call: no thread is left that the program's end would wait for."""
        if self._thread is None:
            self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="x")
        loop, thread = asyncio.get_running_loop(), self._thread
        if self._connection is None:
            made = await loop.run_in_executor(thread, _connected, self._options)
            self._connection = self._connection or made
        connection = self._connection
        try:
            return await loop.run_in_executor(thread, work, connection)
        except asyncio.CancelledError:
            self._let_go()
            raise

    def _let_go(self) -> None:
        """Breaks off what is under way; the next call begins anew."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._thread is not None:
            self._thread.shutdown(wait=False, cancel_futures=True)
            self._thread = None


def _connected(options: XOptions) -> "Connection":
    """Runs in the account's thread, since it loads the library."""
    from channels.x.connection import Connection  # noqa: PLC0415 - loads only when used

    return Connection(options)


def _upload(connection: "Connection", media: Media, known: Upload | None) -> Upload | NotSent:
    """Runs in the account's thread. A failure is returned, so that no trace leads into the library's frames."""
    from channels.x.connection import Photo  # noqa: PLC0415 - loads only when used

    if known is not None:
        return connection.look_after(known)
    try:
        photo = Photo(media.name, media.mime, media.path.read_bytes(), media.alt)
    except OSError as problem:
        reason = f"No se puede leer la imagen «{media.name}» ({problem.strerror}); revise {media.path}."
        return Unavailable(reason, code="archivo", needs_person=True)
    return connection.upload(photo)


def _publish(
    connection: "Connection", text: str, uploads: tuple[Upload, ...], poll: tuple[tuple[str, ...], int] | None
) -> Sent | NotSent:
    """Runs in the account's thread."""
    from channels.x.connection import Ballot  # noqa: PLC0415 - loads only when used

    return connection.publish(text, [each.number for each in uploads], Ballot(*poll) if poll else None)


def _post(message: Message) -> str:
    """The text as it is posted. Raises `Rejected` where X would not take it."""
    if len(message.media) > PHOTOS:
        raise Rejected(f"El mensaje lleva {len(message.media)} imágenes y X admite {PHOTOS}; quite algunas.")
    text = plain(message.text)
    if message.poll is not None and message.poll.question not in text:
        text = f"{text}\n\n{plain(message.poll.question)}".strip()
    if (weight := weighted_length(text)) > LONGEST:
        raise Rejected(f"El texto mide {weight} y X admite {LONGEST} (un enlace vale 23 y un emoji 2); acórtelo.")
    return text


def _ballot(message: Message) -> tuple[tuple[str, ...], int]:
    """A poll's options and how many minutes it is open. Raises `Rejected` where X would not take it."""
    poll, rule = message.poll, X.profile.poll
    assert poll is not None
    assert rule is not None
    least, most = rule.options
    if not least <= len(poll.options) <= most or any(len(each) > rule.option for each in poll.options):
        raise Rejected(f"Una encuesta de X lleva de {least} a {most} opciones de hasta {rule.option} caracteres.")
    if message.media:
        raise Rejected("Una encuesta de X no lleva imágenes; quítelas.")
    open_for = poll.closes_at - (poll.asked_at or message.written_at)
    if not SHORTEST_POLL <= open_for <= LONGEST_POLL:
        raise Rejected("Una encuesta de X está abierta entre cinco minutos y siete días; cambie «cierra».")
    return poll.options, open_for // timedelta(minutes=1)


def _strange() -> Unavailable:
    return Unavailable("X respondió algo que no se entiende.", code="respuesta")


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()[:12]
