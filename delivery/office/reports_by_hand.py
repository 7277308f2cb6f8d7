"""The report of what a person lets go: made at once, with the figures that there are."""

from datetime import datetime

from sqlalchemy import Connection

from campaigns.calendar import Occurrence
from delivery.office.office import Refused
from delivery.reporter import CannotMake
from delivery.reporting.making import make_at_once
from delivery.workplace import Workplace


def make_its_report(connection: Connection, workplace: Workplace, occurrence: Occurrence, now: datetime) -> None:
    """Nothing for a message without one; figures that are missing are marked in it. Raises `Refused`."""
    try:
        make_at_once(connection, workplace, occurrence, now)
    except CannotMake as error:
        raise Refused(f"No se pudo hacer el informe de «{occurrence.message.reference}». {error}") from error
