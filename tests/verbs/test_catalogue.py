"""The catalogue keeps its word: each verb has its function, its schema, and help in Spanish."""

import inspect
import json
import re
from importlib import import_module

import click
import pytest
from jsonschema import Draft202012Validator

from tests.verbs.operator import ROOT, Operator
from verbs.catalogue import VERBS, schema_file
from verbs.commands import application
from verbs.verb import Verb

NAMES = [verb.name for verb in VERBS]
ENGLISH = re.compile(
    r"\b(usage|options?|commands?|arguments?|show|message|exit|default|required|missing|invalid|error:|try|for help"
    r"|such|value|text|integer|directory|path|file|choose|must|does|not|the|with)\b",
    re.IGNORECASE,
)
"""Words of click that would stand out; verbs, flags and enum values are taken out first."""


@pytest.mark.parametrize("verb", VERBS, ids=NAMES)
def test_a_verb_takes_what_its_function_takes(verb: Verb) -> None:
    """The parameters in the catalogue are those of the function, in any order."""
    module, _, name = verb.does.partition(":")
    wanted = list(inspect.signature(getattr(import_module(module), name)).parameters)[1:]
    assert sorted(wanted) == sorted(param.name or "" for param in verb.params)


@pytest.mark.parametrize("verb", VERBS, ids=NAMES)
def test_a_family_says_what_may_go_wrong(verb: Verb) -> None:
    """Every module of verbs names its errors, so that each is told in a sentence."""
    module = import_module(verb.does.partition(":")[0])
    assert all(issubclass(error, Exception) for error in (*module.WRONG, *module.FAILED))


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb.json], ids=lambda verb: verb.name)
def test_a_json_document_has_its_schema(verb: Verb) -> None:
    """Each verb with --json has a schema in docs/ that is one, and says in its title whose it is."""
    text = (ROOT / "docs" / schema_file(verb)).read_text(encoding="utf-8")
    Draft202012Validator.check_schema(json.loads(text))
    assert json.loads(text)["title"] == f"pregonero {verb.name} --json"


def test_no_schema_without_its_verb() -> None:
    """docs/esquemas/verbos holds nothing else."""
    there = {path.name for path in (ROOT / "docs" / "esquemas" / "verbos").iterdir()}
    assert there == {schema_file(verb).name for verb in VERBS if verb.json}


@pytest.mark.parametrize("words", [(), ("contacts",), ("db",), *(tuple(name.split()) for name in NAMES)])
def test_help_is_spanish(operator: Operator, words: tuple[str, ...]) -> None:
    """No word of click's own English is left in any help."""
    shown = operator.does(*words, "--help")
    assert "Uso: pregonero" in shown
    assert "Opciones:" in shown
    assert leaks(shown) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("chek",), "No existe el verbo 'chek'. ¿Quiso decir 'check'?"),
        (("check", "--jsn"), "No existe la opción '--jsn'. ¿Quiso decir '--json'?"),
        (("plan",), "Falta la opción '--from'."),
        (("plan", "--from"), "La opción '--from' necesita un valor."),
        (("plan", "--from", "mañana", "--to", "2027-01-01"), "«mañana» no es una fecha; escriba año-mes-día"),
        (("postpone", "1", "--until", "9999-12-31"), "el año 9999 está fuera de lo posible (2000 a 2100)"),
        (("approve",), "Falta el argumento 'CLAVE'."),
        (("approve", "a", "b"), "Sobra el argumento (b)"),
        (("approve", "a", "b", "c"), "Sobran los argumentos (b c)"),
        (("settle", "1", "lost"), "escriba uno de estos: sent (enviada), failed (falló), pending (por enviar)"),
        (("settle", "0", "sent"), "«0» no sirve: escriba un número entero de 1 a 999999999999"),
        (("settle", "9" * 20, "sent"), "escriba un número entero de 1 a"),
        (("confirm", "1", "--count", "9" * 20), "escriba un número entero de 0 a 999999999"),
        (("confirm", "1", "--count", "-1"), "«-1» no sirve: escriba un número entero de 0 a 999999999"),
        (("record", "visitas", "1.500"), "«1.500» puede leerse de dos maneras; escriba los miles sin punto"),
        (("settle", "uno", "sent"), "«uno» no sirve: escriba un número entero"),
        (("deliveries", "--state", "fallida"), "«fallida» no es un estado; escriba uno de estos: pending (por enviar)"),
        (("record", "visitas", "muchas"), "«muchas» no es una cifra; escriba, por ejemplo, 1250 o 12,5"),
        (("confirm", "1", "--evidence", "no-hay.jpg"), "'no-hay.jpg' no existe."),
        (("restore", "."), "'.' es una carpeta."),
        (("check", "--json=si"), "La opción '--json' no lleva valor."),
        (("db", "up"), "No existe el verbo 'up'."),
    ],
)
def test_a_wrong_call_is_told_in_spanish(operator: Operator, words: tuple[str, ...], said: str) -> None:
    """A call that is wrong ends with 2 and a sentence, none of it in English."""
    result = operator.types(*words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert leaks(result.stderr) == []


def test_flags_and_values_are_english() -> None:
    """Flags are written in ASCII letters and dashes: scripts type them."""
    verbs = [command for command in application().commands.values() if not isinstance(command, click.Group)]
    flags = [flag for command in verbs for param in command.params for flag in param.opts if flag.startswith("-")]
    assert [flag for flag in flags if not re.fullmatch(r"--?[a-z-]+", flag)] == []


def leaks(text: str) -> list[str]:
    """Words of English that stand outside flags, quotes, paths and enum values."""
    bare = re.sub(r"--?[a-z][a-z-]*|'[^']*'|«[^»]*»|\S*[/.=:]\S+|\([^()]*\)", " ", text.replace("Error:", ""))
    return ENGLISH.findall(bare)
