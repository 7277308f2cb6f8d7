"""Budgets and stocks, and what the gate makes of them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from delivery.limits import Fund, Stock
from delivery.publications.answer import Verdict
from delivery.publications.gate import ask
from delivery.publications.question import Approval, Question

NOW = datetime(2027, 5, 3, 13, 0, tzinfo=UTC)
SHORT = Fund("emisora~2027", "el presupuesto de «emisora» para 2027", "canales.yaml", *map(Decimal, (100, 90, 20)))
ENOUGH = SHORT._replace(needs=Decimal(10))
EMPTY = Stock("volantes", "las existencias de «volantes»", "canales.yaml", 500, 500)
LEFT = EMPTY._replace(used=499)
YES = Approval(True, "Ana Pérez", "", NOW)


@pytest.mark.parametrize(
    ("limit", "spent", "needs", "short", "warns"),
    [
        (100, 0, 100, False, False),
        (100, 0, 101, True, False),
        (100, 79, 0, False, False),
        (100, 80, 20, False, True),
        (100, 99, 0, False, True),
        (100, 100, 0, True, True),
        (100, 120, 0, True, True),
        (0, 0, 0, False, False),
        (0, 0, 1, True, False),
    ],
)
def test_a_budget_pays_to_its_last_peso(limit: int, spent: int, needs: int, short: bool, warns: bool) -> None:
    """From four fifths on a person is told; used up, it pays for nothing; without money, what is free still goes."""
    fund = SHORT._replace(limit=Decimal(limit), spent=Decimal(spent), needs=Decimal(needs))
    assert (fund.short, fund.warns) == (short, warns)


def question(late: float = 0, **given: object) -> Question:
    """A message that may be ten minutes late, and that its budget does not pay."""
    plain = Question(NOW, NOW - timedelta(minutes=late), timedelta(minutes=10), None, None, funds=(ENOUGH, SHORT))
    return plain._replace(**given)  # type: ignore[arg-type] # a table's cells


@pytest.mark.parametrize(
    ("asked", "verdict"),
    [
        (question(), Verdict.WAIT),
        (question(funds=(ENOUGH,)), Verdict.GO),
        (question(by_hand=True), Verdict.WAIT),
        (question(late=11), Verdict.LATE),
        (question(approver="comité"), Verdict.HOLD),
        (question(approver="comité", approval=YES), Verdict.WAIT),
        (question(released="La soltó ana."), Verdict.GO),
        (question(emergency="Se creció el río"), Verdict.GO),
        (question(funds=(), stocks=(EMPTY,)), Verdict.LATE),
        (question(funds=(), stocks=(LEFT,)), Verdict.GO),
        (question(stocks=(EMPTY,), released="La soltó ana."), Verdict.LATE),
        (question(stocks=(EMPTY,), emergency="Se creció el río"), Verdict.LATE),
    ],
)
def test_what_is_not_paid_for_waits_and_what_ran_out_does_not_go(asked: Question, verdict: Verdict) -> None:
    """A person may spend more; nobody can hand out what is not there."""
    assert ask(asked).verdict is verdict


def test_who_gets_less_is_told_whatever_let_it_go() -> None:
    """By itself, by a person's release, or in an emergency."""
    rest = "No alcanzaron las existencias de «volantes»: había 1, y pedía 3: faltaron 2."
    stocks = (LEFT._replace(needs=3),)
    assert ask(question(funds=(), stocks=stocks)).reason == rest
    assert ask(question(funds=(), stocks=stocks, released="La soltó ana.")).reason == f"La soltó ana. {rest}"
    assert ask(question(funds=(), stocks=stocks, emergency="Creció")).reason == f"Emergencia: Creció. {rest}"
    assert ask(question(funds=(), stocks=(LEFT._replace(needs=1),))).reason == ""


def test_by_how_much_it_is_exceeded_is_told() -> None:
    """Of each budget that falls short; of one that is just used up there is nothing to say but that."""
    other = SHORT._replace(name="el presupuesto de la campaña «x»", spent=Decimal(100), needs=Decimal(0))
    answer = ask(question(funds=(ENOUGH, SHORT, other), released="La soltó ana."))
    assert answer.exceeds == (SHORT, other)
    assert answer.reason == (
        "La soltó ana. Se pasa en $10 del presupuesto de «emisora» para 2027 "
        "y ya no queda nada del presupuesto de la campaña «x»."
    )


def test_why_it_waits_is_told() -> None:
    """The budget, what is gone, what it costs, and where more is written down."""
    answer = ask(question())
    assert answer.waits_for == "fondos:emisora~2027"
    assert answer.reason == (
        "No alcanza el presupuesto de «emisora» para 2027: es de $100, van $90, y esta cuesta $20. "
        "Si se aprueba más, suba «presupuesto» en canales.yaml."
    )
    assert ask(question(late=11)).reason == (
        "Pasó su hora hace 11 minutos: no alcanzaba el presupuesto de «emisora» para 2027."
    )
    assert ask(question(emergency="Se creció el río")).reason == (
        "Emergencia: Se creció el río. Se pasa en $10 del presupuesto de «emisora» para 2027."
    )
    assert ask(question(funds=(), stocks=(EMPTY,))).reason == (
        "Se acabaron las existencias de «volantes»: eran 500. Si llegan más, suba «existencias» en canales.yaml."
    )
