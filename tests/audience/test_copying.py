"""People counted in another database without who they are: as many belong, and nothing tells of anybody."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from audience.consents import Word, say
from audience.copying import copy_people
from audience.households import homes_of
from audience.made_up import named_values
from audience.makeup import makeup
from audience.people import count
from audience.suppression import opt_out
from campaigns.audience import Condition
from storage.database import Database
from storage.folding import fold_value
from storage.schema import prepare
from storage.tables import address, contact, contact_attribute, metadata
from tests.audience.people import NOW, add_contact, add_tenant, key_of
from tests.campaigns.town import AUDIENCES, CAMPAIGN, loaded

NORTH = Condition.model_validate({"con": {"barrio": ["Norté"]}})
NOT_NORTH = Condition.model_validate({"sin": {"barrio": ["norte", "sur"]}})
KEPT = frozenset(fold_value(each) for each in ("norte", "sur"))
PEOPLE: tuple[tuple[str, tuple[str, ...], Mapping[str, str | list[str]]], ...] = (
    ("Ana Pérez", ("ana@correo.co",), {"barrio": "NORTE", "hogar": "Predio 77", "cabeza-de-hogar": "sí"}),
    ("Luis Gil", ("luis@correo.co", "telefono:3001234567"), {"barrio": ["Norte", "El Prado"], "hogar": "Predio 77"}),
    ("Eva Rojas", ("eva@correo.co",), {"barrio": "Sur", "zona": "Europe/Madrid", "hogar": "Predio 78"}),
    ("", ("telefono:3009876543", "telegram:555123"), {"barrio": "El Prado"}),
)
TOLD = ("Ana", "Luis", "Eva", "correo.co", "3001234567", "3009876543", "555123", "Predio", "Prado", "Rosa la vio")


def counted(connection: Connection, tenant: int) -> list[object]:
    """How many belong where."""
    conditions = (Condition(), NORTH, NOT_NORTH)
    found: list[object] = [makeup(connection, tenant, each) for each in conditions]
    found += [count(connection, tenant, each, kind) for each in conditions for kind in ("email", "telegram", "sms")]
    numbers = connection.scalars(select(contact.c.id).order_by(contact.c.id)).all()
    homes = homes_of(connection, numbers)
    return [*found, [[other for other in homes if homes[other] == homes[each]] for each in homes]]


@pytest.fixture
def copies(database: Database, tenant: int, empty_database: Database) -> tuple[Database, Database, int]:
    """The real database, and one with its people and the municipality's number in it."""
    prepare(empty_database)
    with database.write() as connection:
        made = [add_contact(connection, tenant, name, *its, attributes=known) for name, its, known in PEOPLE]
        word = Word(key_of("ana@correo.co"), "gestion", True, "Rosa la vio firmar", NOW)
        say(connection, tenant, [(made[0], word)])
        opt_out(connection, tenant, key_of("eva@correo.co"), "Rosa la vio", NOW)
    with database.read() as source, empty_database.write() as target:
        add_tenant(target, "otra")
        there = add_tenant(target)
        assert copy_people(source, tenant, target, there, KEPT) == len(PEOPLE)
    return database, empty_database, there


def test_as_many_belong_where_they_belonged(copies: tuple[Database, Database, int], tenant: int) -> None:
    """By public, medium, consent and household; also those who want nothing."""
    real, copy, there = copies
    with real.read() as before, copy.read() as after:
        assert counted(after, there) == counted(before, tenant)


def test_nothing_in_it_tells_of_anybody(copies: tuple[Database, Database, int]) -> None:
    """Neither names, addresses, homes nor what staff noted down of them; what their own files name stays."""
    with copies[1].read() as connection:
        cells = [cell for table in metadata.sorted_tables for row in connection.execute(select(table)) for cell in row]
        written = "\n".join(str(cell) for cell in cells)
        named = set(connection.scalars(select(contact_attribute.c.value)))
        names = connection.scalars(select(contact.c.name).order_by(contact.c.id)).all()
        kinds = set(connection.scalars(select(address.c.address).where(address.c.kind == "telefono")))
    assert [told for told in TOLD if told in written] == []
    assert {"NORTE", "Norte", "Sur", "Europe/Madrid", "sí"} < named
    assert names == ["Persona 1", "Persona 2", "Persona 3", ""]
    assert all(each.startswith("+573") and len(each) == len("+573001234567") for each in kinds)


def test_which_values_the_files_name(tmp_path: Path) -> None:
    """Those of publics, also among alternatives, and those that a text asks about."""
    condition = "condicion: {con: {barrio: Centro}, alguna: [{sin: {oficio: [Mototaxista]}}]}"
    text = "Empiezan{% if persona.barrio is defined and persona.barrio == 'La Loma' %} ya{% endif %}, «así» 'no'."
    files = {
        "publicos.yaml": AUDIENCES.replace("condicion: {}", condition, 1),
        "campanas/matriculas.yaml": CAMPAIGN.replace("[correo, web]", "[correo]").replace(
            "texto: Empiezan las matrículas.", f'texto: "{text}"'
        ),
    }
    [town] = loaded(tmp_path, files).tenants
    assert named_values(town) == {"centro", "mototaxista", "la loma"}
