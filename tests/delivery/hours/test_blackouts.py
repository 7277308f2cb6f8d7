"""Vedas: what goes out with a warning, by a lawyer's word, or not at all; by mail, as a post and as a task."""

from datetime import timedelta
from pathlib import Path

import pytest

from delivery.office.by_hand import Hurry, send_now
from delivery.office.correction import correct
from delivery.office.decisions import approve, reject
from delivery.office.office import Refused
from delivery.planning.known import read_known
from delivery.planning.planning import plan
from storage.database import Database
from tests.campaigns.town import CAMPAIGN, MUNICIPALITY
from tests.delivery.desk import Desk, at_work, bogota

FILE = "campanas/matriculas.yaml"
HOUR = bogota("2027-08-03T08:00")
ALL = ("anuncio/canal@1", "anuncio/correo@1", "anuncio/emisora@1", "anuncio/web@1")
TOLD = "Veda electoral hasta el 31 de octubre de 2027"
LAWYER = "  legal: {nombre: Luz Díaz, correo: luz@villaclara.gov.co}\n"


def town(policy: str, class_: str = "gestion", when: str = "2027-08-03 a las 08:00", more: str = "") -> dict[str, str]:
    """One message by mail, on a channel, on the site and on the air, in a town with a veda."""
    municipality = MUNICIPALITY.replace("personas:\n", f"personas:\n{LAWYER}")
    veda = f"nombre: Veda electoral, desde: 2027-06-30, hasta: 2027-10-31, politica: {policy}"
    campaign = CAMPAIGN.replace("15 días antes a las 08:00", when).replace("clase: servicio", f"clase: {class_}")
    campaign = campaign.replace("[correo, web]", "[correo, canal, web, emisora]").replace("2027-01-29", "2027-11-29")
    return {
        "municipio.yaml": f"{municipality}vedas: [{{{veda}}}]\n",
        FILE: campaign.replace("2027-01-12", "2027-11-12").replace("evento:", f"{more}evento:"),
    }


def states(desk: Desk) -> set[str]:
    """Of the message on all its accounts."""
    assert tuple(desk.publications()) == ALL
    return {"out" if state in ("done", "running") else state for state in desk.publications().values()}


@pytest.mark.parametrize(
    ("policy", "class_", "state", "reason"),
    [
        ("detener", "gestion", "waiting", f"{TOLD}: no sale."),
        ("detener", "servicio", "out", ""),
        ("detener", "emergencia", "out", ""),
        ("avisar", "gestion", "out", f"{TOLD}: sale, con este aviso."),
        (
            "aprobacion-legal, aprueba: legal",
            "gestion",
            "awaiting_approval",
            f"{TOLD}: necesita la aprobación de Luz Díaz.",
        ),
        ("aprobacion-legal, aprueba: legal", "servicio", "out", ""),
        ("detener, clases: [servicio, interna]", "servicio", "waiting", f"{TOLD}: no sale."),
    ],
)
async def test_a_veda_concerns_every_account_and_its_classes_alone(
    database: Database, tmp_path: Path, policy: str, class_: str, state: str, reason: str
) -> None:
    """Messages to persons, posts and what is said on the air alike."""
    async with at_work(database, tmp_path, HOUR, town(policy, class_)) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        assert states(desk) == {state}
        assert all(desk.publication(key).reason.startswith(reason) for key in ALL)


async def test_what_is_held_is_missed_after_its_tolerance(database: Database, tmp_path: Path) -> None:
    """With the veda as its reason; on the day after the veda the rest goes out as ever."""
    async with at_work(database, tmp_path, HOUR, town("detener")) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        desk.clock.pass_(minutes=31)
        await desk.turn()
        assert states(desk) == {"missed"}
        assert f"Pasó su hora hace 31 minutos: {TOLD}." in desk.publication(ALL[1]).reason


async def test_what_has_time_goes_out_when_it_is_over(database: Database, tmp_path: Path) -> None:
    """The hours of the law included: the day after this one is Monday, the feast of All Saints."""
    changes = town("detener", when="2027-10-31 a las 20:00", more="tolerancia: 3 días\n")
    async with at_work(database, tmp_path, bogota("2027-10-31T20:00"), changes) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        assert states(desk) == {"waiting"}
        desk.clock.moment = bogota("2027-11-01T00:00")
        await desk.turn()
        assert desk.publications()["anuncio/web@1"] == "done"
        assert desk.publication("anuncio/correo@1").reason.startswith(
            "Festivo (Día de Todos los Santos): sale el martes 2027-11-02"
        )
        desk.clock.moment = bogota("2027-11-02T07:00")
        await desk.turn()
        assert desk.publications()["anuncio/correo@1"] == "done"


LEGAL = "aprobacion-legal, aprueba: legal"


async def test_the_lawyers_yes_is_asked_besides_the_committees(database: Database, tmp_path: Path) -> None:
    """Neither stands for the other, in whatever order they come."""
    async with at_work(database, tmp_path, HOUR, town(LEGAL, more="aprueba: comite-gel\n")) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        both = f"Espera la aprobación del Comité GEL. {TOLD}: necesita la aprobación de Luz Díaz."
        assert desk.publication(ALL[1]).reason == both
        told = desk.write(approve, "matriculas/anuncio@1", "legal", "", desk.clock.now())
        assert told[0].words == "anotado el visto bueno. Falta la aprobación del Comité GEL."
        assert states(desk) == {"awaiting_approval"}
        desk.write(approve, "matriculas/anuncio@1", "ana", "", desk.clock.now())
        assert states(desk) == {"out"}


