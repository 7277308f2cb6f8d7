"""One person's page: found, looked at, told to the office, handed over, put right, erased."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import select

from audience.consents import last_words
from audience.subscriptions import topics_of
from audience.suppression import suppressions_of
from campaigns.purpose import MANAGEMENT
from panel.entrance.roles import Role
from panel.office.erasure import NOT_TYPED
from panel.office.person import NO_REASON, NOT_SILENT
from storage.database import Database
from storage.tables import address, contact
from tests.panel.office.peopled import ALONE, HOSTILE, NOTICE, key_in, people
from tests.panel.staffed import FILES, NOON, Office, office

TOPICS = {"municipio.yaml": f"{FILES['municipio.yaml']}temas: {{noticias: Noticias, eventos: Eventos}}\n"}  # type: ignore[str-bytes-safe]
WHY = "Por teléfono, 10 de mayo, Eva Ríos de eva@example.com"
KEPT = "Por teléfono, 10 de mayo, (nombre borrado) de (dirección borrada)"


class Town(NamedTuple):
    """The office, Eva's number, and the key of her mail."""

    office: Office
    eva: int
    mail: str

    def word(self) -> bool | None:
        """What she last said of messages of `gestion`."""
        place = self.office.desk.place
        with place.database.read() as connection:
            return last_words(connection, place.tenant_id, [self.mail], MANAGEMENT).get(self.mail)


@asynccontextmanager
async def town(database: Database, folder: Path) -> AsyncIterator[Town]:
    """Ana, who communicates, has come in."""
    async with office(database, folder, TOPICS) as found:
        eva = people(found.desk.place, NOON)
        found.user("ana", Role.COMMUNICATOR)
        await found.sign_in("ana")
        yield Town(found, eva, key_in(found.desk.place, "eva@example.com"))


async def test_somebody_is_found_and_looked_at(database: Database, tmp_path: Path) -> None:
    """The search shows no whole address; the page shows all, and that it was opened is written down."""
    async with town(database, tmp_path) as (found, eva, _):
        page = (await found.get("personas?buscar=rios")).text
        assert f'href="/panel/villa-clara/personas/{eva}"' in page
        assert "eva@example.com" not in page
        assert found.told("see_person") == []
        page = (await found.get(f"personas/{eva}")).text
        for words in ("eva@example.com", "Centro", NOTICE, "Planilla de la feria", "550 buzón lleno", "en pruebas"):
            assert words in page
        assert "<strong>Anuncio 0</strong> por correo" in page
        assert '<p class="nota">Matrículas escolares</p>' in page
        assert "<p>vinculación</p><p>junta de acción comunal</p>" in page
        assert "anuncio-0" not in page
        assert found.told("see_person") == ["ana"]
        assert {row.subject for row in found.desk.rows("audit") if row.verb == "see_person"} == {str(eva)}


async def test_a_hostile_name_is_only_text(database: Database, tmp_path: Path) -> None:
    """In the list of those who are found."""
    async with town(database, tmp_path) as (found, *_):
        page = (await found.get("personas?buscar=luz@example.com")).text
        assert (HOSTILE in page, "&lt;b&gt;Luz&lt;/b&gt;" in page) == (False, True)


async def test_whoever_may_not_see_people_finds_none(database: Database, tmp_path: Path) -> None:
    """Neither by searching nor by an address that somebody passed on."""
    async with town(database, tmp_path) as (found, eva, _):
        found.user("luis", Role.READER)
        await found.sign_in("luis")
        for path in ("personas?buscar=rios", f"personas/{eva}", f"personas/{eva}/datos", f"personas/{eva}/borrar"):
            answer = await found.get(path)
            assert (answer.status_code, "Eva" in answer.text) == (403, False), path


async def test_nothing_is_noted_without_how_it_was_said(database: Database, tmp_path: Path) -> None:
    """The page says so, and has what was typed."""
    async with town(database, tmp_path) as (found, eva, mail):
        said = {"hacer": "callar", "clase": "gestion", "direccion": mail, "motivo": " "}
        answer = await found.post(f"personas/{eva}/anotar", f"personas/{eva}", **said)
        assert (answer.status_code, NO_REASON in answer.text) == (422, True)
        assert '<option value="gestion" selected>' in answer.text


async def test_what_a_person_says_is_kept_and_counts(database: Database, tmp_path: Path) -> None:
    """No more, again, a consent taken back and given anew; of each the audit has who heard it, and no name."""
    async with town(database, tmp_path) as here:
        found, eva, mail = here
        place, way = found.desk.place, f"personas/{eva}"

        async def say(**fields: str) -> str:
            answer = await found.post(f"{way}/anotar", way, direccion=mail, motivo=WHY, **fields)
            return str(answer.headers.get("location", answer.text))

        assert (await say(hacer="callar")).endswith("?hecho=persona-callada")
        with place.database.read() as connection:
            [word] = suppressions_of(connection, place.tenant_id, [mail])
            assert (word.reason, word.evidence) == ("baja", KEPT)
            assert topics_of(connection, place.tenant_id, mail) == frozenset()
        assert (await say(hacer="readmitir")).endswith("?hecho=persona-readmitida")
        assert NOT_SILENT in await say(hacer="readmitir")
        assert here.word() is False
        assert (await say(hacer="consiente")).endswith("?hecho=persona-consiente")
        assert here.word() is True
        assert (await say(hacer="consiente")).endswith("?hecho=persona-igual")
        assert (await say(hacer="retira")).endswith("?hecho=persona-retira")
        assert here.word() is False
        for verb in ("suppress", "readmit", "grant_consent", "revoke_consent"):
            assert set(found.told(verb)) == {"ana"}, verb


