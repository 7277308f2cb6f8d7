"""A year of the five plans, once as it is made and once with the whole question asked of every row."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from campaigns.loader import load
from delivery.planning import outlook
from delivery.planning.known import Known
from delivery.planning.planning import plan
from tests.plans.played import PLANS, configuration

ZONE = ZoneInfo("America/Bogota")
YEAR = datetime(2027, 1, 1, tzinfo=ZONE), datetime(2028, 1, 1, tzinfo=ZONE)
NOW = datetime(2026, 12, 1, 8, 0, tzinfo=ZONE)


@pytest.mark.parametrize("name", PLANS)
def test_the_plan_is_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is decided by the hour alone is what the gate says."""
    [tenant] = load(configuration(name), {}).tenants
    made = plan(tenant, Known(), *YEAR, NOW)
    monkeypatch.setattr(outlook, "is_of_its_hour_alone", lambda _: False)
    assert plan(tenant, Known(), *YEAR, NOW) == made
