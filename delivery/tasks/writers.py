"""Who may be written to of a mail that came for a duty: anybody can write any address behind `From`."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, func, or_, select

from audience.addresses import BadAddress, normalise
from campaigns.municipality import Municipality
from delivery.notices.notice import Notice
from delivery.staff import Staff
from storage.columns import Instant
from storage.execution import execute
from storage.tables import publication

COPY, TOLD = "~copia-{}-", "~pregunta-pasada-{}-"
"""How what is added to a duty's message id begins, of its order: a receipt's copy, and that a question went on."""
MOST, WITHIN = 3, timedelta(days=1)
"""How many such mails go out for one order: whoever writes more often reads them in the books, or asks."""

_ITS = publication.c
_TOLD = (
    select(func.count())
    .where(_ITS.tenant == bindparam("of"), _ITS.campaign == bindparam("campaign"))
    .where(_ITS.occurrence == bindparam("occurrence"), _ITS.created_at > bindparam("since", type_=Instant()))
    .where(
        or_(*[_ITS.message.startswith(bindparam(name, type_=_ITS.message.type)) for name in ("copies", "questions")])
    )
)


def as_staff(mail: str) -> tuple[Staff, ...]:
    """A mail's writer, whoever that says to be; empty where it names no address."""
    try:
        return (Staff(mail, normalise("correo", mail)),) if mail else ()
    except BadAddress:
        return ()


def known_writer(municipality: Municipality, mail: str, owes: str) -> tuple[Staff, ...]:
    """The same where the files have that address: of a person, of a department, or of the source that `owes` it."""
    named = [person.mail for person in municipality.people.values()]
    named += [department.mail for department in municipality.departments.values()]
    named += [source.mail for source in municipality.sources.values() if source.name == owes]
    known = {normalise("correo", each) for each in named if each}
    return tuple(each for each in as_staff(mail) if each.mail in known)


def may_be_told(connection: Connection, tenant_id: int, duty: Notice, order: int, now: datetime) -> bool:
    """Whether the writers of an order's mails have been told fewer than `MOST` times. `duty`: what the order is of."""
    asked = {"of": tenant_id, "campaign": duty.campaign, "occurrence": duty.occurrence, "since": now - WITHIN}
    asked |= {"copies": duty.message + COPY.format(order), "questions": duty.message + TOLD.format(order)}
    return bool(execute(connection, _TOLD, asked).scalar_one() < MOST)
