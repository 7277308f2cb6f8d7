"""`record`, `close`: the figures that people count, and the periods whose figures stand."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection

from campaigns.when.words import list_of
from delivery.installation import var_folder
from delivery.publishing.freeze import media_folder
from delivery.tasks.evidence import NotEvidence, keep, looked_at
from delivery.workplace import Workplace
from indicators.closing import NotClosed, count_to_close
from indicators.closing import close as close_period
from indicators.correcting import Given, Noted, ReasonMissing
from indicators.declared import BadMeasurement, Measurement
from indicators.lookup import UnknownKey, find_indicator
from indicators.noting import NotYet, keep_figure
from indicators.periods import BadPeriod, parse_period
from reports.words import number_words
from storage.errors import StorageError
from verbs.answer import Answer
from verbs.call import Call, Failure
from verbs.place import at_work, moment, workplace
from verbs.words import instant

WRONG: tuple[type[Exception], ...] = (UnknownKey, NotEvidence, NotYet, ReasonMissing, BadPeriod)
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

    def work(connection: Connection, place: Workplace, now: datetime) -> tuple[dict[str, object], list[str]]:
        find_indicator(place.tenant, indicator)
        folder = media_folder(var_folder(call.environment))
        kept = [keep(connection, folder, each, now) for each in looked_at(evidence)]
        figure = Given(indicator, value, day, action, note, corrects, reason, kept)
        noted, detail, twice = keep_figure(connection, place.tenant, place.tenant_id, figure, call.actor, now)
        periods = [{"period": period, "version": version} for period, version in noted.versions]
        told = {"id": noted.number, "indicator": indicator, **detail, "periods": periods}
        return told, _twice_words(indicator, noted, twice)

    done, warned = at_work(call, work)
    said = "Anotado" if corrects is None else f"Corregida la cifra {corrects}"
    lines = [f"{said}: {indicator}, {number_words(value)}, el {done['date']}. Es la cifra número {done['id']}."]
    if done["periods"]:
        lines.append("Cambió lo que dicen periodos ya cerrados; sus informes muestran la cifra de antes y el motivo.")
    return Answer([done], [*lines, *warned])


def _twice_words(key: str, noted: Noted, twice: Sequence[Measurement]) -> list[str]:
    if not twice:
        return []
    which = list_of([f"{number_words(each.value)} (la número {each.id})" for each in twice])
    return [
        f"Ese día ya tenía {which}, y las cifras de este indicador se suman. Si es la misma, quite esta: "
        f'«pregonero record {key} 0 --corrects {noted.number} --reason "Se anotó dos veces"».'
    ]


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
    without = [f"«{row.name}»" for row in counted.report.indicators if row.figure.value is None]
    missing = len(without)
    return Answer(
        {
            "period": asked.key,
            "at": instant(closed.at),
            "by": closed.by,
            "version": closed.version,
            "digest": closed.digest,
            "missing": missing,
        },
        [f"Cerrado: {asked.name}. Sus cifras ya no cambian.", *_without(without), f"Huella: {closed.digest}"],
    )


def _without(names: Sequence[str]) -> list[str]:
    """Which indicators nobody gave a figure of, and what can still be done."""
    if not names:
        return []
    said = "Quedó sin dato" if len(names) == 1 else f"Quedaron sin dato {len(names)} indicadores:"
    late = "Lo que anotan personas se recibe todavía con «pregonero record» y --reason, y el informe dirá por qué."
    return [f"{said} {list_of(names)}. {late}"]
