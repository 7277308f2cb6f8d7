"""What the plan says of hours and vedas is what the daemon then does: occurrence by occurrence, to the minute."""

from datetime import timedelta
from pathlib import Path

import pytest

from delivery.planned import Planned
from delivery.planning.known import read_known
from delivery.planning.planning import plan
from storage.database import Database
from tests.campaigns.town import CAMPAIGN, MUNICIPALITY
from tests.delivery.desk import Desk, at_work, bogota
from tests.delivery.hours.test_waiting_hours import SLOW

START, END = bogota("2027-03-19T00:00"), bogota("2027-03-31T00:00")
"""Round Holy Week, with the feast of Saint Joseph on its Monday."""
BECAME = {"send": "done", "late": "missed", "ask_approval": "missed", "wait": "missed"}
VEDA = "vedas: [{nombre: Veda, desde: 2027-03-24, hasta: 2027-03-27, clases: [servicio], politica: POLICY}]\n"


def planned(desk: Desk, since: str = "", until: str = "") -> list[Planned]:
    """The mails and posts of these days, as the rows and the files tell them now."""
    stretch = bogota(since) if since else START, bogota(until) if until else END
    with desk.place.database.read() as connection:
        known = read_known(connection, desk.tenant, *stretch, desk.clock.now())
    return plan(desk.tenant, known, *stretch, desk.clock.now())


@pytest.mark.parametrize("when", ["cada día a las 06:00", "cada día a las 08:00", "cada lunes y sábado a las 16:00"])
@pytest.mark.parametrize(
    "more",
    [
        "",
        "ventanas: {dias: {martes: 9:00 a 10:00, viernes: 15:00 a 17:00}}\n",
        VEDA.replace("POLICY", "detener"),
        VEDA.replace("POLICY", "aprobacion-legal, aprueba: ana"),
    ],
    ids=["law", "own", "stop", "lawyer"],
)
async def test_what_was_foreseen_comes_about(database: Database, tmp_path: Path, when: str, more: str) -> None:
    """Twelve days as they were planned on the first, and as they went."""
    changes = {
        "municipio.yaml": f"{MUNICIPALITY}{more}",
        "campanas/matriculas.yaml": CAMPAIGN.replace("15 días antes a las 08:00", when),
    }
    async with at_work(database, tmp_path, START, changes) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        foreseen = {row.key: row for row in planned(desk)}
        moments = {row.nominal for row in foreseen.values()} | {row.local for row in foreseen.values()}
        late = {moment + timedelta(minutes=31) for moment in moments if moment is not None}
        for moment in sorted({moment for moment in moments if moment is not None} | late):
            desk.clock.moment = moment.astimezone(desk.clock.moment.tzinfo)
            await desk.turn()
        became = {f"matriculas/{key}": state for key, state in desk.publications().items() if "~" not in key}
        assert len(foreseen) > 6
        for key, row in foreseen.items():
            assert (key, became[key]) == (key, BECAME[row.decision])
            if row.decision == "send":
                assert desk.publication(key.partition("/")[2]).started_at == row.local


@pytest.mark.parametrize(
    ("expires", "told"),
    [
        ("", "No alcanza a salir toda antes de las 19:00: sigue el martes 2027-03-30 a las 07:00 (ley-2300)."),
        (
            "    vence: 2 horas\n",
            "No alcanza a salir toda antes de las 19:00: sigue el martes 2027-03-30 a las 07:00 (ley-2300). "
            "Vence antes de terminar: alargue «vence».",
        ),
    ],
)
async def test_a_mailing_that_the_hours_break_off_is_told(
    database: Database, tmp_path: Path, expires: str, told: str
) -> None:
    """Seventy messages at one a second, a minute before the end."""
    text = CAMPAIGN.replace("15 días antes a las 08:00", f"2027-03-29 a las 18:59\n{expires.rstrip()}".rstrip())
    async with at_work(database, tmp_path, START, SLOW | {"campanas/matriculas.yaml": text}) as desk:
        desk.people(*(f"p{number}@example.com" for number in range(70)))
        [mail, _] = planned(desk, "2027-03-29T00:00", "2027-03-30T00:00")
        assert mail.reason == told


async def test_a_waiting_row_keeps_its_hour_in_the_plan(database: Database, tmp_path: Path) -> None:
    """It stands under the day on which it goes out, and under no other, before it waits and while it does."""
    text = CAMPAIGN.replace("15 días antes a las 08:00", "2027-03-21 a las 10:00")
    async with at_work(database, tmp_path, START, {"campanas/matriculas.yaml": text}) as desk:
        desk.people("ana@example.com")
        for moment in (START, bogota("2027-03-21T10:00")):
            desk.clock.moment = moment
            await desk.turn()
            assert [row.account for row in planned(desk, "2027-03-21T00:00", "2027-03-22T00:00")] == ["web"]
            [mail] = planned(desk, "2027-03-23T00:00", "2027-03-24T00:00")
            assert (mail.account, mail.nominal, mail.local) == (
                "correo",
                bogota("2027-03-21T10:00"),
                bogota("2027-03-23T07:00"),
            )
            assert mail.reason == "Domingo: sale el martes 2027-03-23 a las 07:00 (ley-2300)."
