"""How long harnesses that draw by a seed go on, and from which seed; what they did is told at the end of the run.

`tests/conftest.py` gives this to every run: `--soak 20` makes twenty times as many draws, `--seed` begins elsewhere.
"""

from collections import Counter

import pytest

KILLS = "kills"
"""The property of a test's report that tells its kills, by what was killed and where."""
SCHEDULES = "schedules"
"""The property that tells how many schedules of faults were played."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Two numbers, each with the value that `make test` takes."""
    group = parser.getgroup("soak")
    group.addoption("--soak", type=int, default=1, help="how many times as many seeds as `make test` draws")
    group.addoption("--seed", type=int, default=1, help="the first seed")


@pytest.fixture
def soak(request: pytest.FixtureRequest) -> int:
    """How many times as much as `make test` does."""
    return int(request.config.getoption("soak"))


@pytest.fixture
def first_seed(request: pytest.FixtureRequest) -> int:
    """The seed to begin with."""
    return int(request.config.getoption("seed"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """How often daemons were killed, and where; how many schedules of faults were played; from which seed."""
    told: Counter[str] = Counter()
    played = 0
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, value in report.user_properties:
            if name == KILLS:
                told.update(value)
            if name == SCHEDULES:
                played += value
    if told:
        places = ", ".join(f"{count} {where}" for where, count in told.most_common())
        terminalreporter.write_line(f"{told.total()} daemons were killed: {places}")
    if played:
        terminalreporter.write_line(f"{played} schedules of faults were played, from --seed {config.option.seed}")
