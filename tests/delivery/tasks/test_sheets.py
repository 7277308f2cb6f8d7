"""What people are handed: papers out of a work order's row and its frozen words."""

from dataclasses import replace
from pathlib import Path

import pytest

from channels.adapter import MediaRule
from channels.manual import ManualOptions
from delivery.tasks.sheets import all_papers, drawn_once, forms_of, papers
from pieces.form import Form
from storage.database import Database
from tests.campaigns.examples import RADIO, X
from tests.campaigns.town import CAMPAIGN
from tests.delivery.desk import at_work
from tests.delivery.tasks.test_reminders import DUE, FILE


@pytest.mark.parametrize(
    ("kind", "forms"),
    [
        ("emisora", (Form.SCRIPT,)),
        ("televisión", (Form.SCRIPT,)),
        ("perifoneo", (Form.SCRIPT,)),
        ("cartelera", (Form.POSTER_A4, Form.POSTER_A3)),
        ("aviso-parroquial", (Form.POSTER_A4, Form.SCRIPT)),
        ("impreso", (Form.LEAFLET,)),
        ("prensa", (Form.RELEASE,)),
        ("comunicado", (Form.RELEASE,)),
        ("visita", (Form.SHEET,)),
        ("teatro-de-calle", (Form.SHEET,)),
    ],
)
def test_each_kind_of_work_has_its_paper(kind: str, forms: tuple[Form, ...]) -> None:
    """With or without its accents; one that staff made up gets a sheet."""
    options = ManualOptions.model_validate({"clase": kind})
    assert forms_of(replace(RADIO, options=options)) == forms


def test_networks_have_their_card() -> None:
    """X shows a wide one whole; what shows no picture, as SMS, has none."""
    pictures = replace(X, profile=replace(X.profile, media=MediaRule(("image/png",), 1)))
    assert forms_of(pictures) == (Form.LANDSCAPE,)
    assert forms_of(X) == ()


async def test_a_work_order_s_paper_says_what_is_asked_of_whom(database: Database, tmp_path: Path) -> None:
    """Medium, how often, who, until when, and the words that were frozen."""
    entry = CAMPAIGN.replace("[correo, web]", "[emisora]").replace("    texto:", "    cantidad: 15\n    texto:")
    async with at_work(database, tmp_path, DUE, {FILE: entry}) as desk:
        await desk.turn()
        [row] = desk.rows("work_order")
        tenant = desk.tenant
        with database.read() as connection:
            [order] = papers(connection, tenant, [row.id])[row.id]
            [told] = all_papers(connection, tenant, desk.place.tenant_id).values()
        assert order.form is Form.SCRIPT
        assert dict(order.said.details) == {
            "Medio": "radio",
            "Cantidad": "15 emisiones",
            "Responsable": "Ana Pérez",
            "Fecha límite": "miércoles 30 de diciembre, 8:00 a. m.",
            "Tarea": f"número {row.id}",
        }
        assert "Empiezan las matrículas." in order.said.text
        assert told[0].said.details == (("Medio", "radio"),)
        assert drawn_once([order, order])[order].data.startswith(b"%PDF")


async def test_a_work_order_s_paper_bears_the_link_of_its_campaign(sqlite_database: Database, tmp_path: Path) -> None:
    """Whoever reads the script aloud is asked where one inscribes oneself."""
    entry = CAMPAIGN.replace("[correo, web]", "[emisora]\n    enlace: https://inscripciones.gov.co/2027")
    async with at_work(sqlite_database, tmp_path, DUE, {FILE: entry}) as desk:
        await desk.turn()
        with sqlite_database.read() as connection:
            [[order]] = papers(connection, desk.tenant, [1]).values()
        assert dict(order.said.details)["Más información"] == "inscripciones.gov.co/2027"


async def test_an_order_without_its_account_has_no_paper(database: Database, tmp_path: Path) -> None:
    """What is gone from the configuration says nothing any more of its place or kind."""
    changes = {FILE: CAMPAIGN.replace("[correo, web]", "[emisora]")}
    async with at_work(database, tmp_path, DUE, changes) as desk:
        await desk.turn()
        [row] = desk.rows("work_order")
        bare = replace(desk.tenant, accounts={})
        with database.read() as connection:
            assert papers(connection, bare, [row.id]) == {}
