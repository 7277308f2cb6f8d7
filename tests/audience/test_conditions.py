"""Conditions: who belongs, and how a condition is frozen."""

import json

import pytest
from sqlalchemy import Connection, insert, literal, select, text

from audience.conditions import freeze, holds, thaw
from audience.recipients import members
from audience.subscriptions import Proof, subscribe, unsubscribe
from campaigns.audience import Condition
from storage.database import Database
from storage.folding import fold_value, folded
from storage.tables import address, contact, contact_attribute
from tests.audience.people import NOW, add_contact, add_tenant, key_of

CASES: list[tuple[dict[str, object], set[str]]] = [
    ({}, {"ana", "luis", "eva", "nadie"}),
    ({"con": {"vinculo": "servidor"}}, {"ana", "luis"}),
    ({"con": {"tema": ["salud", "deporte"]}}, {"ana", "eva"}),
    ({"con": {"vinculo": "servidor", "tema": "salud"}}, {"ana"}),
    ({"sin": {"tema": "salud"}}, {"luis", "eva", "nadie"}),
    ({"sin": {"tema": ["salud", "deporte"]}}, {"luis", "nadie"}),
    ({"con": {"vinculo": "servidor"}, "sin": {"tema": "salud"}}, {"luis"}),
    ({"alguna": [{"con": {"vinculo": "jac"}}, {"con": {"tema": "empleo"}}]}, {"ana", "eva"}),
    ({"con": {"vinculo": "servidor"}, "alguna": [{"con": {"tema": "empleo"}}, {"con": {"vinculo": "jac"}}]}, {"ana"}),
    ({"alguna": [{"sin": {"vinculo": ["servidor", "jac"]}}]}, {"nadie"}),
    ({"con": {"barrio": "  La   Unión "}}, {"luis"}),
    ({"con": {"vinculo": "Servidor"}}, {"ana", "luis"}),
    ({"con": {"barrio": "LA UNION"}}, {"luis"}),
    ({"con": {"barrio": "la uñion"}}, {"luis"}),
    ({"con": {"barrio": "la-union"}}, {"luis"}),
    ({"con": {"barrio": "La_Unión"}}, {"luis"}),
    ({"con": {"barrio": "La - Unión"}}, {"luis"}),
    ({"con": {"barrio": "launion"}}, set()),
    ({"con": {"grupo": "junta-de-accion-comunal"}}, {"eva"}),
    ({"con": {"grupo": "junta de acción comunal"}}, {"eva"}),
    ({"sin": {"vinculo": "SERVIDOR"}}, {"eva", "nadie"}),
    ({"con": {"barrio": "Unión"}}, set()),
    (
        {"alguna": [{"alguna": [{"alguna": [{"alguna": [{"alguna": [{"con": {"vinculo": "JAC"}}]}]}]}]}]},
        {"eva"},
    ),
    ({"suscritos": ["noticias"]}, {"ana"}),
    ({"suscritos": ["noticias", "eventos"]}, {"ana", "eva"}),
    ({"suscritos": ["noticias", "eventos"], "con": {"vinculo": "jac"}}, {"eva"}),
    ({"alguna": [{"suscritos": "eventos"}, {"con": {"barrio": "La Unión"}}]}, {"eva", "luis"}),
    ({"suscritos": ["contratos"]}, set()),
]

PEOPLE: dict[str, dict[str, str | list[str]]] = {
    "ana": {"vinculo": "servidor", "tema": ["salud", "empleo"]},
    "luis": {"vinculo": "servidor", "barrio": "La Unión"},
    "eva": {"vinculo": "jac", "tema": "deporte", "grupo": "Junta de Acción - Comunal"},
    "nadie": {},
}


@pytest.mark.parametrize(("written", "belong"), CASES)
def test_a_condition_says_who_belongs(database: Database, written: dict[str, object], belong: set[str]) -> None:
    """All parts must hold; `alguna` asks for one; an empty condition is everybody. One by one or of all at once."""
    condition = Condition.model_validate(written)
    with database.write() as connection:
        tenant = add_tenant(connection)
        people = {
            name: add_contact(connection, tenant, name, f"{name}@correo.co", attributes=attributes)
            for name, attributes in PEOPLE.items()
        }
        _subscribe(connection, tenant, people)
        everybody = select(contact.c.name).join(address, address.c.contact == contact.c.id)

        for of_all in (False, True):
            its = holds(condition, contact.c.id, address.c.key, of_all=of_all)
            assert set(connection.scalars(everybody.where(its))) == belong


