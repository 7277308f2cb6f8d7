"""Surveys whose `cierra` was edited while people vote: they close at the new hour, where the service allows."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from campaigns.content.ballot import closes_at
from campaigns.tenant import Tenant
from channels.keys import Key
from delivery.chores.closing import CLOSE
from delivery.office.survey_ends import closes_itself
from delivery.workplace import Workplace
from storage.account_chores import move_chores
from storage.audit import append
from storage.polls import posts_of_survey
from storage.surveys import OpenSurvey, move_close, surveys
from storage.tables import publication

BY = "cierra"
"""Who moved it, in the audit: the line of the file."""


class MovedClose(NamedTuple):
    """A survey that closes at another hour than it did."""

    key: str
    """`campaign/message@occurrence`."""
    closes_at: datetime


def move_closes(connection: Connection, workplace: Workplace, now: datetime) -> list[MovedClose]:
    """Let every open survey close when its file says now; an hour that is past closes it at once.

    A poll that its service closes by itself keeps the hour with which it was posted.
    """
    moved = []
    for each in surveys(connection, workplace.tenant_id):
        end = _edited_close(connection, workplace.tenant, each) if each.takes_votes(now) else None
        if end is None:
            continue
        end = max(end, now)
        move_close(connection, each.id, end)
        posts = posts_of_survey(connection, each.id)
        ours = [post.delivery for post in posts if not closes_itself(workplace.tenant.accounts.get(post.account))]
        move_chores(connection, workplace.tenant_id, CLOSE, ours, end.isoformat(), end)
        key = str(Key(each.campaign, each.message, "", each.occurrence))
        detail = {"before": each.closes_at.isoformat(), "after": end.isoformat()}
        append(connection, workplace.tenant_id, BY, "survey", key, detail, now)
        moved.append(MovedClose(key, end))
    return moved


def _edited_close(connection: Connection, tenant: Tenant, asked: OpenSurvey) -> datetime | None:
    """When its file says that it closes; None where that is when it does, or there is no such file."""
    campaign = tenant.campaigns.get(asked.campaign)
    message = campaign.message(asked.message) if campaign is not None else None
    entry = message.entry.survey if message is not None else None
    if entry is None:
        return None
    ends = [closes_at(entry, each, tenant.workdays).astimezone(UTC) for each in _opened(connection, tenant, asked)]
    return None if asked.closes_at in ends else ends[0]


def _opened(connection: Connection, tenant: Tenant, asked: OpenSurvey) -> Iterator[datetime]:
    """From when its close may have been counted: the hour of its message, else when somebody sent it."""
    its, zone = publication.c, tenant.municipality.zone
    ours = (its.tenant == asked.tenant, its.campaign == asked.campaign, its.message == asked.message)
    hour = select(func.min(its.planned_at)).where(*ours, its.occurrence == asked.occurrence)
    planned: datetime | None = connection.execute(hour).scalar()
    if planned is not None:
        yield planned.astimezone(zone)
    yield asked.opened_at.astimezone(zone)
