"""Figures that people give or that are pulled in: kept for ever, corrected by new rows, added up as the plan says."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from typing import Any, Literal

from sqlalchemy import Connection, Row, insert, select

from campaigns.indicator import Indicator
from indicators.periods import Period
from reports.words import number_words
from storage.fetched_figures import LARGEST_FIGURE, standing_figures
from storage.tables import measurement

Accumulation = Literal["suma", "ultimo", "promedio"]


class BadMeasurement(ValueError):
    """A figure that cannot be taken; the message is Spanish and says why."""

    def __init__(self, said: str, typed: str = "") -> None:
        """`said`: what is wrong and what is wanted, for whoever fills a form; `typed`: the words that a terminal wants
        for it, which its message says besides."""
        super().__init__(f"{said} {typed}".rstrip())
        self.said = said


@dataclass(frozen=True, slots=True)
class Measurement:
    """One figure for one day, with who gave it."""

    id: int
    indicator: str
    action: str
    """The row of the plan that it speaks of; empty: of the indicator as a whole."""
    value: float
    day: date
    by: str
    note: str
    recorded_at: datetime
    corrects: int | None
    reason: str = ""
    """Why it corrects another, or comes after its period was closed."""
    evidence: tuple[str, ...] = ()
    """Names of the files that show it."""


def record(
    connection: Connection,
    tenant: int,
    key: str,
    indicator: Indicator,
    value: float,
    day: date,
    by: str,
    note: str,
    now: datetime,
    action: str = "",
    corrects: int | None = None,
    reason: str = "",
    evidence: Sequence[Mapping[str, object]] = (),
) -> int:
    """Keep a figure that a person gives for a day, and return its row's number.

    `corrects` names the row that it replaces, which stays to be seen, and `reason` says why; `evidence` names files
    (`{"sha256": …, "name": …}`). Raises BadMeasurement for an indicator that is counted automatically, a number that
    is none, or a correction without a reason, of what is not there or was corrected already; for one that is fetched
    also where nobody says why, or the day has a figure that is not corrected by it.
    """
    _must_be_counted_by_people(key, indicator)
    if indicator.type == "traido":
        _must_be_a_persons_word(connection, tenant, key, day, note or reason, corrects)
    if not isfinite(value) or abs(value) > LARGEST_FIGURE:
        raise BadMeasurement(f"«{value}» no es una cifra que alguien pueda contar; revise cuántos dígitos tiene.")
    if value < 0:
        _must_be_said_why(key, indicator, value, note or reason)
    if corrects is not None:
        given(connection, tenant, key, corrects)
        if not reason.strip():
            raise BadMeasurement(
                f"Diga por qué se corrige la cifra {corrects}: las dos quedan a la vista.", "El motivo va en --reason."
            )
    row = {
        "tenant": tenant,
        "indicator": key,
        "action": action,
        "source": "declared",
        "value": value,
        "day": day,
        "recorded_at": now,
        "by": by,
        "note": note,
        "corrects": corrects,
        "reason": reason,
        "evidence": [dict(each) for each in evidence] or None,
    }
    return int(connection.scalars(insert(measurement).returning(measurement.c.id), [row]).one())


def measurements(connection: Connection, tenant: int, period: Period) -> tuple[Measurement, ...]:
    """The figures for days of the period that stand, those that a later row corrects left out; by day."""
    corrected = select(measurement.c.corrects).where(
        measurement.c.tenant == tenant, measurement.c.corrects.is_not(None)
    )
    found = (
        select(measurement)
        .where(
            measurement.c.tenant == tenant,
            measurement.c.day.between(period.first, period.last),
            measurement.c.id.not_in(corrected),
        )
        .order_by(measurement.c.day, measurement.c.id)
    )
    return tuple(map(as_measurement, connection.execute(found)))


def given(connection: Connection, tenant: int, key: str, number: int) -> Measurement:
    """A figure that stands, by its row's number. Raises BadMeasurement where it is not there, or was corrected."""
    row = connection.execute(
        select(measurement).where(measurement.c.id == number, measurement.c.tenant == tenant)
    ).first()
    if row is None or row.indicator != key:
        raise BadMeasurement(
            f"«{key}» no tiene ninguna cifra con el número {number}.", f"Véalas con «pregonero report --why {key}»."
        )
    its = measurement.c
    later = connection.scalar(select(its.id).where(its.tenant == tenant, its.corrects == number))
    if later is not None:
        raise BadMeasurement(f"La cifra {number} ya fue corregida por la {later}; corrija esa.")
    return as_measurement(row)


def corrected(connection: Connection, figures: Iterable[Measurement]) -> Mapping[int, Measurement]:
    """What those figures that correct another replaced, by the number of the one replaced."""
    numbers = [each.corrects for each in figures if each.corrects is not None]
    rows = connection.execute(select(measurement).where(measurement.c.id.in_(numbers)))
    return {row.id: as_measurement(row) for row in rows}


def about(figures: Iterable[Measurement], key: str, action: str | None = None) -> tuple[Measurement, ...]:
    """The figures of one indicator; for a row of the plan, its own and those that name no row."""
    return tuple(each for each in figures if each.indicator == key and (action is None or each.action in ("", action)))


def accumulate(how: Accumulation, figures: Iterable[Measurement]) -> float | None:
    """One figure out of several, given by day: their sum, the last, or their mean; None where there is none."""
    values = [each.value for each in figures]
    if not values:
        return None
    if how == "ultimo":
        return values[-1]
    return sum(values) if how == "suma" else sum(values) / len(values)


def _must_be_counted_by_people(key: str, indicator: Indicator) -> None:
    if indicator.type == "derivado":
        raise BadMeasurement(
            f"«{key}» se calcula solo; anote las cifras de las que sale: {', '.join(indicator.parts)}."
        )
    if indicator.type == "automatico":
        raise BadMeasurement(f"«{key}» se cuenta solo, a partir de lo publicado y confirmado; no se le anotan cifras.")


def _must_be_said_why(key: str, indicator: Indicator, value: float, why: str) -> None:
    """What adds up is seldom below nought: a wrong figure is corrected, and not taken off by another."""
    if indicator.accumulates == "suma" and not why.strip():
        raise BadMeasurement(
            f"Las cifras de «{key}» se suman, y {number_words(value)} le quita. Si la anterior quedó mal, corrija esa. "
            "Si de verdad fue menos que cero, diga por qué en la nota.",
            "Se corrige con --corrects NÚMERO --reason MOTIVO; la nota va en --note.",
        )


def _must_be_a_persons_word(
    connection: Connection, tenant: int, key: str, day: date, why: str, corrects: int | None
) -> None:
    """What a source told is not added to; where it tells nothing, somebody who knows may."""
    if not why.strip():
        raise BadMeasurement(
            f"«{key}» se trae sola de su fuente. Para anotarla a mano escriba el motivo en la nota.",
            "Agregue --note «por qué».",
        )
    standing = standing_figures(connection, tenant, key, [day]).get(day)
    if standing is not None and corrects != standing.id:
        raise BadMeasurement(
            f"«{key}» ya tiene la cifra del {day}: es la número {standing.id}. Corrija esa.",
            f"Agregue --corrects {standing.id} --reason «por qué».",
        )


def as_measurement(row: Row[Any]) -> Measurement:
    """A row of the table as a value."""
    return Measurement(
        id=row.id,
        indicator=row.indicator,
        action=row.action,
        value=row.value,
        day=row.day,
        by=row.by,
        note=row.note,
        recorded_at=row.recorded_at,
        corrects=row.corrects,
        reason=row.reason,
        evidence=tuple(each["name"] for each in row.evidence or ()),
    )
