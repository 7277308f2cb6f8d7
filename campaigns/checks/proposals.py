"""`propuestas`: each section's account is a page's, its campaign is there, and its name is free in it."""

from collections.abc import Iterable

from campaigns.assembly.base import Base
from campaigns.assembly.findings import Findings
from campaigns.checks.leads import check_lead
from campaigns.checks.references import Draft
from campaigns.content.freezing import WEB
from campaigns.problem import Problem
from campaigns.proposals import Proposals
from campaigns.reading.files import ACCOUNTS, PLAN
from campaigns.reading.tree import Document, Location

HERE = "propuestas"


def check_proposals(findings: Findings, base: Base) -> None:
    """Notes terms that are none, accounts without pages, and rows that the plan has not."""
    proposals = base.municipality.proposals
    for key, text in proposals.terms.items():
        check_lead(findings, (HERE, key), text)
    actions = {"accion-dependencias": proposals.internal_action, "accion-sugerencias": proposals.suggestion_action}
    named: list[tuple[Location, str | None]] = [((HERE, key), action) for key, action in actions.items()]
    named += [((HERE, "secciones", slug, "accion"), each.action) for slug, each in proposals.sections.items()]
    for location, action in named:
        if action is not None and action not in base.actions:
            findings.unknown(location, "la acción", action, base.actions, PLAN)
    for slug, section in proposals.sections.items():
        here = (HERE, "secciones", slug, "cuenta")
        account = base.accounts.get(section.account)
        if section.account not in base.account_names:
            findings.unknown(here, "el canal", section.account, base.account_names, ACCOUNTS)
        elif account is not None and account.type != WEB:
            said = f"«{section.account}» no publica páginas, y lo que se propone sale en el sitio"
            findings.add(here, said, f"escriba una cuenta de {ACCOUNTS} con «tipo: web»")


def check_proposal_campaigns(
    document: Document, proposals: Proposals, drafts: Iterable[Draft], files: int
) -> list[Problem]:
    """Notes campaigns that are not there, and messages by a section's own name: two publications would have one key.

    One of so many files that could not be read may be the one that is meant.
    """
    listed = {draft.entry.id: draft for draft in drafts}
    complete = sum(draft.whole for draft in listed.values()) == files
    problems = []
    for slug, section in proposals.sections.items():
        here, draft = (HERE, "secciones", slug), listed.get(section.campaign)
        if draft is None and complete:
            said = f"no existe la campaña «{section.campaign}»"
            hint = "escriba el nombre que está en «campaña:» de un archivo de campanas/"
            problems.append(document.problem((*here, "campaña"), said, hint))
        elif draft is not None and any(each.id == slug for each in draft.entry.messages):
            said = f"la campaña «{section.campaign}» ya tiene un mensaje «{slug}»"
            problems.append(document.problem(here, said, "dé a la sección otro nombre"))
    return problems
