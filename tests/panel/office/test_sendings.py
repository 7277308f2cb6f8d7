"""Envíos: the list, and one publication as everybody who reads may see it."""

import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, update

from delivery.publishing.counsel import for_banned, for_short, send
from panel.entrance.letters import mail_link
from panel.entrance.roles import Role
from panel.office.sent_rows import PAGE
from panel.office.spoken import in_buttons
from storage.audit import append
from storage.database import Database
from storage.states import PublicationState
from storage.tables import counter, publication
from storage.user_links import Purpose, make_link
from tests.delivery.letters import words_of
from tests.panel.office.sendings_town import FAILED, FILE, GOT, LEFT, MAILING, POSTER, SENDINGS, TEXT, WHOLE, sendings
from tests.panel.staffed import NOON, Office, office
from tests.storage.rows import a_publication


async def test_the_list_says_what_went_out_and_to_how_many(database: Database, tmp_path: Path) -> None:
    """Each line leads to its publication, and the day's lines do too."""
    async with sendings(database, tmp_path, Role.READER) as town:
        number = town.desk.publication(MAILING).id
        link = f'href="/panel/villa-clara/envios/{number}"'
        for page in ((await town.get("envios")).text, (await town.get("hoy")).text):
            assert link in page
            assert '1 enviado, <span class="malo">1 sin enviar</span>' in page


NAMED = {"anuncio": "Matrículas", "cartel": "Cartel"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("campana=matriculas", ["anuncio", "cartel"]),
        ("campana=otra", []),
        ("medio=web", ["cartel"]),
        ("estado=done_with_errors", ["anuncio"]),
        ("estado=no-hay-tal", ["anuncio", "cartel"]),
        ("desde=2027-01-05&hasta=2027-01-05", ["anuncio", "cartel"]),
        ("desde=2027-01-06", []),
        ("hasta=2027-01-04", []),
        ("desde=ayer&antes=nada", ["anuncio", "cartel"]),
    ],
)
async def test_filters_leave_what_is_asked_for(
    database: Database, tmp_path: Path, query: str, found: list[str]
) -> None:
    """By campaign, account, state and the day on which it went out; what is no filter is none."""
    async with sendings(database, tmp_path, Role.READER) as town:
        page = (await town.get(f"envios?{query}")).text
        assert [name for name, title in NAMED.items() if f"<strong>{title}</strong>" in page] == found
        assert ("Ningún envío es así" in page) == (not found)


