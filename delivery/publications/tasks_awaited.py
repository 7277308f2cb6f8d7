"""Tasks of people for which a message waits that follows another one: which they are, and whose."""

from collections.abc import Sequence
from itertools import groupby

from sqlalchemy import Connection, bindparam, select

from campaigns.filters import lista
from campaigns.tenant import CampaignMessage, Tenant
from delivery.publications.orders import errands_of
from delivery.publications.votes import name_of
from delivery.workplace import Workplace, is_manual
from storage.execution import execute
from storage.states import OPEN_WORK_ORDER
from storage.tables import publication, work_order

FEW = 3
"""How many tasks or people are named; the rest are counted."""
_OPEN = (
    select(work_order.c.id, work_order.c.responsible, publication.c.account)
    .join(publication, publication.c.id == work_order.c.publication)
    .where(
        publication.c.tenant == bindparam("of"),
        publication.c.campaign == bindparam("in"),
        publication.c.message == bindparam("by"),
        publication.c.occurrence == bindparam("at"),
        work_order.c.state.in_([state.value for state in OPEN_WORK_ORDER]),
    )
    .order_by(publication.c.account, work_order.c.responsible, work_order.c.id)
)


def open_tasks(connection: Connection, workplace: Workplace, reference: str, occurrence: str) -> str:
    """«la tarea 3 (emisora), de Ana Pérez»: those that are open of one occurrence of `campaign/message`, in Spanish.

    Empty where none is.
    """
    campaign, _, message = reference.partition("/")
    asked = {"of": workplace.tenant_id, "in": campaign, "by": message, "at": occurrence}
    rows = execute(connection, _OPEN, asked).all()
    each = (
        f"{_tasks([row.id for row in its])} ({account}), de {name_of(workplace.tenant, who)}"
        for (account, who), its in groupby(rows, lambda row: (row.account, row.responsible))
    )
    return "; ".join(each)


def who_confirms(tenant: Tenant, followed: CampaignMessage) -> str:
    """«Ana Pérez confirme lo de emisora y carro»: for which people whatever follows a message will wait, in Spanish.

    Empty where machines send it on all its accounts.
    """
    accounts: dict[tuple[str, ...], list[str]] = {}
    for account in followed.accounts:
        if is_manual(account, followed.entry.becomes):
            charged = (errand.responsible for errand in errands_of(tenant, followed, account))
            accounts.setdefault(tuple(dict.fromkeys(charged)), []).append(account.name)
    return " y ".join(
        f"{_few([name_of(tenant, who) for who in people])} confirme{'' if len(people) == 1 else 'n'} lo de {lista(its)}"
        for people, its in accounts.items()
    )


def _tasks(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"la tarea {numbers[0]}"
    return f"las tareas {_few([str(number) for number in numbers])}"


def _few(found: Sequence[str]) -> str:
    """«3, 4 y 5», «3, 4, 5 y 12 más»."""
    return lista(found if len(found) <= FEW else [*found[:FEW], f"{len(found) - FEW} más"])
