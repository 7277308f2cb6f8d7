"""An hour in a page is never torn over two lines."""

import pytest

from campaigns.content.whole_hours import whole_hours

PAGES = [
    ("<p>A las 8:00 a. m., hoy</p>", "<p>A las 8:00\xa0a.\xa0m., hoy</p>"),
    ("<p>12:00 m. y 4:00 P. M.</p>", "<p>12:00\xa0m. y 4:00\xa0P.\xa0M.</p>"),
    ("<p>Llegó m. y a 5 metros</p>", "<p>Llegó m. y a 5 metros</p>"),
]
AS_TYPED = [
    '<input value="8:00 a. m."><p>x</p>',
    "<textarea name=texto>8:00 a. m. &lt;b&gt;</textarea>",
    "<pre>cuando: 8:00 a. m.</pre>",
]


@pytest.mark.parametrize(("page", "shown"), PAGES)
def test_an_hour_stays_on_one_line(page: str, shown: str) -> None:
    """Its spaces are such at which no line ends; all else stays."""
    assert whole_hours(page) == shown


@pytest.mark.parametrize("typed", AS_TYPED)
def test_what_is_sent_back_stays_as_it_is(typed: str) -> None:
    """In a form and in a file's text nothing is changed, between hours that are."""
    hour = "<b>8:00 a. m.</b>"
    whole = whole_hours(hour)
    assert whole != hour
    assert whole_hours(f"{hour}{typed}{hour}{typed}{hour}") == f"{whole}{typed}{whole}{typed}{whole}"
