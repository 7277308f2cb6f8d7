"""When a committee meets, how long before it wants to know, and when its members are reminded."""

from campaigns.assembly.base import Base
from campaigns.assembly.findings import Findings
from campaigns.checks.leads import check_lead
from campaigns.committee import Committee
from campaigns.reading.tree import Keys
from campaigns.when import WhenError, parse, repeats_alone


def check_committees(findings: Findings, base: Base) -> None:
    """Notes meetings that do not repeat, times that are none, and a lead before meetings that there are not."""
    for slug, committee in base.municipality.committees.items():
        _committee(findings, ("comites", slug), committee)


def _committee(findings: Findings, here: Keys, committee: Committee) -> None:
    for position, text in enumerate(committee.reminders):
        check_lead(findings, (*here, "recordatorios", position), text)
    if committee.lead is not None:
        check_lead(findings, (*here, "antelacion"), committee.lead)
        if committee.meetings is None:
            said = "«antelacion» se cuenta hasta la reunión, y no se sabe cuándo se reúne"
            findings.add((*here, "antelacion"), said, "agregue «reuniones: cada martes a las 09:00», o borre la línea")
    if committee.meetings is None:
        return
    place = (*here, "reuniones")
    try:
        rule = parse(committee.meetings)
    except WhenError as error:
        findings.add(place, error.message, error.hint, at=findings.document.inside(place, 1, error.start + 1))
        return
    if not repeats_alone(rule):
        said = "las reuniones tienen que repetirse por sí solas"
        findings.add(place, said, "escriba, por ejemplo, «cada martes a las 09:00»")
