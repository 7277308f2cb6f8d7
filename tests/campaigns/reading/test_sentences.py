"""No English of pydantic reaches the staff."""

from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from pydantic_core import core_schema

from campaigns.assembly.base_files import SHAPES
from campaigns.campaign import CampaignEntry
from campaigns.entry import adapter
from campaigns.reading.sentences import FORMS, OTHER, SENTENCES, sentence
from campaigns.reading.validation import known_keys, nearest, validate
from campaigns.reading.yaml_reader import read
from channels.registry import ADAPTERS
from channels.registry import adapter as channel
from tests.campaigns.town import edited, hints

ERROR_TYPES: tuple[str, ...] = get_args(core_schema.ErrorType)
ENGLISH = frozenset({"should", "input", "valid", "value", "the", "must", "string", "field", "required", "instance"})
TYPES_OF_SCHEMA = {
    "str": {"string_type", "string_too_short", "string_too_long", "string_pattern_mismatch"},
    "int": {"int_type", "int_parsing", "int_parsing_size", "int_from_float"},
    "float": {"float_type", "float_parsing", "finite_number"},
    "bool": {"bool_type", "bool_parsing"},
    "date": {"date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"},
    "dict": {"dict_type", "invalid_key"},
    "tuple": {"tuple_type", "too_short", "too_long"},
    "literal": {"literal_error"},
    "enum": {"enum"},
    "url": {"url_type", "url_parsing", "url_scheme", "url_syntax_violation", "url_too_long"},
    "model": {"model_type", "model_attributes_type"},
    "model-fields": {"missing", "extra_forbidden", "model_attributes_type"},
}
BOUNDS = {"ge": "greater_than_equal", "gt": "greater_than", "le": "less_than_equal", "lt": "less_than"}


def _schemas(part: Any, seen: set[int]) -> list[dict[str, Any]]:
    """Every schema inside one of pydantic's core schemas."""
    if isinstance(part, dict) and id(part) not in seen:
        seen.add(id(part))
        own = [part] if isinstance(part.get("type"), str) else []
        return own + [each for value in part.values() for each in _schemas(value, seen)]
    if isinstance(part, list | tuple):
        return [each for item in part for each in _schemas(item, seen)]
    return []


def _models() -> list[Any]:
    return [*SHAPES.values(), CampaignEntry, *(channel(name).options_model for name in ADAPTERS)]


def test_every_error_that_the_models_can_raise_has_a_sentence() -> None:
    """Walks the models of the files and the options of all channels, schema by schema."""
    raised = {"value_error"}
    for model in _models():
        for schema in _schemas(adapter(model).core_schema, set()):
            raised |= TYPES_OF_SCHEMA.get(schema["type"], set())
            raised |= {name for bound, name in BOUNDS.items() if bound in schema}
    assert raised >= {"missing", "int_parsing", "url_scheme", "literal_error", "greater_than_equal"}
    assert raised <= {*SENTENCES, "value_error"}


def test_every_pattern_of_the_models_is_explained() -> None:
    """A value of the wrong form is answered with the form that is wanted."""
    patterns = {
        schema["pattern"]
        for model in [*SHAPES.values(), CampaignEntry]
        for schema in _schemas(adapter(model).core_schema, set())
        if isinstance(schema.get("pattern"), str)
    }
    assert patterns == set(FORMS)


@pytest.mark.parametrize("kind", ERROR_TYPES)
def test_every_error_type_of_pydantic_speaks_spanish(kind: str) -> None:
    """Those that our models cannot raise get a general sentence, never pydantic's own."""
    message, hint = sentence(kind, {"key": "clave", "input": "x"})
    assert message
    assert hint
    assert not ENGLISH & set(f"{message} {hint}".lower().split())


def test_an_unforeseen_error_gets_the_general_sentence() -> None:
    """A type of error that pydantic may grow is answered too."""
    assert sentence("grown_tomorrow", {"key": "hora"})[1] == OTHER[1]


class _Foreign(BaseModel):
    """A model with a type that no file of ours has."""

    hora: complex


def test_models_of_other_rooms_are_answered_in_spanish() -> None:
    """An option of a type that nobody foresaw is still refused in Spanish."""
    document, _ = read(Path("a.yaml"), b"hora: x\n")
    assert document is not None
    value, faults = validate(document, _Foreign)
    assert value is None
    assert [fault.problem.message for fault in faults] == ["«hora» no tiene un valor que sirva aquí"]


def test_known_keys_are_found_at_any_depth() -> None:
    """The keys of a message, of an event's dates, of a mapping's entries."""
    assert "cuando" in known_keys(CampaignEntry, ("mensajes", 0))
    assert "termina" in known_keys(CampaignEntry, ("evento", "fechas", 3))
    assert "jefe" in known_keys(SHAPES["municipio.yaml"], ("dependencias", "gobierno"))
    assert "tipo" in known_keys(SHAPES["canales.yaml"], ("correo",))
    assert known_keys(CampaignEntry, ("datos",)) == ()


ALIKE = [
    ("título", "titulo"),
    ("Titulo", "titulo"),
    ("itulo", "titulo"),
    ("asunot", "asunto"),
    ("descripcion", ""),
    ("lugar", ""),
]


@pytest.mark.parametrize(("word", "meant"), ALIKE)
def test_a_slip_of_the_pen_is_told_from_another_word(word: str, meant: str) -> None:
    """Accents and capitals do not count, and an ending in common makes no likeness."""
    assert nearest(word, ["titulo", "asunto", "suscripcion"]) == meant


def test_the_options_of_a_channel_are_offered(tmp_path: Path) -> None:
    """A misspelt option is answered with the one that was meant."""
    assert hints(tmp_path, edited("canales.yaml", "usuario:", "usuaria:")) == ["¿quiso decir «usuario»?"]
