"""Who live together get one message with all their names, and each of the others a row that says where it went."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from audience.addresses import normalise, recipient_key
from audience.suppression import COMPLAINED, OPTED_OUT, suppress
from delivery.office.by_hand import Hurry
from delivery.office.correction import correct
from delivery.planning.known import read_known
from delivery.planning.planning import plan
from delivery.planning.preview import preview
from delivery.sending.precedence import LATER
from indicators.outcomes import read_outcomes
from storage.database import Database
from storage.ledger.fates import told_failed
from storage.tables import address, contact, contact_attribute
from tests.campaigns.town import ACCOUNTS, CAMPAIGN
from tests.delivery.desk import Desk, at_work
from tests.delivery.relay import DUE, FILE, Start, real_mail
from tests.delivery.sending.test_giving_way import CAMPAIGN as TWO
from tests.delivery.sending.test_giving_way import TOWN, VIAS

HOUSE = """\
    por-hogar: sí
"""
TEXT = "{% if nombres is defined %}{{ nombres | lista }}{% else %}Vecinos{% endif %}"
TOLD = CAMPAIGN.replace("[correo, web]", "[correo]").replace("Empiezan las matrículas.", f'"{TEXT}"') + HOUSE
BOT = 'bot: {tipo: telegram, destino: personas, modo: pruebas, opciones: {token: "${PREGONERO_BOT}"}}\n'
SENT, HOME = ("sent", None), ("skipped", "hogar")


def _family(desk: Desk, *names: str, home: str = "12", head: str = "") -> None:
    """People of one household, each with a mail address of their own."""
    for name in names:
        attributes = {"hogar": home} | ({"cabeza-de-hogar": "Sí"} if name == head else {})
        desk.people(f"{name}@example.com", names=[name.capitalize()], attributes=attributes)


def _key(desk: Desk, name: str) -> str:
    return recipient_key(desk.place.keyring.address_key, normalise("correo", f"{name}@example.com"))


def _came(desk: Desk, account: str = "correo") -> dict[str, tuple[str, str | None]]:
    rows = desk.deliveries(f"anuncio/{account}@1")
    return {row.address.partition("@")[0]: (row.state, row.error_code) for row in rows}


async def _over(desk: Desk) -> None:
    for _ in range(4):
        await desk.turn()
        desk.clock.pass_(seconds=LATER.total_seconds() + 1)


@pytest.mark.parametrize(("head", "gets"), [("", "ana"), ("eva", "eva")])
async def test_a_household_gets_one_message_with_all_names(
    database: Database, tmp_path: Path, start_mail_server: Start, head: str, gets: str
) -> None:
    """To the head of the household, else to whoever was known first; the others' rows name its delivery."""
    mail = start_mail_server()
    changes = real_mail(mail.port)
    changes[FILE] = TOLD
    async with at_work(database, tmp_path, DUE, changes) as desk:
        _family(desk, "ana", "luis", "eva", head=head)
        _family(desk, "sol", home="13")
        desk.people("leo@example.com", names=["Leo"])
        await _over(desk)
        others = {"ana", "luis", "eva"} - {gets}
        assert _came(desk) == {gets: SENT, "sol": SENT, "leo": SENT} | dict.fromkeys(others, HOME)
        texts = {str(each["to"]): str(each.get_body(("plain",)).get_content()) for each in mail.mails()}  # type: ignore[union-attr]
        assert len(texts) == len(mail.mails()) == 3
        named = texts[f"{gets}@example.com"].splitlines()[0]
        assert {name for name in ("Ana", "Luis", "Eva", "Sol", "Leo") if name in named} == {"Ana", "Luis", "Eva"}
        rows = {row.address: row for row in desk.deliveries()}
        number = rows[f"{gets}@example.com"].id
        told = f"A su hogar le llega uno solo: la entrega {number} de matriculas/anuncio/correo@1."
        assert {rows[f"{each}@example.com"].error_text for each in others} == {told}
        assert {row.people for row in rows.values() if row.state == "sent"} == {3, 1}
        assert desk.publications() == {"anuncio/correo@1": "done"}
        with desk.database.read() as connection:
            begun, now = DUE - timedelta(days=1), desk.clock.now()
            [counted] = read_outcomes(connection, desk.place.tenant_id, begun, now).published
        assert (counted.sent, counted.reached) == (3, 5)