async def test_a_house_is_not_silenced_for_one_of_its_people(database: Database, tmp_path: Path) -> None:
    """Whoever wants nothing more is silent at what is theirs alone; the telephone that two have goes on."""
    async with town(database, tmp_path) as (found, eva, mail):
        place, way = found.desk.place, f"personas/{eva}"
        await found.post(f"{way}/anotar", way, hacer="callar", motivo="Por teléfono")
        telephone = key_in(place, "300 123 4567", "telefono")
        with place.database.read() as connection:
            words = {each.key: each.reason for each in suppressions_of(connection, place.tenant_id, [mail, telephone])}
        assert words == {mail: "baja", telephone: "rebote"}


async def test_topics_are_as_the_person_asks(database: Database, tmp_path: Path) -> None:
    """One ends, another begins, and both words are kept."""
    async with town(database, tmp_path) as (found, eva, mail):
        place, way = found.desk.place, f"personas/{eva}"
        said = {"hacer": "temas", "direccion": mail, "motivo": "En la ventanilla", "tema": "eventos"}
        assert (await found.post(f"{way}/anotar", way, **said)).status_code == 303
        with place.database.read() as connection:
            assert topics_of(connection, place.tenant_id, mail) == {"eventos"}
        words = [(row.purpose, row.given) for row in found.desk.rows("consent") if row.source == "En la ventanilla"]
        assert sorted(words) == [("tema:eventos", True), ("tema:noticias", False)]
        assert found.told("change_topics") == ["ana"]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("texto", ("Nombre: Eva Ríos", "Dirección (correo): eva@example.com")),
        ("json", ('"name": "Eva Ríos"',)),
        ("prueba", ("Tema", "Texto que leyó: versión", NOTICE, "De dónde consta: Planilla de la feria")),
    ],
)
async def test_a_person_is_handed_what_is_known(
    database: Database, tmp_path: Path, kind: str, words: tuple[str, ...]
) -> None:
    """As a file that no browser shows, and it is written down."""
    async with town(database, tmp_path) as (found, eva, _):
        answer = await found.post(f"personas/{eva}/entregar", f"personas/{eva}", formato=kind)
        assert answer.headers["content-disposition"].startswith("attachment")
        assert [word for word in words if word.casefold() not in answer.text.casefold()] == []
        assert found.told("export_person") == ["ana"]
        page = (await found.get(f"personas/{eva}")).text
        assert ("Se le entregaron sus datos" in page, "Lo atendió Ana Pérez" in page) == (True, True)


async def test_data_are_put_right(database: Database, tmp_path: Path) -> None:
    """Name, address and what a list said; what was typed wrong is said, and not lost."""
    async with town(database, tmp_path) as (found, eva, _):
        way = f"personas/{eva}/datos"
        fields = {"dato-nombre": "Eva Ruiz", "dato-correo": "mal", "dato-barrio": "La Palma"}
        fields |= {"dato-telefono": "", "motivo": WHY}
        answer = await found.post(way, way, **fields)
        assert (answer.status_code, "no es una dirección de correo" in answer.text) == (422, True)
        assert 'value="Eva Ruiz"' in answer.text
        answer = await found.post(way, way, **fields | {"dato-correo": "eva.ruiz@example.com"})
        assert answer.headers["location"].endswith(f"personas/{eva}?hecho=persona-corregida")
        page = (await found.get(f"personas/{eva}")).text
        for words in ("Eva Ruiz", "eva.ruiz@example.com", "La Palma", "se salió"):
            assert words in page
        [row] = [row for row in found.desk.rows("audit") if row.verb == "correct_person"]
        assert row.detail == {"changed": ["barrio", "correo", "nombre", "telefono"], "reason": KEPT}


async def test_a_person_is_erased_by_whoever_means_it(database: Database, tmp_path: Path) -> None:
    """The word has to be typed; then nobody has that mail, and the telephone is still the other's."""
    async with town(database, tmp_path) as (found, eva, mail):
        way = f"personas/{eva}/borrar"
        answer = await found.post(way, way, motivo="Radicado 1", palabra="sí")
        assert (answer.status_code, NOT_TYPED in answer.text) == (422, True)
        assert "Radicado 1" in answer.text
        answer = await found.post(way, way, motivo="Radicado 1", palabra="borrar")
        assert answer.headers["location"].endswith("personas?hecho=persona-borrada")
        assert (await found.get(f"personas/{eva}")).status_code == 404
        with found.desk.database.read() as connection:
            assert connection.scalars(select(contact.c.name).where(contact.c.id == eva)).one() == ""
            rows = connection.execute(select(address.c.key, address.c.address).where(address.c.address.is_not(None)))
            assert (mail in {key for key, _ in rows}, found.told("erase_person")) == (False, ["ana"])
        assert "Luis Ríos" in (await found.get("personas?buscar=3001234567")).text


async def test_whom_no_list_tells_of_is_looked_at_and_erased_too(database: Database, tmp_path: Path) -> None:
    """By the key of the address alone."""
    async with town(database, tmp_path) as (found, *_):
        way = f"personas/clave/{key_in(found.desk.place, ALONE)}"
        assert way in (await found.get(f"personas?buscar={ALONE}")).text
        assert "Suscripciones que pidió en la página" in (await found.get(way)).text
        answer = await found.post(f"{way}/borrar", f"{way}/borrar", motivo="Radicado 2", palabra="BORRAR")
        assert answer.status_code == 303
        assert found.desk.rows("signup") == []
