"""Imports that are taken back: exactly what they did, and nothing that others have done since."""

from datetime import UTC
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, update

from audience.consent_list import Grant
from audience.consents import Word, say
from audience.contacts_import import import_contacts
from audience.import_batches import batches
from audience.import_undo import NoSuchBatch, Undone, undo_import
from audience.suppression import opt_out
from storage.database import Database
from storage.tables import consent, contact, contact_attribute, import_change, import_mention, subscription
from tests.audience.lists import counts, people, take_in
from tests.audience.people import NOW, SECRET, add_contact, add_tenant, key_of

HEAD = "nombre,correo,telefono,barrio,idioma\n"
ANA = "Ana,ana@correo.co,,Centro,es\n"


def undo(database: Database, tenant: int, number: int | None) -> Undone:
    """Take a batch back."""
    assert number is not None
    return undo_import(database, tenant, number, NOW)


@pytest.mark.parametrize(
    "line",
    [
        "Ana María,ana@correo.co,,,\n",
        "Ana,ana@correo.co,3001234567,,\n",
        "Ana,ana@correo.co,,La Unión|Centro,\n",
        "Ana,ana@correo.co,,,en\n",
        "Ana Ruiz,ana@correo.co,3001234567,La Unión,en\nEva,eva@correo.co,,Centro,\nAna Ruiz,,3001234567,Sur,fr\n",
        "Eva,ana@correo.co,,,\nAna,ana@correo.co,,Sur,\n",
    ],
)
def test_what_a_list_did_is_undone_to_the_letter(database: Database, tenant: int, tmp_path: Path, line: str) -> None:
    """New people, names, languages, addresses and attributes; what is kept for it goes too."""
    take_in(database, tenant, tmp_path, HEAD + ANA)
    before = people(database)

    done = take_in(database, tenant, tmp_path, HEAD + line)
    changed = people(database)
    undone = undo(database, tenant, done.batch)

    assert changed != before
    assert people(database) == before
    assert (undone.removed, undone.remarks) == (done.created, [])
    with database.read() as connection:
        kept = select(import_change.c.id).union_all(
            select(import_mention.c.id).where(import_mention.c.batch == done.batch)
        )
        assert connection.execute(kept).all() == []


def test_undone_twice_is_undone_once(database: Database, tenant: int, tmp_path: Path) -> None:
    """The second time nothing happens, and it may come in again."""
    done = take_in(database, tenant, tmp_path, HEAD + ANA)
    undo(database, tenant, done.batch)

    again = undo(database, tenant, done.batch)

    assert (again.removed, again.batch.state) == (0, "undone")
    assert counts(take_in(database, tenant, tmp_path, HEAD + ANA)) == {"rows": 1, "created": 1}


def test_an_unknown_number_and_that_of_another_municipality_are_refused(
    database: Database, tenant: int, tmp_path: Path
) -> None:
    """Each municipality has its own lists."""
    done = take_in(database, tenant, tmp_path, HEAD + ANA)
    with database.write() as connection:
        other = add_tenant(connection, "otro")

    with pytest.raises(NoSuchBatch, match="contacts imports"):
        undo(database, other, done.batch)
    assert len(people(database)) == 1


def test_what_was_changed_since_is_told_and_left(database: Database, tenant: int, tmp_path: Path) -> None:
    """Only what still is as the list made it returns to what it was."""
    take_in(database, tenant, tmp_path, HEAD + ANA)
    second = take_in(database, tenant, tmp_path, HEAD + "Ana Ruiz,ana@correo.co,,Sur,en\n")
    with database.write() as connection:
        connection.execute(update(contact).values(name="Ana Lucía Ruiz"))
        connection.execute(update(contact_attribute).values(value="Norte"))

    undone = undo(database, tenant, second.batch)

    assert people(database) == {
        ("Ana Lucía Ruiz", "es", frozenset({"ana@correo.co"}), frozenset({("barrio", "Norte")}))
    }
    assert undone.remarks == [
        "Ana Lucía Ruiz: el nombre cambió después de traer esta lista, y se queda como está.",
        "Ana Lucía Ruiz: «barrio» cambió después de traer esta lista, y se queda como está.",
    ]


@pytest.mark.parametrize(
    ("line", "typed", "told"),
    [
        ("Luz,luz@correo.co,3001234567,,\n", ("+573001234567", "telefono"), "con ese teléfono"),
        ("Luz,luz@correo.co|luz@otro.co,,,\n", ("luz@otro.co", "correo"), "con ese correo"),
    ],
)
def test_an_address_by_which_somebody_spoke_stays(
    database: Database, tenant: int, tmp_path: Path, line: str, typed: tuple[str, str], told: str
) -> None:
    """The list had added it to a person who was there; it is said which kind it is."""
    with database.write() as connection:
        number = add_contact(connection, tenant, "Luz", "luz@correo.co")
    done = take_in(database, tenant, tmp_path, HEAD + line)
    with database.write() as connection:
        say(connection, tenant, [(number, Word(key_of(*typed), "gestion", True, "formulario", NOW))])
    spoke = "se suscribió o dio su consentimiento después; la dirección se queda."
    assert undo(database, tenant, done.batch).remarks == [f"Luz: {told} {spoke}"]
    assert len(next(iter(people(database)))[2]) == 2


