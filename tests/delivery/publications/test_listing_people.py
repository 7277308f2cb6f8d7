"""Persons whom no account reaches: a list for whoever calls or visits them, counted in the plan and by hand."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlalchemy import insert

from audience.addresses import normalise, recipient_key
from audience.consents import Word, say
from audience.erasure import erase
from audience.homes import home
from audience.suppression import opt_out, suppress
from audience.unreached import listed
from audience.whose import holders
from campaigns.purpose import MANAGEMENT
from delivery.planning.known import read_known
from delivery.planning.planning import plan
from delivery.tasks.sheets import papers
from storage.database import Database
from storage.tables import address, contact, contact_attribute
from storage.work_orders import confirm
from tests.campaigns.town import ACCOUNTS, CAMPAIGN
from tests.delivery.desk import Desk, at_work, bogota
from tests.delivery.task_town import FILE

HOUR = bogota("2027-02-15T08:00")
BY_HAND = """\
visitas: {tipo: manual, modo: pruebas, responsable: ana, costo: 5000, opciones: {clase: visita, personas: sí}}
llamadas: {tipo: manual, modo: pruebas, responsable: ana, opciones: {clase: llamada, personas: sí}}
"""
VISIT, CALL = "anuncio/visitas@1", "anuncio/llamadas@1"


def town(accounts: str = "[correo, visitas]", class_: str = "servicio") -> dict[str, str | bytes | None]:
    """A message by mail, and by hand to whom no mail arrives."""
    text = CAMPAIGN.replace("15 días antes a las 08:00", "2027-02-15 a las 08:00").replace("[correo, web]", accounts)
    return {"canales.yaml": ACCOUNTS + BY_HAND, FILE: text.replace("clase: servicio", f"clase: {class_}")}


def person(desk: Desk, name: str, place: str = "", mail: str = "", telephone: str = "", consent: bool = True) -> None:
    """Somebody who lives at a place and has these addresses."""
    secret, tenant, now = desk.place.keyring.address_key, desk.place.tenant_id, desk.clock.now()
    texts = {"correo": mail, "telefono": telephone}
    keys = {kind: recipient_key(secret, normalise(kind, text)) for kind, text in texts.items() if text}
    if not keys:
        texts["domicilio"] = place
        keys["domicilio"] = recipient_key(secret, home(name, place).normalised)
    with desk.database.write() as connection:
        row = insert(contact).values(tenant=tenant, name=name, created_at=now).returning(contact.c.id)
        number = connection.scalars(row).one()
        for kind, key in keys.items():
            of = {"tenant": tenant, "contact": number, "kind": kind, "address": texts[kind], "key": key}
            connection.execute(insert(address).values(of))
        for name_, value in zip(("direccion", "vereda"), place.split(", "), strict=False):
            connection.execute(insert(contact_attribute).values(contact=number, name=name_, value=value))
        say(connection, tenant, [(number, Word(key, MANAGEMENT, consent, "Planilla", now)) for key in keys.values()])


def neighbours(desk: Desk) -> None:
    """One by mail, one by telephone, two by neither."""
    person(desk, "Ana", "Casa 1, El Salto", mail="ana@example.com")
    person(desk, "Berta", "Casa 2, La Palma", telephone="+573001234567")
    person(desk, "Zoila", "Casa 3, El Salto")
    person(desk, "César", "Casa 4, La Palma")


def planned(desk: Desk) -> Mapping[str, tuple[int, str]]:
    """How many a message is for on each account, and what is said of it."""
    with desk.database.read() as connection:
        known = read_known(connection, desk.tenant)
    rows = plan(desk.tenant, known, HOUR, bogota("2027-02-16T00:00"), desk.clock.now())
    return {row.account: (row.recipients, row.reason) for row in rows}


def names(desk: Desk, key: str) -> list[str]:
    """Whom the order of a publication is about."""
    [order] = [row for row in desk.rows("work_order") if row.publication == desk.publication(key).id]
    with desk.database.read() as connection:
        return [each.name for each in listed(connection, [order.id]).get(order.id, [])]


async def test_whom_no_mail_reaches_is_visited(database: Database, tmp_path: Path) -> None:
    """All are counted by the plan, and the order plans as many visits as there are persons, by their places."""
    async with at_work(database, tmp_path, HOUR, town()) as desk:
        neighbours(desk)
        assert planned(desk) == {"correo": (1, ""), "visitas": (3, "3 personas que no se alcanzan por correo.")}
        await desk.turn()
        assert desk.states("anuncio/correo@1") == {"sent": 1}
        [order] = desk.rows("work_order")
        assert (order.planned, order.kind) == (3, "visita")
        assert names(desk, VISIT) == ["Zoila", "Berta", "César"]


async def test_who_has_a_telephone_is_called_where_somebody_calls(database: Database, tmp_path: Path) -> None:
    """And only the others are visited."""
    async with at_work(database, tmp_path, HOUR, town("[correo, llamadas, visitas]")) as desk:
        neighbours(desk)
        assert {account: number for account, (number, _) in planned(desk).items()} == {
            "correo": 1,
            "llamadas": 1,
            "visitas": 2,
        }
        await desk.turn()
        assert (names(desk, CALL), names(desk, VISIT)) == (["Berta"], ["Zoila", "César"])


async def test_by_hand_alone_it_goes_to_everybody(database: Database, tmp_path: Path) -> None:
    """Where the message has no account that writes to persons."""
    async with at_work(database, tmp_path, HOUR, town("[visitas]")) as desk:
        neighbours(desk)
        await desk.turn()
        assert len(names(desk, VISIT)) == 4


async def test_a_list_is_walked_house_by_house(database: Database, tmp_path: Path) -> None:
    """Numbers count as numbers; who lives nobody knows where stands first."""
    async with at_work(database, tmp_path, HOUR, town()) as desk:
        for name, place in (("Diez", "Casa 10, La Palma"), ("Dos", "Casa 2, La Palma"), ("Salto", "Casa 30, El Salto")):
            person(desk, name, place)
        person(desk, "Sin lugar", telephone="+573001234567")
        await desk.turn()
        assert names(desk, VISIT) == ["Sin lugar", "Salto", "Dos", "Diez"]


async def test_how_many_were_reached_is_said_by_hand(database: Database, tmp_path: Path) -> None:
    """The delivery is sent, and its publication done."""
    async with at_work(database, tmp_path, HOUR, town()) as desk:
        neighbours(desk)
        await desk.turn()
        with database.write() as connection:
            assert confirm(connection, 1, "ana", HOUR, 2, note="César no estaba")
        assert (desk.rows("work_order")[0].done, desk.publication(VISIT).state) == (2, "done")


async def test_without_anybody_there_is_no_order(database: Database, tmp_path: Path) -> None:
    """Its delivery says why, and the publication is over."""
    async with at_work(database, tmp_path, HOUR, town()) as desk:
        person(desk, "Ana", mail="ana@example.com")
        assert planned(desk)["visitas"] == (0, "A todos les llega por otro medio: no hay lista.")
        await desk.turn()
        assert desk.rows("work_order") == []
        [delivery] = desk.deliveries(VISIT)
        assert (delivery.state, delivery.error_code, desk.publication(VISIT).state) == ("skipped", "nobody", "done")


@pytest.mark.parametrize("of_class", ["", "servicio"])
async def test_whoever_wants_nothing_is_not_visited(database: Database, tmp_path: Path, of_class: str) -> None:
    """By whatever address it was said; said after the order was written, the printed list leaves the person out."""
    async with at_work(database, tmp_path, HOUR, town()) as desk:
        neighbours(desk)
        secret, tenant = desk.place.keyring.address_key, desk.place.tenant_id
        berta = recipient_key(secret, normalise("telefono", "+573001234567"))
        cesar = recipient_key(secret, home("César", "Casa 4, La Palma").normalised)
        with database.write() as connection:
            opt_out(connection, tenant, berta, "Por teléfono", HOUR, of_class)
        await desk.turn()
        assert names(desk, VISIT) == ["Zoila", "César"]
        with database.write() as connection:
            opt_out(connection, tenant, cesar, "En la puerta", HOUR, of_class)
        assert names(desk, VISIT) == ["Zoila"]


async def test_whose_mail_is_dead_is_visited(database: Database, tmp_path: Path) -> None:
    """Nothing arrives there, and the person has refused nothing."""
    async with at_work(database, tmp_path, HOUR, town()) as desk:
        neighbours(desk)
        key = recipient_key(desk.place.keyring.address_key, normalise("correo", "ana@example.com"))
        with database.write() as connection:
            suppress(connection, desk.place.tenant_id, key, "rebote", "550", HOUR)
        assert planned(desk)["visitas"][0] == 4


async def test_what_asks_for_a_consent_asks_for_it_at_the_door_too(database: Database, tmp_path: Path) -> None:
    """Nobody is visited to hear what the administration tells of itself who has not agreed to it."""
    async with at_work(database, tmp_path, HOUR, town(class_="gestion")) as desk:
        person(desk, "Zoila", "Casa 3, El Salto")
        person(desk, "César", "Casa 4, La Palma", consent=False)
        assert planned(desk)["visitas"][0] == 1
        await desk.turn()
        assert names(desk, VISIT) == ["Zoila"]


async def test_what_it_costs_is_known_before(database: Database, tmp_path: Path) -> None:
    """A budget pays for each person."""
    dear = ACCOUNTS + BY_HAND.replace("costo: 5000", "costo: 5000, presupuesto: 14999")
    async with at_work(database, tmp_path, HOUR, {**town(), "canales.yaml": dear}) as desk:
        neighbours(desk)
        await desk.turn()
        assert desk.publication(VISIT).state == "waiting"
        assert "esta cuesta $15.000" in desk.publication(VISIT).reason


async def test_names_stand_on_no_mail_and_on_the_sheet_that_is_asked_for(database: Database, tmp_path: Path) -> None:
    """The order itself says how many they are, and how the list is had; whoever is forgotten is on none."""
    async with at_work(database, tmp_path, HOUR, town()) as desk:
        neighbours(desk)
        await desk.turn()
        [order] = desk.rows("work_order")
        assert order.sheet.endswith(
            "3 personas que no se alcanzan por correo. Su lista se saca con «pregonero tasks --out CARPETA»."
        )
        with database.write() as connection:
            mailed = papers(connection, desk.tenant, [order.id])[order.id]
            printed = papers(connection, desk.tenant, [order.id], listed(connection, [order.id]))[order.id]
            assert "Zoila" not in str(mailed)
            assert "Berta" in str(printed)
            assert "Casa 2, La Palma · +573001234567" in str(printed)
            key = recipient_key(desk.place.keyring.address_key, normalise("telefono", "+573001234567"))
            [berta] = holders(connection, desk.place.tenant_id, (key,))
            erase(connection, desk.place.tenant_id, berta, "Radicado 12", HOUR)
        assert names(desk, VISIT) == ["Zoila", "César"]
        assert len(desk.rows("order_person")) == 2
