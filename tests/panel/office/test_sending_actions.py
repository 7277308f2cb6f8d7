"""What the office does about a publication in its page: as the verbs do it, by whoever operates."""

from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from panel.entrance.roles import RIGHTS, Right, Role
from panel.office.offices import NOTES
from storage.database import Database
from storage.tables import address, contact_attribute, publication
from tests.panel.office.sendings_town import FAILED, FILE, GOT, MAILING, POSTER, SENDINGS, WHOLE, doubt, sendings
from tests.panel.staffed import Office

LATE = WHOLE.replace("a las 11:58", "a las 08:00")
"""What was due at eight is noon's missed."""
WORDS = "Las matrículas empiezan el 14 de enero."


def path(town: Office, key: str = MAILING) -> str:
    """A publication's page."""
    return f"envios/{town.desk.publication(key).id}"


def stands(town: Office, key: str, state: str) -> None:
    """It is in another state than the one to which it came by itself."""
    with town.desk.database.write() as connection:
        number = town.desk.publication(key).id
        connection.execute(update(publication).where(publication.c.id == number).values(state=state))


async def do(town: Office, does: str, key: str = MAILING, **fields: str) -> str:
    """Send a form of the page; what the page then says."""
    answer = await town.post(f"{path(town, key)}/hacer", path(town, key), hacer=does, **fields)
    if answer.status_code != 303:
        return f"{answer.status_code} {answer.text}"
    return (await town.browser.get(answer.headers["location"])).text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CONTRIBUTOR])
async def test_only_who_operates_is_offered_anything(database: Database, tmp_path: Path, role: Role) -> None:
    """And nobody else's form does anything."""
    async with sendings(database, tmp_path, role) as town:
        may = Right.OPERATE in RIGHTS[role]
        page = (await town.get(path(town))).text
        assert ("Intentar otra vez" in page) == may
        answer = await town.post(f"{path(town)}/hacer", "cuenta", hacer="reintentar")
        assert (answer.status_code == 403) == (not may)
        assert town.told("retry") == (["ana"] if may else [])


async def test_the_failed_alone_are_tried_again(database: Database, tmp_path: Path) -> None:
    """What was lacking is known now: it goes out to her, and to nobody a second time."""
    async with sendings(database, tmp_path) as town:
        assert "Se intenta otra vez 1 envío que falló." in (await town.get(path(town))).text
        with database.write() as connection:
            person = connection.execute(select(address.c.contact).where(address.c.address == FAILED)).scalar_one()
            known = {"contact": person, "name": "colegio", "value": "El Carmen"}
            connection.execute(insert(contact_attribute).values(**known))
        page = await do(town, "reintentar")
        assert NOTES["envio-reintentar"] in page
        assert "Ana Pérez: Mandó intentar otra vez 1 envío." in page
        await town.desk.settle()
        assert town.desk.states(MAILING) == {"sent": 2, "skipped": 1}
        assert len(town.desk.rows("attempt")) == 3
        assert (await do(town, "reintentar")).startswith("409")


@pytest.mark.parametrize(
    ("said", "state", "told"),
    [("sent", "sent", "sí salió"), ("failed", "failed", "no salió"), ("pending", "sent", "se envía otra vez")],
)
@pytest.mark.parametrize("one", [True, False])
async def test_the_uncertain_are_settled(
    database: Database, tmp_path: Path, said: str, state: str, told: str, one: bool
) -> None:
    """One by its row, or all of them by one word; who said so stands in the history."""
    async with sendings(database, tmp_path) as town:
        number = doubt(town, GOT)
        assert "Resolver los dudosos" in (await town.get(path(town))).text
        assert str(number) in (await town.get(f"{path(town)}/destinatarios?grupo=dudosos")).text
        does = {"hacer": "entrega", "entrega": str(number)} if one else {"hacer": "dudosos"}
        await do(town, does.pop("hacer"), quedo=said, **does)
        await town.desk.settle()
        [row] = [row for row in town.desk.deliveries(MAILING) if row.id == number]
        assert row.state == state
        assert f"Ana Pérez: Dijo de 1 envío dudoso: {told}." in (await town.get(path(town))).text
        again = await do(town, "entrega" if one else "dudosos", quedo=said, **does)
        assert again.startswith("409")


@pytest.mark.parametrize("fields", [{}, {"quedo": "perdido"}])
async def test_a_doubt_is_settled_only_by_a_word(database: Database, tmp_path: Path, fields: dict[str, str]) -> None:
    """Without one, nothing is."""
    async with sendings(database, tmp_path) as town:
        doubt(town, GOT)
        assert (await do(town, "dudosos", **fields)).startswith("422")
        assert town.told("settle") == []


