"""The texts of one message, each problem at its place: in the campaign's file or in a file of `plantillas/`."""

from campaigns.account import Account
from campaigns.assembly.base import Base
from campaigns.assembly.findings import Findings
from campaigns.campaign import CampaignEntry, MessageEntry
from campaigns.checks.wording import WordingProblem, check_wording
from campaigns.problem import Problem
from campaigns.reading.files import TEMPLATES, Unreadable
from campaigns.reading.tree import Mapping
from campaigns.templates.work import Work
from campaigns.when import AnyEvent

Keys = tuple[str | int, ...]


def check_texts(
    findings: Findings,
    campaign: CampaignEntry,
    position: int,
    accounts: tuple[Account, ...],
    event: AnyEvent | None,
    base: Base,
    work: Work,
) -> None:
    """Notes texts outside the checked subset, names that are not there, and what is too long for its service.

    `work`: what is left of it for the campaign's file; after its last step nothing more is looked at.
    """
    if work.spent or (campaign.event is not None and event is None):
        return
    entry = campaign.messages[position]
    here = ("mensajes", position)
    templates: dict[str, str] = {}
    if entry.template is not None:
        try:
            templates[entry.template] = base.files.template(entry.template)
        except Unreadable as error:
            findings.add((*here, "plantilla"), error.message, error.hint)
            return
    for problem in check_wording(
        base.municipality, campaign, entry, accounts=accounts, event=event, templates=templates, work=work
    ):
        _note(findings, here, problem, entry, base)


def _note(findings: Findings, here: Keys, problem: WordingProblem, entry: MessageEntry, base: Base) -> None:
    if problem.at == ("plantilla",):
        file = base.files.path(f"{TEMPLATES}/{entry.template}")
        findings.problems.append(Problem(file, problem.line, problem.column, "", problem.message, problem.hint))
        return
    location = (*here, *problem.at)
    if isinstance(findings.document.node(location), Mapping) and problem.at:
        location = (*location, "texto")
    place = findings.document.inside(location, problem.line, problem.column)
    findings.add(location, problem.message, problem.hint, at=place)
