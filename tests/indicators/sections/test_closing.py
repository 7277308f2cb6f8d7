"""Signatures and seals."""

import hashlib
import json
from dataclasses import replace

from indicators.composing import compose
from indicators.report_json import as_json
from reports.document import Signature
from storage import audit
from tests.indicators.sections.town import NOW, Town


def test_those_sign_whom_the_plan_names_else_who_is_in_charge(town: Town) -> None:
    """In the plan's order, with their posts."""
    report = town.report("2027-02")
    plan = report.tenant.plan.model_copy(update={"signed_by": ("ana",)})
    named = replace(report, tenant=replace(report.tenant, plan=plan))
    people = report.tenant.municipality.people
    assert compose(named).signatures == (Signature(people["ana"].name, people["ana"].post),)
    in_charge = report.tenant.municipality.in_charge
    expected = (Signature(people[in_charge].name, people[in_charge].post),) if in_charge else ()
    assert compose(report).signatures == expected


def test_the_figures_have_a_digest_that_anyone_can_make_again(town: Town) -> None:
    """Of the JSON that `report --json` prints, keys sorted and no spaces; one figure more is another digest."""
    first, second = (compose(town.report(period)).seals[0].value for period in ("2027-02", "2027-01"))
    data = json.dumps(as_json(town.report("2027-02")), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert first == hashlib.sha256(data.encode()).hexdigest()
    assert first != second


def test_the_record_s_last_hash_is_in_it(town: Town) -> None:
    """Who keeps the report can show later that no act before it was changed."""
    with town.database.write() as connection:
        last = audit.append(connection, town.number, "ana", "record", "visitas", {}, NOW)
    assert town.document("2027-02").seals[1].value == last