def test_whoever_subscribes_a_mail_address_is_no_subscriber_by_telephone(database: Database) -> None:
    """A subscription is that of one address; the person's others belong to it no more than a stranger's."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        person = add_contact(connection, tenant, "ana", "ana@correo.co", "telefono:3001234567")
        subscribe(connection, tenant, person, key_of("ana@correo.co"), ["noticias"], Proof("prueba"), NOW)
        its = holds(Condition(suscritos=("noticias",)), contact.c.id, address.c.key)

        found = connection.scalars(select(address.c.kind).join(contact, address.c.contact == contact.c.id).where(its))

        assert list(found) == ["correo"]


@pytest.mark.parametrize(
    "words", ["Sí", "AÑO Pingüino", "Çà ÈÎÕ", "Ärger", "Ωmega", "a-b_c  d - e ---- f", "100 %", "O'Neil", "ﬁn", "İ"]
)
def test_values_are_folded_alike_everywhere(writing: Connection, words: str) -> None:
    """What Python asks for is what either database makes of the row, whatever the letters."""
    assert writing.scalar(select(folded(literal(words)))) == fold_value(words)


@pytest.mark.parametrize("values", [["centro"], ["centro", "el prado", "la unión"]])
def test_a_condition_is_asked_of_its_index_alone(writing: Connection, values: list[str]) -> None:
    """Both databases know the folded value again, and fold no row of those whom a public does not have."""
    _many(writing)
    plan = _plan(writing, values, of_all=False)
    assert "ix_contact_attribute_folded" in plan
    if writing.dialect.name == "sqlite":
        assert "COVERING INDEX ix_contact_attribute_folded (name=? AND <expr>=? AND contact=?)" in plan


def test_who_counts_begins_with_those_who_have_the_value(sqlite_database: Database) -> None:
    """A public of few among a million is not looked for in the million; PostgreSQL sees as much by itself."""
    with sqlite_database.write() as connection:
        plan = _plan(connection, ["centro"], of_all=True)
    assert "COVERING INDEX ix_contact_attribute_folded (name=? AND <expr>=?)" in plan
    assert "SEARCH address USING INDEX ix_address_expansion (tenant=? AND kind=? AND contact=?)" in plan


def _many(connection: Connection) -> None:
    """People enough that an index is worth it, and counted: what autovacuum has seen by chance must not decide."""
    tenant = add_tenant(connection)
    made = [{"id": number, "tenant": tenant, "created_at": NOW} for number in range(1, 3_001)]
    connection.execute(insert(contact), made)
    mail = [{"tenant": tenant, "contact": each["id"], "kind": "correo", "key": str(each["id"])} for each in made]
    connection.execute(insert(address), mail)
    lives = [{"contact": each["id"], "name": "barrio", "value": f"Barrio {each['id']}"} for each in made]
    connection.execute(insert(contact_attribute), lives)
    if connection.dialect.name == "postgresql":
        connection.execute(text("ANALYZE contact, address, contact_attribute"))


def _plan(connection: Connection, values: list[str], *, of_all: bool) -> str:
    """How the database finds those who have one of these districts."""
    condition = Condition.model_validate({"con": {"barrio": values}})
    asked = members(condition, of_all=of_all).where(address.c.kind == "correo").params(of=1)
    explain = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL enable_seqscan = off"))
    compiled = asked.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
    return " ".join(str(row) for row in connection.execute(text(f"{explain} {compiled}".replace(":", "\\:"))))


def _subscribe(connection: Connection, tenant: int, people: dict[str, int]) -> None:
    wanted = {"ana": ["noticias", "boletines"], "eva": ["eventos"], "luis": ["noticias"]}
    for name, topics in wanted.items():
        subscribe(connection, tenant, people[name], key_of(f"{name}@correo.co"), topics, Proof("prueba"), NOW)
    unsubscribe(connection, tenant, key_of("luis@correo.co"), None, Proof("prueba"), NOW)


@pytest.mark.parametrize("written", [written for written, _ in CASES])
def test_a_frozen_condition_comes_back_the_same(written: dict[str, object]) -> None:
    """Through JSON text and back, it is the condition that it was."""
    condition = Condition.model_validate(written)

    assert thaw(json.loads(json.dumps(freeze(condition)))) == condition