def test_who_is_in_a_later_list_stays_until_that_one_is_undone(database: Database, tenant: int, tmp_path: Path) -> None:
    """Two lists hold her: she goes with the last of them, whichever is taken back first."""
    first = take_in(database, tenant, tmp_path, HEAD + ANA + "Eva,eva@correo.co,,,\n")
    second = take_in(database, tenant, tmp_path, HEAD + ANA)

    undone = undo(database, tenant, first.batch)

    assert (undone.removed, undone.listed) == (1, 1)
    assert {name for name, *_ in people(database)} == {"Ana"}
    assert undo(database, tenant, second.batch).removed == 1
    assert people(database) == set()


def test_who_has_consented_since_stays(database: Database, tenant: int, tmp_path: Path) -> None:
    """A list may go; the person's own word does not go with it."""
    done = take_in(database, tenant, tmp_path, HEAD + ANA + "Eva,eva@correo.co,,,\n")
    with database.write() as connection:
        number = connection.scalar(select(contact.c.id).where(contact.c.name == "Ana"))
        word = {"purpose": "gestion", "basis": "consentimiento", "given": True, "source": "formulario", "at": NOW}
        connection.execute(insert(consent).values(tenant=tenant, contact=number, key=key_of("ana@correo.co"), **word))

    undone = undo(database, tenant, done.batch)

    assert (undone.removed, undone.wanted) == (1, 1)
    assert {name for name, *_ in people(database)} == {"Ana"}


@pytest.mark.parametrize("purpose", ["gestion", "tema:noticias"])
def test_consents_of_a_list_go_with_it_and_may_come_again(
    database: Database, tenant: int, tmp_path: Path, purpose: str
) -> None:
    """A list that was a mistake was nobody's word; what somebody said on their own stays, with the topic."""
    with database.write() as connection:
        add_contact(connection, tenant, "Luz", "luz@correo.co")
    text = "nombre,correo\nAna,ana@correo.co\nEva,eva@correo.co\nLuz,luz@correo.co\n"
    path = tmp_path / "lista.csv"
    path.write_text(text)
    grant = Grant("Planillas", UTC, everybody=True, purpose=purpose)
    done = import_contacts(database, tenant, path, SECRET, NOW, grant=grant)
    with database.write() as connection:
        number = connection.scalars(select(contact.c.id).where(contact.c.name == "Eva")).one()
        say(connection, tenant, [(number, Word(key_of("eva@correo.co"), purpose, True, "formulario", NOW))])

    undone = undo(database, tenant, done.batch)

    with database.read() as connection:
        assert connection.scalars(select(consent.c.source)).all() == ["formulario"]
        subscribed = {key_of("eva@correo.co")} if purpose != "gestion" else set()
        assert set(connection.scalars(select(subscription.c.key))) == subscribed
    assert (undone.removed, undone.consents, undone.wanted, undone.restored) == (1, 3, 1, 0)
    assert {name for name, *_ in people(database)} == {"Eva", "Luz"}
    assert import_contacts(database, tenant, path, SECRET, NOW, grant=grant).withdrawn == 0


@pytest.mark.parametrize("written", ["ana.perez@correo.co", "ANA.Perez@CORREO.co", " ana.perez@Correo.CO "])
def test_nobody_who_left_comes_back_by_undoing_and_importing_again(
    database: Database, tenant: int, tmp_path: Path, written: str
) -> None:
    """The word is kept apart from the person, by the address however it is written."""
    text = f"nombre,correo\nAna,{written}\nEva,eva@correo.co\n"
    done = take_in(database, tenant, tmp_path, text)
    with database.write() as connection:
        opt_out(connection, tenant, key_of("ana.perez@correo.co"), "baja", NOW)
    undo(database, tenant, done.batch)

    again = take_in(database, tenant, tmp_path, text)

    assert counts(again) == {"rows": 2, "created": 1, "suppressed": 1}
    assert {name for name, *_ in people(database)} == {"Eva"}


def test_an_import_that_was_broken_off_is_told_and_finished(database: Database, tenant: int, tmp_path: Path) -> None:
    """The same file again goes on under the same number; undone, all of it goes."""
    broken = break_off(database, tenant, tmp_path)

    finished = take_in(database, tenant, tmp_path, LONG)

    with database.read() as connection:
        [batch] = batches(connection, tenant)
        total = connection.scalar(select(func.count()).select_from(contact))
    assert (finished.batch, finished.resumed, batch.state) == (broken, True, "done")
    assert (batch.rows, batch.created, total) == (2_500, 2_500, 2_500)
    assert undo(database, tenant, broken).removed == 2_500


def test_an_import_that_was_broken_off_is_undone(database: Database, tenant: int, tmp_path: Path) -> None:
    """What had come in goes; those who were there before stay."""
    with database.write() as connection:
        add_contact(connection, tenant, "Luz", "luz@correo.co")
    broken = break_off(database, tenant, tmp_path)

    assert undo(database, tenant, broken).removed == 2_000
    assert {name for name, *_ in people(database)} == {"Luz"}


READ = 0.5
"""How much went by of a list that was read and of which nothing was taken."""
LONG = "nombre,correo\n" + "".join(f"P{number},p{number}@correo.co\n" for number in range(2_500))


def break_off(database: Database, tenant: int, folder: Path) -> int:
    """Import the long list up to its first two thousand lines; the number of the batch, which is told as unfinished."""

    def stop(passed: float) -> None:
        if passed > READ:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take_in(database, tenant, folder, LONG, watch=stop)
    with database.read() as connection:
        [batch] = batches(connection, tenant)
    assert (batch.state, batch.rows, batch.created) == ("unfinished", 2_000, 2_000)
    return batch.id
