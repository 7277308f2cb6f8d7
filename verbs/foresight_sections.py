"""What a rehearsal foretells, section by section, for people: on a terminal its main lines, on a page all of it."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from campaigns.tenant import Tenant
from channels.keys import Key
from delivery.planning.disturbed import Disturbed
from delivery.publications.lateness import lasting
from delivery.watching.leftovers import Leftover
from delivery.watching.slowed import Slowed
from indicators.collisions import CLOSE, MANY, Burst, Crowd
from indicators.outlook import PROSPECTS, Outlook, summary
from reports.document import Section
from reports.table import Table, bullets
from verbs.foresight import Foresight
from verbs.leftover_words import leftover_tables
from verbs.load_sections import load_section, weeks_section
from verbs.words import how_many, shown

Named = Callable[[str], str]
"""A publication's key as it is shown."""
FIRST = 5
"""How many of each kind a terminal shows; the page and `--json` have all."""
ALL_ON_TIME = "Ninguna publicación termina tarde por la cuota de su cuenta."
BOTH = "El único indicador que cuenta publicaciones cuenta también las que hace una persona."
NO_CLASH = "A nadie le llegan {} mensajes o más en un día, ni publica una cuenta dos veces en {} minutos."


def foresight_sections(
    told: Foresight, tenant: Tenant, unsent: Sequence[Leftover], *, whole: bool
) -> tuple[Section, ...]:
    """The answer first, then what it stands on. `whole`: all of it, not only what matters most."""
    most, named = (None, partial(_titled, tenant)) if whole else (FIRST, str)
    found = (
        Section("metas", "¿Alcanza el plan sus metas?", (summary(told.outlooks),), _target_tables(told.outlooks)),
        _given_section(told, whole=whole),
        load_section(told.loads, tenant, most),
        _limits(told.slowed, unsent, tenant.municipality.zone, most, named),
        _clashes(told, tenant, most, named),
        _reserved(told.disturbed, most, named),
        weeks_section(told.loads, tenant) if whole else None,
    )
    return tuple(section for section in found if section is not None)


def _titled(tenant: Tenant, key: str) -> str:
    """«Encuestas de la semana: «resultado», por facebook»: whoever reads a page types no keys."""
    its = Key.parse(key)
    campaign = tenant.campaigns.get(its.campaign)
    return f"{campaign.entry.title if campaign is not None else its.campaign}: «{its.message}», por {its.account}"


def _target_tables(found: Sequence[Outlook]) -> tuple[Table, ...]:
    columns = ("Indicador", "Unidad", "Meta", "Lo que da el ensayo", "Qué pasa", "Cuándo", "Qué hace falta")
    rows = tuple(
        (
            *(each.row.name, each.row.unit, each.row.goal.target, each.foreseen),
            *(PROSPECTS[each.prospect], each.reached_on, each.needed),
        )
        for each in found
    )
    return (Table("targets", "¿Alcanza el plan sus metas?", columns, rows),) if rows else ()


def _given_section(told: Foresight, *, whole: bool) -> Section | None:
    found = told.given
    if not found:
        return None
    alone = sum(not each.by_hand for each in found)
    whose = (
        "el único indicador que cuenta" if len(found) == 1 else f"{alone} de los {len(found)} indicadores que cuentan"
    )
    said = f"El calendario decide por sí solo {whose} publicaciones."
    if alone < len(found):
        said = f"{said[:-1]}; en los demás cuentan también las que hace una persona." if len(found) > 1 else BOTH
    columns = ("Indicador", "Unidad", "Salen solas", "Las hace una persona", "En total")
    rows = tuple(
        (told.names[each.row.key], each.row.unit, each.by_itself, each.by_hand, each.by_itself + each.by_hand)
        for each in found
    )
    title = "Lo que da el calendario por sí solo"
    return Section("calendario", title, (said,), (Table("calendar", title, columns, rows),) if whole else ())


