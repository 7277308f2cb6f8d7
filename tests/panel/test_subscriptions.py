"""The pages of subscriptions: nothing begins before the mailbox has answered, and whoever guesses learns nothing."""

from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from audience.addresses import normalise
from audience.signups import CEILING, FEW, FLOOD, MOST
from audience.suppression import opt_out, suppress
from panel.preferring import preferences_token
from panel.public import HOUSES
from panel.subscribing import confirming_token
from panel.subscription_pages import OFTEN
from storage.database import Database
from storage.keyring import Keyring, SigningKey
from storage.tables import consent, signup
from storage.tokens import Use, sign
from tests.audience.people import add_contact
from tests.delivery.desk import Desk, at_work
from tests.delivery.relay import Start
from tests.panel.subscribing import HOST, START, TOWN, by, files, links, send, subscribing, visitor

SAID = "Si la dirección está bien escrita"


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
        path = _path(asking)
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
        await client.post(_path(mail.mails()[0]), headers=by("203.0.113.9"))
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
        await client.post(_path(mail.mails()[0]), headers=by())
        desk.clock.pass_(hours=1)
        await desk.turn()

        assert [each["Subject"] for each in mail.mails()[1:]] == ["Hay noticias"]
        assert [(each.reason, each.class_) for each in desk.rows("suppression")] == [(reason, "")]

        leaving = str(mail.mails()[1]["List-Unsubscribe"]).partition(f"<{HOST}")[2].partition(">")[0]
        clicked = await client.post(leaving, data={"List-Unsubscribe": "One-Click"}, headers=by())
        assert clicked.status_code == 200
        assert [each.ended_at for each in desk.rows("subscription")] == [desk.clock.now()]


LACKING = [
    ({"correo": ""}, "Falta su correo"),
    ({"correo": "ana"}, "Falta su correo"),
    ({"correo": "ana@example.com\r\nBcc: todos@example.com"}, "Falta su correo"),
    ({"correo": "ana@example.com, luis@example.com"}, "Falta su correo"),
    ({"correo": f"{'a' * 300}@example.com"}, "Falta su correo"),
    ({"nombre": "Ana\r\nBcc: todos@example.com"}, "El nombre tiene signos"),
    ({"nombre": "Ana\u202e"}, "El nombre tiene signos"),
    ({"nombre": "A" * 201}, "El nombre tiene signos"),
    ({"tema": ""}, "Escoja al menos un tema"),
    ({"tema": "contratos"}, "Escoja al menos un tema"),
    ({"acepto": ""}, "marque la casilla"),
    ({"acepto": "no"}, "marque la casilla"),
    ({"formulario": ""}, "La página estuvo abierta mucho tiempo"),
    ({"formulario": "aaaaaaaa"}, "La página estuvo abierta mucho tiempo"),
    ({"formulario": "ñ" * 500}, "La página estuvo abierta mucho tiempo"),
]


@pytest.mark.parametrize(("wrong", "said"), LACKING)
async def test_a_form_that_lacks_something_does_nothing(
    sqlite_database: Database, tmp_path: Path, wrong: dict[str, str], said: str
) -> None:
    """It is shown again with what was typed, as text and nothing else, and no row is written."""
    async with subscribing(sqlite_database, tmp_path, 1) as (desk, client):
        answer = await send(client, **wrong)
        assert answer.status_code == 400
        assert said in answer.text
        assert desk.rows("signup") == desk.rows("publication") == []


async def test_what_was_typed_is_shown_as_text(sqlite_database: Database, tmp_path: Path) -> None:
    """Marks of HTML in a field are letters on the page."""
    async with subscribing(sqlite_database, tmp_path, 1) as (_desk, client):
        answer = await send(client, nombre='"><script>alert(1)</script>', acepto="")
        assert "&#34;&gt;&lt;script&gt;" in answer.text
        assert "<script" not in answer.text


@pytest.mark.parametrize("name", ["Premio https://evil.co", "Ana www.evil.co"])
async def test_a_name_bears_no_address(sqlite_database: Database, tmp_path: Path, name: str) -> None:
    """A mail that greets with it would bear somebody else's link to whoever reads it."""
    async with subscribing(sqlite_database, tmp_path, 1) as (desk, client):
        answer = await send(client, nombre=name)
        assert (answer.status_code, "lleva una dirección de Internet" in answer.text) == (400, True)
        assert desk.rows("signup") == []


