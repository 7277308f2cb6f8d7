"""Which of a committee's meetings still decides on what is handed in now."""

from datetime import datetime
from pathlib import Path

import pytest

from campaigns.meetings import meetings_of
from tests.campaigns.town import MUNICIPALITY, loaded, problems
from tests.delivery.desk import bogota

TUESDAYS = "reuniones: cada martes a las 09:00"
LEAD = f"{TUESDAYS}, antelacion: 2 días hábiles"
CASES = [
    (TUESDAYS, "2026-11-27T10:00", "2026-12-01T09:00"),
    (TUESDAYS, "2026-12-01T09:00", "2026-12-01T09:00"),
    (TUESDAYS, "2026-12-01T09:01", "2026-12-08T09:00"),
    (LEAD, "2026-11-27T09:00", "2026-12-01T09:00"),
    (LEAD, "2026-11-27T09:01", "2026-12-08T09:00"),
    (LEAD, "2026-11-29T10:00", "2026-12-08T09:00"),
    ("reuniones: cada año el 15 de enero a las 08:00", "2026-01-16T08:00", "2027-01-15T08:00"),
]
"""Lines of a committee, a moment at which something is ready, and the meeting that decides on it; all local."""


def committee(lines: str) -> dict[str, str | bytes | None]:
    """The little municipality with these lines in its committee."""
    return {"municipio.yaml": MUNICIPALITY.replace("miembros: [ana]}", f"miembros: [ana], {lines}}}")}


@pytest.mark.parametrize(("lines", "now", "expected"), CASES)
def test_the_first_meeting_that_is_reached(tmp_path: Path, lines: str, now: str, expected: str) -> None:
    """A meeting that begins now is reached, one that wanted it earlier is not; days off are no working days."""
    meetings = meetings_of(loaded(tmp_path, committee(lines)).tenants[0], "comite-gel")
    assert meetings is not None
    assert meetings.after(bogota(now)) == datetime.fromisoformat(f"{expected}-05:00")


def test_what_cannot_be_decided_in_time_is_told(tmp_path: Path) -> None:
    """Until the meeting's own minute it can; a committee without meetings and a person are never too late."""
    tenant = loaded(tmp_path, committee(LEAD)).tenants[0]
    meetings = meetings_of(tenant, "comite-gel")
    assert meetings is not None
    meets = meetings.after(bogota("2026-11-27T08:00"))
    assert meetings.too_late(meets, bogota("2026-12-01T09:00")) == ""
    assert meetings.too_late(meets, bogota("2026-12-01T08:59")) == (
        "Comité GEL se reúne el martes 1 de diciembre a las 9:00 a. m., y pide lo que decide 2 días hábiles antes: no "
        "alcanza a aprobarse en una reunión"
    )
    assert meetings_of(tenant, "ana") is None
    assert meetings_of(loaded(tmp_path, committee("quorum: 1")).tenants[0], "comite-gel") is None


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("reuniones: 2027-01-12 a las 09:00", "12:64: las reuniones tienen que repetirse por sí solas"),
        ("reuniones: cada luns a las 09:00", "12:69: No se conoce la palabra «luns»"),
        ("reuniones: cada martes a las 09:00, antelacion: pronto", "12:101: «pronto» no es un tiempo"),
        ("antelacion: 1 día", "12:65: «antelacion» se cuenta hasta la reunión, y no se sabe cuándo se reúne"),
        ("recordatorios: [72 horas, luego]", "12:79: «luego» no es un tiempo"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, lines: str, said: str) -> None:
    """At its place, when the file is read."""
    [found] = problems(tmp_path, committee(lines))
    assert found.startswith(f"municipio.yaml:{said}"), found
