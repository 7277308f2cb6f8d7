"""Work orders: one for each who owes something and each place, with its person and its term."""

import re
from pathlib import Path

import pytest

from storage.database import Database
from tests.campaigns.town import ACCOUNTS, CAMPAIGN
from tests.delivery.desk import at_work, bogota
from tests.delivery.tasks.test_reminders import CHANGES, DUE, FILE


async def test_each_department_owes_its_own_order(database: Database, tmp_path: Path) -> None:
    """A duty of all departments is one order for each, with its place, its person and its term."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        orders = desk.rows("work_order")
        assert [(row.place, row.responsible) for row in orders] == [
            ("Secretaría de Educación", "educacion"),
            ("Secretaría de Salud", "salud"),
            ("Planeación", "planeacion"),
        ]
        assert {row.due_at for row in orders} == {bogota("2027-01-02T08:00")}
        assert {row.kind for row in orders} == {"deber"}
        assert desk.publication("anuncio/web@1").state == "running"


async def test_a_station_gets_one_order_and_each_place_its_own(database: Database, tmp_path: Path) -> None:
    """An account with places makes an order for each; one without makes one."""
    options = '{clase: cartelera, lugares: [Parque, "Plaza de Mercado"]}'
    places = f"cartelera: {{tipo: manual, modo: pruebas, responsable: ana, opciones: {options}}}\n"
    changes: dict[str, str | bytes | None] = {
        "canales.yaml": ACCOUNTS + places,
        FILE: CAMPAIGN.replace("[correo, web]", "[emisora, cartelera]"),
    }
    async with at_work(database, tmp_path, DUE, changes) as desk:
        await desk.turn()
        assert sorted(row.recipient_key for row in desk.deliveries("anuncio/cartelera@1")) == [
            "orden:parque",
            "orden:plaza-de-mercado",
        ]
        [radio] = desk.deliveries("anuncio/emisora@1")
        assert (radio.recipient_key, radio.state) == ("orden:1", "pending")


async def test_the_term_is_counted_in_business_days_from_the_publication_s_hour(
    database: Database, tmp_path: Path
) -> None:
    """Two business days from Monday morning end on Wednesday, at the same hour."""
    async with at_work(database, tmp_path, DUE, {FILE: CAMPAIGN.replace("[correo, web]", "[emisora]")}) as desk:
        await desk.turn()
        [order] = desk.rows("work_order")
        assert order.due_at == bogota("2026-12-30T08:00")
        assert order.responsible == "ana"
        assert "Empiezan las matrículas." in order.sheet


@pytest.mark.parametrize(
    ("hour", "term", "due"),
    [
        ("05:52", "2 días hábiles", "2026-12-30T08:00"),
        ("07:59", "1 día", "2026-12-29T08:00"),
        ("17:30", "2 días hábiles", "2026-12-30T17:30"),
        ("22:15", "2 días hábiles", "2026-12-30T18:00"),
        ("05:52", "3 horas", "2026-12-28T08:52"),
        ("22:15", "6 horas", "2026-12-29T04:15"),
    ],
)
async def test_a_term_in_days_ends_while_the_office_is_open(
    sqlite_database: Database, tmp_path: Path, hour: str, term: str, due: str
) -> None:
    """Not at 5:52 a. m.; hours are exact, since whoever writes them means them."""
    entry = CAMPAIGN.replace("[correo, web]", f"[emisora]\n    plazo: {term}").replace("08:00", hour, 1)
    async with at_work(sqlite_database, tmp_path, bogota(f"2026-12-28T{hour}"), {FILE: entry}) as desk:
        await desk.turn()
        assert [row.due_at for row in desk.rows("work_order")] == [bogota(due)]


@pytest.mark.parametrize(("own", "due"), [("", "2026-12-28T22:45"), ("\n    plazo: 2 horas", "2026-12-29T00:15")])
async def test_an_emergency_is_due_at_once(sqlite_database: Database, tmp_path: Path, own: str, due: str) -> None:
    """In half an hour, whatever the account's term is, unless the message says its own."""
    entry = CAMPAIGN.replace("[correo, web]", f"[carteleras]{own}").replace("08:00", "22:15", 1)
    entry = re.sub("clase: .*", "clase: emergencia", entry, count=1)
    media = (
        ACCOUNTS + "carteleras: {tipo: manual, modo: pruebas, plazo: 3 días hábiles, opciones: {clase: cartelera}}\n"
    )
    changes = {FILE: entry, "canales.yaml": media}
    async with at_work(sqlite_database, tmp_path, bogota("2026-12-28T22:15"), changes) as desk:
        await desk.turn()
        assert [row.due_at for row in desk.rows("work_order")] == [bogota(due)]
