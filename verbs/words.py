"""How verbs write moments, and what people call states."""

from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from delivery.worlds import MODES

DELIVERIES: Mapping[str, str] = {
    "pending": "por enviar",
    "claimed": "en turno",
    "sending": "enviándose",
    "sent": "enviada",
    "failed": "falló",
    "skipped": "omitida",
    "uncertain": "dudosa",
}


def delivery_words(state: str, mode: str) -> str:
    """«enviada», «enviada (en pruebas)»."""
    return in_world(DELIVERIES[state], mode)


def in_world(words: str, mode: str) -> str:
    """«por hacer (en pruebas)», where a publication's mode is none that reaches anybody."""
    return f"{words} ({MODES[mode]})" if mode in MODES else words


def how_many(number: int, one: str, many: str) -> str:
    """«1 tarea», «3 tareas»."""
    return f"{number} {one if number == 1 else many}"


def counted_state(number: int, state: str) -> str:
    """«1 terminada con errores», «2 terminadas con errores», «2 no salieron a su hora», «2 por aprobar»."""
    if number == 1:
        return f"1 {state}"
    first, space, rest = state.partition(" ")
    words = f"{first}s{space}{rest}" if first.endswith(("da", "sa")) else state
    return f"{number} {words.replace('salió', 'salieron').replace('falló', 'fallaron')}"


def shown(moment: datetime | None, zone: ZoneInfo) -> str:
    """`2027-01-04 08:00 -05`: local time with its zone; empty for None."""
    return "" if moment is None else moment.astimezone(zone).strftime("%Y-%m-%d %H:%M %Z")


def local_iso(moment: datetime | None) -> str | None:
    """`2027-01-04T08:00-05:00`, for JSON."""
    return None if moment is None else moment.isoformat(timespec="minutes")


def instant(moment: datetime | None) -> str | None:
    """`2027-01-04T13:00:00Z`, for JSON."""
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
