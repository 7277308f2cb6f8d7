"""Sections of the site: when each was updated last, by what the rows say went out or was done for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, select

from campaigns.articles import the
from campaigns.debtors import name_of
from campaigns.indicator import Filter
from campaigns.moment import Moment
from campaigns.section import Section
from channels.adapter import Kind
from delivery.workplace import Workplace
from delivery.worlds import MODES, in_tests
from storage.states import DeliveryState, Mode
from storage.tables import delivery, publication, work_order
from storage.written import BY_STAFF

ALL = "todas"
FARTHEST = timedelta(days=366)
"""How far back an update is looked for."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One section now."""

    slug: str
    section: Section
    last: datetime | None
    """When it was updated; None: not within `FARTHEST`."""
    days: int | None
    """Calendar days since then."""
    mode: Mode
    """In which world that was; without an update, in which it was looked for."""

    @property
    def quiet(self) -> bool:
        """It was left as it is for longer than it may be."""
        return self.days is None or self.days > self.section.days


def standings(
    connection: Connection, workplace: Workplace, named: Sequence[str], mode: Mode, now: datetime
) -> list[Standing]:
    """The sections that a duty names, in that order; `todas`: each.

    `mode`: in which world they are looked at. What was rehearsed updates a section for a check in tests alone.
    """
    if not named:
        return []
    sections, zone = workplace.tenant.municipality.sections, workplace.tenant.municipality.zone
    slugs = sections if ALL in named else [slug for slug in named if slug in sections]
    rows = connection.execute(_updates(workplace.tenant_id, mode, now)).all()
    found = []
    for slug in slugs:
        latest = next((row for row in rows if _counts(row, sections[slug].filter)), None)
        last, seen_in = (None, mode) if latest is None else (latest.at, Mode(latest.mode))
        days = None if last is None else (now.astimezone(zone).date() - last.astimezone(zone).date()).days
        found.append(Standing(slug, sections[slug], last, days, seen_in))
    return found


def sentence(workplace: Workplace, standing: Standing) -> str:
    """What a list says of it, in Spanish: when it was updated last, and who answers for it."""
    municipality, section = workplace.tenant.municipality, standing.section
    who = the(name_of(municipality, section.responsible))
    if standing.last is None:
        return f"{section.name}: no consta ninguna actualización. Responde {who}"
    day = Moment(standing.last.astimezone(municipality.zone)).day
    if in_tests([standing.mode]):
        day += f", {MODES[standing.mode]}"
    if standing.quiet:
        limit = "1 día" if section.days == 1 else f"{section.days} días"
        return f"{section.name}: quieta desde el {day} ({standing.days} días; el máximo es {limit}). Responde {who}"
    return f"{section.name}: actualizada el {day}. Responde {who}"


def _updates(tenant: int, mode: Mode, now: datetime) -> Any:  # noqa: ANN401 - a select of many columns
    """What went out or was done for everyone to see, the latest first."""
    its = publication.c
    at = func.max(delivery.c.sent_at).label("at")
    kinds = select(func.min(work_order.c.kind)).where(work_order.c.publication == its.id).scalar_subquery()
    return (
        select(its.campaign, its.message, its.account, its.medium, its.audience, its.actions, its.mode)
        .add_columns(kinds.label("work"), at)
        .join(delivery, delivery.c.publication == its.id)
        .where(its.tenant == tenant, its.act == "send", BY_STAFF, its.kind != Kind.DIRECT.value)
        .where(its.mode.in_([Mode.REAL.value, mode.value]))
        .where(its.started_at > now - FARTHEST, delivery.c.state == DeliveryState.SENT.value)
        .group_by(its.id)
        .order_by(at.desc())
    )


def _counts(row: Row[Any], wanted: Filter) -> bool:
    messages = (row.message, f"{row.campaign}/{row.message}")
    pairs: Iterable[tuple[Sequence[str], Sequence[str]]] = (
        (wanted.actions, row.actions),
        (wanted.campaigns, (row.campaign,)),
        (wanted.messages, messages),
        (wanted.accounts, (row.account,)),
        (wanted.media, (row.medium,)),
        (wanted.audiences, (row.audience,)),
        (wanted.orders, (row.work,)),
    )
    return all(not asked or not set(asked).isdisjoint(has) for asked, has in pairs)
