"""Each row goes out on every medium that its plan names for it, and the simulation counts it there."""

import json
from collections import defaultdict

import yaml

from tests.plans.media import NAMED, carriers
from tests.plans.played import Played, configuration
from tests.plans.rows import ROWS


def test_each_row_uses_every_medium_that_its_plan_names(played: Played) -> None:
    """Over the year each of a row's media has had a publication that was carried out."""
    used: dict[str, set[str]] = defaultdict(set)
    done = "SELECT DISTINCT account, actions FROM publication WHERE state IN ('running', 'done')"
    for account, actions in played.ask(done):
        for row in json.loads(actions):
            used[row].add(account)
    rows = {row.key for row in ROWS if row.plan == played.plan}
    assert {
        (row, medium)
        for row, media in NAMED.items()
        if row in rows
        for medium in media
        if not carriers(medium) & used[row]
    } == set()


def test_each_account_of_a_plan_carries_something(played: Played) -> None:
    """No medium stands in a plan's configuration for nothing: the simulation counts publications on every one."""
    accounts = yaml.load((configuration(played.plan) / "canales.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    assert set(played.simulated["by_channel"]) == set(accounts)
