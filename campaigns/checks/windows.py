"""Hours for messages to persons that say two things, or nothing."""

from campaigns.assembly.base import Base
from campaigns.assembly.findings import Findings
from campaigns.reading.tree import Location
from campaigns.windows import HOLIDAYS, NO_HOURS, ClassWindows, by_place, places_of


def check_windows(findings: Findings, base: Base) -> None:
    """Of the municipality, and of each class that has its own."""
    windows = base.municipality.windows
    _check(findings, ("ventanas",), windows)
    for name, own in windows.classes.items():
        _check(findings, ("ventanas", "clases", name), own)


def _check(findings: Findings, here: Location, hours: ClassWindows) -> None:
    if hours.preset is not None and hours.days:
        said = f"dice «preajuste: {hours.preset}» y además sus propios días"
        findings.add(here, said, "deje uno de los dos: «preajuste» o «dias»")
        return
    seen: dict[int, str] = {}
    for written in hours.days:
        for place in places_of(written):
            if place in seen:
                place_of_key = findings.document.key_place((*here, "dias", written))
                said = f"«{written}» habla de un día del que ya habló «{seen[place]}»"
                findings.add((*here, "dias", written), said, "escriba cada día una sola vez", at=place_of_key)
            seen.setdefault(place, written)
    open_days = {place for place, spans in by_place(hours.days).items() if spans and place != HOLIDAYS}
    if hours.days and not open_days:
        said = "ningún día de la semana tiene horas: los mensajes no saldrían nunca"
        findings.add((*here, "dias"), said, f"escriba las horas de algún día, o «ventanas: {NO_HOURS}»")
