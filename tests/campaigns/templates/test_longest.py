"""Made-up templates: checked, rendered and measured alike."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.content.values import personal_values
from campaigns.record import Record
from campaigns.templates import TemplateError, compile_template
from campaigns.templates.longest import Anything, longest
from campaigns.templates.work import Work
from tests.campaigns.templates.sources import VALUES, messages

RIGHT = [
    "{% if nombre is defined %}{{ nombre }}{% endif %}",
    "{{ nombre | default('Vecino') | mayusculas }}",
    "{{ persona.barrio }}",
    "{{ persona.hijos | plural('hijo', 'hijos') }}",
    "{% if nombres is defined %}{{ nombres | lista }}{% endif %}",
    "{{ evento | rango }}",
    "{{ evento.inicia | hora }}",
    "{{ datos.valor | pesos }}",
    "{{ foro.tema | default('vías') }}",
]
WRONG = [
    "{{ evento }}",
    "{{ nada }}",
    "{{ foro.tema }}",
    "{{ nombre }}",
    "{{ nombre | fecha }}",
    "{{ datos.valor | nada }}",
    "{{ 1 }}",
]
ATOMS = [
    "persona.barrio == 'a'",
    "nombre is defined",
    "foro.tema is defined",
    "evento.lugar != 'x'",
    "datos.valor == enlace",
]
TEXTS = st.text("aá ñ-\n{%", max_size=6).filter(lambda text: not any(mark in text for mark in ("{{", "{%", "{#")))
TESTS = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        st.builds("not {}".format, inner),
        st.builds("{} and {}".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
    ),
    max_leaves=4,
)
SOURCES = st.recursive(
    st.one_of(TEXTS, *[st.sampled_from(RIGHT)] * 6, st.sampled_from(WRONG)),
    lambda inner: st.one_of(
        st.builds("{}{}".format, inner, inner),
        st.builds("{{% if {} %}}{}{{% else %}}{}{{% endif %}}".format, TESTS, inner, inner),
        st.builds("{{% if {} %}}{}{{% elif {} %}}{}{{% endif %}}".format, TESTS, inner, TESTS, inner),
        st.builds("{{% for cada in evento.requisitos %}}{}{{{{ cada }}}}{{% endfor %}}".format, inner),
    ),
    max_leaves=6,
)
PERSON = {"nombre": "Ana", "nombres": ["Ana", "Luz"], "persona": {"barrio": "a", "hijos": "3"}}
LONGEST_PERSON = {
    "nombre": "M" * 120,
    "nombres": ("M" * 120,) * 6,
    "persona": Record("persona", Anything("M" * 120)),
}


@settings(max_examples=400)
@given(source=SOURCES, known=st.sets(st.sampled_from(sorted(PERSON))))
def test_a_text_without_problems_renders_within_its_measure(source: str, known: set[str]) -> None:
    """What the checker lets through compiles, fails only where the person lacks a value, and is never over-long."""
    if messages(source):
        return
    person = personal_values({name: value for name, value in PERSON.items() if name in known})
    result, wrong = finished(source, {**VALUES, **person})
    assert not wrong or ("falta el dato" in wrong and known != set(PERSON))
    assert len(result) <= len(longest(source, {**VALUES, **LONGEST_PERSON}, len, Work()))


def finished(source: str, values: dict[str, object]) -> tuple[str, str]:
    """The text, or why there is none."""
    try:
        return compile_template(source).render(values), ""
    except TemplateError as error:
        return "", str(error)


@settings(max_examples=300)
@given(source=st.text("{}%#|.()[]'\"_ abforifn=~*-\n\x00ñ", max_size=60))
def test_no_text_whatever_breaks_the_checker(source: str) -> None:
    """Any characters give problems or a text that compiles; nothing else is raised."""
    if not messages(source):
        compile_template(source)


@pytest.mark.parametrize(
    "piece", ["{% if evento.lugar is defined %}a{% endif %}", "{% if nombre is defined %}a{% endif %}"]
)
def test_what_is_measured_is_rendered_soon(piece: str) -> None:
    """A list of 200 elements with 20 conditions each has room, and takes a recipient a tenth of a second at most."""
    values = {**VALUES, "nombre": "Ana", "evento": Record("evento", {"lugar": "aquí", "requisitos": ("r",) * 200})}
    source = f"{{% for r in evento.requisitos %}}{piece * 20}{{% endfor %}}"
    assert longest(source, values, len, Work().text()) == "a" * 4_000
    template = compile_template(source)
    before = time.process_time()
    assert template.render(values) == "a" * 4_000
    assert time.process_time() - before < 0.1


@pytest.mark.parametrize(
    "inner", ["{% if nombre is defined %}a{% endif %}", "{{ r }}", "{% if hora == r %}{% endif %}"]
)
def test_what_would_take_too_long_is_refused(inner: str) -> None:
    """Two hundred pieces for each of two hundred elements are too many, also where they print nothing."""
    values = {**VALUES, "nombre": "Ana", "evento": Record("evento", {"requisitos": ("r",) * 200})}
    source = f"{{% for r in evento.requisitos %}}{inner * 200}{{% endfor %}}"
    with pytest.raises(TemplateError, match="demasiadas condiciones dentro de listas"):
        longest(source, values, len, Work().text())


def test_a_piece_that_comes_again_is_counted_once() -> None:
    """A service's own way of counting is asked once for each different piece, however often a list repeats it."""
    asked: list[str] = []
    values = {**VALUES, **LONGEST_PERSON}
    source = "{% for r in evento.requisitos %}{% if nombre is defined %}aa{% else %}b{% endif %}{% endfor %}"

    def count(piece: str) -> int:
        asked.append(piece)
        return len(piece)

    assert longest(source, values, count, Work()) == "aa" * 3
    assert asked == ["aa", "b"]
