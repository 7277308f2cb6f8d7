"""A budget or a stock, as the office reads it."""

from decimal import Decimal

import pytest

from delivery.planning.allowances import Allowance, Unit
from storage.states import Mode
from verbs.allowance_words import allowance_tables

MONEY = Allowance(
    "el presupuesto de «emisora» para 2027",
    "canales.yaml",
    Unit.PESOS,
    Mode.SANDBOX,
    limit=Decimal(50_000),
    spent=Decimal(40_000),
    foreseen=Decimal(10_000),
    waiting=0,
    missed=0,
)
LEAFLETS = MONEY._replace(unit=Unit.UNITS, limit=Decimal(500), spent=Decimal(500), foreseen=Decimal(100))


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (MONEY, "sí"),
        (MONEY._replace(foreseen=Decimal(30_000)), "no, faltan $20.000"),
        (MONEY._replace(foreseen=Decimal(30_000), waiting=1), "no, faltan $20.000; espera 1 publicación"),
        (
            MONEY._replace(foreseen=Decimal(30_000), waiting=2, missed=1),
            "no, faltan $20.000; esperan 2 publicaciones; no salió 1 publicación",
        ),
        (MONEY._replace(missed=3), "sí; no salieron 3 publicaciones"),
        (MONEY._replace(waiting=1), "no; espera 1 publicación"),
        (LEAFLETS, "no, faltan 100"),
    ],
)
def test_whether_it_suffices_is_told_with_what_is_missing(found: Allowance, told: str) -> None:
    """And with how many publications wait for it, and how many did not go out."""
    [table] = allowance_tables([found])
    assert table.rows[0][-1] == told