async def test_a_form_is_good_for_its_own_visitor(sqlite_database: Database, tmp_path: Path) -> None:
    """Another site that has fetched a form cannot make somebody else's browser send it; nor is it good for ever."""
    async with subscribing(sqlite_database, tmp_path, 1) as (desk, client):
        opened = (await client.get("/suscripcion/", headers=by("203.0.113.66"))).text
        stolen = opened.partition('name="formulario" value="')[2].partition('"')[0]
        assert (await send(client, formulario=stolen)).status_code == 400

        opened = (await client.get("/suscripcion/", headers=by())).text
        own = opened.partition('name="formulario" value="')[2].partition('"')[0]
        desk.clock.pass_(hours=3)
        assert (await send(client, formulario=own)).status_code == 400
        assert desk.rows("signup") == []


FORGED = ["", "x", "a" * 52, "A" * 500, "%00", "..%2f..%2fetc%2fpasswd", "ñandú", "otro-uso", "otra-clave"]


@pytest.mark.parametrize("page", ["confirmar", "preferencias"])
@pytest.mark.parametrize("token", FORGED)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_link_that_is_not_ours_does_nothing(
    sqlite_database: Database, tmp_path: Path, page: str, token: str, method: str
) -> None:
    """Cut, guessed, signed for something else or by somebody else: one answer for all of them."""
    async with subscribing(sqlite_database, tmp_path, 1) as (desk, client):
        number = (1).to_bytes(8, "big")
        other = desk.place.keyring.signing_keys[-1]
        told = {
            "otro-uso": sign(desk.place.keyring, Use.UNSUBSCRIBE, number),
            "otra-clave": sign(_other_keys(desk, other.id), Use.SUBSCRIBE, number),
        }
        answer = await client.request(method, f"/suscripcion/{page}/{told.get(token, token)}", headers=by())
        assert answer.status_code == 404
        assert desk.rows("subscription") == desk.rows("consent") == desk.rows("suppression") == []


async def test_a_link_is_good_once_and_for_a_week(database: Database, tmp_path: Path, start_mail_server: Start) -> None:
    """Pressed again it brings back nothing that was left since; after a week it says that it is over."""
    mail = start_mail_server()
    async with subscribing(database, tmp_path, mail.port) as (desk, client):
        await send(client)
        await send(client, topics=["eventos"])
        await desk.turn()
        first, second = (_path(each) for each in mail.mails())
        await client.post(first, headers=by())
        own = preferences_token(desk.place.keyring, desk.place.tenant_id, desk.rows("address")[0].key)
        await client.post(f"/suscripcion/preferencias/{own}", data={"hacer": "guardar"}, headers=by())

        assert "ya estaba confirmada" in (await client.post(first, headers=by())).text
        assert [row.ended_at is None for row in desk.rows("subscription")] == [False]
        desk.clock.pass_(days=7)
        assert (await client.get(second, headers=by())).status_code == 410
        assert "El enlace venció" in (await client.post(second, headers=by())).text
        assert len(desk.rows("subscription")) == 1


async def test_nothing_more_is_nothing_more(database: Database, tmp_path: Path, start_mail_server: Start) -> None:
    """From the own page all ends at once; a topic that is chosen there again is sent again."""
    mail = start_mail_server()
    async with subscribing(database, tmp_path, mail.port) as (desk, client):
        await send(client)
        await desk.turn()
        await client.post(_path(mail.mails()[0]), headers=by())
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
        await client.post(_path(mail.mails()[0]), headers=by())
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
        await client.post(_path(mail.mails()[0]), headers=by())
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
        await client.post(_path(mail.mails()[0]), headers=by())
        desk.clock.pass_(hours=1)
        await desk.turn()
        leaving = str(mail.mails()[1]["List-Unsubscribe"]).partition("<https://participe.villaclara.gov.co")[2]
        page = (await client.get(leaving.partition(">")[0], headers=by())).text
        own = "/suscripcion/preferencias/" + page.partition("../suscripcion/preferencias/")[2].partition('"')[0]
        assert 'value="noticias" checked' in (await client.get(own, headers=by())).text


async def test_a_network_and_a_town_have_so_many(sqlite_database: Database, tmp_path: Path) -> None:
    """A program that asks for one address after another is stopped: by its network, and by how much a town asks for."""
    async with subscribing(sqlite_database, tmp_path, 1) as (desk, client):
        answers = []
        for number in range(OFTEN + 1):
            answers.append(await send(client, f"p{number}@example.com"))
            desk.clock.pass_(seconds=10)
        assert [each.status_code for each in answers] == [200] * OFTEN + [429]
        _fill(desk, CEILING - OFTEN)
        assert (await send(client, address="203.0.113.9")).status_code == 503
        desk.clock.pass_(hours=2)
        assert (await send(client, address="203.0.113.9")).status_code == 200