async def test_it_is_paused_goes_on_and_is_cancelled(database: Database, tmp_path: Path) -> None:
    """Each says before what will happen to how many, and after that it did."""
    async with sendings(database, tmp_path) as town:
        stands(town, MAILING, "running")
        assert "Ya salieron 1." in (await town.get(path(town))).text
        assert "Ana Pérez: La puso en pausa." in await do(town, "pausar")
        assert "a quien ya le salió no se le envía otra vez" in (await town.get(path(town))).text
        assert "Ana Pérez: Dejó que siguiera." in await do(town, "seguir")
        page = await do(town, "cancelar")
        assert "Ana Pérez: Canceló lo que faltaba por salir." in page
        assert 'value="pausar"' not in page
        refused = await do(town, "pausar")
        assert refused.startswith("409")
        assert "está cancelada: no sale, y no hay nada que detener." in refused


async def test_what_was_missed_goes_out_after_its_page_said_to_how_many(database: Database, tmp_path: Path) -> None:
    """Those who want nothing are not among them."""
    async with sendings(database, tmp_path, changes={**SENDINGS, FILE: LATE}) as town:
        assert f"{path(town)}/enviar" in (await town.get(path(town))).text
        page = (await town.get(f"{path(town)}/enviar")).text
        assert "Les llega a 2 personas por correo electrónico." in page
        assert NOTES["envio-enviar"] in await do(town, "enviar")
        assert town.desk.publication(MAILING).state == "running"
        assert (await town.get(f"{path(town)}/enviar")).status_code == 303
        assert "ya" in await do(town, "enviar")


async def test_what_waits_for_another_is_let_go(database: Database, tmp_path: Path) -> None:
    """Without waiting more, as its page says before."""
    waits = "  - id: aviso\n    cuando: al publicar cartel\n    canales: [web]\n    texto: Ya están.\n"
    async with sendings(database, tmp_path, changes={**SENDINGS, FILE: LATE + waits}) as town:
        await town.desk.settle()
        key = "aviso/web@1"
        assert town.desk.publication(key).state == "waiting"
        assert "Soltar ya" in (await town.get(f"{path(town, key)}/enviar")).text
        assert "Ana Pérez: La soltó sin esperar más." in await do(town, "soltar", key)
        assert town.desk.publication(key).state == "running"


async def test_a_correction_goes_to_those_who_got_it(database: Database, tmp_path: Path) -> None:
    """It has a page of its own, to which the form leads; an empty one is none, and what was typed stays."""
    async with sendings(database, tmp_path) as town:
        assert "Le llega a 1 persona que lo recibió" in (await town.get(path(town))).text
        empty = await do(town, "corregir", texto="  ", motivo="Derrumbe")
        assert empty.startswith("422")
        assert 'value="Derrumbe"' in empty
        page = await do(town, "corregir", texto=WORDS)
        assert NOTES["envio-corregir"] in page
        assert WORDS in page
        await town.desk.settle()
        assert [row.address for row in town.desk.deliveries("anuncio~correccion-1/correo@1")] == [GOT]
        page = (await town.get(path(town))).text
        assert "<strong>Matrículas (corrección 1)</strong> por correo" in page
        assert "Ana Pérez: Mandó una corrección." in page
        assert (await do(town, "reintentar")).startswith("409")


async def test_a_post_is_taken_back(database: Database, tmp_path: Path) -> None:
    """Where its service can; a mail is not offered to be."""
    async with sendings(database, tmp_path) as town:
        assert 'value="retirar"' not in (await town.get(path(town))).text
        page = (await town.get(path(town, POSTER))).text
        assert "Se borra lo publicado en «sitio web»" in page
        page = await do(town, "retirar", POSTER)
        assert NOTES["envio-retirar"] in page
        assert 'value="retirar"' not in page
        refused = await do(town, "retirar")
        taken = town.desk.publication("cartel~retiro-1/web@1").id
        assert "Está por retirarse." in (await town.get(f"envios/{taken}")).text
        await town.desk.settle()
        assert ">Se retiró</span> el 5 de enero de 2027" in (await town.get(f"envios/{taken}")).text
        page = (await town.get(path(town, POSTER))).text
        assert "ya no está." in page
        assert "1 retirado" in page
        assert "ver lo publicado" not in page
        assert refused.startswith("409")
        assert "Lo que se puede es corregirlo: «Corregir»." in refused


async def test_no_other_form_does_anything(database: Database, tmp_path: Path) -> None:
    """A word that is none, a number that is none; and what is opened without a form leads to the page."""
    async with sendings(database, tmp_path) as town:
        assert (await do(town, "borrar-todo")).startswith("404")
        assert (await do(town, "entrega", entrega="9" * 40, quedo="sent")).startswith("422")
        assert (await town.get(f"{path(town)}/hacer")).status_code == 303
