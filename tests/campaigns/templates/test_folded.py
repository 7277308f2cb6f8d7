"""A text with the shared values put in says to each recipient what it would say without."""

import pytest

from campaigns.record import Record
from campaigns.templates.compiled import Compiled, TemplateError
from campaigns.templates.folded import Folded, fold
from campaigns.templates.variables import PERSONAL

VALUES: dict[str, object] = {
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


def said(text: Compiled | Folded | None, values: dict[str, object]) -> str:
    """What it renders, or why it cannot."""
    try:
        if isinstance(text, Folded):
            return "\n".join(text.render(values))
        assert text is not None
        return text.render(values)
    except TemplateError as error:
        return f"{type(error).__name__}: {error}"


def folded(*texts: str) -> Folded:
    """Texts without a value that is missing for all."""
    found = fold(texts, VALUES, PERSONAL)
    assert found is not None
    return found


@pytest.mark.parametrize("text", TEXTS)
def test_each_recipient_reads_the_same(text: str) -> None:
    """Whatever is his own, and whatever of it is missing."""
    whole, once = Compiled(text), folded(text)
    for person in PERSONS:
        assert said(once, {**VALUES, **person}) == said(whole, {**VALUES, **person})
        if once.asks <= set(PERSONAL):
            assert said(once, dict(person)) == said(whole, {**VALUES, **person})


@pytest.mark.parametrize("second", TEXTS)
@pytest.mark.parametrize("first", TEXTS)
def test_two_texts_stay_apart(first: str, second: str) -> None:
    """Also where the second begins, or the first ends, with a mark that takes the spaces there away."""
    both = (f"{first}{{# nota -#}}", f"{{%- if nombre is defined %}}{{% endif %}}{second}")
    person = {**VALUES, "nombre": "Ana", "nombres": ("Ana",), "persona": Record("persona", {"barrio": "Centro"})}
    assert folded(*both).render(person) == [Compiled(text).render(person) for text in both]


def test_a_text_knows_what_it_still_asks_for() -> None:
    """Where a shared value stands beside a person's own in the same block or expression, for that too."""
    own = set(PERSONAL)
    asks = [folded(text).asks <= own for text in TEXTS]
    assert asks == [True, True, True, True, True, False, False, False, False, True]


def test_shared_values_are_not_asked_for_again() -> None:
    """They were put in: what they say now changes nothing."""
    text = folded("{{ nombre }} en {{ evento.lugar }}")
    assert text.render({"nombre": "Ana", "evento": "otra cosa"}) == ["Ana en la plaza"]


def test_nothing_is_folded_where_a_shared_value_is_missing() -> None:
    """The text fails for each recipient as it was written."""
    assert fold(["{{ nombre | default('x') }} {{ evento.datos.cupos }}"], VALUES, PERSONAL) is None


def test_the_longest_result_holds_for_each_text() -> None:
    """A person's value that makes one too long is refused, though most of it was there before; two are not one."""
    many = {"evento": Record("evento", {"requisitos": ("x" * 1000,) * 199})}
    text = fold(["{{ evento.requisitos | lista }}{{ nombre }}", "{{ nombre }}" * 99], many, PERSONAL)
    assert text is not None
    text.render({"nombre": "Ana"})
    with pytest.raises(TemplateError, match="200000"):
        text.render({"nombre": "x" * 1000})


def test_a_value_that_would_part_a_text_makes_none() -> None:
    """No person's value holds a control character; should one ever, nothing goes out under the wrong heading."""
    with pytest.raises(TemplateError, match="carácter de control"):
        folded("{{ nombre }}", "Hola").render({"nombre": "a\x01b"})
