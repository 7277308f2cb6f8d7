"""One task on the desk: found, acted upon in one transaction, and told as it stands afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from campaigns.tenant import Tenant
from delivery.publications.errands import Errand, errand
from delivery.staff import in_charge, not_theirs, people_behind
from storage.tenants import find_tenant
from verbs.answer import Answer
from verbs.call import Call, Failure, WrongCall
from verbs.errand_words import stands
from verbs.folder import acting, remembered, url
from verbs.place import NOBODY, moment, opened
from verbs.printed import printed
from verbs.tasks import document
from verbs.words import TASKS


class Desk(NamedTuple):
    """One task of a municipality, in a transaction that writes; no keys are needed, nobody is written to."""

    connection: Connection
    tenant: Tenant
    tenant_id: int
    order: Errand
    now: datetime
    call: Call


@contextmanager
def at_desk(call: Call, number: int) -> Iterator[Desk]:
    """The task of that number. Raises `WrongCall` where there is none, `StorageError`."""
    loaded = remembered(call)
    tenant = acting(call, loaded)
    with opened(url(call, loaded)) as database, database.write() as connection:
        tenant_id = find_tenant(connection, tenant.slug) or NOBODY
        order = order_of(call, connection, tenant_id, number)
        yield Desk(connection, tenant, tenant_id, order, moment(connection), call)


def order_of(call: Call, connection: Connection, tenant_id: int, number: int) -> Errand:
    """The task. Raises `WrongCall` where there is none."""
    found = errand(connection, tenant_id, number)
    if found is None:
        raise WrongCall(f"No hay ninguna tarea {number}. «{printed(call, 'tasks')}» muestra las abiertas.")
    return found


def told(desk: Desk, said: bool, *more: str) -> Answer:
    """The task as it stands now. Raises `Failure` where it could no longer be `said`."""
    order = order_of(desk.call, desk.connection, desk.tenant_id, desk.order.id)
    if not said:
        raise too_late(order)
    return Answer([document(order)], [f"Tarea {order.id}: {stands(order)}.", *more])


def too_late(order: Errand) -> Failure:
    """Its state does not allow what was said."""
    return Failure(f"La tarea {order.id} está {TASKS[order.state]}: eso ya no se puede decir de ella.")


def speakers(desk: Desk, *slugs: str) -> set[str]:
    """The people behind these slugs, and who is in charge of all."""
    municipality = desk.tenant.municipality
    named = (*slugs, *in_charge(municipality))
    return {person for slug in named for person in people_behind(municipality, slug)}


def only(desk: Desk, actor: str, allowed: set[str], doing: str, whose: str) -> None:
    """Raises `WrongCall` for whoever is none of them. `doing`: «aplazarla»; `whose`: what is theirs to do."""
    if allowed and actor not in allowed:
        who = not_theirs(desk.tenant.municipality, actor, doing, sorted(allowed))
        raise WrongCall(f"{whose} {who}")
