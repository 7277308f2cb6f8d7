"""Budgets and stocks, as people read them and as programs do."""

from collections.abc import Sequence
from decimal import Decimal

from campaigns.money import pesos
from delivery.limits import Fund
from delivery.planning.allowances import Allowance, Unit
from delivery.worlds import marked
from reports.table import Table
from verbs.words import how_many

COLUMNS = ("Qué", "Van", "De", "Parte", "Lo que falta del año", "Alcanza")


def allowance_document(each: Allowance) -> dict[str, object]:
    """One of them as JSON has it."""
    return {
        "name": each.name,
        "file": each.where,
        "unit": each.unit.value,
        "mode": each.mode.value,
        "limit": _number(each.limit),
        "spent": _number(each.spent),
        "foreseen": _number(each.foreseen),
        "percent": each.percent,
        "suffices": each.suffices,
        "lacking": _number(each.lacking),
        "waiting": each.waiting,
        "missed": each.missed,
    }


def exceeded_document(funds: Sequence[Fund]) -> list[dict[str, object]]:
    """The budgets that something goes out beyond, and by how much."""
    return [{"name": each.name, "file": each.where, "by": _number(each.excess)} for each in funds]


def allowance_tables(found: Sequence[Allowance]) -> list[Table]:
    """All of them in one table; none where there are none."""
    rows = tuple(
        (
            marked(f"{each.name[:1].upper()}{each.name[1:]}", each.mode),
            _amount(each, each.spent),
            _amount(each, each.limit),
            "" if each.percent is None else f"{each.percent} %",
            _amount(each, each.foreseen),
            _whether(each),
        )
        for each in found
    )
    return [Table("allowances", "Presupuestos y existencias", COLUMNS, rows)] if rows else []


def _whether(each: Allowance) -> str:
    """Whether it suffices: «no, faltan $20.000; espera 1 publicación»."""
    told = ["sí" if each.suffices else f"no, faltan {_amount(each, each.lacking)}" if each.lacking else "no"]
    if each.waiting:
        told.append(f"{'espera' if each.waiting == 1 else 'esperan'} {_publications(each.waiting)}")
    if each.missed:
        told.append(f"no {'salió' if each.missed == 1 else 'salieron'} {_publications(each.missed)}")
    return "; ".join(told)


def _publications(number: int) -> str:
    return how_many(number, "publicación", "publicaciones")


def _amount(each: Allowance, amount: Decimal) -> str:
    return pesos(amount) if each.unit is Unit.PESOS else str(int(amount))


def _number(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)
