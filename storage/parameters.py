"""New values of columns as parameters: for statements that are built once, since building costs more than executing."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import BindParameter, Table, bindparam


def bound(column: str) -> str:
    """The parameter for a column's new value; SQLAlchemy keeps the columns' own names for itself."""
    return f"new_{column}"


def parameters(table: Table, columns: Iterable[str]) -> dict[str, BindParameter[Any]]:
    """Column to parameter, of the column's type: what `values()` of an insert or update takes."""
    return {name: bindparam(bound(name), type_=table.c[name].type) for name in columns}


def given(columns: Mapping[str, object]) -> dict[str, object]:
    """Parameter to value: what goes along when the statement is executed."""
    return {bound(name): value for name, value in columns.items()}
