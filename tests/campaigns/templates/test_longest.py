"""Made-up templates: checked, rendered and measured alike."""

from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.content.values import personal_values
from campaigns.record import Record
from campaigns.templates import TemplateError, compile_template
from campaigns.templates.longest import Anything, longest
from tests.campaigns.templates.sources import VALUES, messages

RIGHT = [
    "{{ nombre }}",
    "{{ nombre | default('Vecino') | mayusculas }}",
    "{{ persona.barrio }}",
    "{{ persona.hijos | plural('hijo', 'hijos') }}",
    "{{ nombres | lista }}",
    "{{ evento | rango }}",
    "{{ evento.inicia | hora }}",
    "{{ datos.valor | pesos }}",
    "{{ foro.tema | default('vías') }}",
]
WRONG = ["{{ evento }}", "{{ nada }}", "{{ foro.tema }}", "{{ nombre | fecha }}", "{{ datos.valor | nada }}", "{{ 1 }}"]
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


@settings(deadline=None, max_examples=400)
@given(source=SOURCES, known=st.sets(st.sampled_from(sorted(PERSON))))
def test_a_text_without_problems_renders_within_its_measure(source: str, known: set[str]) -> None:
    """What the checker lets through compiles, fails only where the person lacks a value, and is never over-long."""
    if messages(source):
        return
    person = personal_values({name: value for name, value in PERSON.items() if name in known})
    result, wrong = finished(source, {**VALUES, **person})
    assert not wrong or ("falta el dato" in wrong and known != set(PERSON))
    assert len(result) <= len(longest(source, {**VALUES, **LONGEST_PERSON}, len))


def finished(source: str, values: dict[str, object]) -> tuple[str, str]:
    """The text, or why there is none."""
    try:
        return compile_template(source).render(values), ""
    except TemplateError as error:
        return "", str(error)


@settings(deadline=None, max_examples=300)
@given(source=st.text("{}%#|.()[]'\"_ abforifn=~*-\n\x00ñ", max_size=60))
def test_no_text_whatever_breaks_the_checker(source: str) -> None:
    """Any characters give problems or a text that compiles; nothing else is raised."""
    if not messages(source):
        compile_template(source)
