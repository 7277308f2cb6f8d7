"""What the staff's templates may say, and what is refused when they are read."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2.exceptions import SecurityError

from campaigns.content.values import frozen_values, personal_values, thaw
from campaigns.record import Record
from campaigns.templates import TemplateError, check_template, compile_template, variables
from campaigns.templates.compiled import LONGEST_RESULT, LONGEST_SOURCE
from campaigns.templates.longest import Anything, longest
from campaigns.templates.sandbox import ENVIRONMENT
from tests.campaigns.examples import MUNICIPALITY, SPAN, campaign

CAMPAIGN = campaign()
TO_PERSONS = variables(MUNICIPALITY, CAMPAIGN, CAMPAIGN.messages[0], to_persons=True)
TO_ALL = variables(MUNICIPALITY, CAMPAIGN, CAMPAIGN.messages[0], to_persons=False)
VALUES = thaw(
    frozen_values(MUNICIPALITY, CAMPAIGN, CAMPAIGN.messages[0], SPAN, SPAN.start, "https://villaclara.gov.co/m")
)


def messages(source: str, names: object = TO_PERSONS) -> list[str]:
    """What the checker says of a source."""
    assert isinstance(names, type(TO_PERSONS))
    return [problem.message for problem in check_template(source, names)]


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("Sin datos, con 100 % y {llaves}", "Sin datos, con 100 % y {llaves}"),
        ("{{ evento.nombre }} en {{ municipio.nombre }}", "Matrículas escolares en Villa Clara"),
        ("{{ datos.linea_gratuita }}", "018000 123"),
        ("{{ campaña.titulo }}: {{ enlace }}", "Matrículas 2027: https://villaclara.gov.co/m"),
        ("{{ fecha }}|{{ hora }}", "12 de enero de 2027, 7:00 a. m.|7:00 a. m."),
        ("{{ responsable.nombre }} <{{ responsable.correo }}>", "Ana Ríos <ana@villaclara.gov.co>"),
        ("{% if evento.lugar == 'Parque' %}a{% elif evento.lugar != 'x' %}b{% else %}c{% endif %}", "b"),
        ("{% if evento.lugar is defined and not datos.valor == '0' %}sí{% endif %}", "sí"),
        (
            "{% for each in evento.requisitos %}"
            "{{ loop.index }}. {{ each }}{% if not loop.last %}; {% endif %}{% endfor %}",
            "1. Registro civil; 2. Carné de vacunas; 3. Identificación",
        ),
        ("{% for each in evento.beneficios %}{{ each }}{% else %}ninguno{% endfor %}", "ninguno"),
        ("Lleve:\n{% for each in evento.requisitos %}\n- {{ each }}\n{% endfor %}\nFin", None),
        ("{# nota para el equipo #}Hola", "Hola"),
    ],
)
def test_the_subset_is_accepted_and_rendered(source: str, result: str | None) -> None:
    """A text of the subset has no problem and says what it should; blocks on their own lines leave no blank ones."""
    assert messages(source) == []
    expected = "Lleve:\n- Registro civil\n- Carné de vacunas\n- Identificación\nFin" if result is None else result
    assert compile_template(source).render(VALUES) == expected


ATTACKS = [
    "{{ ''.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ nombre.__class__ }}",
    "{{ evento.__init__.__globals__ }}",
    "{{ evento.fields }}",
    "{{ datos.items }}",
    "{{ municipio.nombre.upper() }}",
    "{{ nombre['__class__'] }}",
    "{{ self }}",
    "{{ self.__dict__ }}",
    "{{ cycler.__init__ }}",
    "{{ lipsum.__globals__ }}",
    "{{ namespace() }}",
    "{{ range(10**9) }}",
    "{% for a in range(999999999) %}x{% endfor %}",
    "{{ 'x' * 10**9 }}",
    "{{ 'x' ~ 'y' }}",
    "{{ 'x' 'y' }}",
    "{{ 2 ** 999999 }}",
    "{{ -datos.valor }}",
    "{{ '%s' | format(nombre) }}",
    "{{ evento | attr('fields') }}",
    "{{ evento.requisitos | map('upper') | list }}",
    "{{ evento.requisitos | lista('__class__') }}",
    "{{ nombre | default(evento.__class__) }}",
    "{{ nombre | default('a' * 9) }}",
    "{{ nombre | default(*evento.requisitos) }}",
    "{{ nombre if evento else 'x' }}",
    "{{ [1, 2] }}",
    "{{ {'a': 1} }}",
    "{{ 1 }}",
    "{{ nombre is defined }}",
    "{{ nombre == 'a' }}",
    "{{ loop.index }}",
    "{% for a in evento.requisitos %}{{ loop.cycle('a') }}{% endfor %}",
    "{% for a in evento.requisitos %}{{ loop.__class__ }}{% endfor %}",
    "{% for a in evento.requisitos %}{{ loop }}{% endfor %}",
    "{% for a in evento.requisitos %}{% for b in evento.requisitos %}x{% endfor %}{% endfor %}",
    "{% for a in evento.requisitos if a %}x{% endfor %}",
    "{% for a in evento.requisitos recursive %}x{% endfor %}",
    "{% for a, b in evento.requisitos %}x{% endfor %}",
    "{% for nombre in evento.requisitos %}x{% endfor %}",
    "{% for a in nombre %}x{% endfor %}",
    "{% for a in 'xyz' %}x{% endfor %}",
    "{% for a in evento.requisitos | lista %}x{% endfor %}",
    "{% if nombre | minusculas == 'a' %}x{% endif %}",
    "{% if nombre in evento.requisitos %}x{% endif %}",
    "{% if datos.valor > '3' %}x{% endif %}",
    "{% if nombre is string %}x{% endif %}",
    "{% if nombre.__class__ is defined %}x{% endif %}",
    "{% set a = 1 %}",
    "{% set a %}x{% endset %}",
    "{% macro a() %}x{% endmacro %}",
    "{% call a() %}x{% endcall %}",
    "{% filter mayusculas %}x{% endfilter %}",
    "{% include 'secreto' %}",
    "{% import 'os' as os %}",
    "{% from 'os' import path %}",
    "{% extends 'base' %}",
    "{% block a %}x{% endblock %}",
    "{% with a = 1 %}x{% endwith %}",
    "{% autoescape false %}x{% endautoescape %}",
    "{% do evento %}",
    "{{ " + "(" * 5_000 + "nombre" + ")" * 5_000 + " }}",
    "{{ " + "nombre." * 3_000 + "a }}",
    "{{ nombre" + " | mayusculas" * 1_000 + " }}",
    "{% if " + "not " * 4_000 + "nombre %}x{% endif %}",
    "{% if " + "nombre or " * 1_500 + "nombre %}x{% endif %}",
    "{% if nombre %}" * 600 + "{% endif %}" * 600,
    "x" * (LONGEST_SOURCE + 1),
]


@pytest.mark.parametrize("source", ATTACKS, ids=lambda source: source[:60])
def test_nothing_outside_the_subset_is_accepted(source: str) -> None:
    """Whatever could reach Python, count, call, define or grow is a problem before it ever runs."""
    assert messages(source) != []


@pytest.mark.parametrize(
    "source",
    [
        "{{ nombre.__class__ }}",
        "{{ evento.fields }}",
        "{{ evento['fields'] }}",
        "{{ nombre.upper() }}",
        "{{ 'x' * 3 }}",
        "{{ -3 }}",
        "{% for a in evento.requisitos %}{{ loop.cycle('a', 'b') }}{% endfor %}",
    ],
)
def test_the_sandbox_stops_what_the_checker_might_miss(source: str) -> None:
    """A text that nobody checked is still refused when it runs."""
    personal = {"nombre": "Ana"}
    with pytest.raises(TemplateError):
        compile_template(source).render({**VALUES, **personal})


def test_the_sandbox_has_no_globals_and_only_our_filters() -> None:
    """Not even `range` or `lipsum` exist where texts run."""
    assert ENVIRONMENT.globals == {}
    assert set(ENVIRONMENT.tests) == {"defined"}
    with pytest.raises(SecurityError):
        ENVIRONMENT.getattr("text", "upper")


@pytest.mark.parametrize(
    ("source", "message", "hint"),
    [
        ("{{ nmbre }}", "no existe el dato «nmbre»", "¿quiso decir «nombre»?"),
        ("{{ evento.inicio | fecha }}", "no existe el dato «evento.inicio»", "¿quiso decir «evento.inicia»?"),
        ("{{ datos.telefono }}", "no existe el dato «datos.telefono»", "existen: datos.linea_gratuita"),
        ("{{ evento.inicia | fehca }}", "no existe el filtro «fehca»", "los filtros son: fecha, fecha_corta"),
        ("{{ evento.inicia | lista }}", "el filtro «lista» necesita lista de textos", "evento.requisitos | lista"),
        ("{{ nombre | default }}", "el filtro «default» lleva un texto entre comillas", "default('Vecino')"),
        ("{{ evento.requisitos }}", "es una lista y no se puede imprimir", "{% for … in evento.requisitos %}"),
        ("{{ evento }}", "«evento» es el evento entero", "{{ evento | rango }}"),
        ("{{ municipio }}", "«municipio» agrupa varios datos", "municipio.nombre"),
        ("{{ datos.linea-gratuita }}", "no se hacen cuentas", "guion bajo: datos.linea_gratuita"),
        ("Van del {{ evento | rango }}", "repite «del»", "del 12 al 29 de enero de 2027"),
        ("{% set a = 1 %}", "«{% set %}» no se puede usar", "{% if %} y {% for %}"),
        ("{% si nombre %}", "no existe la instrucción «si»", "{% if %}"),
        ("{{ nombre", "faltan llaves", "su }}"),
        ("{% if nombre %}hola", "falta elif o else o endif", "{% endif %}"),
        ("{{ nombre ¿ }}", "el carácter «¿» no va entre llaves", ""),
        ("{{ foro.tema }}", "«foro» puede faltar: el mensaje no tiene «foro»", "is defined"),
    ],
)
def test_problems_say_what_to_write_instead(source: str, message: str, hint: str) -> None:
    """Each refusal names what is wrong, in Spanish, and offers the nearest right thing."""
    [problem] = check_template(source, TO_PERSONS)
    assert message in problem.message
    assert hint in problem.hint


def test_problems_stand_where_the_word_stands() -> None:
    """Line and column point at the word, so that an editor can jump there; several problems come at once."""
    problems = check_template("Hola {{ nombre }}\n  y {{ evento.lugra }}\n{{ datos.nada }}", TO_PERSONS)
    assert [(problem.line, problem.column) for problem in problems] == [(2, 15), (3, 10)]


@pytest.mark.parametrize("name", ["nombre", "persona.barrio", "nombres | lista"])
def test_a_text_for_all_cannot_name_one_person(name: str) -> None:
    """What goes out once for everybody has no name to greet; to persons the same text is right."""
    source = f"Hola {{{{ {name} }}}}"
    assert messages(source) == []
    [message] = messages(source, TO_ALL)
    assert "puede faltar: este mensaje también va a cuentas que no escriben a personas" in message


@pytest.mark.parametrize(
    "source",
    [
        "{{ nombre | default('Vecino') }}",
        "{{ nombre | default('Vecino') | mayusculas }}",
        "{{ persona.barrio | default('su barrio') }}",
        "{% if nombre is defined %}{{ nombre }}{% endif %}",
        "{% if nombre is not defined %}a{% else %}{{ nombre }}{% endif %}",
        "{% if persona.barrio is defined and persona.barrio == 'Centro' %}{{ persona.barrio }}{% endif %}",
        "{% if foro.tema is defined %}{{ foro.tema }}{% endif %}",
    ],
)
def test_what_may_be_missing_is_used_with_a_default_or_a_guard(source: str) -> None:
    """`default` and `is defined` make a text right for everybody, and it renders without the value."""
    assert messages(source, TO_ALL) == []
    compile_template(source).render(VALUES)


@pytest.mark.parametrize(
    "source",
    [
        "{{ nombre | mayusculas | default('x') }}",
        "{% if nombre %}x{% endif %}",
        "{% if nombre is defined or hora %}{{ nombre }}{% endif %}",
    ],
)
def test_a_guard_that_does_not_guard_is_a_problem(source: str) -> None:
    """A default after another filter, a bare `if`, or one half of an `or` leaves the value missing."""
    assert messages(source, TO_ALL) != []


def test_an_empty_field_of_the_event_is_told_apart_from_an_unknown_one() -> None:
    """A place that the event does not say is explained, not called unknown."""
    entry = campaign(event={"inicia": "2027-01-12"})
    names = variables(MUNICIPALITY, entry, entry.messages[0], to_persons=True)
    [place, hour] = check_template("{{ evento.lugar }} {{ evento.inicia | hora }}", names)
    assert place.message == "«evento.lugar» puede faltar: el evento no dice dónde es"
    assert hour.message.endswith("el evento no dice su hora")


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


def test_moments_print_themselves() -> None:
    """A date without a filter reads as a date, not as Python."""
    assert compile_template("{{ evento.inicia }}").render(VALUES) == "12 de enero de 2027, 7:00 a. m."