async def test_pages_follow_one_another_and_miss_nothing(database: Database, tmp_path: Path) -> None:
    """Newest first, by the hour of each, whether it has begun or not; several of one hour come once each."""
    async with sendings(database, tmp_path, Role.READER) as town:
        with town.desk.database.write() as connection:
            for number in range(2 * PAGE):
                moment = NOON - timedelta(days=number // 3)
                begun = {"started_at": moment if number % 2 else None, "planned_at": moment}
                state = PublicationState.RUNNING if number % 2 else PublicationState.MISSED
                a_publication(connection, state, f"viejo-{number}", campaign="vieja", **begun)
        seen: list[str] = []
        query = "campana=vieja"
        while query:
            page = (await town.get(f"envios?{query}")).text
            seen += re.findall(r"<strong>Viejo (\d+)</strong>", page)
            found = re.search(r'\?(\S+)">Los anteriores', page)
            query = unescape(found.group(1)) if found else ""
        assert sorted(map(int, seen)) == list(range(2 * PAGE))
        days = [int(number) // 3 for number in seen]
        assert days == sorted(days)


async def test_nobody_s_address_is_shown_to_readers(database: Database, tmp_path: Path) -> None:
    """A reader sees numbers and words, and no person."""
    async with sendings(database, tmp_path, Role.READER) as town:
        number = town.desk.publication(MAILING).id
        page = (await town.get(f"envios/{number}")).text
        assert not [mail for mail in (GOT, FAILED, LEFT) if mail in page]
        for words in ("terminada con errores", "Empiezan las matrículas de", "Terminó."):
            assert words in page


async def test_what_a_sending_says_is_shown_as_one_reads_it(database: Database, tmp_path: Path) -> None:
    """Made for somebody made up, who is named; what is a recipient's own stands with the name of its field."""
    async with sendings(database, tmp_path, Role.READER) as town:
        page = (await town.get(f"envios/{town.desk.publication(MAILING).id}")).text
        assert "Empiezan las matrículas de (colegio)." in page
        assert "Así lo lee María Fernanda Ospina, una persona inventada" in page
        assert "{{" not in page
        assert "persona inventada" not in (await town.get(f"envios/{town.desk.publication(POSTER).id}")).text


async def test_what_a_household_reads_names_all_of_it(database: Database, tmp_path: Path) -> None:
    """A message of one for each household is made for one that was made up."""
    text = "{% if nombres is defined %}{{ nombres | lista }}{% else %}Vecinos{% endif %}: abiertas."
    household = WHOLE.replace(f'"{TEXT}"', f'"{text}"\n    por-hogar: si')
    async with sendings(database, tmp_path, changes={**SENDINGS, FILE: household}) as town:
        page = (await town.get(f"envios/{town.desk.publication(MAILING).id}")).text
        assert "María Fernanda Ospina, Jorge Ospina y Luisa Ospina: abiertas." in page
        assert "Así lo leen María Fernanda Ospina, Jorge Ospina y Luisa Ospina, personas inventadas" in page


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"state": "running"}, "Se está haciendo la lista de quienes lo reciben: van 3."),
        ({"state": "paused"}, "también está en pausa: va en 3 y sigue cuando se siga enviando"),
        (
            {"state": "running", "resumes_at": NOON + timedelta(hours=20)},
            ": a esta hora no se le escribe a la gente.",
        ),
    ],
)
async def test_a_list_that_rests_is_not_said_to_be_made(
    database: Database, tmp_path: Path, columns: dict[str, object], words: str
) -> None:
    """Nobody is written down while the publication is in pause, or at an hour at which people sleep."""
    async with sendings(database, tmp_path) as town:
        number = town.desk.publication(MAILING).id
        with database.write() as connection:
            row = update(publication).where(publication.c.id == number)
            connection.execute(row.values(expanded_at=None, finished_at=None, **columns))
        page = (await town.get(f"envios/{number}")).text
        assert words in page
        assert ("Se está haciendo" in page) == words.startswith("Se está haciendo")


async def test_another_town_s_or_no_publication_is_not_there(database: Database, tmp_path: Path) -> None:
    """The number of a row tells nothing by itself."""
    async with sendings(database, tmp_path, Role.READER) as town:
        assert (await town.get("envios/999999")).status_code == 404
        assert (await town.get(f"envios/1/archivo/{'0' * 64}")).status_code == 404


async def test_what_moves_asks_again_and_says_how_fast(database: Database, tmp_path: Path) -> None:
    """While it runs: of how many, at which speed, until when; at rest nothing asks."""
    async with sendings(database, tmp_path, Role.READER) as town:
        number = town.desk.publication(MAILING).id
        path = f"envios/{number}"
        assert "every 5s" not in (await town.get(path)).text
        _running(town, number, sent=600, pending=1200)
        town.desk.clock.pass_(seconds=60)
        page = (await town.get(path)).text
        assert "every 5s" in page
        assert "600 de 1.800 envíos; 10 por segundo, faltan 2 minutos. Termina hacia las 12:03\xa0p.\xa0m." in page
        _running(town, number, sent=900, pending=900)
        town.desk.clock.pass_(seconds=10)
        assert "900 de 1.800 envíos; 30 por segundo, faltan 30 segundos" in (await town.get(path)).text


async def test_the_story_calls_whoever_acted_as_the_audit_does(database: Database, tmp_path: Path) -> None:
    """A line of a file that moved a survey's end is no person of that name."""
    async with sendings(database, tmp_path, Role.READER) as town:
        number = town.desk.publication(MAILING).id
        with database.write() as connection:
            told = {"before": "2027-01-05T12:00:00", "after": "2027-01-06T12:00:00"}
            append(connection, town.desk.place.tenant_id, "cierra", "survey", f"publication/{number}", told, NOON)
        page = (await town.get(f"envios/{number}")).text
        assert "El pregonero, al cambiar el archivo: Anotó o cambió datos de su encuesta." in page