@pytest.mark.parametrize(
    ("class_", "reason", "of_class"),
    [("servicio", OPTED_OUT, ""), ("gestion", OPTED_OUT, "gestion"), ("gestion", COMPLAINED, "gestion")],
)
async def test_who_wants_no_messages_neither_gets_it_nor_is_named(
    database: Database, tmp_path: Path, start_mail_server: Start, class_: str, reason: str, of_class: str
) -> None:
    """By her own word or by a complaint; she is the head of her household, and it goes to the next."""
    mail = start_mail_server()
    told = TOLD.replace("clase: servicio", f"clase: {class_}")
    async with at_work(database, tmp_path, DUE, {**real_mail(mail.port), FILE: told}) as desk:
        _family(desk, "eva", "ana", "luis", head="eva")
        with desk.database.write() as connection:
            key, now = _key(desk, "eva"), desk.clock.now()
            suppress(connection, desk.place.tenant_id, key, reason, "", now, of_class=of_class)
        await _over(desk)
        assert _came(desk) == {"eva": ("skipped", "suppressed"), "ana": SENT, "luis": HOME}
        [letter] = mail.mails()
        assert str(letter.get_body(("plain",)).get_content()).startswith("Ana y Luis")  # type: ignore[union-attr]


async def test_the_next_address_is_tried_where_the_first_is_dead(
    database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """The server knows no such user: the household is reached all the same, and she is named."""
    mail = start_mail_server()
    mail.fail({"at": "RCPT", "contains": "ana@", "answer": "550 5.1.1 no such user"})
    async with at_work(database, tmp_path, DUE, {**real_mail(mail.port), FILE: TOLD}) as desk:
        _family(desk, "ana", "luis", "eva")
        await _over(desk)
        assert {name: state for name, (state, _) in _came(desk).items()} == {
            "ana": "failed",
            "luis": "sent",
            "eva": "skipped",
        }
        [letter] = mail.mails()
        assert str(letter.get_body(("plain",)).get_content()).startswith("Luis, Ana y Eva")  # type: ignore[union-attr]


async def test_a_household_may_lie_in_several_pieces(database: Database, tmp_path: Path) -> None:
    """Its head was imported last, far behind the others: nobody gets it before him, and nobody beside him."""
    async with at_work(database, tmp_path, DUE, {FILE: TOLD}) as desk:
        _family(desk, "ana")
        desk.people(*(f"v{number}@example.com" for number in range(520)))
        _family(desk, "eva", head="eva")
        await _over(desk)
        came = _came(desk)
        assert (came["ana"], came["eva"]) == (HOME, SENT)
        assert list(came.values()).count(SENT) == 521


async def test_a_household_gets_one_message_over_several_accounts(database: Database, tmp_path: Path) -> None:
    """The first of the message's channels comes first; the head of the household before all, by whatever channel."""
    text = TOLD.replace("[correo]", "[correo, bot]")
    async with at_work(database, tmp_path, DUE, {FILE: text, "canales.yaml": ACCOUNTS + BOT}) as desk:
        _chats(desk, "tom", home="12")
        _family(desk, "ana", "luis")
        _family(desk, "sol", home="13")
        _chats(desk, "max", home="13", head="sí")
        await _over(desk)
        assert _came(desk) == {"ana": SENT, "luis": HOME, "sol": HOME}
        assert [(row.state, row.error_code) for row in desk.deliveries("anuncio/bot@1")] == [HOME, SENT]


def _chats(desk: Desk, name: str, home: str, head: str = "no") -> None:
    """Somebody who is on Telegram alone."""
    with desk.database.write() as connection:
        row = {"tenant": desk.place.tenant_id, "name": name, "created_at": desk.clock.now()}
        number = connection.scalars(insert(contact).values(row).returning(contact.c.id)).one()
        text = str(1000 + number)
        key = recipient_key(desk.place.keyring.address_key, normalise("telegram", text))
        its = {"tenant": desk.place.tenant_id, "contact": number, "kind": "telegram", "address": text, "key": key}
        connection.execute(insert(address).values(its))
        said = {"hogar": home, "cabeza-de-hogar": head}
        values = [{"contact": number, "name": each, "value": value} for each, value in said.items()]
        connection.execute(insert(contact_attribute), values)


async def test_one_of_a_household_has_another_message_already(database: Database, tmp_path: Path) -> None:
    """The merchants' goes to her; the household's goes to the next of those who live with her."""
    line = "salvo-quienes-reciben: [comerciantes]"
    house = TWO.replace(line, f"{line}\n    por-hogar: sí")
    async with at_work(database, tmp_path, DUE, {**TOWN, VIAS: house}) as desk:
        desk.people("eva@example.com", attributes={"hogar": "12", "oficio": "comercio"})
        _family(desk, "ana", "luis")
        await _over(desk)
        rows = {row.address: (row.state, row.error_code) for row in desk.deliveries("vecinos/correo@1")}
        assert rows == {
            "eva@example.com": ("skipped", "precedencia"),
            "ana@example.com": SENT,
            "luis@example.com": HOME,
        }


async def test_who_lives_with_the_recipient_has_got_the_message(database: Database, tmp_path: Path) -> None:
    """The merchants' message goes once to their household: neither of them gets the neighbours' besides."""
    line = "publico: comerciantes\n"
    house = TWO.replace(line, f"{line}    por-hogar: sí\n")
    async with at_work(database, tmp_path, DUE, {**TOWN, VIAS: house}) as desk:
        merchants = {"hogar": "12", "oficio": "comercio"}
        desk.people("eva@example.com", "ana@example.com", attributes=merchants)
        desk.people("leo@example.com", attributes={"hogar": "12"})
        await _over(desk)
        rows = {row.address: (row.state, row.error_code) for row in desk.deliveries("vecinos/correo@1")}
        served = ("skipped", "precedencia")
        assert rows == {"eva@example.com": served, "ana@example.com": served, "leo@example.com": SENT}


async def test_a_plan_counts_households(database: Database, tmp_path: Path) -> None:
    """Who has none is one; a household that a first account reaches is no more on the second."""
    text = TOLD.replace("[correo]", "[correo, bot]")
    before = DUE - timedelta(days=1)
    async with at_work(database, tmp_path, before, {FILE: text, "canales.yaml": ACCOUNTS + BOT}) as desk:
        _family(desk, "ana", "luis")
        desk.people("leo@example.com")
        _chats(desk, "tom", home="12")
        _chats(desk, "max", home="13")
        with desk.database.read() as connection:
            known = read_known(connection, desk.tenant)
        rows = {row.account: row for row in plan(desk.tenant, known, before, DUE + timedelta(days=1), before)}
        assert {name: row.recipients for name, row in rows.items()} == {"correo": 2, "bot": 1}
        assert rows["correo"].reason == "2 hogares con 3 direcciones: un mensaje a cada hogar."


async def test_a_plan_counts_what_goes_out_where_another_message_goes_before(
    database: Database, tmp_path: Path
) -> None:
    """Of five households one gets the merchants' message alone, and of the two who live at 14 one gets this."""
    text = TWO.replace("    salvo-quienes", f"{HOUSE}    salvo-quienes")
    before = DUE - timedelta(days=1)
    async with at_work(database, tmp_path, before, {**TOWN, VIAS: text}) as desk:
        for name, home in (("ana", "12"), ("eva", "13"), ("leo", "15")):
            merchant = {"hogar": home, "oficio": "comercio"}
            desk.people(f"{name}@example.com", names=[name.capitalize()], attributes=merchant)
        _family(desk, "luis")
        _family(desk, "sol", home="13")
        _family(desk, "paz", "tom", home="14")
        desk.people("max@example.com")
        with desk.database.read() as connection:
            known = read_known(connection, desk.tenant)
        rows = {row.message: row for row in plan(desk.tenant, known, before, DUE + timedelta(days=1), before)}
        told = "A 3 les llega «comerciantes» en lugar de este. 4 hogares con 5 direcciones: un mensaje a cada hogar."
        assert (rows["vecinos"].recipients, rows["vecinos"].reason) == (4, told)
        desk.clock.moment = DUE
        await _over(desk)
        gone = [row.address for row in desk.deliveries("vecinos/correo@1") if row.state == "sent"]
        assert len(gone) == 4


async def test_a_preview_names_several(database: Database, tmp_path: Path) -> None:
    """As the household would read it."""
    async with at_work(database, tmp_path, DUE, {FILE: TOLD}) as desk:
        [shown] = preview(desk.tenant, "matriculas", None, None, desk.clock.now())
        assert shown.text.startswith("María Fernanda Ospina, Jorge Ospina y Luisa Ospina")


async def test_a_household_that_came_back_was_not_reached(
    database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """With all whom the message was for."""
    mail = start_mail_server()
    async with at_work(database, tmp_path, DUE, {**real_mail(mail.port), FILE: TOLD}) as desk:
        _family(desk, "ana", "luis")
        _family(desk, "sol", home="13")
        await _over(desk)
        [sent] = [row.id for row in desk.deliveries() if row.people == 2]
        with desk.database.write() as connection:
            assert told_failed(connection, sent, "5.1.1", "no such user", desk.clock.now())
        with desk.database.read() as connection:
            [counted] = read_outcomes(connection, desk.place.tenant_id, DUE, desk.clock.now()).published
        assert (counted.sent, counted.reached) == (2, 1)


async def test_a_restart_sends_no_household_a_second_one(database: Database, tmp_path: Path) -> None:
    """It stops after the first has gone, while the others wait."""
    async with at_work(database, tmp_path, DUE, {FILE: TOLD}) as desk:
        _family(desk, "ana", "luis", "eva")
        await desk.turn()
        assert _came(desk) == {"ana": SENT, "luis": ("pending", None), "eva": ("pending", None)}
    async with at_work(database, tmp_path, DUE + LATER, {FILE: TOLD}) as desk:
        await _over(desk)
        assert _came(desk) == {"ana": SENT, "luis": HOME, "eva": HOME}


async def test_a_correction_names_the_household(database: Database, tmp_path: Path) -> None:
    """It goes to whoever got the message, and to no one who lives there beside."""
    async with at_work(database, tmp_path, DUE, {FILE: TOLD}) as desk:
        _family(desk, "ana", "luis", "eva")
        await _over(desk)
        desk.write(correct, "matriculas/anuncio/correo@1", "Era el martes.", "ana", desk.clock.now(), Hurry())
        await desk.turn()
        [row] = desk.deliveries("anuncio~correccion-1/correo@1")
        assert (row.address, row.state, row.people) == ("ana@example.com", "sent", 3)


async def test_who_has_not_consented_is_not_named(database: Database, tmp_path: Path, start_mail_server: Start) -> None:
    """In what the administration tells of itself; the head of the household among them."""
    mail = start_mail_server()
    text = TOLD.replace("clase: servicio", "clase: gestion")
    async with at_work(database, tmp_path, DUE, {**real_mail(mail.port), FILE: text}) as desk:
        head = {"hogar": "12", "cabeza-de-hogar": "sí"}
        desk.people("eva@example.com", names=["Eva"], attributes=head, consent=False)
        _family(desk, "ana", "luis")
        await _over(desk)
        assert _came(desk) == {"eva": ("skipped", "sin-consentimiento"), "ana": SENT, "luis": HOME}
        [letter] = mail.mails()
        assert str(letter.get_body(("plain",)).get_content()).startswith("Ana y Luis")  # type: ignore[union-attr]
        assert [row.people for row in desk.deliveries() if row.state == "sent"] == [2]
