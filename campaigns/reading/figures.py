"""Figures, dates and truth values that pydantic takes more loosely than staff mean: `1.000` as one."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple, get_args

from campaigns.entry import fields_of
from campaigns.reading.sentences import DATE, NUMBER, TRUTH, WHOLE, YEAR, YEARS
from campaigns.reading.tree import Keys, Node, Scalar, Sequence, shown
from campaigns.reading.tree import Mapping as MappingNode

TRUE = frozenset({"sí", "si", "verdadero", "true"})
FALSE = frozenset({"no", "falso", "false"})
WHOLE_NUMBER = re.compile(r"[+-]?[0-9]+")
DECIMAL_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{3})+")
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MISREAD = frozenset({bool, int, float, date, Any, object})


class Misread(NamedTuple):
    """A value that is not what its field made of it."""

    location: Keys
    kind: str
    """The error type that pydantic would have given."""
    message: str
    hint: str


def misread(location: Keys, node: Node, value: Any) -> Iterator[Misread]:  # noqa: ANN401 - what any shape holds
    """Each of them in a value that was read from a node."""
    fields = _figures_of(value.__class__)
    if fields is not None:
        if isinstance(node, MappingNode):
            for name, key in fields:
                if (written := node.entries.get(key)) is not None:
                    yield from misread((*location, key), written, getattr(value, name))
        elif fields:
            # Its one figure written without its key.
            yield from misread(location, node, getattr(value, fields[0][0]))
    elif isinstance(value, Mapping):
        if isinstance(node, MappingNode):
            for key, item in value.items():
                if (written := node.entries.get(str(key))) is not None:
                    yield from misread((*location, str(key)), written, item)
    elif isinstance(value, tuple | list):
        if isinstance(node, Sequence):
            for position, (written, item) in enumerate(zip(node.items, value, strict=False)):
                yield from misread((*location, position), written, item)
        elif len(value) == 1:
            yield from misread(location, node, value[0])
    elif isinstance(value, bool | int | float | date) and isinstance(node, Scalar):
        yield from _loose(location, node.text, value)


@cache
def _figures_of(shape: type) -> tuple[tuple[str, str], ...] | None:
    """Name and key of an entry's fields that may hold, at any depth, what can be misread; None of any other type."""
    fields = fields_of(shape)
    if fields is None:
        return None
    return tuple((name, field.alias or name) for name, field in fields.items() if _holds_figures(field.annotation))


def _holds_figures(annotation: object, within: frozenset[object] = frozenset()) -> bool:
    if annotation in within:
        return False
    fields = fields_of(annotation)
    below = get_args(annotation) if fields is None else [field.annotation for field in fields.values()]
    return annotation in MISREAD or any(_holds_figures(each, within | {annotation}) for each in below)


def _loose(location: Keys, text: str, value: bool | float | date) -> Iterator[Misread]:
    said = f"«{shown(text)}»"
    if isinstance(value, bool):
        if text.lower() not in TRUE | FALSE:
            yield Misread(location, "bool_parsing", f"{said} no es sí ni no", TRUTH)
    elif isinstance(value, date):
        if not ISO_DATE.fullmatch(text):
            yield Misread(location, "date_parsing", f"{said} no es una fecha", DATE)
        elif value.year not in YEARS:
            message = f"el año {value.year} está fuera de lo posible (2000 a 2100)"
            yield Misread(location, "date_parsing", message, YEAR)
    elif THOUSANDS.fullmatch(text):
        joined = text.replace(".", "")
        hint = f"si son miles, escriba {joined}; si es un decimal, escríbalo sin ceros al final"
        yield Misread(location, "int_parsing", f"{said} puede leerse de dos maneras", hint)
    elif isinstance(value, int) and not WHOLE_NUMBER.fullmatch(text):
        yield Misread(location, "int_parsing", f"{said} no es un número entero", WHOLE)
    elif not DECIMAL_NUMBER.fullmatch(text):
        yield Misread(location, "float_parsing", f"{said} no es un número", NUMBER)