async def test_the_committees_yes_alone_is_not_enough(database: Database, tmp_path: Path) -> None:
    """And whoever gives it is told whose is missing."""
    async with at_work(database, tmp_path, HOUR, town(LEGAL, more="aprueba: comite-gel\n")) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        told = desk.write(approve, "matriculas/anuncio@1", "ana", "", desk.clock.now())
        assert "En veda necesita además la aprobación de Luz Díaz." in told[0].words
        assert states(desk) == {"awaiting_approval"}


async def test_a_yes_is_bound_to_what_it_was_said_of(database: Database, tmp_path: Path) -> None:
    """Other words want another."""
    async with at_work(database, tmp_path, HOUR - timedelta(days=1), town(LEGAL)) as desk:
        desk.people("ana@example.com")
        desk.write(approve, "matriculas/anuncio@1", "legal", "", desk.clock.now())
        text = town(LEGAL)[FILE].replace("Empiezan las matrículas.", "Vote por mí.")
        await desk.reload({FILE: text})
        desk.clock.moment = HOUR
        await desk.turn()
        assert states(desk) == {"awaiting_approval"}


async def test_the_lawyers_no_is_final(database: Database, tmp_path: Path) -> None:
    """It goes out on no account."""
    async with at_work(database, tmp_path, HOUR, town(LEGAL)) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        desk.write(reject, "matriculas/anuncio@1", "legal", "Es propaganda.", desk.clock.now())
        assert {desk.publications()[key] for key in ALL} == {"cancelled"}


async def test_nobody_else_speaks_for_the_lawyer(database: Database, tmp_path: Path) -> None:
    """A person whom neither the message nor the veda names."""
    async with at_work(database, tmp_path, HOUR, town(LEGAL)) as desk:
        await desk.turn()
        with pytest.raises(Refused):
            desk.write(approve, "matriculas/anuncio@1", "ana", "", desk.clock.now())


async def test_a_person_cannot_send_past_it_but_in_an_emergency(database: Database, tmp_path: Path) -> None:
    """Which is told with its reason."""
    async with at_work(database, tmp_path, HOUR, town("detener", when="2027-12-01 a las 08:00")) as desk:
        desk.people("ana@example.com")
        with pytest.raises(Refused, match="no sale"):
            desk.write(send_now, "matriculas", "anuncio", "ana", desk.clock.now())
        desk.write(send_now, "matriculas", "anuncio", "ana", desk.clock.now(), Hurry(emergency="Creciente"))
        assert desk.publication(ALL[1]).reason == f"Emergencia: Creciente. Salió en veda: {TOLD}."


async def test_a_correction_needs_the_lawyer_too(database: Database, tmp_path: Path) -> None:
    """Its words are others."""
    async with at_work(
        database, tmp_path, bogota("2027-06-29T08:00"), town(LEGAL, when="2027-06-29 a las 08:00")
    ) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        desk.clock.moment = HOUR
        key = "matriculas/anuncio/correo@1"
        desk.write(correct, key, "Son mañana.", "ana", desk.clock.now(), Hurry())
        assert desk.publication("anuncio~correccion-1/correo@1").state == "awaiting_approval"
        desk.write(approve, "matriculas/anuncio~correccion-1@1", "legal", "", desk.clock.now())
        assert desk.publication("anuncio~correccion-1/correo@1").state == "running"


@pytest.mark.parametrize(
    ("tolerance", "decision", "more"),
    [("3 días", "wait", "Sale cuando termine."), ("1 hora", "late", "Para entonces ya habrá pasado su hora.")],
)
async def test_the_plan_tells_what_becomes_of_what_it_stops(
    database: Database, tmp_path: Path, tolerance: str, decision: str, more: str
) -> None:
    """Once: that it does not go out is not said twice in a line."""
    changes = town("detener", when="2027-10-31 a las 20:00", more=f"tolerancia: {tolerance}\n")
    async with at_work(database, tmp_path, HOUR, changes) as desk:
        with desk.database.read() as connection:
            known = read_known(connection, desk.place.tenant)
        end = bogota("2027-10-31T20:00")
        rows = {row.account: row for row in plan(desk.place.tenant, known, end, end + timedelta(hours=1), HOUR)}
        assert (str(rows["web"].decision), rows["web"].reason) == (decision, f"{TOLD}: no sale. {more}")


@pytest.mark.parametrize(
    ("policy", "more"), [("detener", "aun aprobada, no sale."), ("avisar", "aprobada, sale con este aviso.")]
)
async def test_who_is_to_approve_is_told_of_the_veda_besides(
    database: Database, tmp_path: Path, policy: str, more: str
) -> None:
    """In the plan of that day, and in the row that waits: a committee need not vote for what a veda stops."""
    async with at_work(
        database, tmp_path, HOUR - timedelta(days=1), town(policy, more="aprueba: comite-gel\n")
    ) as desk:
        desk.people("ana@example.com")
        said = f"Espera la aprobación del Comité GEL. {TOLD}: {more}"
        with desk.database.read() as connection:
            known = read_known(connection, desk.place.tenant)
        rows = plan(desk.place.tenant, known, HOUR, HOUR + timedelta(hours=1), desk.clock.now())
        assert {row.reason for row in rows} == {said}
        desk.clock.moment = HOUR
        await desk.turn()
        assert {desk.publication(key).reason for key in ALL} == {said}
