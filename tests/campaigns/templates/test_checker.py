"""What the staff's templates may say, and what is refused when they are read."""

import pytest

from campaigns.templates import check_template, compile_template
from campaigns.templates.compiled import LONGEST_SOURCE
from campaigns.templates.work import Work
from tests.campaigns.templates.sources import TO_PERSONS, VALUES, messages


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
    "{{ persona.__init__ }}",
    "{{ persona.__class__ | default('a') }}",
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
        (
            "{{ nombre | default(“Vecino”) }}",
            "las comillas «“» no sirven",
            "use comillas rectas: {{ nombre",
        ),
        ("Va {evento.inicia}.", "«{evento.inicia}» lleva una sola llave", "escriba {{ evento.inicia }}"),
        ("{{ enlace }} {nombre | mayusculas}", "lleva una sola llave", "escriba {{ nombre | mayusculas }}"),
        ("{{ nombre ¿ }}", "el carácter «¿» no va entre llaves", ""),
        (
            "Hola {{ nombre }}",
            "«nombre» puede faltar: hay personas sin nombre en los contactos",
            "{{ nombre | default('…') }}",
        ),
        ("{{ nombre | mayusculas }}", "«nombre» puede faltar: hay personas sin nombre", "default('…')"),
        (
            "{% if nombre == 'Ana' %}x{% endif %}",
            "«nombre» puede faltar: hay personas sin nombre",
            "if nombre is defined",
        ),
        ("{{ nombres | lista }}", "«nombres» puede faltar: hay personas sin nombre", "{{ nombres | lista }}{% else %}"),
        ("{{ nombre | default('a') | numero }}", "«numero» necesita una cifra, y «nombre» no sirve", "datos.cupos"),
        ("{{ nombre | default('a') | fecha }}", "«fecha» necesita fecha con hora o fecha sin hora", "evento.inicia"),
        ("{{ persona.barrio | mayusculas | pesos }}", "«pesos» necesita una cifra", "datos.valor"),
        (
            "{{ persona.__init__ }}",
            "ningún atributo de las personas puede llamarse «persona.__init__»",
            "persona.barrio",
        ),
        ("{{ persona.Barrio }}", "ningún atributo de las personas puede llamarse «persona.Barrio»", "en minúsculas"),
        ("{% if persona._a is defined %}x{% endif %}", "ningún atributo de las personas puede llamarse", "columna"),
        ("{{ foro.tema }}", "«foro» puede faltar: el mensaje no tiene «foro»", "is defined"),
    ],
)
def test_problems_say_what_to_write_instead(source: str, message: str, hint: str) -> None:
    """Each refusal names what is wrong, in Spanish, and offers the nearest right thing."""
    [problem] = check_template(source, TO_PERSONS, Work())
    assert message in problem.message
    assert hint in problem.hint


@pytest.mark.parametrize("source", ["{llaves}", "{ nada.inicia }", "{{ fecha }}", "{# fecha #}", "a {fecha: 1}"])
def test_other_braces_are_left_alone(source: str) -> None:
    """Only what names a value was meant as one."""
    assert check_template(source, TO_PERSONS, Work()) == []


def test_problems_stand_where_the_word_stands() -> None:
    """Line and column point at the word, so that an editor can jump there; several problems come at once."""
    problems = check_template("Hola {{ enlace }}\n  y {{ evento.lugra }}\n{{ datos.nada }}", TO_PERSONS, Work())
    assert [(problem.line, problem.column) for problem in problems] == [(2, 15), (3, 10)]
    assert [(each.line, each.column) for each in check_template("Hola\n  {nombre}", TO_PERSONS, Work())] == [(2, 3)]
