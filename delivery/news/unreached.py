"""A service refuses a person: for good, or perhaps, or only publicity; what that means for what is written next."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from audience.suppression import DECLINED, PUBLICITY, suppress, suppress_gone
from channels.message import Rejected
from channels.news import Fate, Word
from delivery.workplace import Workplace
from storage.events import last_event, note_event, said_since

ARRIVED_OR_NOT = (Fate.DELIVERED.value, Fate.READ.value, Fate.FAILED.value)


class Refusal(NamedTuple):
    """What a service said of one person's message."""

    delivery: int
    key: str
    """The person's."""
    account: str
    channel: str
    """The kind of account."""
    failure: Rejected

    @property
    def concerns_the_person(self) -> bool:
        """Whether it says more than that this one message will not do."""
        return self.failure.recipient_gone or self.failure.gone_if_repeated or self.failure.declined


def set_aside(connection: Connection, workplace: Workplace, refusal: Refusal, now: datetime) -> None:
    """Write to the person no more by this kind of account, or no more publicity, if the refusal of `now` says so."""
    tenant, failure = workplace.tenant_id, refusal.failure
    if failure.declined:
        decline(connection, tenant, refusal.channel, refusal.key, failure.reason, now)
    elif failure.recipient_gone or (failure.gone_if_repeated and _came_before(connection, tenant, refusal)):
        suppress_gone(connection, tenant, refusal.channel, refusal.key, failure.reason, now)


def decline(connection: Connection, tenant_id: int, channel: str, key: str, evidence: str, at: datetime) -> None:
    """No more publicity by this kind of account, unless the person has let it in again since `at`."""
    if not any(said_since(connection, tenant_id, (key,), word.value, at) for word in (Word.WELCOMED, Word.START)):
        suppress(connection, tenant_id, key, DECLINED, evidence, at, channel=channel, of_class=PUBLICITY)


def note_refusal(connection: Connection, workplace: Workplace, refusal: Refusal, now: datetime) -> None:
    """The same for what was said at once, in answer to the send: it is kept as what is told later is."""
    set_aside(connection, workplace, refusal, now)
    if refusal.failure.gone_if_repeated:
        note_event(
            connection,
            workplace.tenant_id,
            refusal.account,
            f"{refusal.delivery}:refused",
            Fate.FAILED.value,
            {"code": refusal.failure.code},
            now,
            key=refusal.key,
            delivery_id=refusal.delivery,
        )


def _came_before(connection: Connection, tenant_id: int, refusal: Refusal) -> bool:
    """Whether the last of the person's other messages of which anything is known was refused in the same way."""
    last = last_event(connection, tenant_id, refusal.key, ARRIVED_OR_NOT, besides=refusal.delivery)
    return last is not None and last.kind == Fate.FAILED.value and last.payload.get("code") == refusal.failure.code
