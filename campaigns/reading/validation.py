"""A tree into a model; what pydantic finds wrong becomes located problems in Spanish."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import Any, TypeVar, get_args

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from campaigns.entry import adapter, fields_of
from campaigns.problem import Problem
from campaigns.reading.sentences import ANY_FORM, DATE, FORMS, NUMBER, TRUTH, WHOLE, YEAR, YEARS, sentence
from campaigns.reading.tree import Document, Location, Node, Place, PlainValue, Scalar, Sequence, plain
from campaigns.reading.tree import Mapping as MappingNode

Result = TypeVar("Result")

TRUE = frozenset({"sí", "si", "verdadero", "true"})
FALSE = frozenset({"no", "falso", "false"})
WHOLE_NUMBER = re.compile(r"[+-]?[0-9]+")
DECIMAL_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{3})+")
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MISREAD = frozenset({bool, int, float, date, Any, object})
SAME = {"unexpected_keyword_argument": "extra_forbidden", "dataclass_type": "model_type"}
"""What pydantic says of an entry in slots, in the words that it has for a model."""
SHOWN = 60
"""Characters of a wrong value that a message repeats."""


def validate(
    document: Document, shape: type[Result], within: Location = (), node: Node | None = None
) -> tuple[Result | None, tuple[Problem, ...]]:
    """What the file (or the value at `within`) says as `shape`; None where it has problems.

    `node` is read in place of the value at `within`: the same with its secrets filled in. Messages quote the file.
    """
    node = node or document.node(within)
    if node is None:
        return None, ()
    value = plain(node)
    problems: list[Problem] = []
    try:
        result: Result = _parsed(value, shape)
    except ValidationError as error:
        return None, _located(document, within, error.errors(include_url=False), shape)
    problems.extend(_misread(document, tuple(within), node, result))
    return (None if problems else result), tuple(problems)


def _parsed(value: PlainValue, shape: Any) -> Any:  # noqa: ANN401 - what the shape says
    """Reads again with sí, si, verdadero and falso rewritten, where the first reading wanted a truth value there.

    Options of channels are models of another room that knows no Spanish words for yes. Raises ValidationError.
    """
    reader = adapter(shape)
    try:
        first = reader.validate_python(value)
    except ValidationError as error:
        details = error.errors(include_url=False)
        words = [detail for detail in details if detail["type"] == "bool_parsing"]
        rewritten = [_rewrite(value, detail["loc"], str(detail["input"]).lower()) for detail in words]
        if True not in rewritten:
            raise
    else:
        return first
    return reader.validate_python(value)


def _rewrite(value: PlainValue, location: Location, word: str) -> bool:
    """Puts true or false in the place of a Spanish word; False where it is none, or stands nowhere."""
    holder: Any = value
    if word not in TRUE | FALSE:
        return False
    try:
        for part in location[:-1]:
            holder = holder[part]
        holder[location[-1]] = "true" if word in TRUE else "false"
    except (KeyError, IndexError, TypeError):
        return False
    return True


def _located(
    document: Document, within: Location, errors: Iterable[ErrorDetails], shape: object
) -> tuple[Problem, ...]:
    """One problem for each place: of the alternatives of one value, the one that got farthest."""
    by_place: dict[tuple[str | int, ...], tuple[int, Problem]] = {}
    for detail in errors:
        location = (*within, *(part for part in detail["loc"] if part != "[key]"))
        known = document.known(location)
        if detail["type"] == "too_short" and not _short(document, known, detail):
            continue
        place = (*known, location[-1]) if detail["type"] == "missing" else known
        problem = _problem(document, detail, place, shape)
        kept = by_place.get(_value(place, location))
        if kept is None or kept[0] < len(known):
            by_place[_value(place, location)] = (len(known), problem)
    return tuple(
        problem for _, problem in by_place.values() if Place(problem.line, problem.column) not in document.refused
    )


def _short(document: Document, location: Location, detail: ErrorDetails) -> bool:
    """Whether the list itself is short: pydantic says so too where its items are wrong."""
    node = document.node(location)
    return not isinstance(node, Sequence) or len(node.items) < detail.get("ctx", {}).get("min_length", 0)


def _value(place: tuple[str | int, ...], location: Location) -> tuple[str | int, ...]:
    """The value whose alternatives compete: up to where the model's own names enter the location."""
    same = 0
    while same < min(len(place), len(location)) and place[same] == location[same]:
        same += 1
    return place[:same]


def _problem(document: Document, detail: ErrorDetails, location: tuple[str | int, ...], shape: object) -> Problem:
    kind = SAME.get(detail["type"], detail["type"])
    context: Mapping[str, Any] = detail.get("ctx", {})
    key = next((part for part in reversed(location) if isinstance(part, str)), "")
    if kind == "value_error":
        own, hint = _own_words(context, detail, _quoted(document, location))
        return document.problem(location, own, hint)
    bounds = {name: f"{each:g}" if isinstance(each, float) else each for name, each in context.items()}
    last = location[-1] if location else ""
    if kind.endswith("_type") and isinstance(last, int):
        key = f"elemento {last + 1} de {key}"
    words = {**bounds, "key": key or "el archivo", "input": _quoted(document, location)}
    of_key = "[key]" in detail["loc"]
    if kind == "string_pattern_mismatch":
        words["form"] = FORMS.get(str(context.get("pattern")), ANY_FORM)
    if "expected" in context:
        words["expected"] = str(context["expected"]).replace("'", "").replace(" or ", " o ")
    if kind == "extra_forbidden":
        words["nearest"] = _nearest(key, known_keys(shape, location[:-1]))
    message, hint = sentence("name" if of_key and "form" in words else kind, words)
    at = document.key_place(location) if kind == "extra_forbidden" or of_key else None
    return document.problem(location, message, hint, at=at)


