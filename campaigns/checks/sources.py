"""Sources and sections of `municipio.yaml`: who asks, who answers, and what counts as an update."""

from campaigns.assembly.base import Base
from campaigns.assembly.findings import Findings
from campaigns.indicator import Filter
from campaigns.reading.files import ACCOUNTS, MUNICIPALITY, PLAN
from campaigns.reading.tree import Location
from campaigns.section import Section

OF_OTHERS = frozenset({"standing", "topics"})
"""Parts of a filter that tell duties and subscribers apart, which update no section."""


def check_sources(findings: Findings, base: Base) -> None:
    """Delegates and responsible people who exist, and sections of which something can be an update."""
    municipality = base.municipality
    for slug, source in municipality.sources.items():
        if source.delegate not in base.answerable:
            location = ("fuentes", slug, "delegado")
            findings.unknown(location, "el delegado", source.delegate, base.answerable, MUNICIPALITY)
    for slug, section in municipality.sections.items():
        _section(findings, ("secciones", slug), section, base)


def _section(findings: Findings, here: Location, section: Section, base: Base) -> None:
    if section.responsible not in base.answerable:
        findings.unknown((*here, "responsable"), "el responsable", section.responsible, base.answerable, MUNICIPALITY)
    wanted = section.filter
    if wanted == Filter():
        said = f"la sección «{section.name}» no dice qué cuenta como su actualización"
        findings.add((*here, "filtro"), said, "escriba, por ejemplo, «filtro: {campañas: [contratos]}»")
    for key in sorted(wanted.model_fields_set & OF_OTHERS):
        alias = Filter.model_fields[key].alias or key
        said = f"«{alias}» no dice qué actualiza una sección: es de los indicadores"
        findings.add((*here, "filtro", alias), said, "borre la línea")
    for position, key in enumerate(wanted.actions):
        if key not in base.actions:
            location = (*here, "filtro", "acciones", position)
            findings.unknown(location, "en el plan la acción", key, base.actions, PLAN)
    for position, name in enumerate(wanted.accounts):
        if name not in base.account_names:
            location = (*here, "filtro", "canales", position)
            findings.unknown(location, "el canal", name, base.account_names, ACCOUNTS)
