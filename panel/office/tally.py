"""How many got some publications, and how many did not: from the counters, never from the deliveries."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, bindparam, func, select

from channels.adapter import Kind
from panel.office.entries import Outlet
from storage.execution import execute
from storage.states import DeliveryState
from storage.tables import counter

Tallies = Mapping[int, Mapping[str, int]]
"""By publication and by state."""
_COUNTS = (
    select(counter.c.publication, counter.c.state, func.sum(counter.c["count"]))
    .where(counter.c.publication.in_(bindparam("which", expanding=True)))
    .group_by(counter.c.publication, counter.c.state)
)


def read_tallies(connection: Connection, numbers: Sequence[int]) -> Tallies:
    """Of some publications."""
    found: dict[int, dict[str, int]] = {}
    if numbers:
        for number, state, count in execute(connection, _COUNTS, {"which": sorted(numbers)}):
            found.setdefault(number, {})[state] = int(count)
    return found


COUNTED = (
    (DeliveryState.SENT, "enviado", "enviados"),
    (DeliveryState.FAILED, "sin enviar", "sin enviar"),
    (DeliveryState.UNCERTAIN, "sin saberse", "sin saberse"),
)
"""What is told of a publication that has begun."""


def reach(outlet: Outlet, tallies: Tallies) -> str:
    """How many it went to, or would go to today: «: 24 enviados, 1 sin enviar», «: hoy serían 1.200 personas»."""
    told = tallies.get(outlet.number or 0, {})
    parts = [number_of(told[state.value], one, many) for state, one, many in COUNTED if told.get(state.value)]
    if parts:
        return f": {', '.join(parts)}"
    if not outlet.recipients or outlet.kind == Kind.BROADCAST.value:
        return ""
    if outlet.kind == Kind.MANUAL.value:
        return f": {number_of(outlet.recipients, 'tarea', 'tareas')}"
    would = "sería" if outlet.recipients == 1 else "serían"
    return f": hoy {would} {number_of(outlet.recipients, 'persona', 'personas')}"


def number_of(number: int, one: str, many: str) -> str:
    """«1 persona», «1.200 personas»."""
    return f"{number:,} {one if number == 1 else many}".replace(",", ".")
