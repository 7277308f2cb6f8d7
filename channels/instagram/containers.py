"""The calls that make a post at Instagram, in their order: containers, how they stand, publication, and the account.

https://developers.facebook.com/docs/instagram-platform/content-publishing. Every method raises `Failed`.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from channels.graph.answer import UNREADABLE, identifier, inner, number, rows, text
from channels.graph.connection import Connection
from channels.graph.failure import Failed, Failure, How
from channels.instagram.progress import Status
from channels.message import Sent

NEWEST = 50
"""Posts that are looked through for one that is known to be there."""
_SUBCODE = re.compile(r"\b(22\d{5})\b")


class Containers:
    """One account's, over an open connection."""

    def __init__(self, connection: Connection, user: str) -> None:
        self._connection = connection
        self._user = user

    async def make(self, body: Mapping[str, object]) -> str:
        """The number of a new container; Instagram fetches its picture."""
        return identifier(await self._connection.post(f"{self._user}/media", body))

    async def status(self, container: str) -> tuple[Status, Failure]:
        """How it stands, and, where that is ERROR, what is known of it."""
        answer = await self._connection.get(container, fields="status_code,status")
        try:
            status = Status(text(answer, "status_code"))
        except ValueError:
            raise Failed(UNREADABLE) from None
        said = text(answer, "status") or status.value
        found = _SUBCODE.search(said)
        subcode = int(found[1]) if found else 0
        return status, Failure(How.REFUSED, said[:200], str(subcode or status.value), -1, subcode)

    async def publish(self, container: str) -> str:
        """The number of the post that a container has become."""
        return identifier(await self._connection.post(f"{self._user}/media_publish", {"creation_id": container}))

    async def address(self, post: str) -> str | None:
        """Where people see a post; None where Instagram does not say."""
        return text(await self._connection.get(post, fields="permalink"), "permalink") or None

    async def left(self) -> int | None:
        """How many posts Instagram takes yet within its day; None where it does not say."""
        answer = await self._connection.get(f"{self._user}/content_publishing_limit", fields="config,quota_usage")
        first = next(iter(rows(answer)), {})
        used, total = number(first, "quota_usage"), number(inner(first, "config"), "quota_total")
        return None if used is None or total is None else total - used

    async def find(self, caption: str, since: datetime) -> Sent:
        """A post that is known to be there, with its number and address where it is among the newest."""
        fields = "id,caption,timestamp,permalink"
        answer = await self._connection.get(f"{self._user}/media", fields=fields, limit=str(NEWEST))
        for each in rows(answer):
            if " ".join(text(each, "caption").split()) == " ".join(caption.split()) and _after(each, since):
                return Sent(identifier(each), text(each, "permalink") or None)
        return Sent()


def _after(post: Mapping[str, Any], since: datetime) -> bool:
    try:
        return datetime.fromisoformat(text(post, "timestamp")) >= since
    except (ValueError, TypeError):
        return False
