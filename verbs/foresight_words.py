"""What a rehearsal foretells, as people and programs read it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from campaigns.tenant import Tenant
from delivery.publications.lateness import lasting
from delivery.watching.slowed import Slowed
from indicators.collisions import CLOSE, MANY, Burst, Crowd
from indicators.outlook import PROSPECTS, Outlook, summary
from indicators.responsible import name_of
from indicators.workload import Load, heaviest
from reports.table import Table, bullets
from verbs.foresight import Foresight
from verbs.words import how_many, instant, shown

FIRST = 5
"""How many of each kind are shown; `--json` has all."""


def foresight_document(own: str, told: Foresight) -> dict[str, list[dict[str, object]]]:
    """For JSON. `own`: what names bear before them in a hub."""
    return {
        "targets": [_target(own, each) for each in told.outlooks],
        "load": [_load(own, each) for each in told.loads],
        "delayed": [_delayed(own, each) for each in told.slowed],
        "crowds": [_crowd(own, each) for each in told.crowds],
        "bursts": [_burst(own, each) for each in told.bursts],
    }


def foresight_parts(told: Foresight, tenant: Tenant) -> list[str | Table]:
    """For people: the answer first, then what it stands on."""
    zone = tenant.municipality.zone
    return [
        summary(told.outlooks),
        *_target_tables(told.outlooks),
        *_load_tables(told.loads, tenant),
        *_delayed_tables(told.slowed, zone),
        *_crowd_tables(told.crowds, tenant),
        *_burst_tables(told.bursts, zone),
    ]


def _target(own: str, each: Outlook) -> dict[str, object]:
    return {
        "indicator": f"{own}{each.row.key}",
        "target": each.row.goal.target,
        "foreseen": each.foreseen,
        "prospect": each.prospect,
        "reached_on": each.reached_on.isoformat() if each.reached_on else None,
        "needed": each.needed,
    }


def _target_tables(found: Sequence[Outlook]) -> list[Table]:
    columns = ("Indicador", "Unidad", "Meta", "Lo que da el ensayo", "Qué pasa", "Cuándo", "Qué hace falta")
    rows = tuple(
        (
            each.row.name,
            each.row.unit,
            each.row.goal.target,
            each.foreseen,
            PROSPECTS[each.prospect],
            each.reached_on,
            each.needed,
        )
        for each in found
    )
    return [Table("targets", "¿Alcanza el plan sus metas?", columns, rows)] if rows else []


def _load(own: str, each: Load) -> dict[str, object]:
    return {
        "week": each.week.key,
        "from": each.week.first.isoformat(),
        "to": each.week.last.isoformat(),
        "by_medium": dict(sorted(each.media.items())),
        "tasks": {f"{own}{slug}": number for slug, number in sorted(each.tasks.items())},
        "approvals": {f"{own}{slug}": number for slug, number in sorted(each.approvals.items())},
    }


def _load_tables(loads: Sequence[Load], tenant: Tenant) -> list[str | Table]:
    busy = [each for each in loads if each.publications or each.by_people]
    if not busy:
        return []
    chosen = heaviest(loads, FIRST)
    title = "La carga de cada semana" if len(busy) <= FIRST else f"Las {FIRST} semanas más cargadas"
    mean = f"{sum(each.publications for each in busy) / len(busy):.1f}".replace(".", ",")
    return [
        f"En promedio salen {mean} publicaciones por semana.",
        Table(
            "load",
            title,
            ("Semana", "Publicaciones", "Por medio", "Tareas", "Aprobaciones", "De quién"),
            tuple(
                (
                    _days(each.week.first, each.week.last),
                    each.publications,
                    bullets(_counted(each.media)),
                    sum(each.tasks.values()),
                    sum(each.approvals.values()),
                    bullets(_people(tenant, each)),
                )
                for each in chosen
            ),
        ),
    ]


def _people(tenant: Tenant, each: Load) -> list[str]:
    slugs = sorted({*each.tasks, *each.approvals}, key=lambda slug: -(each.tasks[slug] + each.approvals[slug]))
    return [
        f"{name_of(tenant, slug)}: "
        + " y ".join(
            part
            for part in (
                how_many(each.tasks[slug], "tarea", "tareas") if each.tasks[slug] else "",
                how_many(each.approvals[slug], "aprobación", "aprobaciones") if each.approvals[slug] else "",
            )
            if part
        )
        for slug in slugs
    ]


def _counted(numbers: Mapping[str, int]) -> list[str]:
    return [f"{name}: {number}" for name, number in sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0]))]


def _delayed(own: str, each: Slowed) -> dict[str, object]:
    return {
        "key": f"{own}{each.key}",
        "planned": instant(each.planned),
        "ended": instant(each.ended),
        "reason": each.reason,
    }


def _delayed_tables(found: Sequence[Slowed], zone: ZoneInfo) -> list[Table]:
    rows = tuple(
        (each.key, shown(each.planned, zone), lasting(each.ended - each.planned), each.reason)
        for each in sorted(found, key=lambda each: each.planned - each.ended)[:FIRST]
    )
    title = f"Lo que termina tarde por la cuota de su cuenta: {len(found)}"
    return [Table("delayed", title, ("Clave", "Hora", "Cuánto tarda", "Por qué"), rows)] if rows else []


def _crowd(own: str, each: Crowd) -> dict[str, object]:
    return {
        "day": each.day.isoformat(),
        "audience": f"{own}{each.audience}" if each.audience else None,
        "messages": [f"{own}{key}" for key in each.messages],
        "persons": each.persons,
    }


def _crowd_tables(found: Sequence[Crowd], tenant: Tenant) -> list[Table]:
    rows = tuple(
        (each.day, _audience(tenant, each), how_many(each.persons, "persona", "personas"), bullets(each.messages))
        for each in sorted(found, key=lambda each: (-len(each.messages), each.day))[:FIRST]
    )
    title = f"Días con {MANY} o más mensajes para una misma persona: {len({each.day for each in found})}"
    return [Table("crowds", title, ("Día", "Público", "Cuántas", "Mensajes"), rows)] if rows else []


def _audience(tenant: Tenant, each: Crowd) -> str:
    if not each.audience:
        return "quienes están en varios públicos"
    known = tenant.audiences.get(each.audience)
    return known.name if known is not None else each.audience


def _burst(own: str, each: Burst) -> dict[str, object]:
    return {
        "account": f"{own}{each.account}",
        "from": instant(each.since),
        "to": instant(each.until),
        "messages": [f"{own}{key}" for key in each.messages],
    }


def _burst_tables(found: Sequence[Burst], zone: ZoneInfo) -> list[Table]:
    rows = tuple(
        (each.account, _hours(each.since, each.until, zone), bullets(each.messages))
        for each in sorted(found, key=lambda each: (-len(each.messages), each.since))[:FIRST]
    )
    minutes = int(CLOSE.total_seconds() // 60)
    title = f"Publicaciones de una cuenta con menos de {minutes} minutos entre una y otra: {len(found)} veces"
    return [Table("bursts", title, ("Cuenta", "Hora", "Mensajes"), rows)] if rows else []


def _hours(since: datetime, until: datetime, zone: ZoneInfo) -> str:
    first, last = shown(since, zone), shown(until, zone)
    return first if first == last else f"{first} a {last}"


def _days(first: date, last: date) -> str:
    return f"{format_date(first, 'd MMM', locale='es_CO')} a {format_date(last, 'd MMM', locale='es_CO')}"
