"""One's own data, seen and erased from the mailbox alone: who was handed a message's link can do neither."""

from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

from sqlalchemy import insert, select

from audience.contacts_import import import_contacts
from audience.import_undo import undo_import
from audience.whose import holders
from panel.preferring import Owner, preferences_token, token_of
from panel.rights import HERSELF
from storage.audit import verify
from storage.database import Database
from storage.subscribed import ERASED
from storage.tables import address, audit, delivery
from storage.tokens import Use
from tests.audience.people import add_publication
from tests.delivery.desk import Desk
from tests.delivery.letters import rows_that_open
from tests.delivery.relay import Start
from tests.panel.subscribing import by, links, send, subscribing

SURE = {"hacer": "borrar", "seguro": "si"}


def _own(desk: Desk, key: str) -> str:
    return f"/suscripcion/preferencias/{preferences_token(desk.place.keyring, desk.place.tenant_id, key)}"


def _rights(desk: Desk, key: str) -> str:
    token = token_of(Owner(desk.place, key), Use.RIGHTS, desk.clock.now() + timedelta(days=1))
    return f"/suscripcion/datos/{token}"


def _text(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


async def test_a_person_sees_and_erases_her_data_from_the_mailbox(
    database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """The button sends a link; looking changes nothing, nor a button without the box; then all of it is gone."""
    mail = start_mail_server()
    async with subscribing(database, tmp_path, mail.port) as (desk, client):
        await send(client, nombre="Ana María")
        await desk.turn()
        await client.post(links(_text(mail.mails()[0]))[0], headers=by())
        key = desk.rows("address")[0].key
        page = _own(desk, key)
        for _ in range(2):
            said = await client.post(page, data={"hacer": "pedir"}, headers=by())
            assert "Le enviamos un correo" in said.text
        await desk.turn()
        [sent] = mail.mails()[1:]
        assert (sent["To"], sent["Subject"]) == ("ana@example.com", "Vea o borre sus datos: Alcaldía de Villa Clara")
        [rights] = [each for each in links(_text(sent)) if "/datos/" in each]
        assert rows_that_open(desk) == {}

        shown = (await client.get(rights, headers=by())).text
        assert "Ana María" in shown
        assert "ana@example.com" in shown
        assert "para qué: el tema noticias; base: su consentimiento; dado: sí" in shown
        told = (await client.post(rights, data={"hacer": "datos"}, headers=by())).json()
        assert (told["name"], told["addresses"][0]["address"]) == ("Ana María", "ana@example.com")
        unsure = await client.post(rights, data={"hacer": "borrar"}, headers=by())
        assert "marque la casilla" in unsure.text
        assert [row.name for row in desk.rows("contact")] == ["Ana María"]

        gone = await client.post(rights, data=SURE, headers=by())
        assert "Sus datos están borrados" in gone.text
        assert "Sus datos están borrados" in (await client.post(rights, data=SURE, headers=by())).text
        assert [(row.name, row.erased_at) for row in desk.rows("contact")] == [("", desk.clock.now())]
        assert desk.rows("subscription") == desk.rows("signup") == []
        assert [(row.purpose, row.given) for row in desk.rows("consent")] == [("tema:noticias", True)]
        with database.read() as connection:
            its = select(audit.c.actor, audit.c.verb).where(audit.c.verb == "erase_person")
            assert [tuple(row) for row in connection.execute(its)] == [(HERSELF, "erase_person")]
            assert verify(connection) is None
        desk.clock.pass_(hours=2)
        await desk.turn()
        assert len(mail.mails()) == 2


async def test_a_shared_address_erases_nobody(database: Database, tmp_path: Path) -> None:
    """A house's mailbox tells what is the address's own, and gets nothing more; the names behind it are not told."""
    async with subscribing(database, tmp_path, 1) as (desk, client):
        desk.people("casa@example.com", names=["Ana"])
        desk.people("casa@example.com", names=["Luis"])
        key = desk.rows("address")[0].key
        rights = _rights(desk, key)
        shown = (await client.get(rights, headers=by())).text
        assert "la comparten varias personas" in shown
        told = (await client.post(rights, data={"hacer": "datos"}, headers=by())).text
        for text in (shown, told):
            assert "Luis" not in text
            assert "Ana" not in text
        said = (await client.post(rights, data=SURE, headers=by())).text
        assert "no se le envía nada más" in said
        with database.read() as connection:
            assert len(holders(connection, desk.place.tenant_id, [key])) == 2
        assert [(row.reason, row.class_) for row in desk.rows("suppression")] == [("baja", "")]


async def test_whom_no_list_has_any_more_sees_and_erases_what_is_kept(
    database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """The list was taken back after its message: it is not said that nothing is known, and the button erases it."""
    mail = start_mail_server()
    async with subscribing(database, tmp_path, mail.port) as (desk, client):
        path, place = tmp_path / "lista.csv", desk.place
        path.write_text("nombre,correo\nAna,ana@example.com\n", encoding="utf-8")
        keyring, now = place.keyring, desk.clock.now()
        batch = import_contacts(database, place.tenant_id, path, keyring.address_key, now).batch or 0
        key = desk.rows("address")[0].key
        with database.write() as connection:
            row = {"publication": add_publication(connection, place.tenant_id), "recipient_key": key, "audience": "x"}
            connection.execute(insert(delivery).values(**row, address="ana@example.com", state="sent"))
        undo_import(database, place.tenant_id, batch, now)

        assert len((await client.post(_own(desk, key), data={"hacer": "datos"}, headers=by())).json()["messages"]) == 1
        await client.post(_own(desk, key), data={"hacer": "pedir"}, headers=by())
        await desk.turn()
        rights = links(_text(mail.mails()[-1]))[0]
        shown = (await client.get(rights, headers=by())).text
        assert "matriculas" in shown
        assert "Sus datos están borrados" not in shown
        gone = await client.post(rights, data=SURE, headers=by())
        assert "Sus datos están borrados" in gone.text
        assert {row.address for row in desk.rows("delivery") if row.recipient_key == key} == {None}
        assert {(row.key, row.reason) for row in desk.rows("suppression")} == {(key, ERASED)}


async def test_what_she_shares_is_not_told_and_not_taken(sqlite_database: Database, tmp_path: Path) -> None:
    """Alone behind her mail, with a telephone of the house: what went to that telephone is the house's."""
    async with subscribing(sqlite_database, tmp_path, 1) as (desk, client):
        desk.people("ana@example.com", "luis@example.com")
        mails = {row.address: row for row in desk.rows("address")}
        with desk.database.write() as connection:
            for row in mails.values():
                phone = {"tenant": row.tenant, "contact": row.contact, "kind": "telefono", "key": "f" * 64}
                connection.execute(insert(address).values(phone | {"address": "+573001234567"}))
        rights = _rights(desk, mails["ana@example.com"].key)
        await client.post(rights, data=SURE, headers=by())
        assert {row.address for row in desk.rows("address")} == {None, "luis@example.com", "+573001234567"}
        assert {row.key for row in desk.rows("suppression")} == {mails["ana@example.com"].key}


async def test_a_link_of_another_use_or_too_old_does_nothing(sqlite_database: Database, tmp_path: Path) -> None:
    """That of a message shows preferences alone; after a day the mailbox has to be asked again."""
    async with subscribing(sqlite_database, tmp_path, 1) as (desk, client):
        desk.people("ana@example.com")
        key = desk.rows("address")[0].key
        token = preferences_token(desk.place.keyring, desk.place.tenant_id, key)
        assert (await client.post(f"/suscripcion/datos/{token}", data=SURE, headers=by())).status_code == 404
        rights = _rights(desk, key)
        desk.clock.pass_(days=1)
        assert (await client.post(rights, data=SURE, headers=by())).status_code == 410
        assert [row.erased_at for row in desk.rows("contact")] == [None]
