"""The five plans, each played once for all tests of a run."""

import pytest

from tests.plans.played import PLANS, Played, play, shared_home


@pytest.fixture(scope="session", params=[pytest.param(plan, marks=pytest.mark.xdist_group(plan)) for plan in PLANS])
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Played:
    """A plan's 2027."""
    plan: str = request.param
    return play(plan, shared_home(request, tmp_path_factory))