async def test_a_neighbour_gets_through_a_flood(sqlite_database: Database, tmp_path: Path) -> None:
    """Beyond what a town asks for, whoever asked much is refused, and whoever asked for little is not."""
    async with subscribing(sqlite_database, tmp_path, 1) as (desk, client):
        _fill(desk, FLOOD, "203.0.113.9")
        assert (await send(client, address="203.0.113.9")).status_code == 503
        answers = [await send(client, f"p{each}@example.com", address="203.0.113.10") for each in range(FEW + 1)]
        assert [each.status_code for each in answers] == [200] * FEW + [503]


async def test_the_houses_of_one_customer_ask_for_five_times_as_much(sqlite_database: Database, tmp_path: Path) -> None:
    """Who has 65,536 networks of IPv6 has not as many times twenty subscriptions; another customer has his own."""
    async with subscribing(sqlite_database, tmp_path, 1) as (desk, client):
        codes = []
        for number in range(OFTEN * HOUSES + 1):
            house = f"2001:db8:7:{number // (OFTEN - 1):x}::1"
            codes.append((await send(client, f"p{number}@example.com", address=house)).status_code)
            desk.clock.pass_(seconds=5)
        assert codes == [200] * OFTEN * HOUSES + [429]
        assert (await send(client, address="2001:db8:8::1")).status_code == 200


@pytest.mark.parametrize(
    "written",
    [
        ["ana@example.com", "ana+1@example.com", "Ana+2@EXAMPLE.com", "ana+tres+3@example.com"],
        ["ana.b@gmail.com", "anab+1@gmail.com", "a.n.a.b@googlemail.com", "An.ab@gmail.com"],
    ],
    ids=["tag", "dots"],
)
async def test_a_mailbox_is_asked_so_often_however_it_is_written(
    database: Database, tmp_path: Path, written: list[str]
) -> None:
    """From other networks too, and the answer tells nothing; who begins alike is another, and is asked."""
    async with subscribing(database, tmp_path, 1) as (desk, client):
        last = written[0].replace("@", "c@")
        for number, mail in enumerate([*written, last]):
            assert SAID in (await send(client, mail, address=f"203.0.113.{number}")).text
        kept = [normalise("correo", row.address) for row in desk.rows("signup")]
        assert kept == [normalise("correo", each) for each in [*written[:MOST], last]]


async def test_what_nobody_confirms_is_forgotten(database: Database, tmp_path: Path) -> None:
    """A week later neither the page's row nor the mail's has the address any more."""
    async with subscribing(database, tmp_path, 1) as (desk, client):
        await send(client)
        desk.clock.pass_(days=7)
        await desk.settle()
        assert [row.address for row in desk.rows("delivery") if row.audience == "por-confirmar"] == [None]
        assert desk.rows("signup") == []


async def test_who_comes_after_a_week_without_anybody_is_asked_too(
    database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """SQLite gives the number of the row that was forgotten to the next one: its mail is another one all the same."""
    mail = start_mail_server()
    async with subscribing(database, tmp_path, mail.port) as (desk, client):
        await send(client)
        await desk.turn()
        desk.clock.pass_(days=7)
        await desk.settle()
        assert (await send(client, "eva@example.com")).status_code == 200
        await desk.turn()
        asked = [each for each in mail.mails() if "Confirme" in each["Subject"]]
        assert [each["To"] for each in asked] == ["ana@example.com", "eva@example.com"]


async def test_a_link_confirms_its_own_address_alone(database: Database, tmp_path: Path) -> None:
    """After a copy was taken back its number is another one's."""
    async with subscribing(database, tmp_path, 1) as (desk, client):
        await send(client)
        [row] = desk.rows("signup")
        token = confirming_token(desk.place, row.id, "0" * 64, desk.clock.now())
        assert (await client.post(f"/suscripcion/confirmar/{token}", headers=by())).status_code == 410
        assert desk.rows("subscription") == []


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


def _path(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    [path] = links(str(body.get_content()))
    return path


def _other_keys(desk: Desk, name: str) -> Keyring:
    return replace(desk.place.keyring, signing_keys=(SigningKey(name, b"x" * 32),))


def _fill(desk: Desk, number: int, origin: str = "") -> None:
    row = {"tenant": desk.place.tenant_id, "address": "x", "topics": [], "notice": "", "origin": origin}
    rows = [row | {"key": str(each), "asked_at": desk.clock.now()} for each in range(number)]
    with desk.database.write() as connection:
        connection.execute(insert(signup), rows)
