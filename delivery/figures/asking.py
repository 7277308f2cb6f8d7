"""The source of an indicator, asked. Loads httpx; only whoever asks imports this file."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import inf, isfinite
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from campaigns.pulled import FromAddress, Pulled
from channels.capabilities import Finding, Standing
from delivery.figures.spans import over
from reports.words import number_words
from sources.access_log import AccessLog
from sources.matomo import Matomo
from sources.plausible import Plausible
from sources.telling import NoFigure, Source, Span, days_words
from sources.web_address import CsvFigure, JsonFigure, Place
from storage.fetched_figures import LARGEST_FIGURE


def source_of(pulled: Pulled) -> Source:
    """The source as `trae:` describes it. Raises `NoFigure` where its key is not on this machine."""
    if (its := pulled.matomo) is not None:
        return Matomo(its.address, its.site, _key(its.key), its.wanted, pulled.every)
    if (of := pulled.plausible) is not None:
        return Plausible(of.address, of.site, _key(of.key), of.wanted, pulled.every)
    if (document := pulled.json_) is not None:
        return JsonFigure(_place(document), document.path)
    if (table := pulled.csv) is not None:
        return CsvFigure(
            place=_place(table),
            column=table.column or "",
            taken=table.taken,
            date_column=table.date_column or "",
            where_column=table.only,
            decimals=table.decimals,
        )
    assert pulled.log is not None
    return AccessLog(pulled.log.files, pulled.log.wanted, pulled.log.people_only, pulled.log.paths)


def ask(source: Source, spans: Sequence[Span], zone: ZoneInfo) -> Mapping[Span, float]:
    """Its figures: for a thread, since it waits for others. Raises `NoFigure`, also for numbers that count nothing."""
    try:
        told = source.figures(spans[-source.most :], zone)
    except OverflowError:
        told = {spans[-1]: inf}
    for span, value in told.items():
        if not isfinite(value) or abs(value) > LARGEST_FIGURE:
            raise NoFigure(f"Dice de {days_words(span)} un número que no es una cifra: {value:g}.", needs_person=True)
    return told


def figure_finding(key: str, pulled: Pulled, now: datetime, zone: ZoneInfo) -> Finding:
    """What a source would tell now of the last span that is over; keeps nothing and raises nothing."""
    span = over(pulled.every, now, zone)
    try:
        source = source_of(pulled)
        value = ask(source, [span], zone)[span]
    except NoFigure as problem:
        standing = Standing.BAD if problem.needs_person else Standing.WARNING
        advice = "Corrija «trae» en indicadores.yaml." if problem.needs_person else "Se intenta otra vez sola."
        return Finding("figures", standing, f"No se puede traer «{key}»: {problem.reason}", advice)
    when = f"de {days_words(span)}" if source.most > 1 else "de ahora"
    return Finding("figures", Standing.GOOD, f"La cifra {when} es {number_words(value)}, según {source.where}.")


def _place(its: FromAddress) -> Place:
    return Place(its.address, _key(its.key) if its.key is not None else "", its.header)


def _key(secret: SecretStr) -> str:
    key = secret.get_secret_value()
    if not key:
        raise NoFigure(
            "Falta la clave: la variable o el archivo que nombra «clave» no está en este equipo, o está vacío.",
            needs_person=True,
        )
    return key
