"""Until when Meta serves each version of the Graph API.

As https://developers.facebook.com/docs/graph-api/changelog/versions/ had it on 2026-11-27; days are Meta's own.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from channels.capabilities import Finding, Standing
from channels.graph.options import VERSION

ENDS: Mapping[str, date | None] = {
    "v20.0": date(2026, 9, 24),
    "v21.0": date(2027, 1, 21),
    "v22.0": date(2027, 5, 20),
    "v23.0": date(2027, 10, 8),
    "v24.0": date(2028, 2, 18),
    "v25.0": date(2028, 7, 29),
    "v26.0": None,
}
"""The last day of each; None: Meta has not named it. Older ones are gone."""
NEAR = timedelta(days=90)
"""Time enough to try another version."""
_CHANGE = f"Cambie «version» en canales.yaml (por omisión es {VERSION}) y revise otra vez la cuenta."


def retirement(version: str, today: date) -> Finding:
    """How a version that Meta still answers for stands."""
    if version not in ENDS:
        if _number(version) < min(_number(each) for each in ENDS):
            return Finding("version", Standing.BAD, f"Meta ya retiró la versión {version}.", _CHANGE)
        said = f"Meta atiende la versión {version}, de la que este pregonero no sabe hasta cuándo sirve."
        return Finding("version", Standing.UNKNOWN, said, "Mírelo en el registro de cambios de la API Graph, de Meta.")
    end = ENDS[version]
    if end is None:
        said = f"Meta atiende la versión {version} y no ha dicho hasta cuándo."
        return Finding("version", Standing.GOOD, said)
    if end < today:
        said = f"Meta retiró la versión {version} el {end:%Y-%m-%d}: puede dejar de servir en cualquier momento."
        return Finding("version", Standing.BAD, said, _CHANGE)
    near = end - today <= NEAR
    said = f"Meta atiende la versión {version} hasta el {end:%Y-%m-%d}."
    return Finding("version", Standing.WARNING if near else Standing.GOOD, said, _CHANGE if near else "")


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.removeprefix("v").split("."))
