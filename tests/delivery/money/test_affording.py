"""What a plan foresees of its money is what the gate then says: row by row, in the order of their hours."""

from datetime import timedelta
from pathlib import Path

import pytest

from delivery.office.by_hand import Hurry, send_now
from delivery.planned import Planned
from delivery.planning.known import Known, read_known
from delivery.planning.planning import plan
from storage.database import Database
from tests.campaigns.town import CAMPAIGN
from tests.delivery.desk import Desk, at_work, bogota
from tests.delivery.money.test_funds import FILE, FIRST, days, states, town

Changes = dict[str, str | bytes | None]


def planned(desk: Desk, since: str = "2027-01-04", until: str = "2027-01-10", *, rows: bool = True) -> list[Planned]:
    """The spots of these days; without what the rows tell, where they are not wanted."""
    place, now = desk.place, desk.clock.now()
    stretch = bogota(f"{since}T00:00"), bogota(f"{until}T00:00")
    known = Known()
    if rows:
        with place.database.read() as connection:
            known = read_known(connection, place.tenant, *stretch, now)
    return [row for row in plan(place.tenant, known, *stretch, now) if row.key.startswith("matriculas/anuncio/")]


@pytest.mark.parametrize(
    "limits",
    [
        town(", presupuesto: 50.000"),
        town(", presupuesto: 40.000"),
        town(", presupuesto: 10.000"),
        town(", presupuesto: 0"),
        town(campaign="presupuesto: 70.000\n"),
        town(message="    presupuesto: 30.000\n"),
        town(message="    existencias: 5\n"),
        town(", existencias: 4, presupuesto: 1.000.000"),
        town(", presupuesto: 50.000", message="    existencias: 5\n"),
        town(),
    ],
    ids=["some", "just", "too-little", "nought", "campaign", "message", "stock", "two", "both", "none"],
)
async def test_the_gate_says_what_was_foreseen(database: Database, tmp_path: Path, limits: Changes) -> None:
    """Five days as they were planned on the first morning, and as they went."""
    became = {"send": "running", "wait": "missed", "late": "missed"}
    async with at_work(database, tmp_path, FIRST - timedelta(hours=1), limits) as desk:
        foreseen = [became[row.decision] for row in planned(desk, until="2027-01-09")]
        desk.clock.moment = FIRST
        await days(desk, 5)
        await desk.turn()
        assert states(desk)[:5] == foreseen


async def test_it_says_what_is_missing_and_where(database: Database, tmp_path: Path) -> None:
    """With the sums of that day, and the file in which more can be written."""
    async with at_work(database, tmp_path, FIRST - timedelta(hours=1), town(", presupuesto: 50.000")) as desk:
        third = planned(desk)[2]
        assert (third.decision, third.local) == ("wait", None)
        assert third.reason == (
            "No alcanzará el presupuesto de «emisora» para 2027: es de $50.000, para entonces irán $40.000, "
            "y esta cuesta $20.000. Si se aprueba más, suba «presupuesto» en canales.yaml."
        )


async def test_stocks_are_foreseen_too(database: Database, tmp_path: Path) -> None:
    """The day after the last leaflet."""
    async with at_work(database, tmp_path, FIRST - timedelta(hours=1), town(message="    existencias: 5\n")) as desk:
        fourth = planned(desk)[3]
        assert fourth.decision == "late"
        assert fourth.reason == (
            "Para entonces se habrán acabado las existencias de «matriculas/anuncio»: son 5. "
            "Si llegan más, suba «existencias» en campanas/matriculas.yaml."
        )


async def test_what_goes_out_before_these_days_takes_first(database: Database, tmp_path: Path) -> None:
    """A plan of February alone: January has spent all there is."""
    async with at_work(database, tmp_path, FIRST - timedelta(hours=1), town(", presupuesto: 50.000")) as desk:
        february = planned(desk, "2027-02-01", "2027-02-04")
        assert [row.decision for row in february] == ["wait"] * 3
        assert "para entonces irán $40.000" in february[0].reason


async def test_the_next_year_has_its_own_money(database: Database, tmp_path: Path) -> None:
    """Of an account; the plan of two years says it of both."""
    start = bogota("2026-12-30T07:00")
    async with at_work(database, tmp_path, start, town(", presupuesto: 20.000")) as desk:
        rows = planned(desk, "2026-12-30", "2027-01-03")
        assert [row.decision for row in rows] == ["send", "wait", "send", "wait"]


async def test_without_a_database_the_files_suffice(database: Database, tmp_path: Path) -> None:
    """Nothing is gone yet."""
    async with at_work(database, tmp_path, FIRST - timedelta(hours=1), town(", presupuesto: 50.000")) as desk:
        assert [row.decision for row in planned(desk, rows=False)][:3] == ["send", "send", "wait"]


