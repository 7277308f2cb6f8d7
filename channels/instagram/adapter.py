"""The Instagram account: what it declares, what it composes and its verbs."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from channels.adapter import Kind, MediaRule, Options, Pace, Profile, Surroundings, TextLimit
from channels.capabilities import Finding, Metric
from channels.graph.failure import Failed
from channels.graph.outcome import outcome, unread
from channels.graph.session import Session
from channels.hour import Hour
from channels.instagram.bodies import LONGEST, PICTURES, WITHIN, bodies, carousel
from channels.instagram.errors import ERRORS
from channels.instagram.options import InstagramOptions
from channels.instagram.pictures import expose
from channels.instagram.progress import Progress, Status
from channels.message import Composed, Message, Remember, Sent

if TYPE_CHECKING:
    from channels.instagram.containers import Containers

SHOWN_AFTER = timedelta(minutes=15)
"""A container that was published says so at once; Meta promises nothing."""
CLOCKS_DIFFER = timedelta(minutes=5)


class Instagram:
    """One professional account. A post is made in two steps: a container, for which Instagram fetches the picture from
    its public address, and its publication."""

    name: ClassVar[str] = "instagram"
    profile: ClassVar[Profile] = Profile(
        medium="Instagram",
        kinds=(Kind.BROADCAST,),
        text=TextLimit(LONGEST, "caracteres"),
        within=WITHIN,
        media=MediaRule(
            types=("image/jpeg",),
            maximum_bytes=8_000_000,
            maximum_count=PICTURES,
            required=True,
            ratios=(0.8, 1.91),
            public_url=True,
        ),
        pace=Pace(per_second=1, concurrency=1),
        certain_after=SHOWN_AFTER,
    )
    options_model: ClassVar[type[Options]] = InstagramOptions

    def __init__(self, options: Options, surroundings: Surroundings) -> None:
        """Keeps the options; opens no connection."""
        assert isinstance(options, InstagramOptions)
        self._options = options
        self._site = surroundings.folder / "sitio"
        self._site_url = surroundings.site_url
        self._session = Session(options, self.profile.pace.concurrency)

    @classmethod
    def sender(cls, options: Options) -> str:
        """`instagram:<account>`."""
        assert isinstance(options, InstagramOptions)
        return f"instagram:{options.user}"

    def compose(self, message: Message) -> Composed:
        """The bodies of the calls that make the post's containers, in JSON. Raises `Rejected`."""
        made = bodies(message, self._site_url)
        if len(made) > 1:
            made.append(carousel(message, ()))
        path = f"/{self._options.version}/{self._options.user}/media"
        calls = [{"path": path, "body": body} for body in made]
        return Composed(".json", json.dumps(calls, ensure_ascii=False, indent=2).encode())

    async def send(self, message: Message, remember: Remember) -> Sent:
        """Puts the pictures on the site, has a container made of them, and publishes it.

        Each step is remembered before the next. A container that is not ready is left for another attempt. Only the
        publication can be uncertain. Raises `Rejected`, `Unavailable` or `Uncertain`.
        """
        from channels.instagram.preparation import Preparation  # noqa: PLC0415 - loads only when used

        bodies(message, self._site_url)
        for media in message.media:
            await expose(media, self._site)
        containers = self._open()
        container, stands = await Preparation(containers, message, remember, self._site_url).ready()
        return await (self._found(message) if stands is Status.PUBLISHED else self._published(container))

    async def reconcile(self, message: Message, since: datetime) -> Sent | None:
        """Asks the container whether it was published; without one nothing can have been.

        Raises `Uncertain` or `Unavailable`.
        """
        container = Progress.read(message.resumption, message.media).container
        if not container:
            return None
        try:
            stands, _ = await self._open().status(container)
        except Failed as failed:
            failure = failed.failure
        else:
            return await self._found(message) if stands is Status.PUBLISHED else None
        raise unread(failure, self.profile.medium, ERRORS)

    def metrics(self) -> frozenset[Metric]:
        """Those of the post itself, and of who saw it."""
        from channels.instagram.figures import METRICS  # noqa: PLC0415 - loads only when used

        return METRICS

    async def measure(self, remote_id: str, destination: str) -> Mapping[Metric, int]:
        """Likes and comments of the post itself, then what Instagram tells of who saw it.

        Raises `Rejected` where there is no such post, `Unavailable`.
        """
        from channels.graph.insights import measured  # noqa: PLC0415 - loads only when used
        from channels.instagram.figures import figures  # noqa: PLC0415 - the same

        return await measured(figures(self._session.connection(), remote_id), self.profile.medium, ERRORS)

    async def examine(self, now: datetime) -> Sequence[Finding]:
        """The token, its rights and its end; the account and its quota; the site as others find it; limits, version."""
        from channels.instagram.examination import examined  # noqa: PLC0415 - loads only when used

        return await examined(self._session.connection(), self._options.user, now, self._site_url, self._site)

    def hour(self) -> Hour | None:
        """As Meta's last answer has it."""
        return self._session.hour()

    async def close(self) -> None:
        """Closes the connections, if any was opened."""
        await self._session.close()

    async def _published(self, container: str) -> Sent:
        """Raises `Rejected`, `Unavailable` or `Uncertain`."""
        containers = self._open()
        try:
            post = await containers.publish(container)
        except Failed as failed:
            failure = failed.failure
        else:
            try:
                return Sent(post, await containers.address(post))
            except Failed:
                return Sent(post)
        raise outcome(failure, self.profile.medium, ERRORS)

    async def _found(self, message: Message) -> Sent:
        """A post that its container says is published; where it cannot be looked for, without its number."""
        try:
            return await self._open().find(message.text, message.written_at - CLOCKS_DIFFER)
        except Failed:
            return Sent()

    def _open(self) -> "Containers":
        from channels.instagram.containers import Containers  # noqa: PLC0415 - loads only when used

        return Containers(self._session.connection(), self._options.user)
