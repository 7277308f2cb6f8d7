"""Parts of a page that ask for themselves again do so in one way."""

from pathlib import Path

import pytest

from panel.office.live import TRIGGERS, live

SHEETS = Path(__file__).parents[3] / "panel" / "plantillas" / "oficina"
AS_TYPED = {"personas.html"}
"""What is asked for while somebody types has another way."""


@pytest.mark.parametrize(("kind", "when"), TRIGGERS.items())
def test_a_part_asks_for_itself(kind: str, when: str) -> None:
    """It takes its own place in the answer, and nothing in an address ends the attribute."""
    assert live("lista", '/panel/villa/campanas?buscar="a"&pagina=2', kind) == (
        'id="lista" data-hx-get="/panel/villa/campanas?buscar=&#34;a&#34;&amp;pagina=2" '
        f'data-hx-trigger="{when}" data-hx-select="#lista" data-hx-swap="outerHTML"'
    )


def test_what_is_done_asks_nothing() -> None:
    """It is only named, for the part that asked for it."""
    assert live("lista", "/panel/villa/campanas", asks=False) == 'id="lista"'


def test_no_page_has_a_way_of_its_own() -> None:
    """Each template that asks again does it by this one piece."""
    own = {each.name for each in SHEETS.glob("*.html") if "data-hx-get" in each.read_text("utf-8")}
    assert own == AS_TYPED
