"""The load of weeks, of media and of persons, as people read it. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from babel.dates import format_date

from campaigns.tenant import Tenant
from campaigns.when.words import list_of
from indicators.responsible import name_of
from indicators.workload import Load, heaviest
from reports.chart import Chart, ChartKind, Series
from reports.document import Section
from reports.table import Cell, Table, bullets
from reports.words import number_words
from verbs.words import how_many

COLUMNS = ("Semana", "Publicaciones", "Por medio", "Tareas", "Aprobaciones", "De quién")
Numbers = Callable[[Load], Mapping[str, int]]


def load_section(loads: Sequence[Load], tenant: Tenant, most: int | None) -> Section | None:
    """The weeks that weigh most; with `most` None each of them, and of each medium and person which it is."""
    busy = [each for each in loads if each.publications or each.by_people]
    if not busy:
        return None
    mean = number_words(round(sum(each.publications for each in busy) / len(busy), 1))
    said = (f"En promedio salen {mean} publicaciones por semana.",)
    if most is not None:
        title = "La carga de cada semana" if len(busy) <= most else f"Las {most} semanas más cargadas"
        return Section("carga", "La carga", said, (Table("load", title, COLUMNS, _weeks(tenant, loads, most)),))
    return Section("carga", "La carga de cada semana", (*said, _heaviest_words(loads)), _all(loads, tenant))


def weeks_section(loads: Sequence[Load], tenant: Tenant) -> Section | None:
    """Each week in full, to be looked up; None where no week has anything."""
    rows = tuple(
        (_days(each.week.first, each.week.last), "; ".join(_counted(each.media)), "; ".join(_people(tenant, each)))
        for each in heaviest(loads, len(loads))
    )
    title = "La carga, semana por semana"
    table = Table("load", title, ("Semana", "Por medio", "De quién"), rows)
    return Section("semanas", title, (), (table,)) if rows else None


def _all(loads: Sequence[Load], tenant: Tenant) -> tuple[Chart | Table, ...]:
    media = Table(
        "load-by-medium",
        "La carga de cada medio",
        ("Medio", "Publicaciones", "Semana más cargada", "En ella"),
        _peaks(loads, lambda each: each.media, str),
    )
    persons = Table(
        "load-by-person",
        "La carga de cada persona",
        ("Quién", "Tareas y aprobaciones", "Semana más cargada", "En ella"),
        _peaks(loads, _asked, lambda slug: name_of(tenant, slug)),
    )
    return (_chart(loads), media, persons)


def _chart(loads: Sequence[Load]) -> Chart:
    labels = tuple(_day(each.week.first) for each in loads)
    counted = (
        ("Publicaciones", tuple(each.publications for each in loads)),
        ("Tareas", tuple(sum(each.tasks.values()) for each in loads)),
        ("Aprobaciones", tuple(sum(each.approvals.values()) for each in loads)),
    )
    lines = [(name, values) for name, values in counted if any(values)]
    columns = ("Semana que empieza", *(name for name, _ in lines))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (each.week.first, *(values[place] for _, values in lines)) for place, each in enumerate(loads)
    )
    return Chart(
        key="carga-por-semana",
        kind=ChartKind.LINES,
        title="Publicaciones, tareas y aprobaciones de cada semana",
        says=_heaviest_words(loads),
        unit="por semana",
        labels=labels,
        series=tuple(Series(name, values) for name, values in lines),
        table=Table("load-by-week", "Publicaciones, tareas y aprobaciones de cada semana", columns, rows),
    )


def _heaviest_words(loads: Sequence[Load]) -> str:
    [most] = heaviest(loads, 1)
    counted = (
        (most.publications, "publicación", "publicaciones"),
        (sum(most.tasks.values()), "tarea", "tareas"),
        (sum(most.approvals.values()), "aprobación", "aprobaciones"),
    )
    told = list_of([how_many(*each) for each in counted if each[0]])
    return f"La más cargada, {most.week.name}: {told}."


def _peaks(loads: Sequence[Load], numbers: Numbers, named: Callable[[str], str]) -> tuple[tuple[Cell, ...], ...]:
    """Each name with its sum and its heaviest week, the busiest first."""
    sums = sum((Counter(numbers(each)) for each in loads), Counter[str]())
    peaks = {name: max(loads, key=lambda each: numbers(each).get(name, 0)) for name in sums}
    return tuple(
        (named(name), number, _days(peaks[name].week.first, peaks[name].week.last), numbers(peaks[name])[name])
        for name, number in sorted(sums.items(), key=lambda pair: (-pair[1], named(pair[0])))
    )


def _asked(each: Load) -> Mapping[str, int]:
    return Counter(each.tasks) + Counter(each.approvals)


def _weeks(tenant: Tenant, loads: Sequence[Load], most: int) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            *(_days(each.week.first, each.week.last), each.publications, bullets(_counted(each.media))),
            *(sum(each.tasks.values()), sum(each.approvals.values()), bullets(_people(tenant, each))),
        )
        for each in heaviest(loads, most)
    )


def _people(tenant: Tenant, each: Load) -> Iterable[str]:
    for slug, _ in sorted(_asked(each).items(), key=lambda pair: (-pair[1], pair[0])):
        tasks, approvals = each.tasks.get(slug, 0), each.approvals.get(slug, 0)
        parts = (
            how_many(tasks, "tarea", "tareas") if tasks else "",
            how_many(approvals, "aprobación", "aprobaciones") if approvals else "",
        )
        yield f"{name_of(tenant, slug)}: {' y '.join(filter(None, parts))}"


def _counted(numbers: Mapping[str, int]) -> list[str]:
    return [f"{name}: {number}" for name, number in sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0]))]


def _days(first: date, last: date) -> str:
    return _day(first) if first == last else f"{_day(first)} al {_day(last)}"


def _day(day: date) -> str:
    return format_date(day, "d MMM", locale="es_CO").replace(".", "")
