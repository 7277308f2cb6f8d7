"""Messages that wait for the hours of their recipients' own zones, in words for people and in figures for programs."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from delivery.watching.zone_waits import ZoneWait
from verbs.words import instant, shown

WAITS = "Espera las horas de la zona de su destinatario, hasta el {}."


def zone_wait_lines(found: Sequence[ZoneWait], zone: ZoneInfo) -> list[str]:
    """One line for all of them; none where nobody waits. `zone`: by whose clock it is told."""
    if not found:
        return []
    number, last = sum(each.deliveries for each in found), shown(max(each.until for each in found), zone)
    if number == 1:
        return [f"1 mensaje espera las horas de la zona de su destinatario, hasta el {last}."]
    return [f"{number} mensajes esperan las horas de la zona de sus destinatarios; el último, hasta el {last}."]


def zone_wait_documents(found: Sequence[ZoneWait]) -> list[dict[str, object]]:
    """For JSON."""
    return [{"key": each.key, "deliveries": each.deliveries, "until": instant(each.until)} for each in found]


def reason_words(reason: str, waits_until: datetime | None, zone: ZoneInfo) -> str:
    """Why a delivery is where it is: what its publication says, and whose hour it waits for."""
    waits = WAITS.format(shown(waits_until, zone)) if waits_until is not None else ""
    return " ".join(filter(None, (reason, waits)))
