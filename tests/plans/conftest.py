"""The five plans, each played once for all tests of a run."""

from pathlib import Path

import pytest

from tests.plans.played import PLANS, Played, play


@pytest.fixture(scope="session", params=[pytest.param(plan, marks=pytest.mark.xdist_group(plan)) for plan in PLANS])
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Played:
    """A plan's 2027. Workers share the folder above their own, so that each plan is played once and no more."""
    base = tmp_path_factory.getbasetemp()
    home = base.parent if hasattr(request.config, "workerinput") else base
    plan: str = request.param
    return play(plan, Path(home) / "plans")
