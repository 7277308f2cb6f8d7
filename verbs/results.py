"""`deliveries`, `retry`, `settle`: who got what, and what to do about the rest."""

from datetime import datetime

from sqlalchemy import Connection

from delivery.keys import BadKey
from delivery.office import settling
from delivery.office.office import Refused, Unknown
from delivery.watching.listing import Delivered, has_rows, recipient_words
from delivery.watching.listing import deliveries as listed
from delivery.workplace import Workplace
from reports.table import Table
from storage.errors import StorageError
from storage.ledger import IllegalMove
from storage.states import DeliveryState
from verbs.answer import Answer
from verbs.call import Call, Failure
from verbs.place import at_work, rows_of
from verbs.printed import printed
from verbs.reading_words import figure_words, figures_document
from verbs.words import DELIVERIES, delivery_words, how_many, instant, shown
from verbs.zone_wait_words import reason_words

WRONG: tuple[type[Exception], ...] = (BadKey, Unknown)
FAILED: tuple[type[Exception], ...] = (Refused, StorageError, IllegalMove, OSError)

BOUNCED = "rebotó"
"""Of what was sent and came back."""
COLUMNS = ("Número", "Clave", "Destinatario", "Estado", "Intentos", "Enviada", "Error", "Por qué", "Cifras")


def deliveries(call: Call, campaign: str | None, state: str | None) -> Answer:
    """Each delivery with its state."""
    with rows_of(call) as (connection, tenant, number):
        if campaign is not None and campaign not in tenant.campaigns and not has_rows(connection, number, campaign):
            raise Unknown(f"No hay ninguna campaña «{campaign}». Hay: {', '.join(tenant.campaigns)}.")
        found = listed(connection, number, campaign, DeliveryState(state) if state else None)
    zone = tenant.municipality.zone
    rows = tuple(
        (
            str(each.id),
            each.key,
            recipient_words(each.recipient),
            delivery_words(each.state, each.mode) if each.bounced_at is None else BOUNCED,
            str(each.attempts),
            shown(each.sent_at, zone),
            each.error,
            reason_words(each.reason, each.waits_until, zone),
            figure_words(each.told),
        )
        for each in found
    )
    return Answer(
        [document(each) for each in found],
        [Table("deliveries", how_many(len(rows), "entrega", "entregas"), COLUMNS, rows)],
    )


def document(each: Delivered) -> dict[str, object]:
    """One delivery for JSON."""
    return {
        "id": each.id,
        "key": each.key,
        "mode": each.mode,
        "recipient": each.recipient,
        "state": each.state,
        "attempts": each.attempts,
        "error": each.error,
        "sent_at": instant(each.sent_at),
        "bounced_at": instant(each.bounced_at),
        "url": each.url,
        "language": each.language,
        "reason": each.reason,
        "waits_until": instant(each.waits_until),
        "measured_at": instant(each.told.asked_at) if each.told is not None else None,
        "figures": figures_document(each.told),
    }


def retry(call: Call, key: str) -> Answer:
    """The failed ones once more."""
    moved = at_work(call, lambda connection, place, now: settling.retry(connection, place, key, call.actor, now))
    lines = [
        f"{name}: {how_many(count, 'entrega se intenta', 'entregas se intentan')} otra vez."
        for name, count in moved.items()
    ]
    return Answer([{"key": name, "retried": count} for name, count in moved.items()], lines)


def settle(call: Call, number: int, state: str) -> Answer:
    """A person's word on a delivery of which nobody knows whether it went out."""

    def work(connection: Connection, place: Workplace, now: datetime) -> bool:
        return settling.settle(connection, place, number, DeliveryState(state), call.actor, now)

    if not at_work(call, work):
        raise Failure(f"La entrega {number} no está entre las dudosas. «{printed(call, 'status')}» las muestra.")
    return Answer([{"id": number, "state": state}], [f"Entrega {number}: {DELIVERIES[state]}."])
