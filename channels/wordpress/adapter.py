"""The WordPress account: what it declares, what it composes and its verbs."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING, ClassVar

from markupsafe import escape

from channels.adapter import Kind, MediaRule, Options, Pace, Profile, Surroundings, TextLimit
from channels.capabilities import Finding, Metric
from channels.filetypes import SUFFIXES
from channels.hour import Hour
from channels.message import Composed, Media, Message, NotSent, Rejected, Remember, Sent, Uncertain
from channels.uploaded import Uploaded, remembered, written
from channels.wordpress.errors import code_of, unsent
from channels.wordpress.options import WordPressOptions

if TYPE_CHECKING:
    from channels.wordpress.site import Post, Site

LARGEST = 25_000_000
LONGEST_SLUG = 100
SURE_AFTER = timedelta(minutes=10)
"""PHP may go on with a call whose line broke; hosts end it after some minutes."""
GONE = frozenset({"rest_already_trashed", "rest_post_invalid_id"})
IMAGE = "image/"
MADE = "made"
"""In a token: the post that was made under another slug than its own."""


class WordPress:
    """One site, one post for all (https://developer.wordpress.org/rest-api/reference/posts/)."""

    name: ClassVar[str] = "wordpress"
    profile: ClassVar[Profile] = Profile(
        medium="sitio web",
        kinds=(Kind.BROADCAST,),
        text=TextLimit(200_000, "caracteres"),
        subject=TextLimit(200, "caracteres"),
        html=True,
        media=MediaRule(tuple(mime for mime in SUFFIXES if mime.startswith(IMAGE)), LARGEST, maximum_count=20),
        attachments=MediaRule(tuple(SUFFIXES), LARGEST, maximum_count=20),
        pace=Pace(per_second=1, concurrency=1),
        certain_after=SURE_AFTER,
    )
    options_model: ClassVar[type[Options]] = WordPressOptions

    def __init__(self, options: Options, surroundings: Surroundings) -> None:
        """Keeps the options; opens no connection."""
        assert isinstance(options, WordPressOptions)
        self._options = options
        self._site: Site | None = None

    @classmethod
    def sender(cls, options: Options) -> str:
        """`wordpress:<address>:<user>`."""
        assert isinstance(options, WordPressOptions)
        return f"wordpress:{options.server.partition('://')[2]}:{options.user}"

    def compose(self, message: Message) -> Composed:
        """The post's body, in JSON; files and categories by name, since their numbers are the site's."""
        files = (*message.media, *message.attachments)
        body = self._body(message, [(0, f"{each.name}#{each.sha256}") for each in files], self._options.categories)
        return Composed(".json", json.dumps(body, ensure_ascii=False, indent=2).encode())

    async def send(self, message: Message, remember: Remember) -> Sent:
        """Looks for the post, hands over its files, and makes it where it is not there.

        Only the last call can be uncertain. Raises `Rejected`, `Unavailable` or `Uncertain`.
        """
        site, slug = self._open(), slug_of(message)
        second = _made_before(message.resumption)
        first = await site.find("posts", slug)
        if first is None and second is None:
            files = await self._files(message, remember)
            categories = [await site.category(name) for name in self._options.categories]
            made = await site.publish(self._body(message, files, categories))
            if made.slug != slug:
                # A call that was given up for lost may have gone through meanwhile: WordPress called this one `…-2`.
                second = made
                await remember(json.dumps({MADE: [made.number, made.url]}))
                first = await site.find("posts", slug)
            else:
                first = made
        return await self._alone(first, second)

    async def reconcile(self, message: Message, since: datetime) -> Sent | None:
        """Looks for the post by its slug. Raises `Uncertain` or `Unavailable`."""
        try:
            found = await self._open().find("posts", slug_of(message))
        except Rejected as failure:
            raise Uncertain(failure.reason, code=failure.code) from failure
        return None if found is None else Sent(str(found.number), found.url)

    async def withdraw(self, remote_id: str, destination: str) -> None:
        """Puts the post into the bin; where the site has none, makes it a draft. Raises `Rejected`, `Unavailable`."""
        site = self._open()
        problem: NotSent
        try:
            path = f"/wp-json/wp/v2/posts/{remote_id}"
            answer = await site.ask("DELETE", path, {})
            if code_of(answer) == "rest_trash_not_supported":
                answer = await site.ask("POST", path, {"status": "draft", "_fields": "id"})
        except Uncertain as failure:
            problem = unsent(failure)
        else:
            if answer.status == HTTPStatus.OK or code_of(answer) in GONE:
                return
            problem = unsent(site.refusal(answer))
        raise problem

    def metrics(self) -> frozenset[Metric]:
        """Comments alone: WordPress counts no visits."""
        return frozenset({Metric.COMMENTS})

    async def measure(self, remote_id: str, destination: str) -> Mapping[Metric, int]:
        """The comments that are shown; WordPress counts no visits. Raises `Rejected`, `Unavailable`."""
        site = self._open()
        problem: NotSent
        try:
            post = await site.ask("GET", f"/wp-json/wp/v2/posts/{remote_id}", {"_fields": "id"})
            query = {"post": remote_id, "per_page": "1", "_fields": "id"}
            answer = await site.ask("GET", "/wp-json/wp/v2/comments", query) if post.status == HTTPStatus.OK else post
        except Uncertain as failure:
            problem = unsent(failure)
        else:
            total = answer.headers.get("x-wp-total", "")
            if answer.status == HTTPStatus.OK:
                return {Metric.COMMENTS: int(total)} if total.isascii() and total.isdecimal() else {}
            problem = unsent(site.refusal(answer))
            if code_of(answer) in GONE:
                problem = Rejected("La publicación ya no está en WordPress.", code=code_of(answer))
        raise problem

    async def examine(self, now: datetime) -> Sequence[Finding]:
        """The API, the user and its rights, the categories, the version."""
        from channels.wordpress.examination import examined  # noqa: PLC0415 - loads only when used

        return await examined(self._open(), self._options, now)

    def hour(self) -> Hour | None:
        """As the site's last answer has it."""
        return self._site.hour() if self._site is not None else None

    async def close(self) -> None:
        """Closes the connections, if any was opened."""
        if self._site is not None:
            await self._site.close()
            self._site = None

    async def _alone(self, first: "Post | None", second: "Post | None") -> Sent:
        """The first of two, once the second is in the bin: it is remembered until then. Raises `Unavailable`.

        Raises `Uncertain` where WordPress will not have it there: both are out, and a person has to see to it.
        """
        if first is not None and second is not None:
            try:
                await self.withdraw(str(second.number), "")
            except Rejected as failure:
                reason = f"Se publicó dos veces y WordPress no deja borrar la segunda; bórrela usted: {second.url}"
                raise Uncertain(reason, code=failure.code) from failure
        shown = first or second
        assert shown is not None
        return Sent(str(shown.number), shown.url)

    async def _files(self, message: Message, remember: Remember) -> list[tuple[int, str]]:
        """Number and address of each file at the site, uploaded once. Raises `Rejected`, `Unavailable`."""
        site, files = self._open(), (*message.media, *message.attachments)
        known = remembered(message.resumption, files)
        if any(_named(each.number) is None for each in known):
            known = []  # an older program's note: they are looked for by their slugs, or go up again
        for place, media in enumerate(files[len(known) :], start=len(known) + 1):
            slug = f"{slug_of(message)}-archivo-{place}"
            # A crash between the upload and the note of it leaves a file that only its slug tells.
            found = await site.find("media", slug) or await site.upload(media, slug)
            known.append(Uploaded(media.sha256, json.dumps([found.number, found.url])))
            await remember(written(known))
        return [named for each in known if (named := _named(each.number)) is not None]

    def _body(
        self, message: Message, files: Sequence[tuple[int, str]], categories: Sequence[object]
    ) -> dict[str, object]:
        images = files[: len(message.media)]
        featured = images[0][0] if images and self._options.featured else None
        shown = list(zip(images, message.media, strict=True))[1 if self._options.featured else 0 :]
        documents = zip(files[len(message.media) :], message.attachments, strict=True)
        text = message.html or "".join(f"<p>{escape(part)}</p>" for part in message.text.split("\n\n"))
        content = "".join((text, *(_figure(url, media) for (_, url), media in shown)))
        content += "".join(f'<p><a href="{escape(url)}">{escape(media.name)}</a></p>' for (_, url), media in documents)
        body: dict[str, object] = {
            "slug": slug_of(message),
            "title": message.subject or message.text.split("\n", 1)[0][:200],
            "content": content,
            "status": "publish",
            "date_gmt": message.written_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
        }
        return (
            body
            | ({"categories": list(categories)} if categories else {})
            | ({"featured_media": featured} if featured is not None else {})
        )

    def _open(self) -> "Site":
        if self._site is None:
            from channels.wordpress.site import Site  # noqa: PLC0415 - loads only when used

            self._site = Site(self._options, self.profile.pace.concurrency)
        return self._site


def slug_of(message: Message) -> str:
    """The end of the post's address: what the publication is called, and a digest of the delivery's key.

    It is written as WordPress would write it (`sanitize_title`), so that it finds under it what it keeps.
    """
    readable = re.sub(r"[^a-z0-9]+", "-", message.publication.lower().replace("@", "-")).strip("-")
    digest = sha256(message.key.encode()).hexdigest()[:12]
    return f"{readable[:LONGEST_SLUG].strip('-')}-{digest}"


def _figure(url: str, media: Media) -> str:
    return f'<figure class="wp-block-image"><img src="{escape(url)}" alt="{escape(media.alt)}"></figure>'


def _named(noted: str) -> tuple[int, str] | None:
    """A file's number and address; None where an older program wrote something else."""
    try:
        number, url = json.loads(noted)
        return int(number), str(url)
    except (ValueError, TypeError):
        return None


def _made_before(token: str | None) -> "Post | None":
    """The post that an attempt before this one made under another slug, as it was remembered."""
    from channels.wordpress.site import Post  # noqa: PLC0415 - loads only when used

    try:
        number, url = json.loads(token or "{}")[MADE]
        return Post(int(number), str(url), "")
    except (ValueError, TypeError, KeyError):
        return None
