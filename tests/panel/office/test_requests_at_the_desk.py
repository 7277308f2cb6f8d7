"""Solicitudes at the desk: what a picture shows, who waits for an answer, and which part of the site is whose."""

import re
from pathlib import Path

from delivery.office.stopped import suspend, unsuspend
from panel.entrance.roles import Role
from storage.database import Database
from tests.panel.office.test_requests import ASKED, PUBLISH, press, working
from tests.panel.proposing import SECTIONS, TOWN, photo, proposing, send
from tests.panel.staffed import OFFICE


async def test_the_office_says_what_a_picture_shows(database: Database, tmp_path: Path) -> None:
    """Where its sender has not: it stands on the site, is read to whoever does not see it, and outlives a refusal."""
    async with proposing(database, tmp_path) as town:
        await send(town.browser, photo())
        await working(town)
        [digest] = [each["sha256"] for each in town.desk.rows("submission")[0].files]
        typed = {**PUBLISH, "fotos": digest, f"descripcion-{digest}": "Una caseta con banderas"}
        with database.write() as connection:
            suspend(connection, town.desk.place, "servicio", None, "Duelo", "ana", town.desk.clock.now())
        refused = await press(town, 1, "publicar", **typed)
        assert (refused.status_code, "Una caseta con" in refused.text) == (409, True)
        with database.write() as connection:
            unsuspend(connection, town.desk.place, "servicio", "ana", town.desk.clock.now())
        await press(town, 1, "publicar", **typed)
        [post] = [row for row in town.desk.rows("publication") if row.message == "vecinos"]
        assert [each["alt"] for each in post.content["images"]] == ["Una caseta con banderas"]
        page = (await town.get("solicitudes/1")).text
        assert f'<a href="{OFFICE}envios/{post.id}">ver cómo quedó</a>' in page
        assert "Noticias de la gente por sitio web" in re.sub(r"<[^>]+>", "", (await town.get("envios")).text)


async def test_the_day_tells_the_office_who_waits_for_an_answer(database: Database, tmp_path: Path) -> None:
    """How many, and the one whose term ends first; whoever does not answer them is told nothing."""
    async with proposing(database, tmp_path) as town:
        await send(town.browser)
        await working(town, "luis", Role.READER)
        await town.post("solicitudes/pedir", "solicitudes/pedir", **ASKED)
        assert "Atender:" not in (await town.get("hoy")).text
        await working(town)
        day = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", (await town.get("hoy")).text))
        assert "Atender: 2 solicitudes La primera: «Matrículas» Hasta 7 de enero de 2027, 6:00 p. m." in day
        town.desk.clock.pass_(minutes=4 * 24 * 60)
        await town.sign_in("ana")
        assert "1 ya venció" in (await town.get("hoy")).text


async def test_a_part_of_the_departments_is_offered_to_them_alone(sqlite_database: Database, tmp_path: Path) -> None:
    """Nobody finds it on the public page, nor a contributor in the panel, and what is sent to it is not taken."""
    own = f"{SECTIONS}    oficinas: {{nombre: De las oficinas, campaña: comunidad, cuenta: web, de-dependencias: si}}\n"
    changes = {**TOWN, "municipio.yaml": str(TOWN["municipio.yaml"]).replace(SECTIONS, own)}
    async with proposing(sqlite_database, tmp_path, changes) as town:
        assert "De las oficinas" not in (await town.browser.get("/proponer/")).text
        assert "Escoja en qué parte" in (await send(town.browser, seccion="oficinas")).text
        await working(town, "veeduria", Role.CONTRIBUTOR)
        assert "De las oficinas" not in (await town.get("solicitudes/proponer")).text
        refused = await town.post("solicitudes/proponer", "solicitudes/proponer", **{**ASKED, "seccion": "oficinas"})
        assert (refused.status_code, town.desk.rows("submission")) == (422, [])
        await working(town, "luis", Role.READER)
        assert "De las oficinas" in (await town.get("solicitudes/pedir")).text
        await town.post("solicitudes/pedir", "solicitudes/pedir", **{**ASKED, "seccion": "oficinas"})
        assert [row.section for row in town.desk.rows("submission")] == ["oficinas"]
