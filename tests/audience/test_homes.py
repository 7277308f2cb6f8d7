"""People without any address at which a message arrives: known by name and place, where the staff say so."""

from pathlib import Path

import pytest
from sqlalchemy import select

from audience.addresses import BadAddress, recipient_key
from audience.contacts_import import import_contacts
from audience.erasure import erase
from audience.homes import home, typed_home
from audience.import_result import ImportResult
from audience.import_undo import undo_import
from audience.line import BadContactsFile
from audience.suppression import suppress
from audience.whose import holders, keys_of
from storage.database import Database
from storage.tables import address, contact
from tests.audience.lists import counts, people
from tests.audience.people import NOW, SECRET

HEAD = "nombre,correo,direccion,vereda\n"
ANA = "Ana Ruiz,,Casa 3,La Palma\n"
KEY = recipient_key(SECRET, home("Ana Ruiz", "Casa 3, La Palma").normalised)


def take_in(database: Database, tenant: int, folder: Path, text: str, homes: bool = True) -> ImportResult:
    """Import a file with this text; by word of the staff, also whoever has no address."""
    path = folder / "veredas.csv"
    path.write_text(text, encoding="utf-8")
    return import_contacts(database, tenant, path, SECRET, NOW, homes=homes)


def kinds(database: Database) -> list[list[str]]:
    """The kinds of each contact's addresses."""
    with database.read() as connection:
        numbers = connection.scalars(select(contact.c.id).order_by(contact.c.id)).all()
        its = address.c
        asked = select(its.kind).order_by(its.kind)
        return [list(connection.scalars(asked.where(its.contact == number))) for number in numbers]


def test_only_by_word_of_the_staff(database: Database, tenant: int, tmp_path: Path) -> None:
    """Else the line is refused, as ever."""
    assert counts(take_in(database, tenant, tmp_path, HEAD + ANA, homes=False)) == {"rows": 1, "refused": 1}
    assert counts(take_in(database, tenant, tmp_path, HEAD + ANA)) == {"rows": 1, "created": 1}
    assert people(database) == {
        (
            "Ana Ruiz",
            "es",
            frozenset({"Casa 3, La Palma"}),
            frozenset({("direccion", "Casa 3"), ("vereda", "La Palma")}),
        )
    }


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            ",,Casa 3,La Palma\n",
            "no tiene correo, telegram ni telefono, y para visitarla hacen falta su nombre y dónde",
        ),
        ("Ana Ruiz,,,\n", "y para visitarla hacen falta su nombre y dónde encontrarla: direccion, vereda o barrio"),
        ("Ana Ruiz,mal,,\n", "«mal» no es una dirección de correo"),
    ],
)
def test_whoever_cannot_be_found_is_refused(
    database: Database, tenant: int, tmp_path: Path, line: str, told: str
) -> None:
    """Who has no name, or no place; the line says what is wanting."""
    result = take_in(database, tenant, tmp_path, HEAD + line)
    assert counts(result) == {"rows": 1, "refused": 1}
    assert told in result.problems[0].reason


def test_the_same_list_again_makes_nobody_twice(database: Database, tenant: int, tmp_path: Path) -> None:
    """However name and place are written; a line that repeats somebody is told."""
    take_in(database, tenant, tmp_path, HEAD + ANA)
    again = take_in(database, tenant, tmp_path, HEAD + "ANA RUÍZ,,casa  3,la palma\n" + ANA)
    assert counts(again) == {"rows": 2, "updated": 1, "duplicates": 1}
    other = take_in(database, tenant, tmp_path, HEAD + "Ana Ruiz,,Casa 4,La Palma\n")
    assert counts(other) == {"rows": 1, "created": 1}


def test_who_has_an_address_is_not_known_by_place(database: Database, tenant: int, tmp_path: Path) -> None:
    """Two of one name in one place, each with a mail of their own, are two."""
    take_in(database, tenant, tmp_path, HEAD + ANA.replace(",,", ",a@co.co,") + ANA.replace(",,", ",b@co.co,"))
    assert kinds(database) == [["correo"], ["correo"]]


def test_who_gets_an_address_stays_the_same_person(database: Database, tenant: int, tmp_path: Path) -> None:
    """The mail is added to whoever was known by name and place alone."""
    take_in(database, tenant, tmp_path, HEAD + ANA)
    assert counts(take_in(database, tenant, tmp_path, HEAD + ANA.replace(",,", ",ana@co.co,"))) == {
        "rows": 1,
        "updated": 1,
    }
    assert kinds(database) == [["correo", "domicilio"]]


def test_a_list_needs_a_column_by_which_people_are_found(database: Database, tenant: int, tmp_path: Path) -> None:
    """Name and place will do where the staff say so, and not without."""
    bare = "nombre,barrio\nAna Ruiz,centro\n"
    with pytest.raises(BadContactsFile):
        take_in(database, tenant, tmp_path, bare, homes=False)
    with pytest.raises(BadContactsFile):
        take_in(database, tenant, tmp_path, "nombre,grupo\nAna Ruiz,familia\n")
    assert counts(take_in(database, tenant, tmp_path, bare)) == {"rows": 1, "created": 1}


def test_whoever_wants_nothing_more_is_not_brought_back(database: Database, tenant: int, tmp_path: Path) -> None:
    """The word counts for name and place as for any address."""
    with database.write() as connection:
        suppress(connection, tenant, KEY, "baja", "Lo dijo en la visita", NOW)
    assert counts(take_in(database, tenant, tmp_path, HEAD + ANA)) == {"rows": 1, "suppressed": 1}


def test_an_import_is_taken_back(database: Database, tenant: int, tmp_path: Path) -> None:
    """With all whom it made."""
    done = take_in(database, tenant, tmp_path, HEAD + ANA)
    assert undo_import(database, tenant, done.batch or 0, NOW).removed == 1
    assert people(database) == set()


def test_the_person_is_found_by_name_and_place(database: Database, tenant: int, tmp_path: Path) -> None:
    """As they stand in the list; forgotten, neither is known any more, and no list brings them back."""
    take_in(database, tenant, tmp_path, HEAD + ANA)
    typed = keys_of(SECRET, "ana ruiz | Casa 3, La Palma")
    assert typed == (KEY,)
    with database.write() as connection:
        [ana] = holders(connection, tenant, typed)
        erase(connection, tenant, ana, "Radicado 12", NOW)
        assert holders(connection, tenant, typed) == ()
    with database.read() as connection:
        assert connection.scalars(select(contact.c.name)).all() == [""]
        assert connection.scalars(select(address.c.address)).all() == [None]
    assert counts(take_in(database, tenant, tmp_path, HEAD + ANA)) == {"rows": 1, "suppressed": 1}


@pytest.mark.parametrize("text", ["Ana |", "| La Palma", "|"])
def test_half_of_it_is_nobody(text: str) -> None:
    """Both name and place are wanted."""
    with pytest.raises(BadAddress):
        typed_home(text)
