"""Acciones del plan: in which state each is, and the plan's own tables. Pure."""

from collections import Counter
from collections.abc import Iterator

from campaigns.when.words import list_of
from indicators.actions import NAMES, Progress
from indicators.indicator_table import action_table
from indicators.plan_tables import plan_tables
from indicators.report import Report, table_keys
from indicators.sections.phases import phases_chart, schedule_words
from reports.document import Section
from reports.words import number_of

STATES: dict[Progress, tuple[str, str]] = {
    "done": ("cumplida", "cumplidas"),
    "in_progress": ("en curso", "en curso"),
    "in_force": ("vigente", "vigentes"),
    "late": ("atrasada", "atrasadas"),
    "not_started": ("sin empezar", "sin empezar"),
}
"""One and many, in the order in which people ask for them."""
TOGETHER = {"tabla-de-acciones": "Acciones a emprender", "cronograma": "Cronograma de actividades"}
"""Over several tables of one key."""


def actions_section(report: Report) -> Section:
    """Every row of the plan with its state and its figures."""
    return Section("acciones", "Acciones del plan", (actions_sentence(report),), (action_table(report),))


def own_sections(report: Report) -> Iterator[Section]:
    """A section for each of the tables that the plan itself has; `indicadores` stands in its own place."""
    for key in table_keys(report.tenant):
        if key != "indicadores":
            tables = plan_tables(report, key)
            title = tables[0].title if len(tables) == 1 else TOGETHER.get(key, tables[0].title)
            said = (schedule_words(tables),) if key == "cronograma" else ()
            yield Section(key, title, said, (phases_chart(report, tables[0]),) if key == "fases" else tables)


def states_of(report: Report) -> dict[str, Progress]:
    """How far the work of each row of the plan has come, by its key."""
    return {row.action.key: row.progress for row in report.actions}


def late_words(report: Report, most: int | None = None) -> str:
    """«atrasadas: GE-1, GE-4 y 2 más»; empty where none is. `most`: how many are named; None: all."""
    late = [key for key, state in states_of(report).items() if state == "late"]
    if not late:
        return ""
    shown = late if most is None or len(late) <= most else [*late[:most], f"{len(late) - most} más"]
    return f"{NAMES['late']}{'s' if len(late) > 1 else ''}: {list_of(shown)}"


def actions_sentence(report: Report, most: int | None = None) -> str:
    """How many rows of the plan stand where, and which are late; `most`: how many of these are named."""
    states = Counter(states_of(report).values())
    told = [number_of(states[state], *words) for state, words in STATES.items() if states[state]]
    late = late_words(report, most)
    which = f" {late[0].upper()}{late[1:]}." if late else ""
    return f"De {number_of(states.total(), 'acción', 'acciones')} del plan: {list_of(told)}.{which}"