def _limits(
    slow: Sequence[Slowed], unsent: Sequence[Leftover], zone: ZoneInfo, most: int | None, named: Named
) -> Section:
    parts = [*_delayed_tables(slow, zone, most, named), *leftover_tables(unsent, zone, every=most is None)]
    said = [part for part in parts if isinstance(part, str)]
    if not slow and most is None:
        said.insert(0, ALL_ON_TIME)
    tables = tuple(part for part in parts if isinstance(part, Table))
    return Section("limites", "Lo que no dejan las cuotas ni el presupuesto", tuple(said), tables)


def _delayed_tables(found: Sequence[Slowed], zone: ZoneInfo, most: int | None, named: Named) -> list[Table]:
    rows = tuple(
        (named(each.key), shown(each.planned, zone), lasting(each.ended - each.planned), each.reason)
        for each in sorted(found, key=lambda each: each.planned - each.ended)[:most]
    )
    title = f"Lo que termina tarde por la cuota de su cuenta: {len(found)}"
    return [Table("delayed", title, ("Publicación", "Hora", "Cuánto tarda", "Por qué"), rows)] if rows else []


def _clashes(told: Foresight, tenant: Tenant, most: int | None, named: Named) -> Section | None:
    zone = tenant.municipality.zone
    tables = (*_crowd_tables(told.crowds, tenant, most, named), *_burst_tables(told.bursts, zone, most, named))
    said = (NO_CLASH.format(MANY, _minutes()),) if not tables else ()
    return Section("choques", "Lo que queda demasiado junto", said, tables) if tables or most is None else None


def _crowd_tables(found: Sequence[Crowd], tenant: Tenant, most: int | None, named: Named) -> list[Table]:
    rows = tuple(
        (
            each.day,
            _audience(tenant, each),
            how_many(each.persons, "persona", "personas"),
            bullets(map(named, each.messages)),
        )
        for each in sorted(found, key=lambda each: (-len(each.messages), each.day))[:most]
    )
    title = f"Días con {MANY} o más mensajes para una misma persona: {len({each.day for each in found})}"
    return [Table("crowds", title, ("Día", "Público", "Cuántas", "Mensajes"), rows)] if rows else []


def _audience(tenant: Tenant, each: Crowd) -> str:
    if not each.audience:
        return "quienes están en varios públicos"
    known = tenant.audiences.get(each.audience)
    return known.name if known is not None else each.audience


def _burst_tables(found: Sequence[Burst], zone: ZoneInfo, most: int | None, named: Named) -> list[Table]:
    rows = tuple(
        (each.account, _hours(each.since, each.until, zone), bullets(map(named, each.messages)))
        for each in sorted(found, key=lambda each: (-len(each.messages), each.since))[:most]
    )
    times = how_many(len(found), "vez", "veces")
    title = f"Publicaciones de una cuenta con menos de {_minutes()} minutos entre una y otra: {times}"
    return [Table("bursts", title, ("Cuenta", "Hora", "Mensajes"), rows)] if rows else []


def _minutes() -> int:
    return int(CLOSE.total_seconds() // 60)


def _hours(since: datetime, until: datetime, zone: ZoneInfo) -> str:
    first, last = shown(since, zone), shown(until, zone)
    return first if first == last else f"{first} a {last}"


def _reserved(found: Sequence[Disturbed], most: int | None, named: Named) -> Section | None:
    """Day by day, and for what its person had reserved it."""
    if not found:
        return None
    days: dict[tuple[date, str], list[str]] = {}
    for each in found:
        days.setdefault((each.day, each.reason), []).append(each.key)
    rows = tuple((day, bullets(map(named, keys)), reason) for (day, reason), keys in [*days.items()][:most])
    title = f"Tareas en días reservados para otra cosa: {len(found)}"
    table = Table("reserved", title, ("Día", "Tareas", "Por qué"), rows)
    return Section("reservados", "Días reservados", (), (table,))
