"""Conditions: who belongs, and how a condition is frozen."""

import json

import pytest
from sqlalchemy import select

from audience.conditions import freeze, holds, thaw
from campaigns.audience import Condition
from storage.database import Database
from storage.tables import contact
from tests.audience.people import add_contact, add_tenant

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
    ({"con": {"vinculo": "Servidor"}}, set()),
]


@pytest.mark.parametrize(("written", "belong"), CASES)
def test_a_condition_says_who_belongs(database: Database, written: dict[str, object], belong: set[str]) -> None:
    """All parts must hold; `alguna` asks for one; an empty condition is everybody."""
    condition = Condition.model_validate(written)
    with database.write() as connection:
        tenant = add_tenant(connection)
        add_contact(connection, tenant, "ana", attributes={"vinculo": "servidor", "tema": ["salud", "empleo"]})
        add_contact(connection, tenant, "luis", attributes={"vinculo": "servidor", "barrio": "La Unión"})
        add_contact(connection, tenant, "eva", attributes={"vinculo": "jac", "tema": "deporte"})
        add_contact(connection, tenant, "nadie")

        found = connection.scalars(select(contact.c.name).where(holds(condition, contact.c.id)))

        assert set(found) == belong


@pytest.mark.parametrize("written", [written for written, _ in CASES])
def test_a_frozen_condition_comes_back_the_same(written: dict[str, object]) -> None:
    """Through JSON text and back, it is the condition that it was."""
    condition = Condition.model_validate(written)

    assert thaw(json.loads(json.dumps(freeze(condition)))) == condition
