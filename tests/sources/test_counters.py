"""Matomo and Plausible, asked as their documentation says, with all that they may answer instead of a figure."""

from collections.abc import Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from sources.matomo import Every, Matomo, Wanted
from sources.plausible import Plausible
from sources.telling import NoFigure, Source, Span
from tests.channels.service import Service
from tests.servers.fixtures import StartService
from tests.servers.matomo_api import TOKEN
from tests.servers.plausible_api import KEY, SITE

BOGOTA = ZoneInfo("America/Bogota")
JANUARY = Span(date(2027, 1, 1), date(2027, 1, 31))
SECOND_WEEK = Span(date(2027, 1, 4), date(2027, 1, 10))
Made = Callable[[str, Wanted, Every], Source]


def days(first: int, last: int) -> list[Span]:
    """Of January 2027, each by itself."""
    return [Span(date(2027, 1, day), date(2027, 1, day)) for day in range(first, last + 1)]


def matomo(address: str, wanted: Wanted = "visitas", every: Every = "dia", key: str = TOKEN) -> Matomo:
    """Its site 3."""
    return Matomo(address, 3, key, wanted, every)


def plausible(address: str, wanted: Wanted = "visitas", every: Every = "dia", key: str = KEY) -> Plausible:
    """Its only site."""
    return Plausible(address, SITE, key, wanted, every)


SOURCES = pytest.mark.parametrize(("name", "made"), [("matomo", matomo), ("plausible", plausible)])


@SOURCES
def test_days_come_in_one_call_and_a_quiet_one_is_nought(start_service: StartService, name: str, made: Made) -> None:
    """The third of January 2027 is a Sunday: nobody came, which is a figure."""
    service = start_service(name)
    told = made(service.address, "visitas", "dia").figures(days(1, 4), BOGOTA)
    assert list(told.values()) == [101, 102, 0, 104]
    assert [call["allowed"] for call in service.calls()] == [True]


@SOURCES
@pytest.mark.parametrize(("every", "span", "visits"), [("semana", SECOND_WEEK, 639), ("mes", JANUARY, 3011)])
def test_weeks_and_months_are_told_whole(
    start_service: StartService, name: str, made: Made, every: Every, span: Span, visits: int
) -> None:
    """As the service counts them, not as a sum of ours."""
    service = start_service(name)
    assert made(service.address, "visitas", every).figures([span], BOGOTA) == {span: visits}


@pytest.mark.parametrize(("wanted", "figure"), [("visitas", 101), ("visitantes", 91), ("paginas-vistas", 303)])
def test_each_figure_of_matomo_has_its_place(start_service: StartService, wanted: Wanted, figure: int) -> None:
    """Visits, visitors and pages are told under other names, pages by another report."""
    service = start_service("matomo")
    assert list(matomo(service.address, wanted).figures(days(1, 1), BOGOTA).values()) == [figure]


def test_the_token_is_in_no_address(start_service: StartService) -> None:
    """Web servers and proxies write addresses down."""
    service = start_service("matomo")
    matomo(service.address).figures(days(1, 1), BOGOTA)
    [call] = service.calls()
    assert (call["path"], call["allowed"]) == ("/index.php", True)


FAULTS = [
    ("matomo", "denied", "no da la cifra", True),
    ("matomo", "unauthorized", "no acepta la clave", True),
    ("matomo", "flood", "pide esperar", False),
    ("matomo", "server-error", "está fallando (503)", False),
    ("matomo", "page", "no respondió como Matomo", True),
    ("matomo", "truncated", "no respondió como Matomo", True),
    ("matomo", "nested", "no respondió como Matomo", True),
    ("matomo", "redirect", "lleva a otra dirección", True),
    ("matomo", "drop", "No hay conexión", False),
    ("plausible", "unauthorized", "Invalid API key", True),
    ("plausible", "wrong-site", "Invalid site ID", True),
    ("plausible", "flood", "pide esperar", False),
    ("plausible", "server-error", "está fallando (500)", False),
    ("plausible", "page", "no respondió como Plausible", True),
    ("plausible", "list", "no respondió como Plausible", True),
]


@pytest.mark.parametrize(("name", "fault", "said", "needs_person"), FAULTS)
def test_what_is_no_figure_is_told_in_words(
    start_service: StartService, name: str, fault: str, said: str, needs_person: bool
) -> None:
    """Where, what, and whether time heals it."""
    service = start_service(name)
    service.then(fault)
    source: Source = matomo(service.address) if name == "matomo" else plausible(service.address)
    with pytest.raises(NoFigure) as problem:
        source.figures(days(1, 2), BOGOTA)
    assert said in problem.value.reason
    assert problem.value.needs_person is needs_person


def test_the_wait_that_is_asked_for_is_kept(start_service: StartService) -> None:
    """`Retry-After` in seconds."""
    service = start_service("matomo")
    service.then("flood")
    with pytest.raises(NoFigure) as problem:
        matomo(service.address).figures(days(1, 1), BOGOTA)
    assert problem.value.retry_after == timedelta(hours=2)


def test_an_error_bears_no_key(start_service: StartService) -> None:
    """Also where the service repeats it."""
    service = start_service("matomo")
    service.then("echo")
    with pytest.raises(NoFigure) as problem:
        matomo(service.address).figures(days(1, 1), BOGOTA)
    assert "Unable to authenticate" in problem.value.reason
    assert TOKEN not in repr(problem.value) + problem.value.reason


def test_an_empty_answer_is_of_days_without_a_visit(start_service: StartService) -> None:
    """Matomo answers an empty list where a site has no visit in all of them."""
    service = start_service("matomo")
    service.then("empty")
    assert list(matomo(service.address).figures(days(1, 2), BOGOTA).values()) == [0, 0]


def test_nobody_who_answers_is_told(start_service: StartService, unused: int) -> None:
    """A server that is not there, and a key that no header can bear."""
    with pytest.raises(NoFigure, match=r"No hay conexión con 127\.0\.0\.1"):
        matomo(f"http://127.0.0.1:{unused}").figures(days(1, 1), BOGOTA)
    service: Service = start_service("plausible")
    with pytest.raises(NoFigure, match="tildes"):
        plausible(service.address, key="ñandú").figures(days(1, 1), BOGOTA)
