"""Whatever happened, the parts of a figure add up to it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from campaigns.indicator import Indicator
from indicators.content_table import contents_table
from indicators.measures import measure
from indicators.outcomes import Fulfilled, Outcomes, Published
from indicators.periods import parse_period, weeks

ZONE = ZoneInfo("Europe/Berlin")
SPRING = parse_period("2027-B2", ZONE)
MEASURES = ("contenidos", "publicaciones", "alcanzados", "devueltos", "tareas-cumplidas", "cantidad-confirmada")

moments = st.integers(-10 * 24 * 60, 70 * 24 * 60).map(lambda minutes: SPRING.since + timedelta(minutes=minutes))
names = st.sampled_from(["web", "radio", "correo"])
posts = st.builds(
    Published,
    publication=st.integers(1, 10**9),
    campaign=st.just("c"),
    message=st.just("m"),
    account=names,
    occurrence=st.just("1"),
    medium=names,
    actions=st.just(("VC-1",)),
    audience=st.just("todos"),
    publishes=st.booleans(),
    direct=st.booleans(),
    moment=moments,
    sent=st.integers(10, 10_000),
    bounced=st.integers(0, 10),
)
orders = st.builds(
    Fulfilled,
    order=st.integers(1, 10**9),
    kind=st.just("cuna"),
    campaign=st.just("c"),
    message=st.just("m"),
    account=names,
    occurrence=st.just("1"),
    medium=names,
    actions=st.just(("VC-1",)),
    audience=st.just("todos"),
    moment=moments,
    count=st.integers(0, 500),
    by=st.just("ana"),
    note=st.just(""),
)
happenings = st.builds(
    Outcomes,
    published=st.lists(posts, max_size=30, unique_by=lambda row: row.publication).map(tuple),
    fulfilled=st.lists(orders, max_size=30).map(tuple),
)


def value(counts: str, outcomes: Outcomes) -> float:
    """The figure of a measure."""
    written = {"nombre": "N°", "unidad": "u", "tipo": "automatico", "cuenta": counts}
    return measure(Indicator.model_validate(written), outcomes).value or 0


@given(happenings, st.sampled_from(MEASURES))
def test_a_period_is_the_sum_of_its_weeks(outcomes: Outcomes, counts: str) -> None:
    """Over a month in which the clocks change, too."""
    of_weeks = [value(counts, outcomes.between(week.since, week.until)) for week in weeks(SPRING, ZONE)]

    assert sum(of_weeks) == value(counts, outcomes.between(SPRING.since, SPRING.until))


@given(happenings, st.sampled_from(MEASURES))
def test_a_figure_is_the_sum_of_its_media_and_of_its_accounts(outcomes: Outcomes, counts: str) -> None:
    """No part is counted twice, none is left out."""
    written = {"nombre": "N°", "unidad": "u", "tipo": "automatico", "cuenta": counts}
    figure = measure(Indicator.model_validate(written), outcomes)

    assert sum(figure.by_medium.values()) == sum(figure.by_channel.values()) == figure.value


@given(happenings)
def test_the_table_of_contents_adds_up_to_the_indicator(outcomes: Outcomes) -> None:
    """Its last cell is the figure of the period."""
    inside = outcomes.between(SPRING.since, SPRING.until)

    assert contents_table(inside, SPRING, ZONE).rows[-1][-1] == value("contenidos", inside)
