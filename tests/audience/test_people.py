"""The people of a public: counted, walked through, addressed by name."""

import pytest
from sqlalchemy import Connection, func, insert, select, update

from audience.people import count, count_refusing, is_empty, max_contact_id, personal
from audience.recipients import selection, window
from audience.suppression import opt_out, suppress
from campaigns.audience import Condition
from storage.database import Database
from storage.ledger import add_selected
from storage.tables import contact, delivery
from tests.audience.people import NOW, add_contact, add_publication, add_tenant, key_of

EVERYBODY = Condition()
SERVANTS = Condition.model_validate({"con": {"vinculo": "servidor"}})


def walk(
    connection: Connection, publication: int, tenant: int, condition: Condition, last: int, cursor: int, limit: int
) -> tuple[list[tuple[str, str]], int]:
    """The keys and addresses that one step writes down, and the contact up to which it went."""
    before = connection.execute(select(func.coalesce(func.max(delivery.c.id), 0))).scalar_one()
    until = window(connection, tenant, "correo", cursor, last, limit)
    given = {"of": tenant, "kind": "correo", "after": cursor, "until": until}
    added = add_selected(connection, publication, "todos", selection(condition), given)
    asked = select(delivery.c.recipient_key, delivery.c.address).where(delivery.c.id > before)
    rows = [(row.recipient_key, row.address) for row in connection.execute(asked.order_by(delivery.c.id))]
    assert added == len(rows)
    return rows, until


def test_an_address_counts_once_and_the_suppressed_not_at_all(database: Database) -> None:
    """Two contacts behind one mail are one recipient; a suppressed key is none; other kinds are counted apart."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        add_contact(connection, tenant, "Ana", "familia@correo.co", "telefono:3001234567")
        add_contact(connection, tenant, "Luis", "Familia@correo.co")
        add_contact(connection, tenant, "Eva", "eva@correo.co", "otra@correo.co")
        add_contact(connection, add_tenant(connection, "genova"), "Otro", "otro@correo.co")
        suppress(connection, tenant, key_of("otra@correo.co"), "baja", "", NOW)

        assert count(connection, tenant, EVERYBODY, "email") == 2
        assert count(connection, tenant, EVERYBODY, "sms") == 1
        assert count(connection, tenant, SERVANTS, "email") == 0


def test_a_public_is_empty_where_nobody_may_be_written_to(database: Database) -> None:
    """By the kind of address, among those who belong; the suppressed do not make it full."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        assert is_empty(connection, tenant, EVERYBODY, "email")
        add_contact(connection, tenant, "Ana", "ana@correo.co")
        assert not is_empty(connection, tenant, EVERYBODY, "email")
        assert is_empty(connection, tenant, EVERYBODY, "sms")
        assert is_empty(connection, tenant, SERVANTS, "email")
        suppress(connection, tenant, key_of("ana@correo.co"), "baja", "", NOW)
        assert is_empty(connection, tenant, EVERYBODY, "email")


def test_who_wants_none_of_a_class_counts_for_the_others(database: Database) -> None:
    """An address that refuses publicity is reached by services alone; one that wants nothing is not counted twice."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        add_contact(connection, tenant, "Ana", "ana@correo.co")
        add_contact(connection, tenant, "Luis", "ANA@correo.co")
        add_contact(connection, tenant, "Eva", "eva@correo.co", "telefono:3001234567")
        for mail, of_class in (("ana@correo.co", "gestion"), ("eva@correo.co", "gestion"), ("eva@correo.co", "")):
            opt_out(connection, tenant, key_of(mail), "", NOW, of_class)

        classes = ("", "servicio", "gestion")
        assert [count(connection, tenant, EVERYBODY, "email", each) for each in classes] == [1, 1, 0]
        assert [count_refusing(connection, tenant, EVERYBODY, "email", each) for each in classes[1:]] == [0, 1]
        assert [is_empty(connection, tenant, EVERYBODY, "email", each) for each in classes] == [False, False, True]
        assert count(connection, tenant, EVERYBODY, "sms", "gestion") == 1


def test_publicity_that_one_medium_refuses_comes_by_another(database: Database) -> None:
    """What a person told one service of publicity counts there alone."""
    phone = key_of("3001234567", "telefono")
    with database.write() as connection:
        tenant = add_tenant(connection)
        add_contact(connection, tenant, "Ana", "telefono:3001234567")
        suppress(connection, tenant, phone, "publicidad", "", NOW, channel="whatsapp", of_class="gestion")

        counts = {each: count(connection, tenant, EVERYBODY, each, "gestion") for each in ("whatsapp", "sms")}
        fewer = {each: count_refusing(connection, tenant, EVERYBODY, each, "gestion") for each in ("whatsapp", "sms")}

    assert (counts, fewer) == ({"whatsapp": 0, "sms": 1}, {"whatsapp": 1, "sms": 0})


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_walking_through_meets_each_key_once_whatever_the_step(database: Database, limit: int) -> None:
    """One row a key, in steps of any size, those who do not belong left out, those after the limit left out."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        publication = add_publication(connection, tenant)
        servant = {"vinculo": "servidor"}
        add_contact(connection, tenant, "Ana", "familia@correo.co", attributes=servant)
        add_contact(connection, tenant, "Vecino", "vecino@correo.co")
        add_contact(connection, tenant, "Luis", "FAMILIA@correo.co", attributes=servant)
        add_contact(connection, tenant, "Eva", "eva@correo.co", "eva@otra.co", attributes=servant)
        add_contact(connection, tenant, "Sin correo", "telefono:3001234567", attributes=servant)
        last = max_contact_id(connection, tenant)
        add_contact(connection, tenant, "Tarde", "tarde@correo.co", attributes=servant)

        met: list[str] = []
        cursor = 0
        while cursor < last:
            rows, cursor = walk(connection, publication, tenant, SERVANTS, last, cursor, limit)
            met += [key for key, _ in rows]

    assert sorted(met) == sorted(key_of(text) for text in ("familia@correo.co", "eva@correo.co", "eva@otra.co"))
    assert cursor == last


