"""A rehearsal's page and PDF, to be shown to a committee: what a terminal says, and all of it."""

from pathlib import Path

import pytest

from tests.campaigns.town import INDICATORS
from tests.verbs.operator import Operator
from tests.verbs.test_foresight import CALENDAR, DAILY, FILE, WEEK, indicator, messages

HEADINGS = (
    "¿Alcanza el plan sus metas?",
    "Lo que da el calendario por sí solo",
    "La carga de cada semana",
    "Lo que no dejan las cuotas ni el presupuesto",
    "Lo que queda demasiado junto",
    "La carga, semana por semana",
    "Lo que supone este ensayo",
)


@pytest.fixture
def kept(operator: Operator) -> Path:
    """The folder of a week with a page and a spot a day, and a target that is not reached."""
    files = {
        FILE: DAILY.replace("[correo, web]", "[emisora, web]"),
        "indicadores.yaml": indicator(CALENDAR.format("web", 10)),
    }
    operator.town(files)
    operator.does("simulate", *WEEK, "--out", "juego")
    return operator.folder / "juego"


def test_a_rehearsal_leaves_a_page_that_answers_first(kept: Path) -> None:
    """The verdict, what it stands on in its order, and what was supposed; each page says what it is."""
    page = (kept / "ensayo.html").read_text("utf-8")
    places = [page.find(f". {heading}</h2>") for heading in HEADINGS]
    assert -1 not in places
    assert places == sorted(places)
    assert "Ensayo del plan de comunicaciones" in page
    assert "Son cifras de una simulación: nada de esto se envió." in page
    assert "No alcanza: «N° de cosas» (da 7 de 10: faltan 3)." in page
    assert "Se supone que todo se aprueba y que cada tarea se cumple a tiempo." in page


def test_a_rehearsal_leaves_the_same_on_paper(kept: Path) -> None:
    """As PDF."""
    assert (kept / "ensayo.pdf").read_bytes().startswith(b"%PDF-")


def test_a_page_names_nobody_who_was_made_up(operator: Operator) -> None:
    """A committee reads how many; who they are is told to the operator alone."""
    operator.town({FILE: DAILY, "indicadores.yaml": INDICATORS})
    told = operator.types("simulate", *WEEK, "--out", "juego").stderr
    assert "example.com" in told
    page = (operator.folder / "juego" / "ensayo.html").read_text("utf-8")
    assert "se inventaron 3 personas" in page
    assert "example.com" not in page


def test_a_page_calls_publications_by_the_title_of_their_campaign(operator: Operator) -> None:
    """Whoever types commands reads keys on the terminal."""
    lines = [f"cuando: 2027-01-05 a las 08:0{minute}, canales: [web]" for minute in (0, 5)]
    operator.town({FILE: messages(*lines), "indicadores.yaml": INDICATORS})
    assert "matriculas/m1/web@1" in operator.does("simulate", *WEEK, "--out", "juego")
    page = (operator.folder / "juego" / "ensayo.html").read_text("utf-8")
    assert "«m1», por web" in page
    assert "matriculas/m1/web@1" not in page


def test_without_a_folder_nothing_is_kept(operator: Operator) -> None:
    """And the terminal names no page."""
    operator.town({FILE: DAILY, "indicadores.yaml": INDICATORS})
    assert "ensayo.html" not in operator.does("simulate", *WEEK)
