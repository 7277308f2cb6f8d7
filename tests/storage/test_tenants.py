"""Municipalities, first sights, approvals, standing orders, lanes and facts."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, func, select

from storage import meta
from storage.approvals import Approval, Decision, all_decisions, decide, decisions
from storage.lanes import beat, lanes, resume_lanes, update_lane
from storage.standing_orders import OrderKind, give_order, lift_orders, standing_orders
from storage.tables import audit, tenant
from storage.tenants import Face, face_of, find_tenant, first_seen, only_face, tenant_id
from tests.storage.rows import NOW, SENDER, a_lane, a_tenant

LATER = NOW + timedelta(days=1)


def test_municipality_is_one_row(writing: Connection) -> None:
    """A municipality keeps its number, and a new name takes the place of the old one."""
    number = tenant_id(writing, "genova", Face("Génova", "America/Bogota"))

    assert tenant_id(writing, "genova", Face("Génova, Quindío", "America/Bogota")) == number
    assert find_tenant(writing, "genova") == number
    assert find_tenant(writing, "caqueza") is None
    assert writing.execute(select(tenant.c.name)).scalar_one() == "Génova, Quindío"


@pytest.mark.parametrize(
    "later",
    [
        Face("Génova, Quindío", "America/Bogota", (("Correo", "a@genova.gov.co"),), "https://genova.gov.co/datos"),
        Face("Génova", "America/Lima", (("Correo", "a@genova.gov.co"),), "https://genova.gov.co/datos"),
        Face(
            "Génova", "America/Bogota", (("Línea", "123"), ("Correo", "a@genova.gov.co")), "https://genova.gov.co/datos"
        ),
        Face("Génova", "America/Bogota", (("Correo", "a@genova.gov.co"),), "https://genova.gov.co/politica"),
    ],
    ids=["name", "zone", "contact", "policy"],
)
def test_what_is_told_of_a_municipality_is_of_today(writing: Connection, later: Face) -> None:
    """Whatever of it changes in the files; alone in its database, it is the one to ask."""
    face = Face("Génova", "America/Bogota", (("Correo", "a@genova.gov.co"),), "https://genova.gov.co/datos")
    number = tenant_id(writing, "genova", face)
    assert only_face(writing) == face

    tenant_id(writing, "genova", later)

    assert face_of(writing, number) == later
    a_tenant(writing, "otra")
    assert only_face(writing) is None


def test_message_is_first_seen_once(writing: Connection) -> None:
    """A message is known since it was first seen, whoever looks later; each municipality has its own."""
    number = a_tenant(writing)
    first_seen(writing, number, [("matriculas", "anuncio")], NOW)

    known = first_seen(writing, number, [("matriculas", "anuncio"), ("matriculas", "cierre")], LATER)

    assert known == {("matriculas", "anuncio"): NOW, ("matriculas", "cierre"): LATER}
    assert first_seen(writing, a_tenant(writing, "otra"), [("matriculas", "anuncio")], LATER) == {
        ("matriculas", "anuncio"): LATER
    }
    assert first_seen(writing, number, [], NOW) == {}


def test_every_word_on_a_digest_is_kept(writing: Connection) -> None:
    """All decisions on a digest are kept and audited, the newest last; another digest has none."""
    number = a_tenant(writing)
    rejected = Approval(Decision.REJECTED, "comite", "falta la fecha", NOW)
    approved = Approval(Decision.APPROVED, "comite", "", LATER, "comite", complete=True)

    decide(writing, number, "matriculas", "anuncio", "d1", rejected)
    decide(writing, number, "matriculas", "anuncio", "d1", approved)

    assert decisions(writing, number, "d1") == [rejected, approved]
    assert all_decisions(writing, number) == {"d1": [rejected, approved]}
    assert decisions(writing, number, "d2") == []
    assert decisions(writing, a_tenant(writing, "otra"), "d1") == []
    assert writing.execute(select(func.count()).select_from(audit)).scalar_one() == 2


def test_orders_are_numbered_and_stand_until_lifted(writing: Connection) -> None:
    """Orders count up within their scope, stand from when they are given, and end when lifted or at their date."""
    number = a_tenant(writing)
    first = give_order(writing, number, OrderKind.ALERT, "creciente", "ana", "subió el río", NOW)
    short = give_order(writing, number, OrderKind.SUSPEND, "gestion", "ana", "veda", NOW, until=LATER)

    assert (first.number, short.number) == (1, 1)
    assert standing_orders(writing, number, NOW) == [first, short]
    assert standing_orders(writing, number, LATER) == [first]
    assert lift_orders(writing, number, OrderKind.ALERT, "creciente", "ana", LATER) == [first]
    assert lift_orders(writing, number, OrderKind.ALERT, "creciente", "ana", LATER) == []
    assert standing_orders(writing, number, LATER) == []
    assert give_order(writing, number, OrderKind.ALERT, "creciente", "ana", "otra vez", LATER).number == 2


def test_lane_is_written_by_its_owner_alone(writing: Connection) -> None:
    """A process whose lane another has opened changes nothing in it, and learns so."""
    number = a_tenant(writing)
    old = a_lane(writing, "uno").epoch
    new = a_lane(writing, "dos").epoch

    assert not update_lane(writing, number, SENDER, 0, old, last_error="nueve")
    assert not beat(writing, number, SENDER, 0, old, NOW)
    assert update_lane(writing, number, SENDER, 0, new, last_error="cinco", paused_until=LATER, needs_person=True)
    assert [(row.owner, row.last_error, row.paused_until) for row in lanes(writing, number)] == [
        ("dos", "cinco", LATER)
    ]


def test_person_resumes_a_lane(writing: Connection) -> None:
    """A credential that a person has mended goes on."""
    number = a_tenant(writing)
    epoch = a_lane(writing).epoch
    update_lane(writing, number, SENDER, 0, epoch, needs_person=True, failures=3, last_error="401")

    assert resume_lanes(writing, number, SENDER) == 1
    assert resume_lanes(writing, number, SENDER) == 0
    row = lanes(writing, number)[0]
    assert (row.needs_person, row.failures, row.last_error) == (False, 0, None)


def test_facts(writing: Connection) -> None:
    """A fact is what it was last said to be."""
    assert meta.get(writing, "x") is None
    meta.put(writing, "x", "1")
    meta.put(writing, "x", "2")
    assert meta.get(writing, "x") == "2"
