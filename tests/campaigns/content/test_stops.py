"""A sentence that ends with an hour ends with one stop."""

import pytest

from campaigns.content.footer import closing
from campaigns.content.freezing import compose
from campaigns.content.stops import one_stop
from channels.adapter import Kind, TextLimit
from tests.campaigns.checks.test_lengths import problems
from tests.campaigns.examples import MUNICIPALITY, RADIO, SPAN, account, campaign, renderer

WRITTEN = [
    ("Va hasta las 4:00 p. m..", "Va hasta las 4:00 p. m."),
    ("A las 7:00 a. m.. Lleve agua.", "A las 7:00 a. m. Lleve agua."),
    ("Hasta las 12:00 m..\nVenga.", "Hasta las 12:00 m.\nVenga."),
    ("4:00 P. M..", "4:00 P. M."),
    ("Desde las 4:00 p. m...", "Desde las 4:00 p. m..."),
    ("Espere... y venga..", "Espere... y venga.."),
    ("4:00 p. m., y 5:00 p. m.", "4:00 p. m., y 5:00 p. m."),
]


@pytest.mark.parametrize(("text", "said"), WRITTEN)
def test_two_stops_of_an_hour_become_one(text: str, said: str) -> None:
    """An ellipsis stays, and so does what is no hour."""
    assert one_stop(text) == said


def test_every_part_of_a_message_has_one() -> None:
    """Subject, text and page."""
    until = "Hasta las {{ evento.termina | hora }}."
    rendered = renderer(campaign(until, asunto=until)).render({})
    assert rendered.subject == "Hasta las 4:00 p. m."
    assert rendered.text.startswith("Hasta las 4:00 p. m.\n")
    assert rendered.html is not None
    assert "p. m.<" in rendered.html
    assert "m.." not in rendered.html


def test_channels_of_attention_that_end_with_an_hour_have_one() -> None:
    """What is read aloud under a text ends like the text."""
    town = MUNICIPALITY.model_copy(update={"contact": {"Ventanilla": "de 8:00 a. m. a 4:00 p. m."}})
    entry = campaign("Hola")
    content = compose(town, entry, entry.messages[0], RADIO, SPAN, SPAN.start, "", {})
    assert closing(content, with_link=False).endswith("Ventanilla, de 8:00 a. m. a 4:00 p. m.")


def test_lengths_are_those_of_finished_texts() -> None:
    """A stop that goes is not counted."""
    text = "Hasta las {{ evento.termina | hora }}. " + MUNICIPALITY.site_url
    finished = f"Hasta las 4:00 p. m. {MUNICIPALITY.site_url}"
    fits = account("red", "x", Kind.BROADCAST, TextLimit(len(finished), "caracteres"))
    assert problems(campaign(text), fits) == []
    tight = account("red", "x", Kind.BROADCAST, TextLimit(len(finished) - 1, "caracteres"))
    assert len(problems(campaign(text), tight)) == 1
