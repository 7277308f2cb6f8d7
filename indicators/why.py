"""The rows behind a figure: which publications, which tasks, whose numbers."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from campaigns.indicator import DUTIES, METRICS, PETITIONS, SUBSCRIBERS, Indicator
from campaigns.tenant import Tenant
from channels.capabilities import Metric
from indicators.declared import Measurement, about, corrected, measurements
from indicators.lookup import find_figures
from indicators.measures import rows_behind
from indicators.outcomes import Fulfilled, Outcomes, Published, read_outcomes
from indicators.owed import STATUS_NAMES, Owed
from indicators.periods import Period
from indicators.petitions import Petition
from indicators.report import Report
from indicators.responsible import name_of
from indicators.subscribed import read_movements
from indicators.told import Counted
from reports.table import Cell, Table
from reports.words import cell_words
from storage.recounts import Recount, recounts

PUBLISHED = ("Publicación", "Campaña", "Medio", "Fecha y hora", "Enviados", "Devueltos", "Alcanzados", "Público")
TOLD = ("Publicación", "Campaña", "Medio", "Pedida", "Al comienzo", "Al final", "Suma")
FULFILLED = ("Tarea", "Publicación", "Campaña", "Clase", "Confirmada", "Cantidad", "Por", "Nota", "Evidencia")
OWED = ("Tarea", "Publicación", "Campaña", "Quién", "Plazo", "Entregado", "Días de mora", "Estado", "Avisos")
ASKED = ("Número", "Qué es", "Recibida", "Plazo", "Respondida", "Estado")
SUBSCRIBED = ("Tema", "Medio", "Al comienzo", "Nuevos", "Se fueron", "Al final")
CORRECTED = ("Corrige a", "Antes decía", "Motivo")
DECLARED = ("Número", "Día", "Cifra", "Acción", "Anotada por", "Anotada", "Nota", "Evidencia", *CORRECTED)


def why(
    connection: Connection,
    tenant: Tenant,
    tenant_id: int,
    key: str,
    period: Period,
    now: datetime | None = None,
    closed: Report | None = None,
) -> tuple[Table, ...]:
    """For an indicator, the rows that its figure adds up; of a derived one, those of each of its parts; for a row of
    the plan, those of each of its indicators.

    Times are the municipality's; duties stand as they do at `now`. `closed`: the period's report where it is closed:
    its rows are those that it counted, by the plan of then. Raises UnknownKey.
    """
    if closed is not None:
        tenant, now = closed.tenant, closed.made_at
    wanted = [each for found, action in find_figures(tenant, key) for each in _parted(tenant, found, action)]
    outcomes = (
        closed.findings.outcomes
        if closed is not None
        else read_outcomes(connection, tenant_id, period.since, period.until, now)
    )
    given = closed.findings.given if closed is not None else measurements(connection, tenant_id, period)
    given = tuple(each for each in given if period.first <= each.day <= period.last)
    tables: list[Table] = []
    for name, action in wanted:
        indicator = tenant.indicators[name]
        if indicator.type in ("declarado", "traido"):
            tables.append(_declared(connection, tenant, about(given, name, action), name, indicator, period))
        elif indicator.counts == SUBSCRIBERS:
            tables.append(_subscribed(connection, tenant, tenant_id, name, indicator, period))
        else:
            tables.append(_counted(connection, tenant, name, indicator, outcomes, period, action, now))
    return tuple(tables)


def _parted(tenant: Tenant, key: str, action: str | None) -> Iterator[tuple[str, str | None]]:
    """An indicator; of a derived one, those that it is worked out from."""
    if tenant.indicators[key].type != "derivado":
        yield key, action
    for part in tenant.indicators[key].parts:
        yield from _parted(tenant, part, action)


def _counted(
    connection: Connection,
    tenant: Tenant,
    key: str,
    indicator: Indicator,
    outcomes: Outcomes,
    period: Period,
    action: str | None,
    now: datetime | None,
) -> Table:
    rows = rows_behind(indicator, outcomes, action)
    of_orders = indicator.counts in ("tareas-cumplidas", "cantidad-confirmada")
    columns = FULFILLED if of_orders else PUBLISHED
    title, metric = f"{indicator.name}, {period.name}", METRICS.get(indicator.counts or "")
    if metric is not None:
        counted = (row for row in rows if isinstance(row, Counted))
        return Table(key, title, TOLD, tuple(_told_cells(tenant, row, metric) for row in counted if row.came(metric)))
    if indicator.counts in DUTIES:
        owed = tuple(_owed_cells(tenant, row, now or period.until) for row in rows if isinstance(row, Owed))
        return Table(key, title, OWED, owed)
    if indicator.counts in PETITIONS:
        asked = tuple(_petition_cells(tenant, row) for row in rows if isinstance(row, Petition))
        return Table(key, title, ASKED, asked)
    done = [row for row in rows if isinstance(row, Published | Fulfilled)]
    said = recounts(connection, [row.order for row in done if isinstance(row, Fulfilled)]) if of_orders else {}
    return Table(key, title, columns, tuple(_cells(tenant, row, said) for row in done))


def _subscribed(
    connection: Connection, tenant: Tenant, tenant_id: int, key: str, indicator: Indicator, period: Period
) -> Table:
    """Topic by topic; an address with several topics stands in several lines, and counts once in the figure."""
    wanted, topics = indicator.filter, tenant.municipality.topics
    rows = tuple(
        (
            topics[row.topic].name if row.topic in topics else row.topic,
            row.medium,
            row.before,
            row.came,
            row.left,
            row.after,
        )
        for row in read_movements(connection, tenant_id, period.since, period.until)
        if (not wanted.topics or row.topic in wanted.topics) and (not wanted.media or row.medium in wanted.media)
    )
    return Table(key, f"{indicator.name}, {period.name}", SUBSCRIBED, rows)


def _owed_cells(tenant: Tenant, row: Owed, now: datetime) -> tuple[Cell, ...]:
    zone, record = tenant.municipality.zone, row.record
    return (
        str(record.order),
        row.key,
        _campaign(tenant, row.key),
        name_of(tenant, record.name),
        record.until.astimezone(zone),
        record.delivered.astimezone(zone) if record.delivered else None,
        record.days_late(now, zone),
        STATUS_NAMES[row.status],
        record.escalations,
    )


def _petition_cells(tenant: Tenant, row: Petition) -> tuple[Cell, ...]:
    """Whose it was is told to nobody here: reports are public."""
    zone = tenant.municipality.zone
    answered = row.answered_at.astimezone(zone) if row.answered_at else None
    moments = (row.received_at.astimezone(zone), row.due_at.astimezone(zone), answered)
    return (str(row.number), row.kind, *moments, STATUS_NAMES[row.status])


def _told_cells(tenant: Tenant, row: Counted, metric: Metric) -> tuple[Cell, ...]:
    moment = row.moment.astimezone(tenant.municipality.zone)
    figures = (row.before.get(metric.value, 0), row.last[metric.value], row.came(metric))
    return (row.key, _campaign(tenant, row.key), row.medium, moment, *figures)


def _cells(tenant: Tenant, row: Published | Fulfilled, said: Mapping[int, tuple[Recount, ...]]) -> tuple[Cell, ...]:
    zone, campaign = tenant.municipality.zone, _campaign(tenant, row.key)
    moment = row.moment.astimezone(zone)
    if isinstance(row, Published):
        reached = row.reached if row.direct else None
        audience = tenant.audiences.get(row.audience)
        whom = audience.name if audience is not None else row.audience
        return (row.key, campaign, row.medium, moment, row.sent, row.bounced, reached, whom)
    corrections = (
        f"corregida de {each.before} a {each.done} por {name_of(tenant, each.by)} el "
        f"{cell_words(each.at.astimezone(zone).date())}: {each.reason}"
        for each in said.get(row.order, ())
    )
    note = "; ".join(filter(None, (row.note, *corrections)))
    by, files = name_of(tenant, row.by), ", ".join(row.evidence)
    return (str(row.order), row.key, campaign, row.kind, moment, row.count, by, note, files)


def _campaign(tenant: Tenant, key: str) -> str:
    """The title of a publication's campaign; empty where the plan no longer has it."""
    campaign = tenant.campaigns.get(key.partition("/")[0])
    return "" if campaign is None else campaign.entry.title


def _declared(
    connection: Connection,
    tenant: Tenant,
    figures: Sequence[Measurement],
    key: str,
    indicator: Indicator,
    period: Period,
) -> Table:
    before = corrected(connection, figures)
    rows = tuple((*_given_cells(tenant, each), *_correction_cells(each, before)) for each in figures)
    return Table(key, f"{indicator.name}, {period.name}", DECLARED, rows)


def _given_cells(tenant: Tenant, each: Measurement) -> tuple[Cell, ...]:
    noted = each.recorded_at.astimezone(tenant.municipality.zone)
    said = (each.action, name_of(tenant, each.by), noted, each.note, ", ".join(each.evidence))
    return (str(each.id), each.day, each.value, *said)


def _correction_cells(each: Measurement, before: Mapping[int, Measurement]) -> tuple[Cell, ...]:
    """One that replaces none may have a reason too: its period was closed already."""
    if each.corrects is None:
        return ("", None, each.reason)
    return (str(each.corrects), before[each.corrects].value, each.reason)
