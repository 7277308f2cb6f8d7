"""Campañas: which run, which are next, which are over, and which are wrong."""

import html
import re
from pathlib import Path

import pytest

from campaigns.last_good import load_with_memory
from delivery.workplace import open_workplace
from panel.entrance.roles import Role
from storage.database import Database
from tests.campaigns.town import CAMPAIGN
from tests.delivery.desk import bogota
from tests.panel.office.planned_town import PLANNED, calculated
from tests.panel.staffed import FILES, Office, office

BUDGET = CAMPAIGN.replace("campaña: matriculas", "campaña: pagada").replace(
    "clase: servicio", "clase: servicio\npresupuesto: 1.200.000\naprueba: comite-gel"
)
ORDERED = CAMPAIGN.replace("campaña: matriculas", "campaña: alerta").replace("15 días antes a las 08:00", "por orden")
OVER = CAMPAIGN.replace("campaña: matriculas", "campaña: vieja").replace("2027-", "2025-")


async def look(town: Office, path: str) -> str:
    """The page as it is read, without its tags."""
    text = (await calculated(town, path)).text
    text = text.partition('id="lista"' if path.startswith("campanas?") or path == "campanas" else "<main")[2]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


async def signed_in(town: Office, role: Role = Role.READER) -> None:
    """Ana looks."""
    town.user("ana", role)
    await town.sign_in("ana")


def take_up(town: Office) -> None:
    """The files as they are now, as a daemon takes them up."""
    desk = town.desk
    loaded = load_with_memory(desk.config, desk.folder, desk.environment)
    with desk.database.write() as connection:
        desk.places.put(open_workplace(connection, loaded.tenants[0], desk.database, desk.clock, desk.folder))


async def test_they_stand_by_where_they_are(database: Database, tmp_path: Path) -> None:
    """What has begun runs, what has not is next, what waits for an order is ready, and the rest is over."""
    files = {
        **PLANNED,
        "campanas/pagada.yaml": BUDGET,
        "campanas/alerta.yaml": ORDERED.replace("  termina: 2027-01-29 16:00\n", "").replace(
            "2027-01-12", "2026-01-12"
        ),
        "campanas/vieja.yaml": OVER,
    }
    async with office(database, tmp_path, files) as town:
        town.desk.people("eva@example.com")
        await signed_in(town)
        await town.desk.turn()
        page = await look(town, "campanas")
        groups = ["En marcha", "Por empezar", "Listas para cuando se ordene", "Terminadas"]
        places = [page.index(f" {group} ") for group in groups]
        assert places == sorted(places)
        running, later, ordered, over = (
            page[first:last] for first, last in zip(places, [*places[1:], len(page)], strict=True)
        )
        assert "Sigue el 8 de enero de 2027, 9:00 a. m." in running
        assert "Obras del año" in later
        assert "Secretaría de Educación" in later
        assert "1 mensaje" in ordered
        assert "falta un visto bueno" in page
        assert "$0 de $1.200.000" in page
        assert "Matrículas escolares" in over


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("buscar=obras", "Obras del año", "Matrículas escolares"),
        ("buscar=MATRICULAS", "Matrículas escolares", "Obras del año"),
        ("estado=sigue", "Obras del año", "Matrículas escolares"),
        ("estado=terminada", "Ninguna campaña se llama así, o está así.", "Obras del año"),
        ("buscar=nada&pagina=99999999999999999999", "Ninguna campaña", "Obras del año"),
    ],
)
async def test_one_finds_a_campaign(database: Database, tmp_path: Path, query: str, there: str, gone: str) -> None:
    """By words of its title without accents, and by where it stands."""
    async with office(database, tmp_path, PLANNED) as town:
        town.desk.people("eva@example.com")
        await signed_in(town)
        await town.desk.turn()
        page = await look(town, f"campanas?{query}")
        assert there in page
        assert gone not in page


async def test_a_wrong_file_is_told_with_what_goes_on(database: Database, tmp_path: Path) -> None:
    """One that ran goes on as it was; of one that never was right nothing goes out, and both say at which line."""
    async with office(database, tmp_path, FILES) as town:
        await signed_in(town)
        broken = CAMPAIGN.replace("asunto: Matrículas", "asunto: Matrículas {{ nada }}")
        (town.desk.config / "campanas" / "matriculas.yaml").write_text(broken, "utf-8")
        (town.desk.config / "campanas" / "nueva.yaml").write_text("campaña: nueva\n", "utf-8")
        take_up(town)
        assert "<strong>campanas/nueva.yaml</strong>" in (await calculated(town, "campanas")).text
        page = await look(town, "campanas")
        assert "en el archivo" in page
        assert "Sigue saliendo como estaba la última vez que estuvo bien" in await look(town, "campanas/matriculas")
        message = await look(town, "campanas/matriculas/mensajes/anuncio")
        assert "Línea 14" in message
        assert "nada" in message


@pytest.mark.parametrize(("role", "code"), [(Role.COMMUNICATOR, 200), (Role.READER, 0)])
async def test_whoever_writes_is_led_to_the_form(database: Database, tmp_path: Path, role: Role, code: int) -> None:
    """Of a message its own part is open there, and a file that is wrong is mended there; nobody else sees a way."""
    async with office(database, tmp_path, FILES) as town:
        await signed_in(town, role)
        (town.desk.config / "campanas" / "nueva-obra.yaml").write_text("campaña: nueva-obra\n", "utf-8")
        take_up(town)
        found = []
        for path in ("campanas", "campanas/matriculas/mensajes/anuncio"):
            found += re.findall(r'href="/panel/villa-clara/([^"]+/editar[^"]*)"', (await calculated(town, path)).text)
        ways = ["campanas/nueva-obra/editar", "campanas/matriculas/editar?parte=0"]
        assert found == (ways if code else [])
        assert [(await town.get(way)).status_code for way in found] == [code] * len(found)


async def test_many_campaigns_take_several_pages(database: Database, tmp_path: Path) -> None:
    """Forty to a page, each light."""
    files = {f"campanas/c{n}.yaml": CAMPAIGN.replace("campaña: matriculas", f"campaña: c{n}") for n in range(90)}
    async with office(database, tmp_path, {**FILES, "campanas/matriculas.yaml": None, **files}) as town:
        await signed_in(town)
        answer = await calculated(town, "campanas")
        assert len(answer.content) < 100_000
        assert "Página 1 de 3, de 90 campañas" in answer.text
        assert "Página 3 de 3" in await look(town, "campanas?pagina=3")


async def test_a_campaign_says_what_it_is_for(database: Database, tmp_path: Path) -> None:
    """Its row of the plan, its event, its messages with their hour and approval; where no such campaign is, nothing."""
    async with office(database, tmp_path, PLANNED) as town:
        await signed_in(town)
        town.desk.clock.moment = bogota("2027-01-05T08:00")
        page = await look(town, "campanas/matriculas")
        for told in (
            "SE-7: Eventos del municipio",
            "Del 12 al 29 de enero de 2027",
            "Colegio Central",
            "Reyes",
            "Sale el 11 de enero de 2027, 8:00 a. m.",
            "falta el visto bueno de Comité GEL",
            "Era para el 28 de diciembre de 2026, 8:00 a. m.",
        ):
            assert told in page, told
        for path in ("campanas/nada", "campanas/matriculas/mensajes/nada", "campanas/nada/mensajes/anuncio"):
            assert (await town.get(path)).status_code == 404, path
