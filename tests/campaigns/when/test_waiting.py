"""What waits: for another publication, for its approval, for an order, for an alert to be lifted."""

from datetime import UTC, datetime

import pytest

from campaigns.when import APPROVAL, ORDER, Context, Moves, OpenOrder, Published, expand, parse
from tests.campaigns.when.calendar import BOGOTA, WORKDAYS, keys_of, locals_of, slots

MONDAY = datetime(2027, 1, 4, 8, tzinfo=BOGOTA)


def after(*published: Published, reference: str = "anuncio") -> Context:
    """Makes a context in which another message went out, or is planned."""
    return Context(BOGOTA, WORKDAYS, published={reference: published})


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("al publicar anuncio", "2027-01-04 08:00"),
        ("2 horas después de publicar anuncio", "2027-01-04 10:00"),
        ("90 minutos después de publicar anuncio", "2027-01-04 09:30"),
        ("3 días después de publicar anuncio a las 09:00", "2027-01-07 09:00"),
        ("5 días hábiles después de publicar anuncio a las 09:00", "2027-01-12 09:00"),
    ],
)
def test_distances_from_another_publication(text: str, local: str) -> None:
    """It counts from the moment when the other went out, and takes its occurrence."""
    found = slots(text, context=after(Published("2027-01-04", MONDAY)))
    assert keys_of(found) == ["2027-01-04"]
    assert locals_of(found) == [local]
    assert found[0].waits_for is None


@pytest.mark.parametrize(
    ("text", "followed"),
    [
        ("al cerrar la encuesta de anuncio", "anuncio"),
        ("al cerrar anuncio", "anuncio"),
        ("al cerrar la encuesta «anuncio»", "anuncio"),
        ("1 hora después de cerrar la encuesta del mensaje anuncio", "anuncio"),
        ("1 día después de cerrar la encuesta a las 10:00", "encuesta"),
        ("1 día después del cierre de la encuesta de anuncio a las 10:00", "anuncio"),
        ("1 día después de que cierre la encuesta, a las 10:00", "encuesta"),
        ("1 día después de cerrar matriculas/anuncio a las 10:00", "matriculas/anuncio"),
        ("3 días hábiles después de cerrar encuesta a mediodía", "encuesta"),
    ],
)
def test_the_close_of_a_survey_is_followed(text: str, followed: str) -> None:
    """By the id of the message that asks it; «la encuesta» alone is the message of that id."""
    rule = parse(text)
    assert (rule.after, rule.after_close) == (followed, True)
    assert parse(rule.describe()) == rule


@pytest.mark.parametrize("what", ["del cierre", "del cierre del evento", "del cierre de cada fecha"])
def test_the_close_alone_is_that_of_the_event(what: str) -> None:
    """What names no survey is said of the event."""
    assert parse(f"2 días después {what} a las 08:00").needs_event


def test_it_waits_while_the_other_has_not_gone_out() -> None:
    """A planned source gives a slot without a time, which says for what it waits and when it would be."""
    context = after(Published("1", MONDAY, out=False), reference="matriculas/anuncio")
    (found,) = slots("2 horas después de publicar matriculas/anuncio", context=context)
    assert found.local is None
    assert found.waits_for == "matriculas/anuncio"
    assert found.nominal == datetime(2027, 1, 4, 10, tzinfo=BOGOTA)
    assert found.occurrence == "1"


def test_each_occurrence_of_the_other_is_followed() -> None:
    """A recurrence that is followed gives a slot for each of its publications."""
    context = after(Published("2027-01-04", MONDAY), Published("2027-01-11", MONDAY.replace(day=11)))
    assert keys_of(slots("al publicar anuncio", context=context)) == ["2027-01-04", "2027-01-11"]


def test_without_news_of_the_other_there_is_no_slot() -> None:
    """A publication of which nothing is known gives nothing to follow."""
    assert slots("al publicar boletin", context=after(Published("1", MONDAY))) == ()


