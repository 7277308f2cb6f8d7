"""The machine's clock beside those of services: one word, whoever told the hour."""

from datetime import UTC, datetime, timedelta

import pytest

from channels.capabilities import Standing
from channels.hour import Hour, hour_of
from channels.machine_clock import Heard, clock_finding

NOW = datetime(2027, 1, 5, 13, 0, tzinfo=UTC)
GOOD, WARNING, BAD = Standing.GOOD, Standing.WARNING, Standing.BAD


def heard(*seconds: int) -> list[Heard]:
    """So far ahead of this machine are the services a.co, b.co, …, which answer at once."""
    return [
        Heard(Hour(f"{name}.co", NOW + timedelta(seconds=each)), NOW, NOW)
        for name, each in zip("abcdef", seconds, strict=False)
    ]


@pytest.mark.parametrize(
    ("seconds", "standing"),
    [
        ([0], GOOD),
        ([30], GOOD),
        ([-31], WARNING),
        ([300], WARNING),
        ([301], BAD),
        ([-3600], BAD),
        ([0, 2, -3], GOOD),
        ([400, 401, 402], BAD),
        ([0, 1, 400], WARNING),
        ([0, 400], WARNING),
        ([0, 400, 400], BAD),
        ([0, 40, 40], WARNING),
    ],
)
def test_a_clock_that_is_off_is_told(seconds: list[int], standing: Standing) -> None:
    """Fast or slow; more than five minutes is wrong. One service against the rest may be wrong itself."""
    found = clock_finding(heard(*seconds))
    assert found is not None
    assert found.standing is standing
    assert bool(found.advice) == (standing is not GOOD)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        ([2], "va con el de a.co (los separan 2 segundos)."),
        ([0, 1], "va con el de a.co y el de b.co (los separa 1 segundo)."),
        ([0, 1, 2, 3, 4], "va con el de a.co, el de b.co y 3 más (los separan 4 segundos)."),
        ([-90], "no va con el de a.co (los separan 90 segundos)."),
        ([0, 90], "no va con el de b.co (los separan 90 segundos), y sí con el de a.co (los separan 0 segundos)."),
    ],
)
def test_who_says_so_is_told(seconds: list[int], said: str) -> None:
    """Two by name, the rest by number, with the largest distance."""
    found = clock_finding(heard(*seconds))
    assert found is not None
    assert found.evidence == f"El reloj de este equipo {said}"


def test_a_service_is_named_once() -> None:
    """Facebook and Instagram are one host."""
    found = clock_finding(heard(0) * 3)
    assert found is not None
    assert found.evidence.count("a.co") == 1


def test_an_answer_that_takes_its_time_is_no_difference() -> None:
    """Whatever was told between question and answer is right."""
    told = Hour("a.co", NOW)
    for asked, answered, apart in ((0, 90, 0), (-90, 0, 0), (-90, 90, 0), (10, 20, 10), (-50, -40, 40)):
        moments = (NOW + timedelta(seconds=each) for each in (asked, answered))
        assert Heard(told, *moments).apart == timedelta(seconds=apart)


def test_nobody_told_the_hour() -> None:
    """Nothing is said of the clock."""
    assert clock_finding([]) is None


@pytest.mark.parametrize("served", ["", "mañana", "Tue, 05 Jan 2027 13:00:00 -0000", "Tue, 05 Jan 9999 99:00:00 GMT"])
def test_a_service_that_tells_no_hour_is_no_clock(served: str) -> None:
    """Its header is missing, or is none."""
    assert hour_of("a.co", {"date": served}) is None
    assert hour_of("a.co", {}) is None


@pytest.mark.parametrize(("age", "seconds"), [("", 0), ("x", 0), ("-5", 0), ("600", 600), ("9" * 30, None)])
def test_what_a_cache_kept_is_older_than_it_says(age: str, seconds: int | None) -> None:
    """The date is that of the page; how long it lay in the cache is told beside it."""
    told = hour_of("a.co", {"date": "Tue, 05 Jan 2027 13:00:00 GMT", "age": age})
    assert told == (None if seconds is None else Hour("a.co", NOW + timedelta(seconds=seconds)))
