"""The pages of subscriptions: nothing begins before the mailbox has answered, and whoever guesses learns nothing."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from audience.signups import MOST
from audience.suppression import opt_out, suppress
from panel.preferring import preferences_token
from storage.database import Database
from storage.tables import consent
from tests.audience.people import add_contact
from tests.delivery.desk import at_work
from tests.delivery.relay import Start
from tests.panel.subscribing import HOST, SAID, START, TOWN, by, files, path_of, send, subscribing, visitor


async def test_from_the_form_to_the_last_word(database: Database, tmp_path: Path, start_mail_server: Start) -> None:
    """Form, mail, button, novelty at once, a topic left, and the next novelty does not come."""
    mail = start_mail_server()
    async with subscribing(database, tmp_path, mail.port) as (desk, client):
        assert SAID in (await send(client, topics=["noticias", "eventos"], nombre="Ana")).text
        await desk.turn()
        [asking] = mail.mails()
        assert (asking["To"], asking["Subject"]) == (
            "ana@example.com",
            "Confirme su suscripción: Alcaldía de Villa Clara",
        )
        path = path_of(asking)
        assert (await client.get(path, headers=by())).status_code == 200
        assert desk.rows("subscription") == []

        confirmed = await client.post(path, headers=by("203.0.113.9"))
        assert "Suscripción confirmada" in confirmed.text
        desk.clock.pass_(hours=1)
        await desk.turn()
        assert [each["Subject"] for each in mail.mails()[1:]] == ["Hay noticias"]

        own = "/suscripcion/preferencias/" + confirmed.text.partition("../preferencias/")[2].partition('"')[0]
        assert 'value="noticias" checked' in (await client.get(own, headers=by())).text
        left = await client.post(own, data={"tema": ["eventos"], "hacer": "guardar"}, headers=by())
        assert "Quedó guardado." in left.text
        desk.clock.pass_(days=1)
        await desk.turn()
        assert len(mail.mails()) == 2
        with database.read() as connection:
            words = connection.execute(select(consent.c.purpose, consent.c.given).order_by(consent.c.id)).all()
        assert [tuple(row) for row in words] == [
            ("tema:noticias", True),
            ("tema:eventos", True),
            ("tema:noticias", False),
        ]


async def test_the_proof_tells_both_moments(database: Database, tmp_path: Path, start_mail_server: Start) -> None:
    """When and from where it was asked for and confirmed, and the digest of the words that are kept once."""
    mail = start_mail_server()
    async with subscribing(database, tmp_path, mail.port) as (desk, client):
        await send(client)
        await desk.turn()
        desk.clock.pass_(minutes=5)
        await client.post(path_of(mail.mails()[0]), headers=by("203.0.113.9"))
        [word], [notice] = desk.rows("consent"), desk.rows("privacy_notice")
        assert word.source == (
            "Formulario de suscripción, 28 de diciembre de 2026, 7:00 a. m., desde 198.51.100.7; confirmada con el "
            "enlace del correo, 28 de diciembre de 2026, 7:05 a. m., desde 203.0.113.9"
        )
        assert (word.notice, word.basis) == (notice.digest, "consentimiento")
        assert "Ley 1581 de 2012" in notice.text


async def test_the_answer_is_the_same_whatever_is_known(
    database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """Known, unknown, dead, asked for too often, or filled in by a program: the same page, and a mail where it fits."""
    mail = start_mail_server()
    async with subscribing(database, tmp_path, mail.port) as (desk, client):
        desk.people("ana@example.com", "eva@example.com", "luis@example.com")
        keys = {row.address: row.key for row in desk.rows("address")}
        with database.write() as connection:
            opt_out(connection, desk.place.tenant_id, keys["eva@example.com"], "", desk.clock.now())
            suppress(connection, desk.place.tenant_id, keys["luis@example.com"], "queja", "", desk.clock.now())
        said = [
            await send(client, name) for name in ("ana@example.com", "eva@example.com", "luis@example.com", "x@y.co")
        ]
        said += [await send(client, "sol@example.com", sitio="https://x.co")]
        said += [await send(client, f"mar{sign}@example.com") for sign in ("", "", "", "")]
        await desk.turn()

        assert {each.text for each in said} == {said[0].text}
        assert SAID in said[0].text
        assert sorted(each["To"] for each in mail.mails()) == [
            "ana@example.com",
            "eva@example.com",
            *["mar@example.com"] * MOST,
            "x@y.co",
        ]


@pytest.mark.parametrize("reason", ["baja", "borrado"])
async def test_who_wanted_nothing_more_gets_a_topic_again_and_nothing_else(
    database: Database, tmp_path: Path, start_mail_server: Start, reason: str
) -> None:
    """Also who asked to be forgotten. The mail that asks comes through; confirmed, the topic does; the rest stays."""
    mail = start_mail_server()
    async with subscribing(database, tmp_path, mail.port) as (desk, client):
        desk.people("ana@example.com")
        [row] = desk.rows("address")
        with database.write() as connection:
            suppress(connection, desk.place.tenant_id, row.key, reason, "", desk.clock.now() - timedelta(days=1))
        await send(client)
        await desk.turn()
        await client.post(path_of(mail.mails()[0]), headers=by())
        desk.clock.pass_(hours=1)
        await desk.turn()

        assert [each["Subject"] for each in mail.mails()[1:]] == ["Hay noticias"]
        assert [(each.reason, each.class_) for each in desk.rows("suppression")] == [(reason, "")]

        leaving = str(mail.mails()[1]["List-Unsubscribe"]).partition(f"<{HOST}")[2].partition(">")[0]
        clicked = await client.post(leaving, data={"List-Unsubscribe": "One-Click"}, headers=by())
        assert clicked.status_code == 200
        assert [each.ended_at for each in desk.rows("subscription")] == [desk.clock.now()]


async def test_nothing_more_is_nothing_more(database: Database, tmp_path: Path, start_mail_server: Start) -> None:
    """From the own page all ends at once; a topic that is chosen there again is sent again."""
    mail = start_mail_server()
    async with subscribing(database, tmp_path, mail.port) as (desk, client):
        await send(client)
        await desk.turn()
        await client.post(path_of(mail.mails()[0]), headers=by())
        own = preferences_token(desk.place.keyring, desk.place.tenant_id, desk.rows("address")[0].key)
        page = f"/suscripcion/preferencias/{own}"
        said = await client.post(page, data={"tema": ["noticias"], "hacer": "nada-mas"}, headers=by())
        assert "ya no recibe mensajes de ningún tema" in said.text
        desk.clock.pass_(hours=1)
        await desk.turn()
        assert len(mail.mails()) == 1

        await client.post(page, data={"tema": ["noticias"], "hacer": "guardar"}, headers=by())
        desk.clock.pass_(days=1)
        await desk.turn()
        assert [each["Subject"] for each in mail.mails()[1:]] == ["Hay noticias"]


async def test_nothing_more_is_said_of_the_other_addresses_too(sqlite_database: Database, tmp_path: Path) -> None:
    """Of a person who is alone behind the address, as «todo» of a message's link; a telephone of a house is not."""
    async with subscribing(sqlite_database, tmp_path, 1) as (desk, client):
        with desk.database.write() as connection:
            number = desk.place.tenant_id
            add_contact(connection, number, "Ana", "ana@example.com", "telefono:3001234567", "telefono:3007654321")
            add_contact(connection, number, "Luis", "telefono:3007654321")
        keys = [row.key for row in desk.rows("address")]
        own = preferences_token(desk.place.keyring, desk.place.tenant_id, keys[0])
        await client.post(f"/suscripcion/preferencias/{own}", data={"hacer": "nada-mas"}, headers=by())
        assert {row.key for row in desk.rows("suppression")} == set(keys[:2])


