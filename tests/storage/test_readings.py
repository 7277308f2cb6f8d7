"""Figures of services: each time is kept, the last holds, and what is not told is not nought."""

from datetime import timedelta

from sqlalchemy import Connection

from storage.readings import add_reading, last_told, room_for_reading
from tests.indicators.rows import add_post, add_tenant
from tests.storage.rows import NOW

DAY = timedelta(days=1)


def test_the_last_holds_and_none_is_added_up(writing: Connection) -> None:
    """Of each metric the last value that was told, up to a moment; what was told before stays in its row."""
    tenant = add_tenant(writing)
    post = add_post(writing, tenant, "noticias/semanal/x@1", "2027-01-04 12:30")
    add_reading(writing, tenant, post, 1, NOW, {"views": 10, "comments": 1}, ["reach"])
    add_reading(writing, tenant, post, 1, NOW + DAY, {"views": 25, "reach": 20}, ["comments"])
    told = last_told(writing, tenant)[1]
    assert (told.asked_at, told.figures) == (NOW + DAY, {"views": 25, "comments": 1, "reach": 20})
    assert told.untold == ()
    first = last_told(writing, tenant, NOW + DAY)[1]
    assert (first.figures, first.untold) == ({"views": 10, "comments": 1}, ("reach",))
    assert last_told(writing, tenant, NOW) == {}
    assert last_told(writing, tenant + 1) == {}


def test_an_account_is_read_so_often_a_day(writing: Connection) -> None:
    """After as many as are allowed, the next comes a day after the first of them; other accounts do not count."""
    tenant = add_tenant(writing)
    post = add_post(writing, tenant, "noticias/semanal/x@1", "2027-01-04 12:30")
    for hours in (0, 1, 2):
        add_reading(writing, tenant, post, 1, NOW + timedelta(hours=hours), {})
    now = NOW + timedelta(hours=3)
    assert room_for_reading(writing, tenant, "x", 4, DAY, now) is None
    assert room_for_reading(writing, tenant, "x", 3, DAY, now) == NOW + DAY
    assert room_for_reading(writing, tenant, "x", 2, DAY, now) == NOW + DAY + timedelta(hours=1)
    assert room_for_reading(writing, tenant, "facebook", 1, DAY, now) is None
    assert room_for_reading(writing, tenant, "x", 3, DAY, NOW + DAY) is None
