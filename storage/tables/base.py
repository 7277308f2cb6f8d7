"""What every table stands on: one naming convention and the columns that come back."""

from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, ColumnElement, ForeignKey, Index, MetaData

from storage.columns import Identity

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_PARTIAL: list[tuple[Index, ColumnElement[bool]]] = []


def number() -> Column[int]:
    """A row's own number."""
    return Column("id", Identity, primary_key=True, autoincrement=True)


def tenant_column() -> Column[int]:
    """The municipality that a row belongs to."""
    return Column("tenant", Identity, ForeignKey("tenant.id"), nullable=False)


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """The column holds one of these words and nothing else."""
    listed = ", ".join(f"'{word.value}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def partial_index(name: str, *columns: Column[Any], where: ColumnElement[bool]) -> None:
    """An index over some of a table's rows, in each dialect that `speak` names."""
    _PARTIAL.append((Index(name, *columns), where))


def speak(dialect: str) -> None:
    """Tell the tables a dialect that is used; to name both at once would load PostgreSQL's for SQLite too.

    Where the key is the whole row, SQLite keeps it once, in the key's own tree (https://www.sqlite.org/withoutrowid.html).
    """
    for index, where in _PARTIAL:
        index.dialect_kwargs[f"{dialect}_where"] = where
    if dialect == "sqlite":
        for table in metadata.tables.values():
            if all(column.primary_key for column in table.columns):
                table.dialect_kwargs["sqlite_with_rowid"] = False