async def test_a_class_that_was_left_since_is_shown_and_a_topic_is_asked_for_anew(
    database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """Its topic is not ticked, for nothing of it comes; saving the page as it is changes nothing; ticked, it comes."""
    mail = start_mail_server()
    async with subscribing(database, tmp_path, mail.port) as (desk, client):
        await send(client)
        await desk.turn()
        await client.post(path_of(mail.mails()[0]), headers=by())
        key = desk.rows("address")[0].key
        desk.clock.pass_(minutes=5)
        with database.write() as connection:
            opt_out(connection, desk.place.tenant_id, key, "por teléfono", desk.clock.now(), "servicio")
        page = f"/suscripcion/preferencias/{preferences_token(desk.place.keyring, desk.place.tenant_id, key)}"
        assert "checked" not in (await client.get(page, headers=by())).text
        await client.post(page, data={"hacer": "guardar"}, headers=by())
        desk.clock.pass_(hours=1)
        await desk.turn()
        assert len(mail.mails()) == 1

        said = await client.post(page, data={"tema": ["noticias"], "hacer": "guardar"}, headers=by())
        assert 'value="noticias" checked' in said.text
        desk.clock.pass_(days=1)
        await desk.turn()
        assert [each["Subject"] for each in mail.mails()[1:]] == ["Hay noticias"]


async def test_the_own_page_tells_what_is_known_of_the_address(
    database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """Consents, topics and messages as a file; not the name nor the other addresses, for links are handed on."""
    mail = start_mail_server()
    async with subscribing(database, tmp_path, mail.port) as (desk, client):
        await send(client, nombre="Ana María")
        await desk.turn()
        await client.post(path_of(mail.mails()[0]), headers=by())
        own = preferences_token(desk.place.keyring, desk.place.tenant_id, desk.rows("address")[0].key)
        answer = await client.post(f"/suscripcion/preferencias/{own}", data={"hacer": "datos"}, headers=by())
        told = answer.json()
        assert "attachment" in answer.headers["content-disposition"]
        assert [each["topic"] for each in told["subscriptions"]] == ["noticias"]
        assert [each["purpose"] for each in told["consents"]] == ["tema:noticias"]
        assert [each["message"] for each in told["messages"]] == ["suscripcion~confirmacion"]
        assert "Ana" not in answer.text
        assert "example.com" not in answer.text


async def test_a_novelty_leads_to_the_own_page(database: Database, tmp_path: Path, start_mail_server: Start) -> None:
    """Behind the link by which a topic is left, somebody finds the page where topics are chosen."""
    mail = start_mail_server()
    async with subscribing(database, tmp_path, mail.port) as (desk, client):
        await send(client)
        await desk.turn()
        await client.post(path_of(mail.mails()[0]), headers=by())
        desk.clock.pass_(hours=1)
        await desk.turn()
        leaving = str(mail.mails()[1]["List-Unsubscribe"]).partition("<https://participe.villaclara.gov.co")[2]
        page = (await client.get(leaving.partition(">")[0], headers=by())).text
        own = "/suscripcion/preferencias/" + page.partition("../suscripcion/preferencias/")[2].partition('"')[0]
        assert 'value="noticias" checked' in (await client.get(own, headers=by())).text


CLOSED = [
    TOWN.replace("ventanilla: https://participe.villaclara.gov.co\n", ""),
    TOWN.replace("avisos: correo\n", ""),
]


@pytest.mark.parametrize("town", CLOSED)
async def test_without_a_page_or_an_account_it_is_closed(sqlite_database: Database, tmp_path: Path, town: str) -> None:
    """Where no mail could be written, or no link be opened, nobody is asked to fill in anything."""
    async with subscribing(sqlite_database, tmp_path, 1, town) as (_desk, client):
        assert (await client.get("/suscripcion/", headers=by())).status_code == 404


async def test_the_page_leads_to_the_bots_chat(sqlite_database: Database, tmp_path: Path) -> None:
    """Where staff have written its name, and it hears what people write: one touch subscribes there."""
    bot = 'vecinos: {{tipo: telegram, destino: personas, modo: pruebas, opciones: {{token: "${{PREGONERO_BOT}}"{}}}}}\n'
    async with at_work(sqlite_database, tmp_path, START, files(1)) as desk:
        accounts = (desk.config / "canales.yaml").read_text("utf-8")
        for more, led in (("", False), (", bot: '@villa_bot'", True), (", bot: villa_bot, entrada: no", False)):
            await desk.reload({"canales.yaml": accounts + bot.format(more)})
            async with visitor(desk) as client:
                page = (await client.get("/suscripcion/", headers=by())).text
            assert ("https://t.me/villa_bot?start=temas" in page) is led


async def test_what_every_answer_bears(sqlite_database: Database, tmp_path: Path) -> None:
    """No cookie, no script, no frame, nothing kept by a cache; too large a form is not read to its end."""
    async with subscribing(sqlite_database, tmp_path, 1) as (_desk, client):
        answer = await client.get("/suscripcion/", headers=by())
        assert "set-cookie" not in answer.headers
        assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
        assert answer.headers["cache-control"] == "no-store"
        assert "<script" not in answer.text
        assert "style=" not in answer.text
        assert (await client.post("/suscripcion/", content=b"a" * 9000, headers=by())).status_code == 413
        assert (await client.put("/suscripcion/", headers=by())).status_code == 405
