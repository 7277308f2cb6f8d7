"""What a daemon goes without, as `status` tells it."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from campaigns.tenant import Tenant
from delivery.faults import Fault, Part
from delivery.pulse import Pulse
from reports.table import Table
from verbs.words import instant, shown

PARTS: dict[Part, str] = {
    Part.LANE: "La cuenta {}",
    Part.CAMPAIGN: "La campaña {}",
    Part.REVIEW: "Lo que espera visto bueno de {}",
    Part.SWEEP: "La revisión de lo pendiente",
    Part.TENANT: "La configuración nueva de este municipio",
    Part.CONFIGURATION: "La lectura de la configuración",
    Part.DAEMON: "El pregonero mismo ({})",
}
"""What fails, as people read it, with its name."""
AGAIN = (
    "Lo demás sigue, y eso se vuelve a intentar solo. Si no se arregla, envíe el registro del pregonero a quien lo "
    "mantiene: allí está el detalle."
)


def faults_of(tenant: Tenant, alive: Iterable[Pulse]) -> list[Fault]:
    """What the daemons at work go without, of this municipality or of all."""
    return [fault for pulse in alive for fault in pulse.faults if fault.subject.tenant in ("", tenant.slug)]


def fault_documents(faults: Iterable[Fault]) -> list[dict[str, object]]:
    """For JSON."""
    return [
        {
            "part": each.subject.part.value,
            "name": each.subject.name,
            "since": instant(each.since),
            "times": each.times,
            "again_at": instant(each.again_at),
            "error": each.error,
        }
        for each in faults
    ]


def fault_tables(faults: Iterable[Fault], zone: ZoneInfo) -> list[str | Table]:
    """A table, and what to do where it does not end; nothing where nothing fails."""
    rows = tuple(
        (
            PARTS[each.subject.part].format(each.subject.name),
            shown(each.since, zone),
            shown(each.again_at, zone),
            each.error,
        )
        for each in faults
    )
    columns = ("Qué", "Desde", "Se intenta otra vez", "Qué pasó")
    return [Table("faults", "Fallan de una manera imprevista", columns, rows), AGAIN] if rows else []