async def test_what_the_rows_say_is_gone_counts(database: Database, tmp_path: Path) -> None:
    """Two days went out: the third is short now, and says so as it will be told then, once its row waits."""
    async with at_work(database, tmp_path, FIRST, town(", presupuesto: 50.000")) as desk:
        await days(desk, 2)
        assert planned(desk)[2].reason.startswith(
            "No alcanza el presupuesto de «emisora» para 2027: es de $50.000, van"
        )
        await desk.turn()
        assert (planned(desk)[2].decision, planned(desk)[2].reason.count("No alcanza")) == ("waiting", 1)


async def test_what_still_wants_approval_tells_both(database: Database, tmp_path: Path) -> None:
    """It waits for a person first, and would then wait for money."""
    changes = town(", presupuesto: 10.000", campaign="aprueba: comite-gel\n")
    async with at_work(database, tmp_path, FIRST - timedelta(hours=1), changes) as desk:
        first = planned(desk)[0]
        assert first.decision == "ask_approval"
        assert first.reason.startswith("Espera la aprobación de")
        assert "No alcanza el presupuesto de «emisora»" in first.reason


async def test_an_emergency_is_not_foreseen_to_wait(database: Database, tmp_path: Path) -> None:
    """What repeats by an order that could not wait goes out whatever is left."""
    changes = town(", presupuesto: 10.000")
    changes[FILE] = CAMPAIGN.replace("cuando: 15 días antes a las 08:00", "cuando: cada hora hasta levantar").replace(
        "[correo, web]", "[emisora]"
    )
    changes[FILE] = str(changes[FILE]).replace("texto: ", "texto: Son las {{ hora }}. ", 1)
    async with at_work(database, tmp_path, FIRST, changes) as desk:
        desk.write(send_now, "matriculas", "anuncio", "ana", desk.clock.now(), Hurry(emergency="Creció el río"))
        await desk.settle()
        rows = planned(desk, until="2027-01-05")
        assert len(rows) > 10
        assert {row.decision for row in rows[1:]} == {"send"}


def leaflets(stock: str, campaign: str = "") -> Changes:
    """Three hundred for each of two places, on two mornings."""
    changes = town(message="", campaign=campaign)
    changes["canales.yaml"] = str(changes["canales.yaml"]).replace(
        "opciones: {clase: emisora}", f"existencias: {stock}, opciones: {{clase: impreso, lugares: [Parque, Plaza]}}"
    )
    changes[FILE] = str(changes[FILE]).replace("cantidad: 2", "cantidad: 300")
    return changes


@pytest.mark.parametrize("campaign", ["", "aprueba: comite-gel\n"], ids=["free", "to-approve"])
async def test_who_gets_less_than_was_asked_for_is_foreseen(database: Database, tmp_path: Path, campaign: str) -> None:
    """Nothing is held back, and the last place gets what is left: that is told, whatever else the row waits for."""
    async with at_work(database, tmp_path, FIRST - timedelta(hours=1), leaflets("700", campaign)) as desk:
        first, second, third = planned(desk)[:3]
        assert {first.decision, second.decision} == {"ask_approval" if campaign else "send"}
        assert "No alcanza" not in first.reason
        assert second.reason.endswith(
            "No alcanzarán las existencias de «emisora»: para entonces habrá 100, y esta pide 600: faltan 500. "
            "Sale con lo que queda. Si llegan más, suba «existencias» en canales.yaml."
        )
        assert "se habrán acabado las existencias de «emisora»" in third.reason


async def test_the_first_one_may_get_less_already(database: Database, tmp_path: Path) -> None:
    """As the plan said, its row says once it is out; the orders are of what there was."""
    async with at_work(database, tmp_path, FIRST - timedelta(hours=1), leaflets("500")) as desk:
        assert planned(desk)[0].reason.startswith(
            "No alcanzan las existencias de «emisora»: hay 500, y esta pide 600: faltan 100."
        )
        desk.clock.moment = FIRST
        await desk.turn()
        row = desk.publication("anuncio/emisora@2027-01-04")
        assert (row.state, [each.planned for each in desk.rows("work_order")]) == ("running", [300, 200])
        assert row.reason == "No alcanzaron las existencias de «emisora»: había 500, y pedía 600: faltaron 100."


async def test_the_tightest_of_two_stocks_is_told(database: Database, tmp_path: Path) -> None:
    """The message has its own beside the account's."""
    changes = leaflets("500")
    changes[FILE] = str(changes[FILE]).replace("    texto:", "    existencias: 200\n    texto:")
    async with at_work(database, tmp_path, FIRST - timedelta(hours=1), changes) as desk:
        assert "«matriculas/anuncio»: hay 200, y esta pide 600: faltan 400." in planned(desk)[0].reason
        desk.clock.moment = FIRST
        await desk.turn()
        assert "faltaron 400" in desk.publication("anuncio/emisora@2027-01-04").reason
