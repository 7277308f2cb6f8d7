"""Column types that both dialects keep alike."""

import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, LargeBinary, TypeDecorator

Identity = BigInteger().with_variant(Integer, "sqlite")
"""A row's number. SQLite only counts up by itself in a column declared INTEGER."""


CENTS = 100


class Instant(TypeDecorator[datetime]):
    """A moment: refuses naive values, is stored in UTC, comes back aware.

    SQLAlchemy's own `DateTime(timezone=True)` drops the zone on SQLite without a word.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:
        """To the database. SQLAlchemy's own for SQLite takes five times as long, and results come by the thousand."""
        return _to_text if dialect.name == "sqlite" else _to_utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """From the database: always aware, in UTC."""
        return _from_text if dialect.name == "sqlite" else _to_utc


class Money(TypeDecorator[Decimal]):
    """Pesos, to the cent. SQLite has no decimals and would make them binary fractions: they are stored as cents."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """To the database."""
        return None if value is None else int(value * CENTS)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:  # noqa: ANN401 - as declared
        """From the database; a sum comes from PostgreSQL as a decimal of cents."""
        return None if value is None else Decimal(value) / CENTS


class Packed(TypeDecorator[str]):
    """A long text, kept packed: SQLite packs nothing by itself, and what repeats its words takes a fifteenth."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """To the database."""
        return None if value is None else zlib.compress(value.encode())

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:  # noqa: ANN401 - as declared
        """From the database."""
        return None if value is None else zlib.decompress(value).decode()


def _to_utc(moment: datetime | None) -> datetime | None:
    """The same moment in UTC. Raises ValueError for a naive one."""
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise ValueError(f"a naive moment cannot be stored: {moment!r}")
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)


def _to_text(moment: datetime | None) -> str | None:
    """As SQLAlchemy writes a moment in SQLite: `2027-01-15 12:30:00.000000`, which sorts as time does."""
    moment = _to_utc(moment)
    return None if moment is None else moment.isoformat(" ", "microseconds")[:26]


def _from_text(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)
