"""A mail came back: what it says of the person and of the list, taken into the rows once; what nothing proves, not."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select

from audience.subscriptions import Proof, unsubscribe
from audience.suppression import BOUNCED, COMPLAINED, EVERYWHERE, PUBLICITY, opt_out, suppress
from campaigns.account import Account
from channels.news import Back, Departs, Returned, Unread
from delivery.news.dead_lists import stop_at_complaints, stop_at_returns
from delivery.news.leaving import unsubscribe_by_token
from delivery.news.letters import UNREAD, tell_of_letter
from delivery.way_back import delivery_named
from delivery.workplace import Workplace
from logs import Log
from storage.events import note_event
from storage.ledger import told_failed
from storage.states import DeliveryState, Mode
from storage.subscribed import topics_named
from storage.tables import delivery, publication

log = Log(__name__)

MAIL = "email"
IN_A_ROW = 4
"""Mails that came back for reasons that may pass, none having arrived between them: the address is set aside then."""
WITHIN = timedelta(days=30)
"""What is older tells nothing of today."""
AT_LEAST = timedelta(days=7)
"""From the first of them to the last: whoever is written to each day may have a full mailbox for a weekend."""
SAYS = {
    Back.HARD: "Rebotó: la dirección no existe",
    Back.SOFT: "Rebotó: no se pudo entregar",
    Back.OURS: "Rebotó: su servidor no aceptó el mensaje",
}


def take_in_return(connection: Connection, workplace: Workplace, returned: Returned, now: datetime) -> bool:
    """Do what it proves, once; whether it was new. Nothing where it names no delivery that went out for real."""
    row = _delivery(connection, workplace, returned, now)
    if row is None:
        log.warning(
            "a mail that came back names no delivery of ours", tenant=workplace.tenant.slug, back=returned.back.value
        )
        return False
    name, code = f"{returned.back.value}:{row.id}", returned.code[:60] or returned.back.value
    its = (row.account, name, returned.back.value, {"code": code}, now)
    if note_event(connection, workplace.tenant_id, *its, key=row.recipient_key, delivery_id=row.id) is None:
        return False
    log.info("a mail came back", account=row.account, delivery=row.id, back=returned.back.value, code=code)
    match returned.back:
        case Back.COMPLAINT:
            _complained(connection, workplace, row, now)
        case Back.UNWANTED:
            _leaves(
                connection, workplace, row, f"Pidió por correo no recibir más mensajes como el envío {row.id}.", now
            )
        case _:
            _came_back(connection, workplace, row, returned, code, now)
    return True


def tell_of_unread(
    connection: Connection, workplace: Workplace, account: Account, unread: Unread, now: datetime
) -> bool:
    """A mail that is a person's to read stays where it is, and is told of once; one that proves its wish is obeyed."""
    if isinstance(unread, Departs) and unsubscribe_by_token(connection, workplace, unread.subject, now):
        return True
    its = (account.name, f"{UNREAD}:{unread.remote_id}", UNREAD, {"person": unread.person}, now)
    if note_event(connection, workplace.tenant_id, *its) is None:
        return False
    log.warning("a mail waits for somebody to read it", account=account.name, person=unread.person)
    if unread.person:
        tell_of_letter(connection, workplace, account, now)
    return True


def _came_back(
    connection: Connection, workplace: Workplace, row: Row[Any], returned: Returned, code: str, now: datetime
) -> None:
    why = f"{SAYS[returned.back]}: {returned.said}" if returned.said else f"{SAYS[returned.back]} ({code})."
    told_failed(connection, row.id, code, why, now)
    if returned.back is Back.HARD:
        suppress(connection, workplace.tenant_id, row.recipient_key, BOUNCED, why, now)
    elif returned.back is Back.SOFT and _only_returns(connection, workplace.tenant_id, row.recipient_key, now):
        lasting = f"Volvieron sus últimos {IN_A_ROW} correos; el último: {why}"
        suppress(connection, workplace.tenant_id, row.recipient_key, BOUNCED, lasting, now)
    stop_at_returns(connection, workplace, row.publication, now)


def _complained(connection: Connection, workplace: Workplace, row: Row[Any], now: datetime) -> None:
    """No more publicity by anything, and no more of its topics, or of its class by mail where it was of none.

    Whoever is tired of the news still hears from the same class when their own procedure is decided on.
    """
    said, topics = f"Marcó como no deseado el envío {row.id}.", topics_named(row.topics)
    if topics:
        unsubscribe(connection, workplace.tenant_id, row.recipient_key, topics, Proof(said), now)
    of_class = [] if topics or row.class_ == "emergencia" else [(_by(row.class_), row.class_)]
    for channel, class_ in dict.fromkeys([(EVERYWHERE, PUBLICITY), *of_class]):
        where = (workplace.tenant_id, row.recipient_key, COMPLAINED, said, now)
        suppress(connection, *where, channel=channel, of_class=class_)
    stop_at_complaints(connection, workplace, row.publication, now)


def _leaves(connection: Connection, workplace: Workplace, row: Row[Any], said: str, now: datetime) -> None:
    """No more of the topics that it was about; of another message, no more of its class."""
    topics = topics_named(row.topics)
    if topics:
        unsubscribe(connection, workplace.tenant_id, row.recipient_key, topics, Proof(said), now)
    else:
        opt_out(connection, workplace.tenant_id, row.recipient_key, said, now, row.class_)


def _by(class_: str) -> str:
    return EVERYWHERE if class_ == PUBLICITY else MAIL


def _only_returns(connection: Connection, tenant_id: int, key: str, now: datetime) -> bool:
    """Whether the last `IN_A_ROW` mails to an address, up to the last that came back, all did, over some time."""
    asked = (
        select(delivery.c.sent_at, delivery.c.bounced_at)
        .join(publication, publication.c.id == delivery.c.publication)
        .where(publication.c.tenant == tenant_id, publication.c.started_at >= now - WITHIN)
        .where(publication.c.channel == MAIL, publication.c.mode == Mode.REAL.value, delivery.c.recipient_key == key)
        .where(delivery.c.state == DeliveryState.SENT.value, delivery.c.sent_at >= now - WITHIN)
        .order_by(delivery.c.sent_at.desc(), delivery.c.id.desc())
    )
    rows = list(connection.execute(asked))
    while rows and rows[0].bounced_at is None:
        rows.pop(0)
    last = rows[:IN_A_ROW]
    if len(last) < IN_A_ROW or any(row.bounced_at is None for row in last):
        return False
    return bool(last[0].sent_at - last[-1].sent_at >= AT_LEAST)


def _delivery(
    connection: Connection, workplace: Workplace, returned: Returned, now: datetime
) -> Row[*tuple[Any, ...]] | None:
    """The mail that was named, where it was ours, this municipality's, and went out to a person for real."""
    for mark in returned.marks:
        named = delivery_named(workplace.keyring, mark, now)
        if named is None:
            continue
        columns = publication.c
        asked = (
            select(delivery.c.id, delivery.c.publication, delivery.c.recipient_key)
            .add_columns(columns.account, columns.class_, columns.topics)
            .join(publication, columns.id == delivery.c.publication)
            .where(delivery.c.id == named.number, columns.tenant == workplace.tenant_id)
            .where(columns.channel == MAIL, columns.mode == Mode.REAL.value)
        )
        row: Row[*tuple[Any, ...]] | None = connection.execute(asked).one_or_none()
        if row is not None and named.is_to(row.recipient_key):
            return row
    return None
