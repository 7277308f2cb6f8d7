"""What goes out while whoever approves in a veda says no: what went out stays, the rest does not go out any more."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from delivery.notices.notice import PROGRAM
from delivery.office.office import key_of
from delivery.publications.lateness import with_full_stop
from delivery.publications.question import Approval
from delivery.sending.rest import rest_of
from delivery.workplace import Workplace
from storage.audit import append
from storage.execution import execute
from storage.ledger import Cause, move_publication
from storage.states import PublicationState
from storage.tables import publication

_GOING_OUT = (
    select(publication)
    .where(
        publication.c.tenant == bindparam("of"),
        publication.c.digest == bindparam("seen"),
        publication.c.state == PublicationState.RUNNING.value,
        publication.c.sender != "",
    )
    .order_by(publication.c.id)
)
_ONE = select(publication).where(publication.c.id == bindparam("number"))


def stop_refused(connection: Connection, workplace: Workplace, digest: str, now: datetime) -> int:
    """Cancel all that goes out with this content and may not any more; how many publications these are."""
    rows = execute(connection, _GOING_OUT, {"of": workplace.tenant_id, "seen": digest}).all()
    rests = [(row.id, rest_of(connection, workplace, row, now)) for row in rows]
    refused = [(number, rest.refused) for number, rest in rests if rest is not None and rest.refused is not None]
    return sum(cancel_refused(connection, workplace, number, no, now) for number, no in refused)


def cancel_refused(connection: Connection, workplace: Workplace, number: int, no: Approval, now: datetime) -> bool:
    """Cancel the rest of one; False: it does not run any more."""
    note = f": {no.note}" if no.note else ""
    told = f"{with_full_stop(f'No fue aprobada por {no.person}{note}')} Lo que ya salió queda; lo demás no sale."
    if not move_publication(connection, number, PublicationState.CANCELLED, Cause.CANCEL, now, told, depends_on=None):
        return False
    key = key_of(execute(connection, _ONE, {"number": number}).one())
    append(connection, workplace.tenant_id, PROGRAM, Cause.CANCEL.value, key, {"from": "running", "reason": told}, now)
    return True
