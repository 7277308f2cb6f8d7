"""Money by medium, beside its budget."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from indicators.composing import compose
from reports.table import Table
from tests.campaigns.town import ACCOUNTS, loaded
from tests.indicators.plan import INDICATORS, NEWS, PLAN
from tests.indicators.rows import add_order, add_publication
from tests.indicators.sections.town import Town, by_first

RADIO = "emisora: {medio: Emisora, costo: 25.000, presupuesto: 100.000, "

PAID = """\
  - id: pago
    cuando: 2027-02-03 08:00
    canales: [web]
    presupuesto: 2.700
    asunto: Pago
    texto: Ya se puede pagar.
"""


def fill(connection: Connection, tenant: int) -> None:
    """Radio at 25,000 a spot, three done and two to do; mails at 12.50; a spot of January; last year's."""
    manual: dict[str, Any] = {"kind": "manual", "state": "running", "unit_cost": Decimal(25_000)}
    made = add_publication(connection, tenant, "noticias/cuna/emisora@1", "2027-02-01 13:00", **manual)
    add_order(connection, tenant, made, "emisora", "2027-02-05 22:00", "2027-02-04 20:00", done=3, place="a")
    add_order(connection, tenant, made, "emisora", "2027-02-05 22:00", place="b", planned=2)
    bulk = {"sent": 100, "pending": 4, "failed": 7, "bounced": 3}
    add_publication(
        connection, tenant, "noticias/pago/sms@1", "2027-02-03 13:00", bulk, kind="direct", unit_cost=Decimal("12.5")
    )
    for key, started in (("@2", "2027-01-05 13:00"), ("@3", "2026-12-05 13:00")):
        early = add_publication(connection, tenant, f"noticias/cuna/emisora{key}", started, **manual)
        add_order(connection, tenant, early, "emisora", started, started, done=1, place="a")


def tables(town: Town, period: str, folder: Path) -> dict[str, Table]:
    """The tables of a report of a town whose radio has 100,000 pesos a year and whose campaign has 200,000."""
    files = {
        "plan.yaml": PLAN,
        "indicadores.yaml": INDICATORS,
        "canales.yaml": ACCOUNTS.replace("emisora: {", RADIO),
        "campanas/noticias.yaml": NEWS.replace("titulo: Noticias", "titulo: Noticias\npresupuesto: 200.000") + PAID,
        "campanas/matriculas.yaml": None,
    }
    found = loaded(folder / "con-presupuesto", files)
    assert not found.problems
    return {table.key: table for table in compose(replace(town.report(period), tenant=found.tenants[0])).tables}


def test_each_medium_has_what_is_gone_what_is_promised_and_its_budget(town: Town, tmp_path: Path) -> None:
    """By hand: 3 spots of 25,000 gone and 2 promised; 100 messages of 12.50 gone and 4 promised; January's spot."""
    with town.database.write() as connection:
        fill(connection, town.number)
    rows = by_first(tables(town, "2027-02", tmp_path)["dinero"])
    assert rows["Emisora"] == (75_000, 50_000, 150_000, 100_000, 150)
    assert rows["Sms"] == (1_250, 50, 1_300, None, None)
    assert rows["Total"] == (76_250, 50_050, 151_300, 100_000, 151.3)


def test_a_campaign_s_budget_is_for_all_its_time(town: Town, tmp_path: Path) -> None:
    """Last December's spot is of it too."""
    with town.database.write() as connection:
        fill(connection, town.number)
    assert tables(town, "2027-02", tmp_path)["dinero-por-campana"].rows == (("Noticias", 176_300, 200_000, 88.15),)


def test_a_message_s_budget_is_shown_beside_what_it_cost(town: Town, tmp_path: Path) -> None:
    """For all its time, with what corrected it; of other messages no line is made."""
    with town.database.write() as connection:
        fill(connection, town.number)
        mended: dict[str, Any] = {"kind": "direct", "unit_cost": Decimal(10)}
        key = "noticias/pago~correccion-1/sms@1"
        add_publication(connection, town.number, key, "2027-02-05 13:00", {"sent": 5}, **mended)
    rows = tables(town, "2027-02", tmp_path)["dinero-por-mensaje"].rows
    assert rows == (("Noticias", "pago", 1_350, 2_700, 50),)


def test_a_town_without_costs_has_no_such_section(town: Town) -> None:
    """Nobody signs an empty table."""
    assert "dinero" not in [section.key for section in town.document("2027-02").sections]


def test_the_sentences_tell_the_money(town: Town) -> None:
    """In its section and in the summary, as pesos are written."""
    with town.database.write() as connection:
        fill(connection, town.number)
    said = "En {}hubo $\u00a076.250 gastados y $\u00a050.050 comprometidos."
    assert town.section("2027-02", "dinero").paragraphs == (said.format("el periodo "),)
    assert town.section("2027-02", "resumen").paragraphs[-1] == said.format("dinero ")
