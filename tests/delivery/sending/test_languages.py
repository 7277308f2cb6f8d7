"""Each person is written to in the language that is theirs, where the message has it; the row says in which."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert, update

from delivery.office.by_hand import Hurry
from delivery.office.correction import correct
from delivery.planning.known import read_known
from delivery.planning.planning import plan
from storage.database import Database
from storage.tables import address, contact
from tests.campaigns.town import CAMPAIGN
from tests.delivery.desk import Desk, at_work
from tests.delivery.relay import DUE, FILE, Start, real_mail

WORDS = """\
    traducciones:
      pbb: {asunto: Ewcha, texto: "Luuçxwe\u0277sx, {{ nombre | default('Nasa') }}."}
      guc: Ekirajaa.
"""
ONLY = f"{WORDS}    traduccion: obligatoria\n"
NAMES = {"ana@example.com": "pbb", "leo@example.com": "guc", "sol@example.com": "es-CO", "zoe@example.com": "cto"}


def _speak(desk: Desk) -> None:
    """A person for each language."""
    desk.people(*NAMES)
    with desk.database.write() as connection:
        for mail, code in NAMES.items():
            connection.execute(update(contact).where(contact.c.name == mail).values(language=code))


async def test_everyone_gets_the_message_in_their_language(
    database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """Subject, text and the page's own language; who has no translation gets it in Spanish."""
    mail = start_mail_server()
    async with at_work(database, tmp_path, DUE, real_mail(mail.port, more=WORDS)) as desk:
        _speak(desk)
        await desk.turn()
        assert {row.address: row.language for row in desk.deliveries()} == {
            "ana@example.com": "pbb",
            "leo@example.com": "guc",
            "sol@example.com": "es",
            "zoe@example.com": "es",
        }
        got = {str(each["to"]): each for each in mail.mails()}
        assert (got["ana@example.com"]["subject"], got["leo@example.com"]["subject"]) == ("Ewcha", "Matrículas")
        said = {name: str(each.get_body(("plain",)).get_content()) for name, each in got.items()}  # type: ignore[union-attr]
        assert said["ana@example.com"].startswith("Luuçxweɷsx, ana@example.com.")
        assert said["leo@example.com"].startswith("Ekirajaa.")
        assert said["zoe@example.com"].startswith("Empiezan las matrículas.")
        assert '<html lang="pbb">' in got["ana@example.com"].get_body(("html",)).get_content()  # type: ignore[union-attr]


async def test_where_the_translation_is_demanded_others_get_nothing(database: Database, tmp_path: Path) -> None:
    """Their rows say why; Spanish is the message's own language."""
    text = CAMPAIGN.replace("[correo, web]", "[correo]") + ONLY
    async with at_work(database, tmp_path, DUE, {FILE: text}) as desk:
        _speak(desk)
        await desk.turn()
        rows = {row.address: (row.state, row.error_code) for row in desk.deliveries() if row.state != "sent"}
        assert rows == {"zoe@example.com": ("skipped", "sin-traduccion")}
        assert desk.publications() == {"anuncio/correo@1": "done"}


async def test_who_share_an_address_and_no_language_get_it_in_its_own(database: Database, tmp_path: Path) -> None:
    """A mailbox of two: one reads nasa yuwe, the other Spanish."""
    text = CAMPAIGN.replace("[correo, web]", "[correo]") + ONLY
    async with at_work(database, tmp_path, DUE, {FILE: text}) as desk:
        _speak(desk)
        with desk.database.write() as connection:
            first = connection.execute(address.select().where(address.c.address == "ana@example.com")).one()
            other = connection.execute(contact.select().where(contact.c.name == "sol@example.com")).one()
            shared = {**first._mapping, "contact": other.id}
            connection.execute(insert(address), {name: value for name, value in shared.items() if name != "id"})
        await desk.turn()
        assert {row.address: row.language for row in desk.deliveries()}["ana@example.com"] == "es"


async def test_a_correction_speaks_as_it_was_typed(database: Database, tmp_path: Path) -> None:
    """Nobody gets the translation of what it corrects once more."""
    text = CAMPAIGN.replace("[correo, web]", "[correo]") + ONLY
    async with at_work(database, tmp_path, DUE, {FILE: text}) as desk:
        _speak(desk)
        await desk.turn()
        desk.write(correct, "matriculas/anuncio/correo@1", "Era el martes.", "ana", desk.clock.now(), Hurry())
        await desk.turn()
        rows = desk.deliveries("anuncio~correccion-1/correo@1")
        assert [(row.state, row.language) for row in rows] == [("sent", "es")] * 3


async def test_a_plan_counts_whose_language_is_missing(database: Database, tmp_path: Path) -> None:
    """By the language's name, with what they get; where the translation is demanded, they are no recipients."""
    before = DUE - timedelta(days=1)
    async with at_work(database, tmp_path, before) as desk:
        _speak(desk)
        for more, recipients, told in (
            ("", 4, "1 en emberá catío, 1 en nasa yuwe, 1 en wayuunaiki lo reciben en español: falta la traducción."),
            (WORDS, 4, "1 en emberá catío lo recibe en español: falta la traducción."),
            (ONLY, 3, "1 en emberá catío no lo recibe: falta la traducción."),
        ):
            await desk.reload({FILE: CAMPAIGN.replace("[correo, web]", "[correo]") + more})
            with desk.database.read() as connection:
                known = read_known(connection, desk.tenant)
            [row] = plan(desk.tenant, known, before, DUE + timedelta(days=1), before)
            assert (row.recipients, row.reason) == (recipients, told)
