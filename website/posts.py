"""What was published on the site, read from rows: each publication's words as they went out, and what became of it."""

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from campaigns.content.freezing import WEB
from channels.adapter import Kind
from channels.keys import Key
from channels.web import page_path
from storage.states import DeliveryState
from storage.tables import delivery, publication
from website.ballots import Asking, Ballot, ballots
from website.order import World
from website.words import Words, Writer, without_vote

WITHDRAW = "withdraw"
"""The `act` of a publication that takes another one back."""
AT_ONCE = 500
"""Publications whose content is read in one statement."""


@dataclass(frozen=True, slots=True)
class Post:
    """One publication on the site."""

    key: str
    """`campaign/message/account@occurrence`."""
    campaign: str
    account: str
    path: str
    """Of its page, with a slash at both ends."""
    published: datetime
    words: Words
    withdrawn: datetime | None = None
    """When it was taken back."""
    corrections: tuple["Link", ...] = ()
    """The publications that correct it, the oldest first."""
    corrects: "Link | None" = None
    """The publication that it corrects."""
    ballot: Ballot | None = None
    """The survey that it asks."""

    @property
    def tells_ballot(self) -> bool:
        """Whether its text says the survey's question and all options already."""
        text = html.unescape(self.words.html)
        return self.ballot is not None and all(each in text for each in (self.ballot.question, *self.ballot.options))

    @property
    def html(self) -> str:
        """Its text, safe to be shown as it is; of a survey that takes no votes any more nothing in it asks for one."""
        return self.words.html if self.ballot is None or self.ballot.open else without_vote(self.words)

    @property
    def updated(self) -> datetime:
        """When it was published, corrected or taken back last."""
        return max([self.published, *(each.at for each in self.corrections), *filter(None, [self.withdrawn])])


class Link(NamedTuple):
    """Another publication, as a page mentions it."""

    path: str
    at: datetime
    title: str


class _Row(NamedTuple):
    id: int
    campaign: str
    message: str
    account: str
    occurrence: str
    act: str
    corrects: int | None
    sent_at: datetime
    sha256: str | None


def posts(connection: Connection, tenant_id: int, world: World, writer: Writer, now: datetime) -> tuple[Post, ...]:
    """All that went out on web accounts in one world, the newest first.

    `writer` keeps in mind what it has read before: only the content of what is new is asked of the database.
    """
    rows = {row.id: row for row in _rows(connection, tenant_id, world)}
    shown = {number: row for number, row in rows.items() if row.act != WITHDRAW}
    words = _words(connection, shown, writer)
    taken = {row.corrects: row.sent_at for row in rows.values() if row.act == WITHDRAW}
    links = {number: Link(_path(row), row.sent_at, words[number].title) for number, row in shown.items()}
    corrections: dict[int, list[Link]] = {}
    for number, row in shown.items():
        if row.corrects in shown and number not in taken:
            corrections.setdefault(row.corrects, []).append(links[number])
    asked = ballots(connection, tenant_id, now)
    found = [
        Post(
            _key(row),
            row.campaign,
            row.account,
            links[number].path,
            row.sent_at,
            words[number],
            taken.get(number),
            tuple(sorted(corrections.get(number, ()), key=lambda link: link.at)),
            links.get(row.corrects) if row.corrects is not None and row.corrects not in taken else None,
            asked.get(Asking(row.campaign, row.message, row.occurrence)),
        )
        for number, row in shown.items()
    ]
    return tuple(sorted(found, key=lambda post: (post.published, post.key), reverse=True))


def _rows(connection: Connection, tenant_id: int, world: World) -> Iterable[_Row]:
    ours, sent = publication.c, delivery.c
    asked = (
        select(
            ours.id,
            ours.campaign,
            ours.message,
            ours.account,
            ours.occurrence,
            ours.act,
            ours.corrects,
            sent.sent_at,
            sent.sha256,
        )
        .join(delivery, sent.publication == ours.id)
        .where(
            ours.tenant == tenant_id,
            ours.channel == WEB,
            ours.kind == Kind.BROADCAST.value,
            ours.mode == world.value,
            ours.content.is_not(None),
            sent.state == DeliveryState.SENT.value,
            sent.sent_at.is_not(None),
        )
        .order_by(ours.id)
    )
    return [_Row(*row) for row in connection.execute(asked)]


def _words(connection: Connection, rows: Mapping[int, _Row], writer: Writer) -> dict[int, Words]:
    found = {number: writer.known(_key(row), row.sha256) for number, row in rows.items()}
    new = [number for number, words in found.items() if words is None]
    for start in range(0, len(new), AT_ONCE):
        for number, content in _contents(connection, new[start : start + AT_ONCE]):
            row = rows[number]
            found[number] = writer.write(_key(row), row.sha256, _path(row), content)
    writer.forget_others({_key(row) for row in rows.values()})
    return {number: words for number, words in found.items() if words is not None}


def _contents(connection: Connection, numbers: list[int]) -> Iterable[tuple[int, dict[str, Any]]]:
    asked = select(publication.c.id, publication.c.content).where(publication.c.id.in_(numbers))
    return [(number, content) for number, content in connection.execute(asked)]


def _key(row: _Row) -> str:
    return str(Key(row.campaign, row.message, row.account, row.occurrence))


def _path(row: _Row) -> str:
    return page_path(_key(row))
