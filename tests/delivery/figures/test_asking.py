"""A source that is asked tells figures, or why there are none."""

from datetime import date

import pytest

from delivery.figures.asking import ask
from sources.matomo import Matomo
from sources.telling import NoFigure, Span
from sources.web_address import JsonFigure, Place
from tests.indicators.test_periods import BOGOTA
from tests.servers.fixtures import StartService
from tests.servers.matomo_api import TOKEN

DAY = Span(date(2027, 1, 4), date(2027, 1, 4))
SAID = "un número que no es una cifra"


def test_a_number_without_an_end_is_no_figure(start_service: StartService) -> None:
    """Its address has to be looked at."""
    service = start_service("matomo")
    service.then("endless")
    source = Matomo(service.address, 3, TOKEN, "visitas", "dia")
    with pytest.raises(NoFigure, match=SAID) as problem:
        ask(source, [DAY], BOGOTA)
    assert problem.value.needs_person


@pytest.mark.parametrize(("written", "taken"), [("1e15", True), ("1e16", False), ("-1e300", False)])
def test_more_than_anybody_counts_is_no_figure(start_service: StartService, written: str, taken: bool) -> None:
    """Sums of it would be no numbers any more."""
    service = start_service("figures")
    service.then(f'body:{{"visitas": {written}}}')
    source = JsonFigure(Place(f"{service.address}/cifras.json"), "visitas")
    if taken:
        assert ask(source, [DAY], BOGOTA) == {DAY: 1e15}
        return
    with pytest.raises(NoFigure, match=SAID):
        ask(source, [DAY], BOGOTA)