def test_what_follows_another_also_avoids_days_off() -> None:
    """Days off move what follows another publication, under the other's key."""
    text = "1 semana después de publicar anuncio a las 09:00"
    found = slots(text, context=after(Published("1", MONDAY)), moves=Moves(on_day_off="siguiente"))
    assert (keys_of(found), locals_of(found)) == (["1"], ["2027-01-12 09:00"])


def test_an_alert_repeats_from_its_order_until_it_is_lifted() -> None:
    """It goes out at once and at each step; the key names the order and the local time with its offset."""
    lifted = datetime(2027, 5, 3, 0, 30, tzinfo=BOGOTA)
    order = OpenOrder(3, datetime(2027, 5, 2, 22, 15, tzinfo=BOGOTA), lifted)
    found = slots("cada hora hasta levantar", context=Context(BOGOTA, WORKDAYS, orders=(order,)))
    assert keys_of(found) == [
        "o3.2027-05-02T22:15-05:00",
        "o3.2027-05-02T23:15-05:00",
        "o3.2027-05-03T00:15-05:00",
    ]


def test_an_open_alert_goes_on_to_the_end_of_the_window() -> None:
    """While nobody lifts it, a later window finds its later times, on the same steps."""
    order = OpenOrder(4, datetime(2027, 5, 2, 22, 15, tzinfo=BOGOTA))
    context = Context(BOGOTA, WORKDAYS, orders=(order,))
    found = slots("cada 6 horas hasta levantar", "2027-05-04", "2027-05-05", context)
    assert locals_of(found) == [f"2027-05-04 {hour}:15" for hour in ("04", "10", "16", "22")]


def test_without_an_order_an_alert_is_silent() -> None:
    """No open order, no slot."""
    assert slots("cada 30 minutos hasta levantar", context=Context(BOGOTA, WORKDAYS)) == ()


def test_an_alert_does_not_mind_days_off() -> None:
    """An alert of a Sunday goes out on that Sunday, whatever its message says of days off."""
    order = OpenOrder(5, datetime(2027, 5, 2, 10, tzinfo=BOGOTA), datetime(2027, 5, 2, 11, tzinfo=BOGOTA))
    context = Context(BOGOTA, WORKDAYS, orders=(order,))
    assert locals_of(slots("cada hora hasta levantar", context=context)) == ["2027-05-02 10:00"]
    moved = slots("cada hora hasta levantar", context=context, moves=Moves(on_day_off="siguiente"))
    assert locals_of(moved) == ["2027-05-02 10:00"]


def test_what_waits_for_its_approval_has_no_time_until_it_has_it() -> None:
    """It is always there, without a time, until the moment of approval becomes its time."""
    rule = parse("tras aprobar")
    since, until = datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
    (waiting,) = expand(rule, Context(BOGOTA, WORKDAYS), since, until)
    assert (waiting.occurrence, waiting.nominal, waiting.local) == ("1", None, None)
    assert waiting.waits_for == APPROVAL == "aprobación"
    (approved,) = expand(rule, Context(BOGOTA, WORKDAYS, approved=MONDAY), since, until)
    assert (approved.occurrence, approved.local, approved.waits_for) == ("1", MONDAY, None)
    assert expand(rule, Context(BOGOTA, WORKDAYS, approved=MONDAY), MONDAY.replace(month=2), until) == ()


def test_what_waits_for_an_order_never_has_a_time() -> None:
    """Neither its approval nor another's order gives it one."""
    order = OpenOrder(3, MONDAY)
    context = Context(BOGOTA, WORKDAYS, approved=MONDAY, orders=(order,))
    (waiting,) = slots("por orden", context=context)
    assert (waiting.occurrence, waiting.nominal, waiting.local) == ("1", None, None)
    assert waiting.waits_for == ORDER == "orden"


def test_the_window_must_have_a_zone() -> None:
    """Naive moments are refused."""
    naive = MONDAY.replace(tzinfo=None)
    with pytest.raises(ValueError, match="aware"):
        expand(parse("cada lunes a las 08:00"), Context(BOGOTA, WORKDAYS), naive, naive)
