"""An alert, once, of what waits too long: to whoever can end the wait."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, not_, or_, select

from campaigns.tenant import Campaign, CampaignMessage
from channels.keys import Key
from delivery.notices.notice import Notice, Words, is_written, outlet, write
from delivery.publications.lateness import lasting
from delivery.publications.waiting import HELD_BACK, OPEN
from delivery.workplace import Workplace
from storage.execution import execute
from storage.states import PublicationState
from storage.tables import publication, work_order

SUFFIX = "~espera-"
"""What an alert's message id adds to its source's: 1 while it waits for another message, 2 for its approval."""
LONGEST = timedelta(days=1)
"""What waits longer is told, however long it may wait."""
USEFUL = timedelta(days=3)
"""How long such an alert is tried."""
SUBJECT = "Sigue en espera: {{ titulo }}"
TEXT = """«{{ titulo }}», de la campaña «{{ campania }}», está en espera desde hace {{ tiempo }}.

{% for linea in lineas %}- {{ linea }}
{% endfor %}
Lo que se puede hacer:

{% for orden in ordenes %}- {{ orden }}
{% endfor %}"""

Held = Row[*tuple[Any, ...]]
"""A publication that waits."""

_HELD = (
    select(publication)
    .where(
        publication.c.tenant == bindparam("of"),
        or_(
            publication.c.state == PublicationState.AWAITING_APPROVAL.value,
            (publication.c.state == PublicationState.WAITING.value) & publication.c.planned_at.is_(None),
        ),
        or_(publication.c.depends_on.is_(None), not_(HELD_BACK)),
    )
    .order_by(publication.c.id)
)
_TASKS_DUE = (
    select(func.max(func.coalesce(work_order.c.extended_to, work_order.c.due_at)))
    .join(publication, publication.c.id == work_order.c.publication)
    .where(
        publication.c.tenant == bindparam("of"),
        publication.c.campaign == bindparam("in"),
        publication.c.message == bindparam("by"),
        publication.c.occurrence == bindparam("at"),
        work_order.c.state.in_(OPEN),
    )
)


def tell(connection: Connection, workplace: Workplace, now: datetime) -> tuple[int, datetime | None]:
    """Write the alerts that are due; how many these were, and when the next one is."""
    account, made = outlet(workplace), 0
    upcoming: list[datetime] = []
    if account is None:
        return 0, None
    for rows in _held(connection, workplace):
        first = rows[0]
        campaign = workplace.tenant.campaigns.get(first.campaign)
        message = campaign.message(first.message.partition("~")[0]) if campaign else None
        if campaign is None or message is None:
            continue
        began = _since(connection, workplace, first)
        due = began + min(LONGEST, _may_wait(first, message))
        if due > now:
            upcoming.append(due)
            continue
        number = 1 if first.state == PublicationState.WAITING.value else 2
        notice = Notice(first.campaign, f"{first.message}{SUFFIX}{number}", first.occurrence)
        if not is_written(connection, workplace, notice):
            words = _words(campaign, message, rows, began, now)
            made += write(connection, workplace, account, notice, words, _told(first, message), now + USEFUL, now)
    return made, min(upcoming, default=None)


def _held(connection: Connection, workplace: Workplace) -> Iterable[list[Held]]:
    """What waits, all accounts of one message at one occurrence together."""
    grouped: dict[tuple[str, str, str, str], list[Held]] = {}
    for row in execute(connection, _HELD, {"of": workplace.tenant_id}):
        grouped.setdefault((row.campaign, row.message, row.occurrence, row.state), []).append(row)
    return grouped.values()


def _since(connection: Connection, workplace: Workplace, row: Held) -> datetime:
    """Since when it waits: a task that others wait for has its own term first."""
    began: datetime = row.planned_at or row.created_at
    if row.state != PublicationState.WAITING.value or not row.depends_on:
        return began
    campaign, _, message = row.depends_on.partition("/")
    asked = {"of": workplace.tenant_id, "in": campaign, "by": message, "at": row.occurrence}
    due: datetime | None = execute(connection, _TASKS_DUE, asked).scalar_one()
    return began if due is None else max(began, due)


def _may_wait(row: Held, message: CampaignMessage) -> timedelta:
    """Half of the time after which an approval comes too late; what has no hour may wait."""
    return message.tolerance / 2 if row.planned_at is not None else LONGEST


def _told(row: Held, message: CampaignMessage) -> list[str]:
    if row.state == PublicationState.WAITING.value:
        return [message.responsible]
    return [*((message.approver,) if message.approver else ()), message.responsible]


def _words(campaign: Campaign, message: CampaignMessage, rows: Sequence[Held], began: datetime, now: datetime) -> Words:
    first = rows[0]
    key = str(Key(first.campaign, first.message, "", first.occurrence))
    if first.state == PublicationState.WAITING.value:
        orders = [f"Que salga ya: pregonero release {key}", f"Que no salga: pregonero cancel {key}"]
    else:
        orders = [f"Aprobarla: pregonero approve {key}", f"No aprobarla: pregonero reject {key} --note «por qué»"]
    values = {
        "titulo": message.entry.subject or campaign.entry.title,
        "campania": campaign.entry.title,
        "tiempo": lasting(now - began),
        "lineas": [f"{row.account}: {row.reason}" for row in rows],
        "ordenes": orders,
    }
    return Words(SUBJECT, TEXT, values)
