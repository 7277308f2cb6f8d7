"""`record`, `close`: the figures that people count, and the periods whose figures stand."""

from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection

from delivery.installation import var_folder
from delivery.publishing.freeze import media_folder
from delivery.tasks.evidence import NotEvidence, keep, looked_at
from delivery.workplace import Workplace
from indicators.closing import NotClosed, count_to_close
from indicators.closing import close as close_period
from indicators.correcting import Given, Noted, ReasonMissing, note_figure
from indicators.declared import BadMeasurement
from indicators.lookup import UnknownKey, find_action, find_indicator
from indicators.periods import BadPeriod, parse_period
from reports.words import number_words
from storage.audit import append
from storage.errors import StorageError
from verbs.answer import Answer
from verbs.call import Call, Failure, WrongCall
from verbs.place import at_work, moment, workplace
from verbs.words import how_many, instant

WRONG: tuple[type[Exception], ...] = (UnknownKey, NotEvidence, ReasonMissing, BadPeriod)
FAILED: tuple[type[Exception], ...] = (BadMeasurement, NotClosed, StorageError, OSError)


def record(
    call: Call,
    indicator: str,
    value: float,
    day: date | None,
    action: str,
    note: str,
    evidence: tuple[Path, ...],
    corrects: int | None,
    reason: str,
) -> Answer:
    """A figure that people count, or the right one in place of another."""

    def work(connection: Connection, place: Workplace, now: datetime) -> dict[str, object]:
        find_indicator(place.tenant, indicator)
        if action:
            find_action(place.tenant, action)
        if day is not None and day > now.astimezone(place.tenant.municipality.zone).date():
            raise WrongCall(f"El {day} todavía no ha llegado: una cifra se anota con la fecha en que se contó.")
        folder = media_folder(var_folder(call.environment))
        kept = [keep(connection, folder, each, now) for each in looked_at(evidence)]
        figure = Given(indicator, value, day, action, note, corrects, reason, kept)
        noted = note_figure(connection, place.tenant, place.tenant_id, figure, call.actor, now)
        detail = _detail(figure, noted)
        append(connection, place.tenant_id, call.actor, "record", indicator, detail, now)
        periods = [{"period": period, "version": version} for period, version in noted.versions]
        return {"id": noted.number, "indicator": indicator, **detail, "periods": periods}

    done = at_work(call, work)
    said = "Anotado" if corrects is None else f"Corregida la cifra {corrects}"
    lines = [f"{said}: {indicator}, {number_words(value)}, el {done['date']}."]
    if done["periods"]:
        lines.append("Cambió lo que dicen periodos ya cerrados; sus informes muestran la cifra de antes y el motivo.")
    return Answer([done], lines)


def _detail(figure: Given, noted: Noted) -> dict[str, object]:
    """What the audit and programs are told alike."""
    return {
        "value": figure.value,
        "date": noted.day.isoformat(),
        "action": noted.action,
        "corrects": figure.corrects,
        "reason": figure.reason,
        "evidence": [{"name": each["name"], "sha256": each["sha256"]} for each in figure.evidence],
    }


def close(call: Call, period: str) -> Answer:
    """From now on the figures of a period stand."""
    with workplace(call) as place:
        asked = parse_period(period, place.tenant.municipality.zone)
        with place.database.read() as connection:
            counted = count_to_close(connection, place.tenant, place.tenant_id, asked, moment(connection))
        with place.database.write() as connection:
            closed = close_period(connection, place.tenant_id, counted, call.actor)
    if closed is None:
        raise Failure("Alguien anotó una cifra en ese mismo momento. Ciérrelo otra vez: se contará con ella.")
    missing = sum(row.figure.value is None for row in counted.report.indicators)
    without = f" {how_many(missing, 'indicador quedó', 'indicadores quedaron')} sin dato." if missing else ""
    return Answer(
        {
            "period": asked.key,
            "at": instant(closed.at),
            "by": closed.by,
            "version": closed.version,
            "digest": closed.digest,
            "missing": missing,
        },
        [f"Cerrado: {asked.name}. Sus cifras ya no cambian.{without}", f"Huella: {closed.digest}"],
    )
