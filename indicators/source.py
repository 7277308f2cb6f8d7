"""Where a figure comes from, in a sentence that whoever doubts it can follow. Pure."""

from collections.abc import Iterable, Sequence

from babel.lists import format_list

from campaigns.derivation import AGAINST_BASELINE
from campaigns.indicator import METRICS, Filter, Indicator
from campaigns.pulled import Pulled
from campaigns.target import Baseline
from campaigns.tenant import Tenant
from indicators.periods import Period
from indicators.responsible import name_of, whose
from indicators.targets import scaled
from reports.words import cell_words, number_words
from sources.telling import without_question

WHAT = {
    "contenidos": "Publicaciones en medios que publican, con al menos una entrega y sin las que se retiraron",
    "publicaciones": "Publicaciones con al menos una entrega",
    "alcanzados": "Mensajes que llegaron a personas, sin los devueltos",
    "devueltos": "Mensajes a personas que fueron devueltos",
    "tareas-cumplidas": "Tareas que su responsable confirmó como hechas",
    "cantidad-confirmada": "Suma de las cantidades que se anotaron al confirmar las tareas",
    "deberes": "Deberes con plazo en el periodo",
    "porcentaje-de-deberes": "Parte de los deberes con plazo en el periodo",
    "solicitudes": "Solicitudes, propuestas y sugerencias con plazo de respuesta en el periodo",
    "porcentaje-de-solicitudes": "Parte de las solicitudes, propuestas y sugerencias con plazo en el periodo",
    "suscriptores": "Direcciones suscritas al terminar el periodo",
    **{word: f"Lo que cada servicio dice de sus publicaciones: {word}" for word in METRICS},
    "votos": "Votos con que cerraron las encuestas",
}
"""What an automatic indicator counts."""
EVERY = {"dia": "día", "semana": "semana", "mes": "mes"}
HOW = {"suma": "se suman", "ultimo": "vale la última", "promedio": "se promedian"}


def source_of(tenant: Tenant, key: str, indicator: Indicator, action: str | None = None) -> str:
    """The rows of a figure and their filter; of one that people give, whose it is; of one that is fetched, from where.

    `action` is the row of the plan that it was narrowed to, where the indicator names none itself.
    """
    if indicator.type == "automatico":
        words = [WHAT[indicator.counts or ""], *_filter_words(tenant, indicator.filter)]
        if action is not None and not indicator.filter.actions:
            words.append(f"del plan, acción {action}")
        return _sentence(words)
    if indicator.type == "derivado":
        return _derived(tenant, indicator)
    if indicator.pulled is not None:
        from_where = f"Cifra que el pregonero trae cada {EVERY[indicator.pulled.every]} {place_words(indicator.pulled)}"
        return f"{from_where}; las de un periodo: {HOW[indicator.accumulates]}."
    who = name_of(tenant, whose(tenant, key, indicator)) or "una persona"
    return f"Cifras que anota {who}; las de un periodo: {HOW[indicator.accumulates]}."


def baseline_words(indicator: Indicator, period: Period) -> str:
    """Of what time a baseline is, when it was measured and by whom; empty where there is nothing to say.

    «línea base de 900 por mes, del 31/07/2009, El plan»: the time where what adds up is asked for another one, for
    then the target beside it is scaled and the baseline stands as the plan gives it.
    """
    baseline = indicator.baseline
    if baseline is None:
        return ""
    of = f" de {_by_time(indicator, baseline)}" if _is_of_another_time(indicator, period) else ""
    day = f"{',' if of else ''} del {cell_words(baseline.day)}" if baseline.day else ""
    source = f", {baseline.source}" if baseline.source else ""
    return f"línea base{of}{day}{source}" if of or day or source else ""


def grown_from_words(tenant: Tenant, indicator: Indicator, period: Period) -> str:
    """Of a growth over a baseline of another time, what it is compared with; empty where there is nothing to say."""
    if indicator.growth is None or indicator.growth.against != AGAINST_BASELINE:
        return ""
    measured, zone = tenant.indicators[indicator.growth.of], tenant.municipality.zone
    baseline = measured.baseline
    if baseline is None or not _is_of_another_time(measured, period):
        return ""
    here = number_words(scaled(measured, baseline.value, period, zone))
    return f"frente a la línea base de {_by_time(measured, baseline)}: {here} en este periodo"


def _by_time(indicator: Indicator, baseline: Baseline) -> str:
    return f"{number_words(baseline.value)} por {indicator.period}"


def _is_of_another_time(indicator: Indicator, period: Period) -> bool:
    return indicator.adds_up and period.kind != indicator.period


def _derived(tenant: Tenant, indicator: Indicator) -> str:
    of, *over = (f"«{tenant.indicators[part].name}» ({part})" for part in indicator.parts)
    if indicator.growth is not None:
        against = "la línea base" if indicator.growth.against == AGAINST_BASELINE else "el periodo anterior"
        return f"Crecimiento de {of} frente a {against}, en porcentaje."
    return f"{of} ÷ {over[0]}{' × 100' if indicator.percent else ''}."


def place_words(pulled: Pulled) -> str:
    """«de Matomo (https://…, sitio 3)»; without any key."""
    if (matomo := pulled.matomo) is not None:
        return f"de Matomo ({matomo.address}, sitio {matomo.site}, {matomo.wanted})"
    if (plausible := pulled.plausible) is not None:
        return f"de Plausible ({plausible.address}, sitio {plausible.site}, {plausible.wanted})"
    if (document := pulled.json_) is not None:
        return f"de {without_question(document.address)}, «{document.path}»"
    if (table := pulled.csv) is not None:
        what = f"columna «{table.column}»" if table.column else "sus filas"
        return f"de la tabla {without_question(table.address)}, {what}"
    return f"del registro del servidor web ({pulled.log.files}, {pulled.log.wanted})" if pulled.log else ""


def _filter_words(tenant: Tenant, wanted: Filter) -> list[str]:
    public = {slug: audience.name for slug, audience in tenant.audiences.items()}
    topic = {slug: each.name for slug, each in tenant.municipality.topics.items()}
    given: tuple[tuple[str, Iterable[str]], ...] = (
        ("del plan, acción {}", wanted.actions),
        ("campaña {}", wanted.campaigns),
        ("mensaje {}", wanted.messages),
        ("por la cuenta {}", wanted.accounts),
        ("en {}", wanted.media),
        ("para {}", (public.get(slug, slug) for slug in wanted.audiences)),
        ("de la clase {}", wanted.orders),
        ("con estado {}", wanted.standing),
        ("suscritas a {}", (topic.get(slug, slug) for slug in wanted.topics)),
    )
    return [words.format(either) for words, values in given if (either := either_of(values))]


def either_of(values: Iterable[str]) -> str:
    """«a, b o c»."""
    return format_list(list(values), style="or", locale="es_CO")


def _sentence(parts: Sequence[str]) -> str:
    first, *rest = parts
    return f"{first}{': ' if rest else ''}{'; '.join(rest)}."
