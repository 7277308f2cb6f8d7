"""Calendario: what goes out and what went out, and what a rule moved."""

import html
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, insert, text

from panel.entrance.roles import Role
from panel.office.entries import read_rows
from storage.database import Database
from storage.tables import publication
from tests.campaigns.town import CAMPAIGN
from tests.delivery.desk import bogota
from tests.indicators.rows import add_tenant
from tests.panel.office.planned_town import PLANNED, calculated
from tests.panel.staffed import FILES, Office, office

FULL = re.compile(r"Seq Scan on publication|SCAN publication|\(tenant=\?\)")


async def look(town: Office, query: str = "") -> str:
    """The page as it is read, without its tags, once the plan is there."""
    answer = await calculated(town, f"calendario?{query}")
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.text.partition('id="dias"')[2])))


async def signed_in(town: Office, role: Role = Role.READER) -> None:
    """Ana looks."""
    town.user("ana", role)
    await town.sign_in("ana")


async def test_a_month_has_what_goes_out_and_what_went_out(database: Database, tmp_path: Path) -> None:
    """Entries with their hour, the event on each of its days, the holiday, the veda, and what has no hour."""
    async with office(database, tmp_path, PLANNED) as town:
        town.desk.people("eva@example.com", "luz@example.com")
        await signed_in(town)
        await town.desk.turn()
        page = await look(town)
        assert "Enero de 2027" in page
        for told in (
            "11:30 a. m. Matrículas escolares Hoy",
            "9:00 a. m. Matrículas escolares Cuña de matrículas",
            "7:00 a. m. Matrículas escolares Día de Reyes movido",
            "10:00 a. m. Matrículas escolares Con visto bueno falta aprobarla",
            "7:00 a. m. Matrículas escolares, Colegio Central",
            "Día de los Reyes Magos",
            "Veda electoral, del 25 de enero de 2027 al 28 de enero de 2027: los mensajes de gestión no salen.",
            "Sin hora todavía: 1",
        ):
            assert told in page, told


async def test_a_list_tells_to_how_many_and_by_which_rule(database: Database, tmp_path: Path) -> None:
    """What went out with its counts and link, what is to come with how many it would be, and whence it was moved."""
    async with office(database, tmp_path, PLANNED) as town:
        town.desk.people("eva@example.com", "luz@example.com")
        await signed_in(town)
        await town.desk.turn()
        page = await look(town, "vista=lista")
        assert "hoy serían 2 personas" in page
        assert "2 enviados" in page
        assert "Escrito para el 11 de enero de 2027, 8:00 a. m.; sale el 12 de enero de 2027, 7:00 a. m." in page
        assert "Festivo (Día de los Reyes Magos)" in page
        assert "1 tarea" in page
        number = town.desk.publication("hoy/correo@1").id
        assert f'/envios/{number}"' in (await town.get("calendario?vista=dia&dia=2027-01-05")).text


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("campana=obras", "Obras del año", "Matrículas escolares"),
        ("publico=transeuntes", "Obras del año", "Matrículas escolares"),
        ("medio=radio", "Cuña de matrículas", "escolares Día de Reyes"),
        ("mostrar=movido", "escolares Día de Reyes", "Cuña de matrículas"),
        ("mostrar=espera", "Con visto bueno", "Cuña de matrículas"),
        ("mostrar=salio", "escolares Hoy", "Cuña de matrículas"),
        ("vista=semana&dia=2027-01-11", "escolares Día de Reyes", "Cuña de matrículas"),
        ("vista=dia&dia=2027-01-08", "Cuña de matrículas", "escolares Día de Reyes"),
        ("dia=2027-02-01", "Ningún mensaje sale en estos días", "escolares Día de Reyes"),
        ("campana=nada&vista=otra&dia=mal&pagina=x", "escolares Día de Reyes", "Nada de lo que busca"),
    ],
)
async def test_it_is_asked_for_what_one_looks_for(
    database: Database, tmp_path: Path, query: str, there: str, gone: str
) -> None:
    """By campaign, medium, audience, state and stretch of days; what nobody knows is as if it were not said."""
    async with office(database, tmp_path, PLANNED) as town:
        await signed_in(town)
        await town.desk.turn()
        page = await look(town, query)
        assert there in page
        assert gone not in page


