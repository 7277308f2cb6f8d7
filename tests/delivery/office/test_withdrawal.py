"""Taking back what went out: the row stays and says who did it and when."""

from pathlib import Path

import pytest

from delivery.office.by_hand import Hurry
from delivery.office.correction import correct
from delivery.office.office import Refused, Unknown
from delivery.office.withdrawal import withdraw
from indicators.outcomes import read_outcomes
from storage.database import Database
from storage.work_orders import confirm
from tests.campaigns.town import ACCOUNTS, CAMPAIGN
from tests.delivery.desk import Desk, at_work, bogota

DUE = bogota("2026-12-28T08:00")
BEFORE = bogota("2026-12-20T08:00")
FILE = "campanas/matriculas.yaml"
MAIL, WEB = "anuncio/correo@1", "anuncio/web@1"
KEY, TAKEN = "matriculas/anuncio@1", "anuncio~retiro-1/web@1"
LIVE = {"canales.yaml": ACCOUNTS.replace("web: {tipo: web, modo: pruebas}", "web: {tipo: web, modo: real}")}
PAGE = "municipios/villa-clara/sitio/contenidos/matriculas/anuncio/1.json"


def takes_back(desk: Desk, key: str = KEY) -> dict[str, int | str]:
    """How many of each key are taken back; of a key that is not, why."""
    found = desk.write(withdraw, key, "ana", desk.clock.now())
    return {**found.asked, **found.held}


def contents(desk: Desk) -> list[bool]:
    """Of what went out in those days, whether it counts as content."""
    with desk.database.read() as connection:
        found = read_outcomes(connection, desk.place.tenant_id, BEFORE, bogota("2027-01-30T00:00"))
    return [row.publishes for row in found.published]


async def test_what_the_service_can_take_back_is_taken_back(database: Database, tmp_path: Path) -> None:
    """The page is gone; the mail says why it cannot; the row says who and when, and is no content any more."""
    async with at_work(database, tmp_path, DUE, LIVE) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        assert (desk.folder / PAGE).exists()
        assert contents(desk) == [True]
        desk.clock.pass_(minutes=5)
        answer = takes_back(desk)
        assert answer[f"matriculas/{WEB}"] == 1
        assert "«pregonero send --corrects matriculas/anuncio/correo@1 --text TEXTO»" in str(
            answer[f"matriculas/{MAIL}"]
        )
        assert (desk.folder / PAGE).exists()
        assert desk.publication(WEB).reason == "Pidió retirarla Ana Pérez el 2026-12-28 08:05."
        await desk.settle()
        assert not (desk.folder / PAGE).exists()
        assert desk.publication(WEB).reason == "Retirada. Pidió retirarla Ana Pérez el 2026-12-28 08:05."
        assert (desk.publication(WEB).state, desk.states(WEB)) == ("done", {"sent": 1})
        row = desk.publication(TAKEN)
        assert (row.state, row.act, row.publishes, row.corrects) == (
            "done",
            "withdraw",
            False,
            desk.publication(WEB).id,
        )
        assert contents(desk) == [False]


async def test_it_is_taken_back_once(database: Database, tmp_path: Path) -> None:
    """The second word is refused, and says how to try again what failed."""
    async with at_work(database, tmp_path, DUE, LIVE) as desk:
        await desk.turn()
        takes_back(desk)
        with pytest.raises(Refused, match=r"ya se mandó retirar.*pregonero retry matriculas/anuncio~retiro-1/web@1"):
            takes_back(desk)


async def test_what_fails_is_told_and_tried_again(database: Database, tmp_path: Path) -> None:
    """The service has no number of it: the source says so, and counts as it did."""
    async with at_work(database, tmp_path, DUE, LIVE) as desk:
        await desk.turn()
        takes_back(desk)
        with desk.database.write() as connection:
            connection.exec_driver_sql("UPDATE delivery SET remote_id = NULL")
        await desk.settle()
        assert desk.publication(TAKEN).state == "done_with_errors"
        assert desk.publication(WEB).reason.startswith("No se pudo retirar: El servicio no dejó el número")
        assert contents(desk) == [True]


