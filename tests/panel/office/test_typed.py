"""What an address or a form says, and no row can have."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from panel.entrance.roles import Role
from panel.office.typed import day_typed, moment_typed, number_typed
from storage.database import Database
from tests.panel.office.drafting import EDIT, desk, form_in, send
from tests.panel.office.sendings_town import MAILING, sendings

MANY = "9" * 30
ENDLESS = "9" * 5000


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2027-01-31", date(2027, 1, 31)),
        ("1900-01-01", date(1900, 1, 1)),
        ("2200-12-31", date(2200, 12, 31)),
        ("0001-01-01", None),
        ("9999-12-31", None),
        ("2027-02-30", None),
        ("", None),
    ],
)
def test_a_day_is_in_a_year_that_is_lived(typed: str, day: date | None) -> None:
    """Beyond, the sums of the clock have no end."""
    assert day_typed(typed) == day


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2027-01-27T23:00:00+00:00", datetime(2027, 1, 27, 23, tzinfo=UTC)),
        ("2027-01-27T23:00:00 00:00", datetime(2027, 1, 27, 23, tzinfo=UTC)),
        ("2027-01-27T23:00:00", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("ayer", None),
    ],
)
def test_a_moment_has_a_zone_and_a_year_that_is_lived(typed: str, moment: datetime | None) -> None:
    """The sign of its zone comes as a space where an address bears it."""
    assert moment_typed(typed) == moment


@pytest.mark.parametrize(
    ("typed", "number"),
    [("12", 12), ("0", 0), ("9" * 18, int("9" * 18)), ("9" * 19, None), (ENDLESS, None), ("-1", None), ("²", None)],
)
def test_a_number_is_one_that_a_row_may_have(typed: str, number: int | None) -> None:
    """However many digits are typed."""
    assert number_typed(typed) == number


@pytest.mark.parametrize(
    "path",
    [
        "envios?hasta=9999-12-31",
        "envios?desde=0001-01-01",
        "envios?antes=0001-01-01T00:00:00%2B14:00_1",
        "envios?antes=9999-12-31T23:59:59-14:00_1",
        f"envios?antes=2027-01-01T00:00:00%2B00:00_{MANY}",
        "auditoria?desde=0001-01-01",
        "auditoria?hasta=9999-12-31",
        "auditoria/archivo?hasta=9999-12-31",
        "solicitudes?despues=0001-01-01T00:00:00%2B14:00.1",
        f"solicitudes?despues=2027-01-01T00:00:00%2B00:00.{MANY}",
        f"envios/{{number}}/destinatarios?grupo=por-enviar&tras={MANY}",
        f"envios/{{number}}/destinatarios?tras=~{MANY}",
        f"campanas?pagina={MANY}",
        f"campanas/matriculas/versiones?antes={MANY}",
    ],
)
async def test_a_place_that_no_row_has_is_no_error_of_ours(database: Database, tmp_path: Path, path: str) -> None:
    """It is as if nothing had been typed."""
    async with sendings(database, tmp_path, Role.ADMINISTRATOR) as town:
        assert (await town.get(path.format(number=town.desk.publication(MAILING).id))).status_code == 200


@pytest.mark.parametrize("pressed", ["abrir", "quitar", "subir"])
async def test_no_button_names_a_message_without_end(sqlite_database: Database, tmp_path: Path, pressed: str) -> None:
    """The draft comes back as it was."""
    async with desk(sqlite_database, tmp_path) as town:
        form = form_in(await town.get(EDIT))
        assert (await send(town, {**form, "hacer": [f"{pressed}:{ENDLESS}"]})).status_code == 200
