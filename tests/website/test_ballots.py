"""A survey on the site: how to vote while it is open, and what came of it once it is closed."""

import asyncio
import re
from pathlib import Path

import pytest
from sqlalchemy import update

from delivery.office.office import cancel
from storage.database import Database
from storage.states import PollState, Voter
from storage.surveys import count_poll, polls_of, surveys
from storage.tables import poll
from storage.votes import cast
from tests.delivery.desk import Desk, at_work, bogota
from tests.website.town import DUE, FILE, LIVE, PAGE, read, site_of
from webmaster import Webmaster

DESK = "https://participe.villaclara.gov.co"
SURVEY = "    encuesta: {pregunta: ¿Abrimos el sábado?, opciones: [Sí & ya, No], cierra: 2 días después}\n"
CAMPAIGN = str(LIVE[FILE]).partition("    imagen:")[0].replace("[web, banner]", "[web, banner, canal]")
CHANGES = {
    **LIVE,
    "municipio.yaml": str(LIVE["municipio.yaml"]) + f"ventanilla: {DESK}\n",
    FILE: CAMPAIGN + SURVEY,
}


def vote(desk: Desk, *options: int) -> None:
    """One vote for each, from devices of their own."""
    with desk.database.write() as connection:
        [survey] = surveys(connection, desk.place.tenant_id)
        for number, option in enumerate(options):
            assert cast(connection, survey.id, f"voter {number}", Voter.DEVICE, "", option, desk.clock.now())


def tell_poll(desk: Desk, *votes: int, by: str = "") -> None:
    """The service says how its poll ended, or a person."""
    with desk.database.write() as connection:
        [survey] = surveys(connection, desk.place.tenant_id)
        [told] = polls_of(connection, survey.id)
        count_poll(connection, told.publication, votes, None, desk.clock.now(), by)


def await_poll(desk: Desk) -> None:
    """A person has to say its votes, as where the account is no rehearsal."""
    with desk.database.write() as connection:
        connection.execute(update(poll).values(state=PollState.NEEDS_PERSON.value))


async def test_an_open_survey_says_how_to_vote(database: Database, tmp_path: Path) -> None:
    """Its question, its options, until when and where; how it stands is nobody's to know yet."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        vote(desk, 1)
        page = read(site_of(desk), PAGE)
        with desk.database.read() as connection:
            [survey] = surveys(connection, desk.place.tenant_id)
    assert '<h2 id="encuesta">¿Abrimos el sábado?</h2>' in page
    assert "<li>Sí &amp; ya</li>" in page
    assert 'datetime="2026-12-30T08:00-05:00"' in page
    assert f'<a class="votar" href="{DESK}/encuesta/{survey.code}">Votar en la encuesta</a>' in page
    assert "(100 %)" not in page


async def test_a_closed_survey_says_what_came_of_it(database: Database, tmp_path: Path) -> None:
    """Figures in words; a medium that has not told is named as missing, and counted once it has."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        vote(desk, 1, 1, 0)
        desk.clock.pass_(days=2)
        await desk.settle()
        assert "Faltan los votos" not in read(site_of(desk), PAGE)
        await_poll(desk)
        page = read(site_of(desk), PAGE)
        assert "En total: 3 votos" in page
        assert "No: <strong>2</strong> votos (67 %)" in page
        assert "Faltan los votos de Telegram" in page
        assert "Votar en la encuesta" not in page
        assert "Vote aquí" not in page
        tell_poll(desk, 5, 0)
        page = read(site_of(desk), PAGE)
    assert "En total: 8 votos" in page
    assert "Telegram: 5 votos" in page
    assert "Página de votación: 3 votos" in page
    assert "Faltan los votos" not in page


ADDRESS = f"{DESK}/encuesta/"


@pytest.mark.parametrize("text", ["Vote en {{ enlace }} hoy mismo.", "Vote, y cuéntenos."])
async def test_a_closed_survey_asks_for_no_vote(sqlite_database: Database, tmp_path: Path, text: str) -> None:
    """Its words stay as they were published; the address in or under them is struck, on the page and in feeds."""
    head, _, rest = CAMPAIGN.partition('    texto: "')
    asked = f'{head}    texto: "{text}"\n{rest.partition(chr(10))[2]}{SURVEY}'
    async with at_work(sqlite_database, tmp_path, DUE, {**CHANGES, FILE: asked}) as desk:
        await desk.turn()
        site = site_of(desk)
        assert f'<a href="{ADDRESS}' in read(site, PAGE).partition('<div class="texto"')[2].partition("</div>")[0]
        desk.clock.pass_(days=2)
        site = site_of(desk)
    page = read(site, PAGE)
    assert "<strong>La encuesta cerró</strong> el " in page
    assert '<a href="#encuesta">Vea los resultados</a>' in page
    assert f"{ADDRESS}" in page
    assert f'href="{ADDRESS}' not in page
    assert re.search(r"<s>(Vote aquí: )?https://participe[^<]+</s>", page)
    feed = read(site, "rss.xml")
    assert "La encuesta cerró el 30 de diciembre de 2026" in feed
    assert f"href=&quot;{ADDRESS}" not in feed
    assert f'href="{ADDRESS}' not in feed
    assert "Vote aquí: " not in page.partition("<body>")[0]