def test_a_step_taken_again_after_a_crash_finds_only_what_is_missing(database: Database) -> None:
    """Rows that exist are passed over, though the cursor was not moved."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        publication = add_publication(connection, tenant)
        add_contact(connection, tenant, "Ana", "ana@correo.co")
        add_contact(connection, tenant, "Eva", "eva@correo.co")
        last = max_contact_id(connection, tenant)
        connection.execute(
            insert(delivery).values(
                publication=publication, recipient_key=key_of("ana@correo.co"), audience="todos", state="sent"
            )
        )

        rows, until = walk(connection, publication, tenant, EVERYBODY, last, 0, 100)

    assert rows == [(key_of("eva@correo.co"), "eva@correo.co")]
    assert until == last


def test_recipients_come_in_the_order_of_their_contacts(database: Database) -> None:
    """Whoever was written down first is first, whatever the key; a step ends with its last contact."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        publication = add_publication(connection, tenant)
        for number in range(5):
            add_contact(connection, tenant, f"P{number}", f"p{number}@correo.co")
        rows, _ = walk(connection, publication, tenant, EVERYBODY, max_contact_id(connection, tenant), 0, 3)

    assert [text for _, text in rows] == ["p0@correo.co", "p1@correo.co", "p2@correo.co"]


def test_the_suppressed_are_walked_to_as_well(database: Database) -> None:
    """They get a row that the gate skips with its reason; counting leaves them out."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        publication = add_publication(connection, tenant)
        add_contact(connection, tenant, "Ana", "ana@correo.co")
        suppress(connection, tenant, key_of("ana@correo.co"), "baja", "", NOW)

        rows, _ = walk(connection, publication, tenant, EVERYBODY, max_contact_id(connection, tenant), 0, 10)

        assert [key for key, _ in rows] == [key_of("ana@correo.co")]
        assert count(connection, tenant, EVERYBODY, "email") == 0


def test_an_erased_person_is_not_in_any_public(database: Database) -> None:
    """Erasing leaves keys behind, and nobody is reached through them."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        publication = add_publication(connection, tenant)
        number = add_contact(connection, tenant, "Ana", "ana@correo.co")
        connection.execute(update(contact).where(contact.c.id == number).values(erased_at=NOW, name=""))

        assert walk(connection, publication, tenant, EVERYBODY, number, 0, 10) == ([], number)
        assert count(connection, tenant, EVERYBODY, "email") == 0
        assert personal(connection, tenant, EVERYBODY, [key_of("ana@correo.co")]) == {}


def test_an_empty_register_is_finished_at_once(database: Database) -> None:
    """Nobody there: no rows, and the walk is over."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        publication = add_publication(connection, tenant)
        assert walk(connection, publication, tenant, EVERYBODY, max_contact_id(connection, tenant), 0, 10) == ([], 0)


def test_personal_values_come_from_the_contacts_of_the_public_behind_the_key(database: Database) -> None:
    """Names by contact number, the first one by itself, the first contact's attributes; outsiders say nothing."""
    servant: dict[str, str | list[str]] = {"vinculo": "servidor", "tema": ["tic", "salud"]}
    with database.write() as connection:
        tenant = add_tenant(connection)
        add_contact(connection, tenant, "Vecino", "familia@correo.co")
        add_contact(connection, tenant, "Ana", "familia@correo.co", attributes=servant)
        add_contact(connection, tenant, "Luis", "familia@correo.co", attributes={"vinculo": "servidor"})
        add_contact(connection, tenant, "", "anonimo@correo.co", attributes={"vinculo": "servidor"})
        keys = [key_of(text) for text in ("familia@correo.co", "anonimo@correo.co", "ausente@correo.co")]

        values = personal(connection, tenant, SERVANTS, keys)

    assert values == {
        keys[0]: {
            "nombre": "Ana",
            "idioma": "es",
            "nombres": ("Ana", "Luis"),
            "persona": {"vinculo": "servidor", "tema": "salud, tic"},
        },
        keys[1]: {"idioma": "es", "nombres": (), "persona": {"vinculo": "servidor"}},
    }


def test_a_step_reads_nothing_of_what_the_publication_has_already() -> None:
    """The insert passes over it by its key: before it has counted a table, PostgreSQL would read all of it."""
    assert "delivery" not in str(selection(SERVANTS))
