"""Who asked for nothing more, or to be forgotten, comes back by no list, under whatever address it has."""

from pathlib import Path

import pytest
from sqlalchemy import select

from audience.contacts_import import LEFT
from audience.erasure import erase
from audience.leaving import leave_all
from audience.leaving_token import Leaver
from audience.suppression import BOUNCED, suppress
from audience.whose import holders
from storage.database import Database
from storage.tables import address
from tests.audience.lists import counts, people, take_in
from tests.audience.people import NOW, key_of

MAIL, PHONE = "ana@correo.co", "+573001234567"
BOTH = f"nombre,correo,telefono,barrio\nAna Pérez,{MAIL},{PHONE},Centro\n"


def _knows(database: Database, tenant: int, folder: Path, text: str = f"nombre,correo\nAna Pérez,{MAIL}\n") -> None:
    take_in(database, tenant, folder, text)


@pytest.mark.parametrize("erased", [False, True])
def test_no_other_address_of_the_line_brings_them_back(
    database: Database, tenant: int, tmp_path: Path, erased: bool
) -> None:
    """Neither the address nor anything else of the line is taken; it is counted and told, in the dry run too."""
    _knows(database, tenant, tmp_path)
    with database.write() as connection:
        if erased:
            [ana] = holders(connection, tenant, [key_of(MAIL)])
            erase(connection, tenant, ana, "Radicado 1", NOW)
        else:
            leave_all(connection, Leaver(tenant, key_of(MAIL)), "Por teléfono", NOW)
    before = people(database)

    for dry_run in (True, False):
        result = take_in(database, tenant, tmp_path, BOTH, dry_run)
        assert counts(result) == {"rows": 1, "suppressed": 1}
        assert [each.reason for each in result.problems] == [LEFT]

    assert people(database) == before
    with database.read() as connection:
        assert connection.scalars(select(address.c.kind)).all() == ["correo"]


def test_an_address_that_is_dead_leaves_the_others(database: Database, tenant: int, tmp_path: Path) -> None:
    """That nothing arrives there is nobody's word."""
    with database.write() as connection:
        suppress(connection, tenant, key_of(MAIL), BOUNCED, "550", NOW)

    assert counts(take_in(database, tenant, tmp_path, BOTH)) == {"rows": 1, "created": 1}

    assert [addresses for _, _, addresses, _ in people(database)] == [{PHONE}]


def test_who_shares_an_address_that_another_silenced_stays(database: Database, tenant: int, tmp_path: Path) -> None:
    """Known by an own address under that name, they are kept up to date; whoever is new might be the one who left."""
    home = "nombre,correo,telefono,barrio\nAna,casa@correo.co,,\nLuis,casa@correo.co,3019876543,\n"
    _knows(database, tenant, tmp_path, home)
    with database.write() as connection:
        leave_all(connection, Leaver(tenant, key_of("casa@correo.co")), "Enlace", NOW)

    again = "nombre,correo,telefono,barrio\nLuis,casa@correo.co,3019876543,Norte\nEva,casa@correo.co,3011111111,Norte\n"
    result = take_in(database, tenant, tmp_path, again)

    assert counts(result) == {"rows": 2, "updated": 1, "suppressed": 1}
    assert sorted(name for name, *_ in people(database)) == ["Ana", "Luis"]
