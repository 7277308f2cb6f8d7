"""What a piece says, out of frozen content."""

from datetime import datetime
from pathlib import Path

import pytest

from campaigns.content.announcing import announce
from campaigns.content.look import look
from campaigns.municipality import Brand
from campaigns.when import Event
from tests.campaigns.content.tenant import frozen
from tests.campaigns.examples import RADIO, SPAN, X, campaign


def test_a_piece_tells_its_event() -> None:
    """Title, when, where, what to bring, who speaks and where the whole story stands."""
    event = {
        "inicia": "2027-01-12 07:00",
        "termina": "2027-01-29 16:00",
        "lugar": "la sede más cercana",
        "requisitos": ["Registro civil", "Carné"],
    }
    said = announce(frozen(campaign("Vengan.", event=event), X), "Matrículas {{ evento.inicia | fecha }}")
    assert (said.title, said.text) == ("Matrículas", "Vengan.")
    assert (said.when, said.place) == ("Del 12 al 29 de enero de 2027", "La sede más cercana")
    assert said.requirements == ("Registro civil", "Carné")
    assert (said.link, said.dateline) == ("https://villaclara.gov.co/m", "Villa Clara, 12 de enero de 2027")
    assert said.summary == "Matrículas. Del 12 al 29 de enero de 2027. La sede más cercana."


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Jornada de salud, {{ evento.inicia | dia }}", "Jornada de salud"),
        ("Jornada de salud: {{ evento | rango }}", "Jornada de salud"),
        ("Matrículas {{ evento|rango }}.", "Matrículas"),
        ("Matrículas escolares desde el {{ evento.inicia | fecha }}", "Matrículas escolares"),
        ("Qué dejó la visita del {{ evento.inicia | dia }}", "Qué dejó la visita"),
        ("Jornada (hasta el {{ evento.termina }})", "Jornada"),
        ("{{ evento | rango }}", "Matrículas 2027"),
        ("El {{ evento.inicia | dia }} vence un plazo", "El martes 12 de enero vence un plazo"),
        ("Abre a las {{ evento.inicia | hora }}", "Abre a las 7:00 a. m."),
        ("{% if evento.lugar is defined %}Hoy{% endif %}, {{ evento.inicia | dia }}", ", martes 12 de enero"),
    ],
)
def test_the_date_at_a_titles_end_is_not_printed_twice(subject: str, title: str) -> None:
    """The piece prints when the event is, in its own place; a date that the sentence needs stays."""
    event = {"inicia": "2027-01-12 07:00", "termina": "2027-01-29 16:00"}
    assert announce(frozen(campaign("Vengan.", event=event), X), subject).title == title


def test_a_script_that_is_read_aloud_keeps_its_title_whole() -> None:
    """It has no other place for the date."""
    content = frozen(campaign("Vengan.", event={"inicia": "2027-01-12 07:00"}), RADIO)
    said = announce(content, "Matrículas, {{ evento.inicia | dia }}", spoken=True)
    assert said.title == "Matrículas, martes 12 de enero"


def test_of_one_day_the_weekday_is_told() -> None:
    """Who reads a poster asks first whether it is a Saturday."""
    zone = SPAN.start.tzinfo
    day = Event.once(datetime(2027, 1, 30, 8, tzinfo=zone), datetime(2027, 1, 30, 14, tzinfo=zone))
    said = announce(frozen(campaign("Vengan."), X, event=day), "Jornada")
    assert said.when == "Sábado 30 de enero de 2027, de 8:00 a. m. a 2:00 p. m."


def test_what_is_said_to_one_person_stands_on_no_piece() -> None:
    """A title that names the reader gives way to the event's, and so does a text."""
    said = announce(frozen(campaign("Hola, {{ nombre | default('vecina') }}.")), "{{ nombre | default('Vecina') }}")
    assert (said.title, said.text) == ("Matrículas escolares", "")


def test_a_script_ends_with_the_channels_of_attention() -> None:
    """As a sentence, whatever the account; other pieces bear them in their own place."""
    content = frozen(campaign("Vengan."), RADIO)
    assert announce(content, "", spoken=True).text.startswith("Vengan.\n\nLa Alcaldía de Villa Clara lo atiende en: ")
    assert announce(content, "").text == "Vengan."


def test_a_look_that_says_little_can_be_read() -> None:
    """White or black on the colour, and titles nearly black where the colour is too light for paper."""
    found = look(Brand.model_validate({"color": "#ffd200"}), Path("config"))
    assert (found.on_colour, found.titles, found.accent) == ("#000000", "#1a1a1a", "#ffd200")
    assert (found.shield, found.fonts) == (None, None)


def test_a_look_names_its_files_where_they_lie() -> None:
    """Under the municipality's own folder."""
    found = look(Brand.model_validate({"escudo": "e.png", "tipografia": "letras"}), Path("/m"))
    assert (found.shield, found.fonts) == (Path("/m/archivos/e.png"), Path("/m/archivos/letras"))