def _own_words(context: Mapping[str, Any], detail: ErrorDetails, quoted: str) -> tuple[str, str]:
    """The Spanish sentence that a validator of ours raised, or ours for an address that EmailStr refused."""
    if "reason" in context:
        return sentence("mail", {"input": quoted})
    said = str(context.get("error", "")) or detail["msg"]
    message, parted, hint = said.partition("; ")
    if not parted:
        message, _, hint = said.partition(". ")
    return message, hint


def _quoted(document: Document, location: Location) -> str:
    """The value as the file has it: never the secret that stands behind a reference."""
    node = document.node(location)
    return _shown(node.text) if isinstance(node, Scalar) else "lo escrito"


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"


def nearest(word: str, known: Iterable[str]) -> str:
    """The known name that looks most like a word; empty where none does."""
    return next(iter(get_close_matches(word, list(known), n=1, cutoff=0.6)), "")


def _nearest(key: str, known: tuple[str, ...]) -> str:
    close = nearest(key, known)
    if close:
        return f"¿quiso decir «{close}»?"
    return f"aquí se conocen: {', '.join(known)}" if known else "borre la línea"


def known_keys(shape: object, location: Location) -> tuple[str, ...]:
    """The keys that the model at a location takes, in its own order; empty where it takes any."""
    found = _fields_at(shape, tuple(location))
    if found is None:
        return ()
    return tuple(field.alias or name for name, field in found.items())


def _fields_at(shape: object, location: tuple[str | int, ...]) -> Mapping[str, FieldInfo] | None:
    fields = fields_of(shape)
    if fields is not None:
        if not location:
            return fields
        for name, field in fields.items():
            if (field.alias or name) == location[0]:
                return _fields_at(field.annotation, location[1:])
        return None
    arguments = getattr(shape, "__args__", ())
    step = 1 if getattr(shape, "__origin__", None) in (tuple, list, dict, Mapping) or _is_mapping(shape) else 0
    for argument in arguments:
        found = _fields_at(argument, location[step:])
        if found is not None:
            return found
    return None


def _is_mapping(shape: object) -> bool:
    origin = getattr(shape, "__origin__", None)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _misread(
    document: Document,
    location: tuple[str | int, ...],
    node: Node,
    value: Any,  # noqa: ANN401 - what any shape holds
) -> Iterable[Problem]:
    """Values that pydantic takes more loosely than staff mean: `1.000` as one, `1735689600` as a date."""
    fields = _figures_of(value.__class__)
    if fields is not None:
        if isinstance(node, MappingNode):
            for name, key in fields:
                if (written := node.entries.get(key)) is not None:
                    yield from _misread(document, (*location, key), written, getattr(value, name))
    elif isinstance(value, Mapping):
        if isinstance(node, MappingNode):
            for key, item in value.items():
                if (written := node.entries.get(str(key))) is not None:
                    yield from _misread(document, (*location, str(key)), written, item)
    elif isinstance(value, tuple | list):
        if isinstance(node, Sequence):
            for position, (written, item) in enumerate(zip(node.items, value, strict=False)):
                yield from _misread(document, (*location, position), written, item)
    elif isinstance(value, bool | int | float | date) and isinstance(node, Scalar):
        yield from _loose(document, location, node.text, value)


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


def _loose(
    document: Document, location: tuple[str | int, ...], text: str, value: bool | float | date
) -> Iterable[Problem]:
    shown = f"«{_shown(text)}»"
    if isinstance(value, bool):
        if text.lower() not in TRUE | FALSE:
            yield document.problem(location, f"{shown} no es sí ni no", TRUTH)
    elif isinstance(value, date):
        if not ISO_DATE.fullmatch(text):
            yield document.problem(location, f"{shown} no es una fecha", DATE)
        elif value.year not in YEARS:
            yield document.problem(location, f"el año {value.year} está fuera de lo posible (2000 a 2100)", YEAR)
    elif THOUSANDS.fullmatch(text):
        joined = text.replace(".", "")
        hint = f"si son miles, escriba {joined}; si es un decimal, escríbalo sin ceros al final"
        yield document.problem(location, f"{shown} puede leerse de dos maneras", hint)
    elif isinstance(value, int) and not WHOLE_NUMBER.fullmatch(text):
        yield document.problem(location, f"{shown} no es un número entero", WHOLE)
    elif not DECIMAL_NUMBER.fullmatch(text):
        yield document.problem(location, f"{shown} no es un número", NUMBER)
