"""`listas` of a municipality: who owes each, how long it holds, and that publics name those that are there."""

from campaigns.assembly.base import Base
from campaigns.assembly.duration import DurationError, parse_duration
from campaigns.assembly.findings import Findings
from campaigns.audience import Condition
from campaigns.reading.files import MUNICIPALITY


def check_lists(findings: Findings, base: Base) -> None:
    """Notes lists that nobody can be asked for, and terms that are none."""
    answerable = (*base.answerable, *base.municipality.sources)
    for slug, each in base.municipality.lists.items():
        here = ("listas", slug)
        if each.owner not in answerable:
            findings.unknown((*here, "de"), "quien entrega la lista", each.owner, answerable, MUNICIPALITY)
        try:
            parse_duration(each.validity)
        except DurationError as error:
            findings.add((*here, "vigencia"), error.message, error.hint)


def check_listed(findings: Findings, here: tuple[str | int, ...], condition: Condition, base: Base) -> None:
    """Notes lists of a public's condition that are not there."""
    if condition.listed is not None:
        findings.unknown((*here, "lista"), "la lista", condition.listed, base.municipality.lists, MUNICIPALITY)
    for position, alternative in enumerate(condition.any_of):
        check_listed(findings, (*here, "alguna", position), alternative, base)
