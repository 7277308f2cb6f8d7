"""`ventanas`: the hours as they are written, and what is refused where they say two things or nothing."""

from pathlib import Path

import pytest

from campaigns.advice import advice
from campaigns.when.open_hours import Stretch, Week
from campaigns.windows import LAW, Windows
from tests.campaigns.town import MUNICIPALITY, hints, loaded, problems

WEEKDAY, SATURDAY = (Stretch(420, 1140),), (Stretch(480, 900),)
LAWFUL = Week(LAW, (*[WEEKDAY] * 5, SATURDAY, ()))
OFFICE = "{dias: {lunes a viernes: 8:00 a 12:00 y 14:00 a 17:00, sábados: 9:00 a 24:00, festivos: 10:00 a 11:00}}"
OFFICE_DAY = (Stretch(480, 720), Stretch(840, 1020))
OPEN = Week("ventanas", (*[OFFICE_DAY] * 5, (Stretch(540, 1440),), ()), (Stretch(600, 660),))


def windows(folder: Path, line: str | None) -> Windows:
    """What the town says with this line."""
    text = MUNICIPALITY if line is None else f"{MUNICIPALITY}ventanas: {line}\n"
    found = loaded(folder, {"municipio.yaml": text})
    assert found.problems == ()
    return found.tenants[0].municipality.windows


@pytest.mark.parametrize(
    ("line", "service", "management", "internal"),
    [
        (None, LAWFUL, LAWFUL, LAWFUL),
        ("ley-2300", LAWFUL, LAWFUL, LAWFUL),
        ("no", None, None, None),
        (OFFICE, OPEN, OPEN, OPEN),
        ("{clases: {interna: no}}", LAWFUL, LAWFUL, None),
        ("{preajuste: no, clases: {gestion: ley-2300}}", None, LAWFUL, None),
        (f"{{preajuste: no, clases: {{servicio: {OFFICE}}}}}", OPEN, None, None),
    ],
)
def test_each_class_has_its_hours(
    tmp_path: Path, line: str | None, service: Week | None, management: Week | None, internal: Week | None
) -> None:
    """Those of the law where nothing is said; what a class says of its own comes first; an emergency never waits."""
    found = windows(tmp_path, line)
    weeks = [found.week(name) for name in ("servicio", "gestion", "interna", "emergencia")]
    assert weeks == [service, management, internal, None]


@pytest.mark.parametrize(
    ("hours", "stretches"),
    [
        ("8:00 a 12:00, 12:00 a 17:00", (Stretch(480, 1020),)),
        ("de 0:00 a 24:00", (Stretch(0, 1440),)),
        ("no", ()),
    ],
)
def test_hours_that_touch_are_one(tmp_path: Path, hours: str, stretches: tuple[Stretch, ...]) -> None:
    """From midnight to midnight, and none at all."""
    week = windows(tmp_path, f'{{dias: {{lunes: "{hours}", martes: 9:00 a 10:00}}}}').week("gestion")
    assert week is not None
    assert week.days[0] == stretches


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("siempre", "14:11: "),
        ("{dias: {lunes a vienes: 8:00 a 17:00}}", "14:19: «lunes a vienes» no dice qué días"),
        ("{dias: {viernes a lunes: 8:00 a 17:00}}", "14:19: «viernes a lunes» no dice qué días"),
        ("{dias: {lunes: 8 a 17}}", "14:26: «8 a 17» no dice de qué hora a qué hora"),
        ("{dias: {lunes: 17:00 a 8:00}}", "14:26: «17:00 a 8:00» termina antes de empezar"),
        ("{dias: {lunes: 8:00 a 25:00}}", "14:26: «8:00 a 25:00» tiene una hora que no existe"),
        ("{dias: {lunes: 8:00 a 12:00 y 10:00 a 17:00}}", "14:26: las horas de «8:00 a 12:00 y 10:00 a 17:00» no van"),
        ("{dias: {lunes a viernes: 8:00 a 17:00, lunes: no}}", "14:50: «lunes» habla de un día del que ya habló"),
        ("{dias: {festivos: 8:00 a 17:00}}", "14:18: ningún día de la semana tiene horas"),
        ("{preajuste: ley-2300, dias: {lunes: 8:00 a 9:00}}", "14:11: dice «preajuste: ley-2300» y además"),
        ("{clases: {emergencia: no}}", "14:"),
    ],
)
def test_what_says_nothing_is_refused(tmp_path: Path, line: str, told: str) -> None:
    """Where it stands, with the words that are wrong."""
    found = problems(tmp_path, {"municipio.yaml": f"{MUNICIPALITY}ventanas: {line}\n"})
    assert [each.startswith(f"municipio.yaml:{told}") for each in found] == [True], found


def test_a_refusal_says_what_to_write(tmp_path: Path) -> None:
    """An example that is right."""
    told = hints(tmp_path, {"municipio.yaml": f"{MUNICIPALITY}ventanas: {{dias: {{lunes: 8 a 17}}}}\n"})
    assert told == ["escriba, por ejemplo, «8:00 a 12:00 y 14:00 a 17:00», o «no»"]


@pytest.mark.parametrize(
    ("line", "classes"),
    [("no", "servicio, gestion, interna"), ("{clases: {interna: no}}", "interna"), ("ley-2300", "")],
)
def test_who_writes_at_any_hour_is_told_so(tmp_path: Path, line: str, classes: str) -> None:
    """The municipality answers for it, and `check` says which messages are meant."""
    found = loaded(tmp_path, {"municipio.yaml": f"{MUNICIPALITY}ventanas: {line}\n"})
    told = [each for each in advice(found.tenants[0]) if each.startswith("ventanas:")]
    assert [f"de clase {classes} les llegan" in each for each in told] == [True] * bool(classes)
