"""The people of a public: counted, walked through, addressed by name."""

import pytest
from sqlalchemy import insert, literal, select, update

from audience.people import count, expand, is_empty, max_contact_id, personal, selection, window
from audience.suppression import suppress
from campaigns.audience import Condition
from storage.database import Database
from storage.tables import contact, delivery
from tests.audience.people import NOW, add_contact, add_publication, add_tenant, key_of

EVERYBODY = Condition()
SERVANTS = Condition.model_validate({"con": {"vinculo": "servidor"}})


def test_an_address_counts_once_and_the_suppressed_not_at_all(database: Database) -> None:
    """Two contacts behind one mail are one recipient; a suppressed key is none; other kinds are counted apart."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        add_contact(connection, tenant, "Ana", "familia@correo.co", "telefono:3001234567")
        add_contact(connection, tenant, "Luis", "Familia@correo.co")
        add_contact(connection, tenant, "Eva", "eva@correo.co", "otra@correo.co")
        add_contact(connection, add_tenant(connection, "genova"), "Otro", "otro@correo.co")
        suppress(connection, tenant, key_of("otra@correo.co"), "baja", "", NOW)

        assert count(connection, tenant, EVERYBODY, ["correo"]) == 2
        assert count(connection, tenant, EVERYBODY, ["telefono"]) == 1
        assert count(connection, tenant, EVERYBODY, ["correo", "telefono", "telegram"]) == 3
        assert count(connection, tenant, SERVANTS, ["correo"]) == 0


def test_a_public_is_empty_where_nobody_may_be_written_to(database: Database) -> None:
    """By the kind of address, among those who belong; the suppressed do not make it full."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        assert is_empty(connection, tenant, EVERYBODY, "correo")
        add_contact(connection, tenant, "Ana", "ana@correo.co")
        assert not is_empty(connection, tenant, EVERYBODY, "correo")
        assert is_empty(connection, tenant, EVERYBODY, "telefono")
        assert is_empty(connection, tenant, SERVANTS, "correo")
        suppress(connection, tenant, key_of("ana@correo.co"), "baja", "", NOW)
        assert is_empty(connection, tenant, EVERYBODY, "correo")


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
        cursor, finished = 0, False
        while not finished:
            batch = expand(connection, publication, tenant, SERVANTS, "correo", last, cursor, limit)
            for row in batch.rows:
                met.append(row.key)
                connection.execute(
                    insert(delivery).values(
                        publication=publication, recipient_key=row.key, audience="servidores", state="pending"
                    )
                )
            cursor, finished = batch.next_cursor, batch.finished

    assert sorted(met) == sorted(key_of(text) for text in ("familia@correo.co", "eva@correo.co", "eva@otra.co"))
    assert cursor == last


def test_a_step_taken_again_after_a_crash_finds_only_what_is_missing(database: Database) -> None:
    """Rows that exist are not selected again, though the cursor was not moved."""
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

        batch = expand(connection, publication, tenant, EVERYBODY, "correo", last, 0, 100)

    assert [(row.key, row.address) for row in batch.rows] == [(key_of("eva@correo.co"), "eva@correo.co")]
    assert batch.finished


def test_the_selection_fills_deliveries_in_one_statement(database: Database) -> None:
    """INSERT … SELECT over one window writes the rows that a walk would."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        publication = add_publication(connection, tenant)
        for number in range(5):
            add_contact(connection, tenant, f"P{number}", f"p{number}@correo.co")
        until = window(connection, tenant, "correo", 0, max_contact_id(connection, tenant), 3)
        found = selection(publication, tenant, EVERYBODY, "correo", 0, until).subquery()
        connection.execute(
            insert(delivery).from_select(
                ["publication", "recipient_key", "address", "audience", "state"],
                select(
                    literal(publication), found.c.recipient_key, found.c.address, literal("todos"), literal("pending")
                ),
            )
        )

        written = set(connection.scalars(select(delivery.c.address)))

    assert written == {"p0@correo.co", "p1@correo.co", "p2@correo.co"}


def test_the_suppressed_are_walked_to_as_well(database: Database) -> None:
    """They get a row that the gate skips with its reason; counting leaves them out."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        publication = add_publication(connection, tenant)
        add_contact(connection, tenant, "Ana", "ana@correo.co")
        suppress(connection, tenant, key_of("ana@correo.co"), "baja", "", NOW)

        batch = expand(connection, publication, tenant, EVERYBODY, "correo", max_contact_id(connection, tenant), 0, 10)

        assert [row.key for row in batch.rows] == [key_of("ana@correo.co")]
        assert count(connection, tenant, EVERYBODY, ["correo"]) == 0


def test_an_erased_person_is_not_in_any_public(database: Database) -> None:
    """Erasing leaves keys behind, and nobody is reached through them."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        publication = add_publication(connection, tenant)
        number = add_contact(connection, tenant, "Ana", "ana@correo.co")
        connection.execute(update(contact).where(contact.c.id == number).values(erased_at=NOW, name=""))

        batch = expand(connection, publication, tenant, EVERYBODY, "correo", number, 0, 10)

        assert batch.rows == ()
        assert count(connection, tenant, EVERYBODY, ["correo"]) == 0
        assert personal(connection, tenant, EVERYBODY, [key_of("ana@correo.co")]) == {}


def test_an_empty_register_is_finished_at_once(database: Database) -> None:
    """Nobody there: no rows, and the walk is over."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        batch = expand(connection, add_publication(connection, tenant), tenant, EVERYBODY, "correo", 0, 0, 10)

    assert (batch.rows, batch.finished) == ((), True)


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
            "nombres": ("Ana", "Luis"),
            "persona": {"vinculo": "servidor", "tema": "salud, tic"},
        },
        keys[1]: {"nombres": (), "persona": {"vinculo": "servidor"}},
    }
