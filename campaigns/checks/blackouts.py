"""Vedas whose approver does not exist, or that ask two words of one message."""

from itertools import combinations

from campaigns.assembly.base import Base
from campaigns.assembly.findings import Findings
from campaigns.reading.files import MUNICIPALITY


def check_blackouts(findings: Findings, base: Base) -> None:
    """Who approves in each, and that no day has two who do."""
    blackouts = list(enumerate(base.municipality.blackouts))
    for position, each in blackouts:
        if each.approver is not None:
            here = ("vedas", position, "aprueba")
            findings.unknown(here, "el comité o la persona", each.approver, base.approvers, MUNICIPALITY)
    for (_, first), (position, second) in combinations(blackouts, 2):
        if first.approver and second.approver and first.approver != second.approver and first.meets(second):
            said = f"«{second.name}» y «{first.name}» piden a la vez la aprobación de dos distintos"
            findings.add(("vedas", position, "aprueba"), said, "deje uno solo, o ponga a los dos en un comité")
