"""Distances in time that settings say."""

from campaigns.assembly.findings import Findings
from campaigns.reading.tree import Location
from campaigns.when import WhenError, parse_lead


def check_lead(findings: Findings, location: Location, text: str) -> None:
    """A distance in time, as `plazo` and `prorroga` say it: «2 días hábiles»."""
    try:
        parse_lead(text)
    except WhenError as error:
        findings.add(location, error.message, error.hint, at=findings.document.inside(location, 1, error.start + 1))
