"""A text with the shared values put in says to each recipient what it would say without."""

import pytest

from campaigns.record import Record
from campaigns.templates.compiled import Compiled, MissingValue, TemplateError
from campaigns.templates.folded import fold
from campaigns.templates.variables import PERSONAL

VALUES = {
    "evento": Record("evento", {"lugar": "la plaza", "requisitos": ("Carné", "Cédula"), "datos": Record("x", {})}),
    "enlace": "https://villaclara.gov.co/x",
}
PERSONS: tuple[dict[str, object], ...] = (
    {"nombre": "Ana", "nombres": ("Ana", "Luis"), "persona": Record("persona", {"barrio": "Centro"})},
    {"nombre": "{{ enlace }}", "nombres": (), "persona": Record("persona", {})},
    {},
)
TEXTS = (
    "",
    "Sin nada que llenar",
    "{{ evento.lugar }}",
    "{{ nombre | default('Vecino') }}, venga a {{ evento.lugar }}: {{ enlace }}",
    "{% for cosa in evento.requisitos %}{{ loop.index }}. {{ cosa }}\n{% endfor %}Hola {{ nombre | default('x') }}",
    "{% for cosa in evento.requisitos %}{{ cosa }} para {{ nombre | default('x') }}; {% endfor %}{{ enlace }}",
    "{% if nombre is defined %}Hola {{ nombre }}{% else %}{{ evento.lugar }}{% endif %}\n{{ enlace }}",
    "{% if evento.lugar is defined %}En {{ evento.lugar }}, {{ nombre | default('x') }}{% endif %}.",
    "{{ nombres | default('nadie') | lista }} de {{ persona.barrio | default(evento.lugar) }}",
    "{{ nombre }} {{ persona.barrio }}",
)


def said(text: Compiled, values: dict[str, object]) -> str:
    """What it renders, or why it cannot."""
    try:
        return text.render(values)
    except TemplateError as error:
        return f"{type(error).__name__}: {error}"


@pytest.mark.parametrize("text", TEXTS)
def test_each_recipient_reads_the_same(text: str) -> None:
    """Whatever is his own, and whatever of it is missing."""
    whole, folded = Compiled(text), fold(text, VALUES, PERSONAL)
    for person in PERSONS:
        assert said(folded, {**VALUES, **person}) == said(whole, {**VALUES, **person})
        if folded.asks_only(PERSONAL):
            assert said(folded, dict(person)) == said(whole, {**VALUES, **person})


def test_a_text_knows_whether_it_still_asks_for_shared_values() -> None:
    """Where one stands beside a person's own in the same block or expression, it does."""
    asks = [fold(text, VALUES, PERSONAL).asks_only(PERSONAL) for text in TEXTS]
    assert asks == [True, True, True, True, True, False, False, False, False, True]
    assert not Compiled(TEXTS[3]).asks_only(PERSONAL)


def test_shared_values_are_not_asked_for_again() -> None:
    """They were put in: what they say now changes nothing."""
    folded = fold("{{ nombre }} en {{ evento.lugar }}", VALUES, PERSONAL)
    assert folded.render({"nombre": "Ana", "evento": "otra cosa"}) == "Ana en la plaza"


def test_a_shared_value_that_is_missing_fails_for_each_recipient() -> None:
    """As it does in the text as it was written; nothing is put in then."""
    text = fold("{{ nombre | default('x') }} {{ evento.datos.cupos }}", VALUES, PERSONAL)
    assert not text.asks_only(PERSONAL)
    with pytest.raises(MissingValue, match="cupos"):
        text.render({**VALUES, "nombre": "Ana"})


def test_the_longest_result_holds_for_both_together() -> None:
    """A person's value that makes the text too long is refused, though most of it was there before."""
    many = Record("evento", {"requisitos": ("x" * 1000,) * 199})
    text = fold("{{ evento.requisitos | lista }}{{ nombre }}", {"evento": many}, PERSONAL)
    text.render({"nombre": "Ana"})
    with pytest.raises(TemplateError, match="200000"):
        text.render({"nombre": "x" * 1000})