async def test_what_was_paused_a_moment_ago_stands_so(database: Database, tmp_path: Path) -> None:
    """A row is read anew at each look, whatever was planned some seconds before."""
    async with office(database, tmp_path, PLANNED) as town:
        town.desk.people("eva@example.com")
        await signed_in(town)
        await town.desk.turn()
        assert "terminada" in await look(town, "vista=dia&dia=2027-01-05")
        with database.write() as connection:
            connection.execute(
                publication.update().values(
                    state="paused", reason="En pausa por Ana. Sigue con «pregonero resume a/b@1»."
                )
            )
        page = await look(town, "vista=dia&dia=2027-01-05")
        assert "en pausa" in page
        assert "En pausa por Ana. Sigue con «Seguir enviando»." in page


async def test_what_began_late_stands_where_it_began(database: Database, tmp_path: Path) -> None:
    """In the next month alone, where its hour was the last of this one."""
    late = {"planned_at": bogota("2027-01-31T22:00"), "started_at": bogota("2027-02-01T09:00")}
    async with office(database, tmp_path, PLANNED) as town:
        town.desk.people("eva@example.com")
        await signed_in(town)
        await town.desk.turn()
        with database.write() as connection:
            connection.execute(publication.update().where(publication.c.message == "hoy").values(**late))
        assert "9:00 a. m. Matrículas escolares Hoy" in await look(town, "dia=2027-02-01")
        assert "10:00 p. m. Matrículas escolares Hoy" not in await look(town, "dia=2027-01-01")


async def test_a_month_of_many_stays_light(database: Database, tmp_path: Path) -> None:
    """Forty campaigns that write each day: a month says how many more there are, a list has pages."""
    daily = CAMPAIGN.replace("15 días antes", "cada día")
    files = {f"campanas/c{n}.yaml": daily.replace("campaña: matriculas", f"campaña: c{n}") for n in range(40)}
    async with office(database, tmp_path, {**FILES, "campanas/matriculas.yaml": None, **files}) as town:
        await signed_in(town)
        for query in ("", "vista=semana", "vista=lista", "vista=lista&pagina=24"):
            answer = await calculated(town, f"calendario?{query}")
            assert len(answer.content) < 80_000, query
        assert "y 36 más" in await look(town)
        assert "Página 2 de 28, de 1.360 mensajes" in await look(town, "vista=lista&pagina=2")


async def test_among_very_many_a_campaign_is_found_by_its_title(database: Database, tmp_path: Path) -> None:
    """A list of all of them would weigh more than the month: its words are typed, without accents."""
    files = {
        f"campanas/c{n}.yaml": CAMPAIGN.replace("campaña: matriculas", f"campaña: c{n}").replace(
            "Matrículas escolares", f"Jornada número {n}"
        )
        for n in range(101)
    }
    async with office(database, tmp_path, {**FILES, "campanas/matriculas.yaml": None, **files}) as town:
        await signed_in(town)
        page = (await calculated(town, "calendario?vista=lista&dia=2026-12-28&campana=NUMERO+77")).text
        assert 'name="campana" type="search" value="NUMERO 77"' in page
        assert "Jornada número 77" in page
        assert "Jornada número 7<" not in page


def test_a_month_is_found_among_years(database: Database) -> None:
    """By an index, on either database."""
    its: dict[str, Any] = {"campaign": "c", "account": "web", "occurrence": "1", "kind": "broadcast", "channel": "web"}
    its |= {"medium": "Web", "publishes": True, "mode": "real", "class_": "servicio", "actions": [], "state": "done"}
    its |= {"audience": "todos", "digest": "0" * 64, "created_at": bogota("2020-01-01T08:00")}
    said: list[tuple[str, object]] = []
    with database.write() as connection:
        its["tenant"] = tenant = add_tenant(connection)
        days = [bogota(f"20{20 + n // 336}-{n // 28 % 12 + 1:02d}-{n % 28 + 1:02d}T08:00") for n in range(3_000)]
        rows = [{**its, "message": f"m{n}", "planned_at": day, "started_at": day} for n, day in enumerate(days)]
        connection.execute(insert(publication), rows)
        if connection.dialect.name == "postgresql":
            connection.execute(text("ANALYZE publication"))

        def note(*given: object) -> None:
            said.append((str(given[2]), given[3]))

        event.listen(connection, "before_cursor_execute", note)
        assert len(read_rows(connection, tenant, bogota("2027-03-01T00:00"), bogota("2027-04-01T00:00"))) == 28
        event.remove(connection, "before_cursor_execute", note)
        explain = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
        for words, values in said:
            plan = [str(row) for row in connection.exec_driver_sql(f"{explain} {words}", values)]  # type: ignore[arg-type]
            assert [line for line in plan if FULL.search(line)] == [], "\n".join([words, *plan])
