"""A post made ready at Instagram: its containers, one after the other, each remembered before the next."""

from collections.abc import Awaitable
from datetime import timedelta
from typing import TypeVar

from channels.graph.failure import Failed, Failure, How
from channels.graph.outcome import rule_of, unsent
from channels.instagram.bodies import bodies, carousel
from channels.instagram.containers import Containers
from channels.instagram.errors import ERRORS, NOT_FETCHED
from channels.instagram.pictures import public_address
from channels.instagram.progress import Progress, Status
from channels.message import Message, NotSent, Remember, Scope, Unavailable
from channels.uploaded import Uploaded

Answer = TypeVar("Answer")

SERVICE = "Instagram"
PREPARING = timedelta(seconds=30)
"""How long a container is left alone that is not ready."""
NO_QUOTA = timedelta(hours=1)
MOST_UNFETCHED = 4
"""How often in a row a picture may not be fetched, some minutes apart, before a person looks at the site."""


class Preparation:
    """One message on its way to be published. Nothing of it is seen yet, so nothing of it is uncertain."""

    def __init__(self, containers: Containers, message: Message, remember: Remember, site_url: str) -> None:
        """What an earlier attempt remembered is taken up."""
        self._containers = containers
        self._message = message
        self._remember = remember
        self._site_url = site_url
        self._progress = Progress.read(message.resumption, message.media)

    async def ready(self) -> tuple[str, Status]:
        """The container, and how it stands: FINISHED or PUBLISHED. Raises `Rejected` or `Unavailable`."""
        stands, failure = Status.EXPIRED, None
        if self._progress.container:
            stands, failure = await self._step(self._containers.status(self._progress.container))
        if stands is Status.EXPIRED:
            await self._begin()
            stands, failure = await self._step(self._containers.status(self._progress.container))
        if stands is Status.ERROR and failure is not None:
            raise await self._given_up(failure)
        if stands in (Status.FINISHED, Status.PUBLISHED):
            return self._progress.container, stands
        reason = "Instagram todavía prepara la imagen; la publicación sale sola cuando esté lista."
        raise Unavailable(reason, code=stands.value, retry_after=PREPARING)

    async def _begin(self) -> None:
        """A container for the whole post; what came to an end with an earlier one is made anew."""
        if self._progress.container:
            self._progress = Progress(unfetched=self._progress.unfetched)
        await self._has_quota()
        parts = bodies(self._message, self._site_url)
        whole = parts[0]
        if len(parts) > 1:
            for media, body in list(zip(self._message.media, parts, strict=True))[len(self._progress.items) :]:
                item = Uploaded(media.sha256, await self._made(body))
                await self._keep(self._progress._replace(items=(*self._progress.items, item)))
            whole = carousel(self._message, [each.number for each in self._progress.items])
        await self._keep(self._progress._replace(container=await self._made(whole)))

    async def _keep(self, progress: Progress) -> None:
        self._progress = progress
        await self._remember(progress.token)

    async def _made(self, body: dict[str, object]) -> str:
        """The number of a new container. Raises `Rejected` or `Unavailable`."""
        try:
            return await self._containers.make(body)
        except Failed as failed:
            failure = failed.failure
        raise await self._given_up(failure)

    async def _given_up(self, failure: Failure) -> NotSent:
        """The outcome of a container that came to nothing: another attempt begins anew."""
        before, fresh = self._progress, Progress()
        if failure.how is not How.REFUSED:
            return unsent(failure, SERVICE, ERRORS)
        if rule_of(failure, ERRORS) is not NOT_FETCHED:
            if before != fresh:
                await self._keep(fresh)
            return unsent(failure, SERVICE, ERRORS)
        items = () if before.container else before.items
        addresses = ", ".join(public_address(media, self._site_url) for media in self._message.media)
        reason = f"{NOT_FETCHED.what} ({failure.said}); {NOT_FETCHED.advice}: {addresses}"
        if before.unfetched + 1 < MOST_UNFETCHED:
            await self._keep(Progress(items=items, unfetched=before.unfetched + 1))
            return Unavailable(reason, code=failure.code, retry_after=NOT_FETCHED.wait)
        await self._keep(Progress(items=items))
        return Unavailable(reason, code=failure.code, scope=Scope.ACCOUNT, needs_person=True)

    async def _has_quota(self) -> None:
        """Raises `Unavailable` where Instagram takes no more posts today."""
        left = await self._step(self._containers.left())
        if left is not None and left <= 0:
            reason = "La cuenta llegó a las publicaciones que Instagram admite en 24 horas; sale sola cuando haya cupo."
            raise Unavailable(reason, code="cupo", retry_after=NO_QUOTA, scope=Scope.ACCOUNT)

    async def _step(self, asked: Awaitable[Answer]) -> Answer:
        """What a call that publishes nothing answers. Raises `Rejected` or `Unavailable`."""
        try:
            return await asked
        except Failed as failed:
            failure = failed.failure
        raise unsent(failure, SERVICE, ERRORS)
