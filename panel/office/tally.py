"""How many got an entry of the calendar, or would get it today, in words."""

from collections.abc import Mapping

from channels.adapter import Kind
from panel.office.entries import Outlet
from panel.office.spoken import counted
from storage.states import DeliveryState

Tallies = Mapping[int, Mapping[str, int]]
"""By publication and by state."""
COUNTED = (
    (DeliveryState.SENT, "enviado", "enviados"),
    (DeliveryState.FAILED, "sin enviar", "sin enviar"),
    (DeliveryState.UNCERTAIN, "sin saberse", "sin saberse"),
)
"""What is told of a publication that has begun."""


def reach(outlet: Outlet, tallies: Tallies) -> str:
    """How many it went to, or would go to today: «: 24 enviados, 1 sin enviar», «: hoy serían 1.200 personas»."""
    told = tallies.get(outlet.number or 0, {})
    parts = [counted(told[state.value], one, many) for state, one, many in COUNTED if told.get(state.value)]
    if parts:
        return f": {', '.join(parts)}"
    if not outlet.recipients or outlet.kind == Kind.BROADCAST.value:
        return ""
    if outlet.kind == Kind.MANUAL.value:
        return f": {counted(outlet.recipients, 'tarea', 'tareas')}"
    would = "sería" if outlet.recipients == 1 else "serían"
    return f": hoy {would} {counted(outlet.recipients, 'persona', 'personas')}"
