"""The Facebook page: what it declares, what it composes and its verbs."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import ClassVar

from channels.adapter import Kind, MediaRule, Options, Pace, Profile, Surroundings, TextLimit
from channels.capabilities import Finding, Metric
from channels.facebook.errors import ERRORS
from channels.facebook.options import FacebookOptions
from channels.facebook.posts import address, posts, same
from channels.graph.answer import identifier, next_page
from channels.graph.failure import Failed, Failure, How
from channels.graph.outcome import Meaning, outcome, rule_of, unread, unsent
from channels.graph.session import Session
from channels.hour import Hour
from channels.message import Composed, Media, Message, NotSent, Rejected, Remember, Sent, Unavailable, Uncertain
from channels.uploaded import Uploaded, read, remembered, written

LONGEST = 63_206
PHOTOS = 10
SHOWN_AFTER = timedelta(minutes=15)
"""A page lists its posts within seconds; Meta promises nothing."""
CLOCKS_DIFFER = timedelta(minutes=5)
"""How far the municipality's clock may go before Meta's."""
MOST_PAGES = 10
LARGEST_PAGE = 100


class Facebook:
    """One page, one post for all (https://developers.facebook.com/docs/pages-api/posts)."""

    name: ClassVar[str] = "facebook"
    profile: ClassVar[Profile] = Profile(
        medium="Facebook",
        kinds=(Kind.BROADCAST,),
        text=TextLimit(LONGEST, "caracteres"),
        media=MediaRule(types=("image/jpeg", "image/png"), maximum_bytes=4_000_000, maximum_count=PHOTOS),
        pace=Pace(per_second=1, concurrency=1),
        certain_after=SHOWN_AFTER,
    )
    options_model: ClassVar[type[Options]] = FacebookOptions

    def __init__(self, options: Options, surroundings: Surroundings) -> None:
        """Keeps the options; opens no connection."""
        assert isinstance(options, FacebookOptions)
        self._options = options
        self._session = Session(options, self.profile.pace.concurrency)

    @classmethod
    def sender(cls, options: Options) -> str:
        """`facebook:<page>`."""
        assert isinstance(options, FacebookOptions)
        return f"facebook:{options.page}"

    def compose(self, message: Message) -> Composed:
        """The call and its body, in JSON; a photo is named by its file and sha256, for its number comes from Meta.

        Raises `Rejected` for what Facebook would not take.
        """
        photos = [{"file": each.name, "sha256": each.sha256, "alt_text_custom": each.alt} for each in message.media]
        call = {"path": f"/{self._options.version}/{self._options.page}/feed", "body": _body(message, photos)}
        return Composed(".json", json.dumps(call, ensure_ascii=False, indent=2).encode())

    async def send(self, message: Message, remember: Remember) -> Sent:
        """Uploads the photos where nobody sees them, and makes one post of them and the text.

        Only the post itself can be uncertain. Raises `Rejected`, `Unavailable` or `Uncertain`.
        """
        _body(message, [])
        uploaded = remembered(message.resumption, message.media)
        resumed = bool(uploaded)
        for media in message.media[len(uploaded) :]:
            uploaded.append(Uploaded(media.sha256, await self._upload(media)))
            await remember(written(uploaded))
        body = _body(message, [{"media_fbid": each.number} for each in uploaded])
        try:
            number = identifier(await self._session.connection().post(f"{self._options.page}/feed", body))
        except Failed as failed:
            failure = failed.failure
        else:
            return Sent(number, address(number))
        if resumed and failure.how is How.REFUSED and rule_of(failure, ERRORS).meaning is Meaning.REFUSED:
            # Photos that no post uses disappear in time: they go up anew before the post itself is given up.
            await remember(written([]))
            reason = f"Facebook ya no acepta las imágenes que tenía ({failure.said}); se suben otra vez."
            raise Unavailable(reason, code=failure.code)
        raise outcome(failure, self.profile.medium, ERRORS)

    async def reconcile(self, message: Message, since: datetime) -> Sent | None:
        """Looks for the post among those that the page has published. Raises `Uncertain` or `Unavailable`."""
        if not message.text.strip():
            raise Uncertain("La publicación no lleva texto con qué buscarla en la página.", code="sin-texto")
        try:
            return await self._find(message.text, since)
        except Failed as failed:
            failure = failed.failure
        raise unread(failure, self.profile.medium, ERRORS)

    async def withdraw(self, remote_id: str, destination: str) -> None:
        """Deletes the post. Raises `Rejected` or `Unavailable`."""
        try:
            await self._session.connection().delete(remote_id)
        except Failed as failed:
            failure = failed.failure
        else:
            return
        if _unknown(failure) and await self._is_gone(remote_id):
            return
        raise _not_deleted(failure)

    def metrics(self) -> frozenset[Metric]:
        """Those of the post itself, and of who saw it."""
        from channels.facebook.figures import METRICS  # noqa: PLC0415 - loads only when used

        return METRICS

    async def measure(self, remote_id: str, destination: str) -> Mapping[Metric, int]:
        """Reactions, comments and shares of the post itself, then what Facebook tells of who saw it.

        Raises `Rejected` where there is no such post, `Unavailable`.
        """
        from channels.facebook.figures import figures  # noqa: PLC0415 - loads only when used
        from channels.graph.insights import measured  # noqa: PLC0415 - the same

        return await measured(figures(self._session.connection(), remote_id), self.profile.medium, ERRORS)

    async def examine(self, now: datetime) -> Sequence[Finding]:
        """The token, its rights and its end; the page; whether its posts can be read; limits and version."""
        from channels.facebook.examination import examined  # noqa: PLC0415 - loads only when used

        return await examined(self._session.connection(), self._options.page, now)

    def hour(self) -> Hour | None:
        """As Meta's last answer has it."""
        return self._session.hour()

    async def close(self) -> None:
        """Closes the connections, if any was opened."""
        await self._session.close()

    async def _upload(self, media: Media) -> str:
        """Meta's number of a photo that nobody sees yet. Raises `Rejected` or `Unavailable`."""
        from channels.graph.connection import File  # noqa: PLC0415 - loads only when used

        fields = {"published": "false"} | ({"alt_text_custom": media.alt} if media.alt else {})
        file = File(media.name, media.mime, await read(media))
        try:
            return identifier(await self._session.connection().upload(f"{self._options.page}/photos", file, fields))
        except Failed as failed:
            failure = failed.failure
        raise unsent(failure, self.profile.medium, ERRORS)

    async def _find(self, text: str, since: datetime) -> Sent | None:
        """Raises `Failed`, or `Uncertain` where there is too much to look through."""
        start = int((since - CLOCKS_DIFFER).timestamp())
        query = {"fields": "id,message", "since": str(start), "limit": str(LARGEST_PAGE)}
        for _ in range(MOST_PAGES):
            answer = await self._session.connection().get(f"{self._options.page}/published_posts", **query)
            for number, written_there in posts(answer):
                if same(written_there, text):
                    return Sent(number, address(number))
            after = next_page(answer)
            if not after:
                return None
            query["after"] = after
        raise Uncertain("La página publicó demasiado desde entonces para buscar allí el mensaje.", code="muchas")

    async def _is_gone(self, number: str) -> bool:
        """Whether the page can be read, and the post cannot: Meta's own error tells the one not from the other."""
        try:
            await self._session.connection().get(f"{self._options.page}/published_posts", fields="id", limit="1")
        except Failed:
            return False
        try:
            await self._session.connection().get(number, fields="id")
        except Failed as failed:
            return _unknown(failed.failure)
        return False


def _body(message: Message, photos: Sequence[dict[str, str]]) -> dict[str, object]:
    """What is posted. Raises `Rejected` for what Facebook would not take."""
    if len(message.media) > PHOTOS:
        raise Rejected(f"El mensaje lleva {len(message.media)} imágenes y Facebook admite {PHOTOS}; quite algunas.")
    if len(message.text) > LONGEST:
        raise Rejected(f"El texto tiene {len(message.text)} caracteres y Facebook admite {LONGEST}; acórtelo.")
    body: dict[str, object] = {"message": message.text, "published": True}
    if photos:
        body["attached_media"] = photos
    elif message.link and not message.media:
        body["link"] = message.link
    return body


def _unknown(failure: Failure) -> bool:
    """Meta's words for what is not there, and for what the token may not see."""
    return (failure.number, failure.subcode) == (100, 33)


def _not_deleted(failure: Failure) -> NotSent:
    """The outcome of a deletion that failed; to ask once more does no harm."""
    failed = outcome(failure, "Facebook", ERRORS)
    if isinstance(failed, Rejected):
        reason = f"Facebook no acepta retirar la publicación ({failure.said}); revise si todavía se ve."
        return Rejected(reason, code=failed.code)
    return Unavailable(failed.reason, code=failed.code) if isinstance(failed, Uncertain) else failed
