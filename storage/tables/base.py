"""What every table stands on: one naming convention and the columns that come back."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, ForeignKey, MetaData

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