async def test_the_banner_asks_only_while_votes_count(sqlite_database: Database, tmp_path: Path) -> None:
    """A survey that is closed hangs in the banner no more, also where its event goes on."""
    async with at_work(sqlite_database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        assert "Matrículas: ya abrieron." in read(site_of(desk), "banner.html")
        desk.clock.pass_(days=2)
        assert "Matrículas: ya abrieron." not in read(site_of(desk), "banner.html")


async def test_what_a_person_says_of_a_poll_is_marked(database: Database, tmp_path: Path) -> None:
    """Also where there are no other votes; what the service says bears no mark."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        desk.clock.pass_(days=2)
        await desk.settle()
        tell_poll(desk, 5, 0, by="Ana & co")
        marked = read(site_of(desk), PAGE)
        tell_poll(desk, 5, 0)
        plain = read(site_of(desk), PAGE)
    assert "Telegram: 5 votos</h3>\n<p>Votos dichos por Ana &amp; co: el servicio no los dio.</p>" in marked
    assert "dichos por" not in plain


async def test_a_survey_that_was_called_off_says_so(database: Database, tmp_path: Path) -> None:
    """Nothing leads to the vote any more, and what was voted is no result."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        vote(desk, 1)
        desk.write(cancel, "matriculas/anuncio@1", "ana", desk.clock.now())
        page = read(site_of(desk), PAGE)
    assert "Encuesta cancelada." in page
    assert "<strong>La encuesta se canceló</strong> el " in page
    assert "Votar en la encuesta" not in page
    assert "no cuentan como resultado" in page


async def test_a_text_that_asks_is_not_said_twice(database: Database, tmp_path: Path) -> None:
    """A message without words of its own lists question and options itself."""
    head, _, rest = CAMPAIGN.partition("    texto: ")
    asked = f"{head}{rest.partition(chr(10))[2]}{SURVEY}"
    async with at_work(database, tmp_path, DUE, {**CHANGES, FILE: asked}) as desk:
        await desk.turn()
        page = read(site_of(desk), PAGE)
    assert page.count("<li>Sí &amp; ya</li>") == 1
    assert '<h2 id="encuesta">Encuesta</h2>' in page
    assert "Más información" not in page


async def test_the_site_is_built_anew_as_votes_are_known(sqlite_database: Database, tmp_path: Path) -> None:
    """As soon as a service tells its poll's votes, and not at the next full hour."""
    async with at_work(sqlite_database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        desk.clock.pass_(days=2)
        webmaster = Webmaster(desk.database, desk.places, desk.clock)
        page = desk.place.outgoing / "sitio-publico" / PAGE
        await webmaster.look(asyncio.Event())
        assert "Faltan los votos de Telegram" in page.read_text("utf-8")
        tell_poll(desk, 5, 0)
        await webmaster.look(asyncio.Event())
        assert "En total: 5 votos" in page.read_text("utf-8")


async def test_the_site_is_built_anew_at_the_close(sqlite_database: Database, tmp_path: Path) -> None:
    """Also where it comes in the middle of an hour, and before anyone has written it down."""
    early = bogota("2026-12-28T07:30")
    changes = {**CHANGES, FILE: (CAMPAIGN + SURVEY).replace("08:00", "07:30").replace("2 días", "40 minutos")}
    async with at_work(sqlite_database, tmp_path, early, changes) as desk:
        await desk.turn()
        webmaster = Webmaster(desk.database, desk.places, desk.clock)
        page = desk.place.outgoing / "sitio-publico" / PAGE
        desk.clock.pass_(minutes=39)
        await webmaster.look(asyncio.Event())
        assert "Votar en la encuesta" in page.read_text("utf-8")
        desk.clock.pass_(minutes=1)
        await webmaster.look(asyncio.Event())
        assert "cerró la encuesta" in page.read_text("utf-8")
