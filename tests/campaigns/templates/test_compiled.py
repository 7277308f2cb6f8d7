"""A template finished with values."""

import unicodedata

import pytest

from campaigns.content.values import personal_values
from campaigns.record import Record
from campaigns.templates import TemplateError, compile_template
from campaigns.templates.compiled import LONGEST_RESULT
from tests.campaigns.templates.sources import VALUES, messages


def test_a_missing_value_is_named_when_a_message_is_finished() -> None:
    """The error of one recipient names the field that the contact lacks."""
    with pytest.raises(TemplateError, match=r"falta el dato «persona\.barrio»"):
        compile_template("{{ persona.barrio }}").render({**VALUES, **personal_values({"persona": {"vereda": "x"}})})
    with pytest.raises(TemplateError, match="falta el dato «nombre»"):
        compile_template("{{ nombre }}").render(VALUES)


def test_keys_called_like_methods_are_values() -> None:
    """`datos.items` is the staff's own text: no Python name shadows it."""
    assert compile_template("{{ datos.items }}").render({"datos": Record("datos", {"items": "tres"})}) == "tres"


def test_decomposed_letters_are_the_same_name() -> None:
    """`campaña` typed as n and tilde is `campaña`."""
    source = unicodedata.normalize("NFD", "{{ campaña.titulo }}")
    assert messages(source) == []
    assert compile_template(source).render(VALUES) == "Matrículas 2027"


def test_a_text_that_grows_without_end_is_cut_off() -> None:
    """The finished text has a limit of its own, whatever the lists hold."""
    grown = {"evento": Record("evento", {"requisitos": ("x" * 1000,) * 1000})}
    with pytest.raises(TemplateError, match=str(LONGEST_RESULT)):
        compile_template("{% for a in evento.requisitos %}{{ a }}{% endfor %}").render(grown)


def test_moments_print_themselves() -> None:
    """A date without a filter reads as a date, not as Python."""
    assert compile_template("{{ evento.inicia }}").render(VALUES) == "12 de enero de 2027, 7:00 a. m."
