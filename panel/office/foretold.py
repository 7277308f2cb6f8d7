"""When what somebody writes will go out, by which account and to how many: told before it is saved."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from campaigns.calendar import follows
from campaigns.moment import Moment
from campaigns.tenant import Campaign, Tenant
from delivery.planning.known import read_known
from delivery.planning.planning import plan
from panel.office.asked import Asked
from panel.office.entries import Entry, entries_of
from panel.office.message_names import message_name

AHEAD = timedelta(days=366)
"""How far ahead its times are looked for."""
MOST = 3
"""Times of a message that are shown, the first of them with all that is known of it."""


@dataclass(frozen=True, slots=True)
class Foretold:
    """One message of the draft."""

    called: str
    when: str
    """As staff wrote it."""
    audience: str
    """For whom, in words; empty where nobody is named."""
    next: tuple[tuple[str, Entry], ...]
    """The next time, on each account that has an hour of its own: «jueves 14 de enero de 2027, a las 9:00 a. m.», empty
    where it has none yet. None of them: it does not go out within a year."""
    later: tuple[str, ...]
    """The days of the times that come after it."""
    more: int
    """Times within a year that are not shown."""


async def foretold(asked: Asked, then: Tenant, file: str) -> list[Foretold]:
    """Of each message of a file, as the calendar will have it once that file is saved.

    `then`: the municipality with the draft in it. Other campaigns are looked at only where this one waits for theirs:
    what they take of a budget, of a quota or of a week's cap is told by the calendar. Raises `StorageError`.
    """
    its = next((each for each in then.campaigns.values() if each.file.name == file), None)
    if its is None:
        return []
    alone = replace(then, campaigns={each.id: each for each in _chain(then, its)})
    local, now = asked.now.astimezone(then.municipality.zone), asked.now
    until = local + AHEAD
    known = await asked.read(lambda connection: read_known(connection, alone, local, until, now))
    planned = await asyncio.to_thread(plan, alone, known, local, until, now)
    entries = entries_of(then, [each for each in planned if each.campaign == its.id], {})
    return [_foretold(then, its, message.id, entries) for message in its.messages]


def _chain(tenant: Tenant, first: Campaign) -> Iterator[Campaign]:
    """A campaign, and those for whose messages it waits, however far."""
    found, left = dict[str, Campaign](), [first]
    while left:
        campaign = left.pop()
        found[campaign.id] = campaign
        awaited = (follows(campaign, message) for message in campaign.messages)
        names = {each.partition("/")[0] for each in awaited if each is not None}
        left += [tenant.campaigns[name] for name in names if name in tenant.campaigns and name not in found]
    yield from found.values()


def _foretold(tenant: Tenant, campaign: Campaign, message: str, entries: list[Entry]) -> Foretold:
    entry = campaign.message(message)
    assert entry is not None
    times = dict[datetime | None, list[Entry]]()
    for each in entries:
        if each.message == message:
            times.setdefault(each.nominal or each.at, []).append(each)
    first, *rest = [*times.values()] or [[]]
    later = [day for each in rest if (day := _day(each[0].at))]
    audience = tenant.audiences.get(entry.audience)
    return Foretold(
        called=message_name(tenant, campaign.id, message),
        when=entry.entry.when,
        audience=audience.name if audience is not None else "",
        next=tuple((_day(each.at), each) for each in first),
        later=tuple(later[: MOST - 1]),
        more=len(later[MOST - 1 :]),
    )


def _day(at: datetime | None) -> str:
    if at is None:
        return ""
    moment = Moment(at)
    return f"{moment.day} de {at.year}, {moment.at_time}"