async def test_what_went_out_without_a_number_is_deleted_by_hand(database: Database, tmp_path: Path) -> None:
    """Known to have gone out only since the service refused a second one: the person is told where to look."""
    async with at_work(database, tmp_path, DUE, LIVE) as desk:
        await desk.turn()
        with desk.database.write() as connection:
            connection.exec_driver_sql("UPDATE delivery SET remote_id = NULL")
        with pytest.raises(Refused, match=r"salió, pero .* Entre a la cuenta «web», búsquelo por su texto y bórrelo"):
            takes_back(desk, f"matriculas/{WEB}")
        with desk.database.write() as connection:
            connection.exec_driver_sql("UPDATE delivery SET state = 'failed'")
        with pytest.raises(Refused, match="no le llegó a nadie: no hay qué retirar"):
            takes_back(desk, f"matriculas/{WEB}")


async def test_a_correction_can_be_taken_back(database: Database, tmp_path: Path) -> None:
    """It is a publication as any other; what it corrects stays."""
    async with at_work(database, tmp_path, DUE, LIVE) as desk:
        await desk.turn()
        desk.write(correct, f"matriculas/{WEB}", "El 14.", "ana", DUE, Hurry())
        await desk.settle()
        assert takes_back(desk, "matriculas/anuncio~correccion-1@1") == {"matriculas/anuncio~correccion-1/web@1": 1}
        await desk.settle()
        assert (desk.folder / PAGE).exists()
        assert desk.publication("anuncio~correccion-1/web@1").reason.startswith("Retirada.")
        desk.write(correct, f"matriculas/{WEB}", "El 15.", "ana", DUE, Hurry())
        assert desk.publication("anuncio~correccion-2/web@1").state == "running"


async def test_in_a_rehearsal_it_is_written_down(database: Database, tmp_path: Path) -> None:
    """What would have been taken back stands beside what would have gone out."""
    async with at_work(database, tmp_path, DUE) as desk:
        await desk.turn()
        takes_back(desk, f"matriculas/{WEB}")
        await desk.settle()
        assert desk.publication(WEB).reason.startswith("Retirada.")
        assert list((desk.place.sandbox / "web").glob("*~retiro-1@1"))


async def test_a_task_is_taken_back_by_who_did_it(database: Database, tmp_path: Path) -> None:
    """A poster on a wall comes down by hand."""
    async with at_work(database, tmp_path, DUE, {FILE: CAMPAIGN.replace("[correo, web]", "[emisora]")}) as desk:
        await desk.turn()
        with desk.database.write() as connection:
            confirm(connection, desk.rows("work_order")[0].id, "ana", DUE, done=1)
        with pytest.raises(Refused, match="pídale a «ana» que lo retire"):
            takes_back(desk)


@pytest.mark.parametrize(
    ("key", "error", "why"),
    [(KEY, Refused, "con «pregonero cancel"), ("matriculas/anuncio@9", Unknown, "no está en el calendario")],
)
async def test_what_has_not_gone_out_is_cancelled(
    database: Database, tmp_path: Path, key: str, error: type[Exception], why: str
) -> None:
    """There is nothing to take back; what there is not is unknown."""
    async with at_work(database, tmp_path, BEFORE, LIVE) as desk:
        with pytest.raises(error, match=why):
            takes_back(desk, key)


async def test_while_it_goes_out_it_is_stopped_first(database: Database, tmp_path: Path) -> None:
    """The rest would go out behind the withdrawal."""
    async with at_work(database, tmp_path, DUE, LIVE) as desk:
        await desk.look()
        with pytest.raises(Refused, match="todavía está saliendo"):
            takes_back(desk, f"matriculas/{WEB}")
