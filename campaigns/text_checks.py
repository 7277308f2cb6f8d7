"""The texts of one message: that they keep to the checked subset, name only what there is, and fit their channels."""

from campaigns.account import Account
from campaigns.base import Base
from campaigns.campaign import CampaignEntry, MessageEntry
from campaigns.content.wording import Wording, wordings
from campaigns.files import TEMPLATES, Unreadable
from campaigns.findings import Findings
from campaigns.problem import Problem
from campaigns.templates import Variables, check_template, variables
from campaigns.tree import Location, Mapping
from channels.adapter import Kind

Keys = tuple[str | int, ...]


def check_texts(
    findings: Findings,
    here: Keys,
    campaign: CampaignEntry,
    entry: MessageEntry,
    accounts: tuple[Account, ...],
    base: Base,
) -> None:
    """Notes what is wrong with each text, once, wherever it stands: in the campaign or in a file of `plantillas/`."""
    templates = _templates(findings, here, entry, base)
    used = wordings(campaign, entry, {account.name: account.type for account in accounts}, templates)
    by_text: dict[Location, list[Account]] = {}
    words: dict[Location, tuple[str, Wording]] = {}
    for account in accounts:
        said = used[account.name]
        for at, source in ((said.text_at, said.text), (said.subject_at, said.subject)):
            if at:
                by_text.setdefault(at, []).append(account)
                words[at] = (source, said)
    for at, group in by_text.items():
        persons = all(account.kind is Kind.DIRECT for account in group)
        names = variables(base.municipality, campaign, entry, to_persons=persons)
        _check(findings, (*here, *at), words[at][0], names, base, entry)


def _templates(findings: Findings, here: Keys, entry: MessageEntry, base: Base) -> dict[str, str]:
    if entry.template is None:
        return {}
    try:
        return {entry.template: base.files.template(entry.template)}
    except Unreadable as error:
        findings.add((*here, "plantilla"), error.message, error.hint)
        return {}


def _check(findings: Findings, location: Keys, source: str, names: Variables, base: Base, entry: MessageEntry) -> None:
    document = findings.document
    if isinstance(document.node(location), Mapping):
        location = (*location, "texto")
    for problem in check_template(source, names):
        if location[-1] == "plantilla":
            file = base.files.path(f"{TEMPLATES}/{entry.template}")
            found = Problem(file, problem.line, problem.column, "", problem.message, problem.hint)
            if found not in findings.problems:
                findings.problems.append(found)
        else:
            place = document.inside(location, problem.line, problem.column)
            findings.add(location, problem.message, problem.hint, at=place)