async def test_repeats_that_wait_without_an_hour_are_told_apart(database: Database, tmp_path: Path) -> None:
    """By the day that each is of, and its hour where a day has several."""
    async with sendings(database, tmp_path, Role.READER) as town:
        state = PublicationState.AWAITING_APPROVAL
        with town.desk.database.write() as connection:
            for occurrence in ("2027-01-06", "2027-01-07T14:00", "1"):
                a_publication(connection, state, "boletin", campaign="vieja", occurrence=occurrence)
        page = (await town.get("envios?campana=vieja")).text
        assert re.findall(r"<p>(El del [^<]+)</p>", page) == [
            "El del 7 de enero de 2027, 2:00\xa0p.\xa0m.",
            "El del 6 de enero de 2027",
        ]


def _running(town: Office, number: int, **counts: int) -> None:
    """As its counters would have it in the midst of a large mailing."""
    with town.desk.database.write() as connection:
        running = {"state": "running", "finished_at": None, "started_at": NOON}
        connection.execute(update(publication).where(publication.c.id == number).values(**running))
        connection.execute(delete(counter).where(counter.c.publication == number))
        rows = [{"publication": number, "audience": "x", "state": state, "count": n} for state, n in counts.items()]
        connection.execute(insert(counter), rows)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Con «pregonero resume a/b@1» sigue.", "Con «Seguir enviando» sigue."),
        (
            "«pregonero send --missed a/b@1» y «pregonero send --corrects a/b@1 --text TEXTO»",
            "«Enviar ahora» y «Corregir»",
        ),
        (
            f"Cuando se apruebe, si todavía sirve, se puede enviar ya con «{send('matriculas', 'anuncio')}».",
            "Cuando se apruebe, si todavía sirve, se puede enviar ya con «Enviar ahora».",
        ),
        (for_short(), "Lo que no da espera sale con «Es una emergencia» y su motivo."),
        (
            for_banned(),
            "Lo que no da espera sale con «Enviar ahora» en la página del mensaje, como emergencia.",
        ),
        (
            "2026-11-02 es festivo: pasa al siguiente día hábil, 2026-11-03",
            "2 de noviembre de 2026 es festivo: pasa al siguiente día hábil, 3 de noviembre de 2026",
        ),
        (
            "Pasa al 2027-01-12 a las 13:00; suspendido hasta el 2027-01-12 08:00.",
            "Pasa al 12 de enero de 2027 a la 1:00 p. m.; suspendido hasta el 12 de enero de 2027, 8:00 a. m.",
        ),
        ("«acta-2026-11-02» y boletin/2026-11-02, 2026-13-45", "«acta-2026-11-02» y boletin/2026-11-02, 2026-13-45"),
        ("Lo sabe «pregonero doctor».", "Lo sabe «pregonero doctor»."),
    ],
)
def test_buttons_stand_where_commands_would(text: str, told: str) -> None:
    """A command that has a button is called by it, another one stays; days are in words, and names stay names."""
    assert in_buttons(text) == told


async def test_no_letter_of_the_program_is_shown(database: Database, tmp_path: Path) -> None:
    """It bears a link that lets in whoever has it: nobody reads another's, by whatever number it is asked for."""
    async with office(database, tmp_path) as town:
        other = town.user("luis", Role.ADMINISTRATOR)
        place, now = town.desk.place, town.desk.clock.now()
        with database.write() as connection:
            token = make_link(connection, place.keyring, place.tenant_id, other.id, Purpose.SIGN_IN, now)
            assert mail_link(connection, place, other, token, Purpose.SIGN_IN, now)
        [letter] = town.desk.rows("publication")
        assert token in str(words_of(town.desk, letter))
        for role in (Role.READER, Role.ADMINISTRATOR):
            town.browser.cookies.clear()
            town.user("ana" if role is Role.READER else "eva", role)
            await town.sign_in("ana" if role is Role.READER else "eva")
            for path in ("", "/destinatarios", "/sin-recibir.csv", "/enviar"):
                answer = await town.get(f"envios/{letter.id}{path}")
                assert (answer.status_code == 200, token in answer.text) == (False, False), (role, path)
        assert "/envios/" not in (await town.get("auditoria")).text
