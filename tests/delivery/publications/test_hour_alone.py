"""Of what only the hour decides nothing else is asked: the gate lets it go in its hours, and has nothing to tell."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from campaigns.identity import Part
from campaigns.when import OpenHours, Workdays
from campaigns.windows import Windows
from delivery.alert_orders import Turn
from delivery.blackouts import Standing
from delivery.limits import Fund, Stock
from delivery.old_lists import KeptList
from delivery.publications.answer import Answer, Verdict
from delivery.publications.gate import ask, is_of_its_hour_alone
from delivery.publications.question import Approval, Legal, Question
from delivery.suspensions import Suspension
from storage.restorations import Restoration

MONDAY = datetime(2027, 1, 4, 15, 0, tzinfo=UTC)
"""Ten in the morning in Bogotá."""
LAW = Windows().week("gestion")
YES = Approval(True, "Ana Pérez", "", MONDAY)
NO = Approval(False, "Ana Pérez", "Falta el lugar.", MONDAY)
NO_TIME: dict[str, Any] = {"now": MONDAY, "planned_at": None, "tolerance": timedelta(hours=1)}
ITS_TIME: dict[str, Any] = {"planned_at": MONDAY, "ends": MONDAY + timedelta(hours=3), "next_name": "2027-01-11"}
APPROVALS: list[tuple[str | None, Approval | None, bool]] = [
    (None, None, True),
    ("comité", YES, True),
    ("comité", None, False),
    ("comité", NO, False),
]
ELSE: dict[str, Any] = {
    "by_hand": True,
    "emergency": "Creciente",
    "turn": Turn(),
    "nobody": "el público está vacío",
    "over": "Su encuesta cerró.",
    "unchecked": "Espera su revisión.",
    "unreported": "Faltan cifras.",
    "lists": (KeptList("inscritos", "Inscritos", "Salud", "8 días", timedelta(days=8), None),),
    "suppressed": True,
    "restorations": (Restoration(MONDAY, MONDAY),),
    "suspensions": (Suspension("general", MONDAY, None, "Duelo"),),
    "funds": (Fund("emisora~2027", "el presupuesto", "emisora", Decimal(1), Decimal(0)),),
    "stocks": (Stock("afiches", "los afiches", "bodega", 1, 0),),
    "released": "La soltó Ana Pérez.",
    "ends": MONDAY,
    "next_name": "2027-01-11",
    "blackouts": (Standing("Ley de garantías", MONDAY, None, "avisar", ""),),
    "since_approved": (Part("pie", "antes", "ahora"),),
    "legal": {"juridica": Legal("Jurídica", YES)},
}


def hours() -> OpenHours:
    """Those of the law."""
    assert LAW is not None
    return OpenHours(LAW, Workdays(), ZoneInfo("America/Bogota"))


@pytest.mark.parametrize("when", [None, hours()])
@pytest.mark.parametrize(("approver", "approval", "alone"), APPROVALS)
def test_it_goes_and_nothing_is_told(
    approver: str | None, approval: Approval | None, alone: bool, when: OpenHours | None
) -> None:
    """Whatever its event and its next time are, at its hour: unless its approval is wanting."""
    question = Question(**NO_TIME, approver=approver, approval=approval, hours=when)
    assert is_of_its_hour_alone(question) is alone
    assert (ask(question._replace(**ITS_TIME)) == Answer(Verdict.GO)) is alone


@pytest.mark.parametrize("field", sorted(ELSE))
def test_whatever_else_is_looked_at_is_asked_about(field: str) -> None:
    """Even where it would let it go."""
    assert not is_of_its_hour_alone(Question(**NO_TIME, approver=None, approval=None, **{field: ELSE[field]}))


def test_no_part_of_the_question_is_left_out() -> None:
    """A new one counts as something else until somebody says that it is of the hour."""
    assert set(Question._fields) == {*NO_TIME, "approver", "approval", "hours", *ELSE}
