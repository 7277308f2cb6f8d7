"""A person's word on deliveries that did not arrive or are in doubt: tried again, or settled."""

from datetime import datetime

from sqlalchemy import Connection, select

from delivery import lost_words
from delivery.chores.closing import arrange_closes
from delivery.chores.pulls import arrange_pulls
from delivery.office.office import Found, Refused, Unknown, key_of, known
from delivery.office.renewal import renew
from delivery.publications import listed
from delivery.workplace import Workplace
from storage.ledger import retry_failed
from storage.ledger import settle as settle_delivery
from storage.ledger import settle_all as settle_deliveries
from storage.ledger.deliveries import chunks
from storage.states import DeliveryState, PublicationState
from storage.tables import delivery, publication

CORRECTED = (
    "«{}» ya se corrigió: a quien no le llegó no se le envía el texto que estaba mal. Si debe enterarse, escríbale con "
    "otro mensaje."
)


def retry(connection: Connection, workplace: Workplace, text: str, actor: str, now: datetime) -> dict[str, int]:
    """Try the failed ones again, and only them: key to how many. Raises `Refused`, `Unknown` and `BadKey`."""
    tried: dict[str, int] = {}
    for row in known(connection, workplace, text):
        if _is_corrected(connection, row.id):
            raise Refused(CORRECTED.format(key_of(row)))
        _refuse_outdated(connection, workplace, row, now)
        tried[key_of(row)] = retry_failed(connection, row.id, actor, now)
        if tried[key_of(row)]:
            renew(connection, workplace, row.id, now)
    return tried


def _refuse_outdated(connection: Connection, workplace: Workplace, row: Found, now: datetime) -> None:
    """Raises `Refused` where it would go by what is known no more: words that a copy lost, a list that is too old."""
    held = lost_words.why_not_yet(connection, workplace, row, now)
    if held := held or listed.why_not_yet(connection, workplace, row, now):
        raise Refused(f"«{key_of(row)}» no se intenta todavía. {held}")


def _is_corrected(connection: Connection, number: int) -> bool:
    columns = publication.c
    its = (columns.corrects == number) & (columns.act == "send") & (columns.state != PublicationState.CANCELLED.value)
    return connection.execute(select(columns.id).where(its).limit(1)).first() is not None


def settle(
    connection: Connection, workplace: Workplace, number: int, to: DeliveryState, actor: str, now: datetime
) -> bool:
    """What became of an uncertain delivery, by a person's word; pending, it is sent again.

    False where it is not uncertain. Raises `Unknown` where the municipality has no such delivery, `Refused` where it
    would be sent again though it was corrected or people's words were lost, and `IllegalMove`.
    """
    row = _publication_of(connection, workplace, number)
    if row is None:
        raise Unknown(f"No hay ninguna entrega {number}. «pregonero deliveries» las muestra.")
    if to is DeliveryState.PENDING and _is_corrected(connection, row.id):
        raise Refused(CORRECTED.format(key_of(row)))
    if to is DeliveryState.PENDING:
        _refuse_outdated(connection, workplace, row, now)
    if not settle_delivery(connection, workplace.tenant_id, number, to, actor, now):
        return False
    if to is DeliveryState.PENDING:
        renew(connection, workplace, row.id, now)
    if to is DeliveryState.SENT:
        arrange_pulls(connection, workplace, [number], now)
        arrange_closes(connection, workplace, [number])
    return True


def settle_all(
    connection: Connection, workplace: Workplace, text: str, to: DeliveryState, actor: str, now: datetime
) -> dict[str, int]:
    """The same of all uncertain deliveries of what a key names: key to how many. Raises as `settle`, and `BadKey`."""
    settled: dict[str, int] = {}
    for row in known(connection, workplace, text):
        if to is DeliveryState.PENDING and _is_corrected(connection, row.id):
            raise Refused(CORRECTED.format(key_of(row)))
        if to is DeliveryState.PENDING:
            _refuse_outdated(connection, workplace, row, now)
        numbers = settle_deliveries(connection, row.id, to, actor, now)
        settled[key_of(row)] = len(numbers)
        if numbers and to is DeliveryState.PENDING:
            renew(connection, workplace, row.id, now)
        for few in chunks(numbers) if to is DeliveryState.SENT else ():
            arrange_pulls(connection, workplace, few, now)
            arrange_closes(connection, workplace, few)
    return settled


def _publication_of(connection: Connection, workplace: Workplace, number: int) -> Found | None:
    asked = select(publication).join(delivery, publication.c.id == delivery.c.publication)
    asked = asked.where(delivery.c.id == number, publication.c.tenant == workplace.tenant_id)
    return connection.execute(asked).first()
