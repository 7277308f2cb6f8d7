"""Until when a message is tried once a person has asked for it again."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from delivery.publications.draft import expiry
from delivery.publishing.review import locate
from delivery.retry import PATIENCE
from delivery.workplace import Workplace
from storage.tables import publication


def renew(connection: Connection, workplace: Workplace, publication_id: int, now: datetime) -> None:
    """Where its time is over, it counts from now, as for what a person sends; else it stays as it is.

    The sweep would else end it before its lane got to it. What is no longer in the files is tried for 72 hours.
    """
    row = connection.execute(select(publication).where(publication.c.id == publication_id)).one()
    if row.expires_at > now:
        return
    occurrence = locate(connection, workplace, row.campaign, row.message, row.occurrence, row.planned_at or now)
    until = expiry(occurrence, now) if occurrence is not None else now + PATIENCE
    connection.execute(update(publication).where(publication.c.id == publication_id).values(expires_at=until))
