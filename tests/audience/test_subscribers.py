"""The contact behind an address that somebody subscribes."""

import pytest

from audience.subscribers import subscriber
from storage.database import Database
from tests.audience.people import NOW, add_contact, key_of

MAIL = "casa@correo.co"


@pytest.mark.parametrize(
    ("there", "typed", "known"),
    [
        (["Ana Ruiz"], "Ana Ruiz", 0),
        (["Ana Ruiz"], "Anita", 0),
        (["Ana Ruiz"], "", 0),
        ([""], "Anita", 0),
        (["Ana Ruiz", "Luis Ruiz"], "luis ruiz", 1),
        (["Ana Ruiz", "Luis Ruiz"], "Eva", None),
        ([], "Eva", None),
    ],
)
def test_who_is_known_stays_one_person(
    database: Database, tenant: int, there: list[str], typed: str, known: int | None
) -> None:
    """An address of one contact is that one's, however the name is typed; of several the name decides."""
    with database.write() as connection:
        numbers = [add_contact(connection, tenant, name, MAIL) for name in there]
        found = subscriber(connection, tenant, "correo", MAIL, key_of(MAIL), typed, "es", NOW)
        assert found == numbers[known] if known is not None else found not in numbers
