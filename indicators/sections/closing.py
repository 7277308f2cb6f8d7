"""Firmas y huellas: who answers for the report, and by what a copy can be compared with what was kept. Pure."""

import hashlib
import json

from indicators.report import Report
from indicators.report_json import Json, as_json
from reports.document import Seal, Signature

FIGURES = "Huella de las cifras (SHA-256)"
RECORD = "Última huella del registro de actos"


def signatures_of(report: Report) -> tuple[Signature, ...]:
    """Of those whom the plan names, in its order; else of who is in charge."""
    municipality = report.tenant.municipality
    asked = report.tenant.plan.signed_by or ((municipality.in_charge,) if municipality.in_charge else ())
    people = (municipality.people[slug] for slug in asked if slug in municipality.people)
    return tuple(Signature(person.name, "" if person.post == person.name else person.post) for person in people)


def seals_of(report: Report) -> tuple[Seal, ...]:
    """The digest of the figures as `report --json` writes them, and where the audit chain stood."""
    return (seal_of(as_json(report)), Seal(RECORD, report.findings.chain))


def seal_of(data: Json) -> Seal:
    """The digest of a report's data as `report --json` writes them."""
    figures = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Seal(FIGURES, hashlib.sha256(figures.encode()).hexdigest())
