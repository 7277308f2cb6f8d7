"""One task on the desk: found, acted upon in one transaction, and told as it stands afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

from delivery.installation import var_folder
from delivery.publications.errands import errand
from delivery.publishing.freeze import media_folder
from delivery.staff import SPEAKER
from delivery.tasks.desk import Desk, Voice, held, too_late
from delivery.tasks.standing import stands
from storage.tenants import find_tenant
from verbs.answer import Answer
from verbs.call import Call, WrongCall
from verbs.folder import acting, remembered, url
from verbs.place import NOBODY, moment, opened
from verbs.printed import printed
from verbs.tasks import document
from verbs.words import shown


@contextmanager
def at_desk(call: Call, number: int, until: object = "FECHA") -> Iterator[Desk]:
    """The task of that number. `until`: the day that was asked for. Raises `WrongCall` where there is no such task,
    `StorageError`.
    """
    loaded = remembered(call)
    tenant = acting(call, loaded)
    with opened(url(call, loaded)) as database, database.write() as connection:
        tenant_id = find_tenant(connection, tenant.slug) or NOBODY
        order = held(connection, tenant_id, number)
        if order is None:
            raise WrongCall(f"No hay ninguna tarea {number}. «{printed(call, 'tasks')}» muestra las abiertas.")
        folder, now = media_folder(var_folder(call.environment)), moment(connection)
        yield Desk(connection, tenant, tenant_id, folder, order, call.actor, now, _voice(call, number, until))


def told(desk: Desk, said: bool, *more: str) -> Answer:
    """The task as it stands now. Raises `TooLate` where it could no longer be `said`."""
    order = errand(desk.connection, desk.tenant_id, desk.order.id) or desk.order
    if not said:
        raise too_late(order)
    return Answer([document(order)], [f"Tarea {order.id}: {stands(order)}.", *more])


def _voice(call: Call, number: int, until: object) -> Voice:
    return Voice(
        count="en --count",
        more="añada --more",
        cost="--cost",
        note="en --note",
        not_done="con --not-done",
        until="en --until",
        evidence="Adjunte con --evidence",
        files="Adjunte con --file",
        points=(
            "Marque lo que esté con --item N; de lo que no, diga por qué con --without N --note; o, si todo está, "
            "confirme con --all."
        ),
        receive=f"con: {printed(call, f'receive {number} --file ARCHIVO')}",
        recount=f": {printed(call, f'confirm {number} --count N --reason …')}",
        confirm=f"con «{printed(call, f'confirm {number}')}»",
        extend=f"con «{printed(call, f'extend {number} --until {until} --note …')}»",
        speaker=SPEAKER,
        moment=_shown,
        day=str,
    )


def _shown(at: datetime, zone: ZoneInfo) -> str:
    return shown(at, zone)
