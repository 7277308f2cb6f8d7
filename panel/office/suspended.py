"""The classes of messages that stand still, and since when, until when, by whom and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from campaigns.moment import Moment
from delivery.workplace import Workplace
from panel.entrance.people import name_of_user
from storage.standing_orders import OrderKind, standing_orders


class ClassWords(NamedTuple):
    """How people call the messages of a class."""

    name: str
    """After «los mensajes»."""
    about: str


SUSPENDED: Mapping[str, ClassWords] = {
    "gestion": ClassWords(
        "de gestión", "Lo que cuenta qué hace la Administración: noticias, eventos, rendición de cuentas."
    ),
    "servicio": ClassWords(
        "de servicio", "Lo que la gente necesita saber: trámites, horarios, matrículas, cortes de agua."
    ),
    "interna": ClassWords("internos", "Lo que se les envía a los funcionarios."),
    "emergencia": ClassWords(
        "de emergencia", "Las alertas. Una que se envía como emergencia sale aunque su clase esté suspendida."
    ),
}
"""By class, those first that are suspended first."""


@dataclass(frozen=True, slots=True)
class Suspended:
    """One order by which a class stands still."""

    order: int
    """Which one it is."""
    class_: str
    begins: str
    """Since when: «3 de mayo de 2027, 8:00 a. m.»."""
    ends: str
    """«hasta el final del 4 de mayo de 2027», «hasta que se reabran»."""
    by: str
    """Who gave it, by name."""
    reason: str

    @property
    def name(self) -> str:
        """«de gestión»; the class as it stands where nobody knows it."""
        return SUSPENDED[self.class_].name if self.class_ in SUSPENDED else f"de clase «{self.class_}»"


def suspended(connection: Connection, place: Workplace, now: datetime) -> list[Suspended]:
    """Every order that stands, the oldest first."""
    zone = place.tenant.municipality.zone
    return [
        Suspended(
            each.id,
            each.scope,
            str(Moment(each.since.astimezone(zone))),
            ends(None if each.until is None else each.until.astimezone(zone)),
            name_of_user(place.tenant, each.by),
            each.reason.rstrip("."),
        )
        for each in standing_orders(connection, place.tenant_id, now)
        if each.kind is OrderKind.SUSPEND
    ]


def ends(until: datetime | None) -> str:
    """Until when, in words; `until`: local, not included."""
    if until is None:
        return "hasta que se reabran"
    if until.time() == time():
        return f"hasta el final del {Moment(until - timedelta(days=1), timed=False)}"
    return f"hasta el {Moment(until)}"
