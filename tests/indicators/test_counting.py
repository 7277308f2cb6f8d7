"""What is asked of the same outcomes again and again is counted once, and is what it would be alone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from campaigns.indicator import Indicator
from indicators.counting import Counting
from indicators.measures import measure, untold
from indicators.outcomes import Fulfilled, Outcomes, Published
from indicators.subscribed import Subscribed
from indicators.told import Counted
from tests.indicators.rows import at

ROWS_OF_THE_PLAN = [f"VC-{number}" for number in range(30)]
BEGAN = at("2027-01-04 13:00")


class Walked(tuple[Published, ...]):
    """What went out, and how often somebody walked through it."""

    times = 0

    def __iter__(self) -> Iterator[Published]:
        Walked.times += 1
        return super().__iter__()


def posts() -> list[Published]:
    """Three for each row of the plan; each of them serves the next row as well."""
    return [
        Published(
            publication=number,
            campaign=f"c-{number % 4}",
            message="m",
            account=("web", "correo")[number % 2],
            occurrence="1",
            medium=("Sitio web", "Correo")[number % 2],
            actions=(f"VC-{number % 30}", f"VC-{(number + 1) % 30}"),
            audience="todos",
            publishes=number % 2 == 0,
            direct=number % 2 == 1,
            moment=BEGAN + timedelta(hours=number),
            sent=10 + number,
            bounced=number % 3,
        )
        for number in range(90)
    ]


def visit(number: int) -> Fulfilled:
    """A task that was done for one row of the plan."""
    return Fulfilled(
        order=number,
        kind="visita",
        campaign="c-1",
        message="m",
        account="",
        occurrence="1",
        medium="Visita",
        actions=(f"VC-{number % 30}",),
        audience="todos",
        moment=BEGAN,
        count=number,
        by="ana",
        note="",
        evidence=(),
    )


def told(number: int) -> Counted:
    """A post of which the service tells what saw it, or only what liked it."""
    return Counted(
        publication=number,
        campaign="c-1",
        message="m",
        account="facebook",
        occurrence="1",
        medium="Facebook",
        actions=(f"VC-{number}",),
        audience="todos",
        moment=BEGAN,
        last={("views" if number % 2 else "reactions"): 7 * number},
        before={},
    )


OUTCOMES = Outcomes(
    tuple(posts()),
    tuple(map(visit, range(40))),
    tuple(map(told, range(8))),
    subscribed=(Subscribed("Correo", frozenset({"noticias"}), 12),),
)
ASKED: dict[str, dict[str, object]] = {
    "contenidos": {"cuenta": "contenidos"},
    "alcanzados": {"cuenta": "alcanzados", "filtro": {"campañas": ["c-1", "c-3"]}},
    "de-dos-filas": {"cuenta": "publicaciones", "filtro": {"acciones": ["VC-3", "VC-4"]}},
    "visitas": {"cuenta": "cantidad-confirmada", "filtro": {"tareas": ["visita"]}},
    "vistas": {"cuenta": "vistas"},
    "suscriptores": {"cuenta": "suscriptores"},
}


def an_indicator(**written: object) -> Indicator:
    """One that is counted automatically."""
    return Indicator.model_validate({"nombre": "N°", "unidad": "u", "tipo": "automatico", **written})


@pytest.mark.parametrize("key", ASKED)
@pytest.mark.parametrize("action", [None, "VC-0", "VC-4", "VC-29", "VC-99"])
def test_a_figure_is_what_it_would_be_if_it_alone_were_counted(key: str, action: str | None) -> None:
    """For each kind of figure, as a whole, for rows of the plan, and for one that nothing serves."""
    indicator, counting = an_indicator(**ASKED[key]), Counting(OUTCOMES)

    for _ in range(2):
        assert counting.figure(key, indicator, action) == measure(indicator, OUTCOMES, action)
        assert counting.untold(key, indicator, action) == untold(indicator, OUTCOMES, action)


def test_the_plan_s_rows_do_not_multiply_what_is_walked_through() -> None:
    """Sixty indicators for thirty rows of the plan: once for each as a whole, once to see what serves whom."""
    Walked.times, counting = 0, Counting(Outcomes(Walked(posts()), ()))
    indicators = {f"i-{number}": an_indicator(cuenta="publicaciones") for number in range(60)}

    for _ in range(3):
        for key, indicator in indicators.items():
            for action in (None, *ROWS_OF_THE_PLAN):
                counting.figure(key, indicator, action)

    assert Walked.times == len(indicators) + 1
