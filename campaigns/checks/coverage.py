"""Whether the plan is served: each row by a message, a setting in use or a table of the report.

What is found here is shown and stops nothing: a plan whose rows wait for their campaigns still runs the others.
"""

from collections.abc import Iterable, Mapping

from campaigns.assembly.base import Base
from campaigns.assembly.findings import Findings
from campaigns.checks.references import Draft
from campaigns.checks.report_tables import REPORT_TABLES
from campaigns.checks.settings import SETTINGS
from campaigns.indicator import Filter
from campaigns.plan import Action
from campaigns.problem import Problem
from campaigns.reading.tree import Document, Location
from campaigns.tenant import Tenant


def check_coverage(
    plan: Document,
    indicators: Document,
    municipality: Document | None,
    base: Base,
    drafts: Iterable[Draft],
    tenant: Tenant | None,
    *,
    complete: bool,
) -> tuple[Problem, ...]:
    """Rows that nothing serves, and what claims to serve one and does not.

    Settings are asked of a `tenant` whose campaigns are all right; None: they are asked when they are. `complete`:
    each file of `campanas/` was understood; else what is missing may stand in the others. `municipality`: None where
    something is wrong with it already.
    """
    listed = tuple(drafts)
    served = {key for draft in listed for key in draft.entry.actions}
    served |= {key for draft in listed for message in draft.entry.messages for key in message.actions}
    findings = Findings(plan)
    _tables(findings, (), base.plan.reports, "el plan", base)
    for position, action in enumerate(base.plan.actions):
        here = ("acciones", position)
        _settings(findings, here, action, tenant)
        _tables(findings, here, action.reports, f"la acción «{action.key}»", base)
        if complete and action.key not in served and not action.settings and not action.reports:
            findings.add(
                here,
                f"nada cumple la acción «{action.key}» del plan",
                f"escriba «accion: {action.key}» en una campaña o un mensaje; o «ajustes» o «informes» en esta fila",
            )
    counted = Findings(indicators)
    if complete:
        _counted(counted, {(slug,): each.filter for slug, each in base.indicators.items()}, listed)
    sections = Findings(municipality) if municipality is not None else None
    if complete and sections is not None:
        its = base.municipality.sections.items()
        _counted(sections, {("secciones", slug): each.filter for slug, each in its}, listed)
    return (*findings.problems, *counted.problems, *(sections.problems if sections is not None else ()))


def _settings(findings: Findings, here: tuple[str | int, ...], action: Action, tenant: Tenant | None) -> None:
    for position, key in enumerate(action.settings):
        location = (*here, "ajustes", position)
        setting = SETTINGS.get(key)
        if setting is None:
            findings.unknown(location, "el ajuste", key, SETTINGS, "docs/guia.md")
        elif tenant is not None and not setting.in_use(tenant, action):
            said = f"la acción «{action.key}» cuenta con el ajuste «{key}», y no está en uso"
            findings.add(location, said, f"hace falta: {setting.description}")


def _tables(findings: Findings, here: tuple[str | int, ...], keys: Iterable[str], whose: str, base: Base) -> None:
    """`whose`: who counts with them, in Spanish."""
    for position, key in enumerate(keys):
        location = (*here, "informes", position)
        table = REPORT_TABLES.get(key)
        if table is None:
            findings.unknown(location, "la tabla", key, REPORT_TABLES, "docs/guia.md")
        elif key not in base.plan.tables and not table.filled(base.plan):
            findings.add(
                location, f"{whose} cuenta con la tabla «{key}», y saldría vacía", f"hace falta: {table.needs}"
            )


def _counted(findings: Findings, filters: Mapping[Location, Filter], drafts: Iterable[Draft]) -> None:
    """Campaigns and messages that indicators or sections name, by where they stand.

    A filter on what is not there counts nothing, silently.
    """
    listed = tuple(drafts)
    campaigns = {draft.entry.id for draft in listed}
    messages = {message.id for draft in listed for message in draft.entry.messages}
    messages |= {f"{draft.entry.id}/{message.id}" for draft in listed for message in draft.entry.messages}
    for location, wanted in filters.items():
        here = (*location, "filtro")
        for position, name in enumerate(wanted.campaigns):
            if name not in campaigns:
                findings.unknown((*here, "campañas", position), "la campaña", name, campaigns, "campanas/")
        for position, name in enumerate(wanted.messages):
            if name not in messages:
                findings.unknown((*here, "mensajes", position), "el mensaje", name, messages, "campanas/")
