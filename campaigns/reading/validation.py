"""A tree into a model; what pydantic finds wrong becomes located problems in Spanish."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from typing import Any, TypeVar
from unicodedata import combining, normalize

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from campaigns.entry import adapter, fields_of
from campaigns.problem import Problem
from campaigns.reading.figures import FALSE, TRUE, misread
from campaigns.reading.loose import listed
from campaigns.reading.sentences import ANY_FORM, FORMS, sentence
from campaigns.reading.tree import Document, Keys, Location, Node, PlainValue, Scalar, Sequence, plain, shown

Result = TypeVar("Result")

ALIKE = 0.6
VERY_ALIKE = 0.9
"""Shares of letters in common (difflib's ratio), with the same first letter and without it."""
UNKNOWN = "extra_forbidden"
LISTS = ("list_type", "tuple_type", "set_type")
SAME = {"unexpected_keyword_argument": UNKNOWN, "dataclass_type": "model_type"}
"""What pydantic says of an entry in slots, in the words that it has for a model."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A value that does not have the form of its field."""

    kind: str
    """Pydantic's error type."""
    location: Keys
    context: Mapping[str, Any]
    problem: Problem
    of_key: bool = False
    """The name itself is wrong, not what stands under it."""
    meant: str = ""
    """Of an unknown key: the known one that looks most like it."""


def validate(
    document: Document, shape: type[Result], within: Location = (), node: Node | None = None
) -> tuple[Result | None, tuple[Fault, ...]]:
    """What the file (or the value at `within`) says as `shape`; None where it has faults.

    `node` is read in place of the value at `within`: the same with its secrets filled in. Messages quote the file.
    """
    node = node or document.node(within)
    if node is None:
        return None, ()
    try:
        result: Result = _parsed(plain(node), shape)
    except ValidationError as error:
        return None, _faults(document, within, error.errors(include_url=False), shape)
    faults = tuple(
        Fault(each.kind, each.location, {}, document.problem(each.location, each.message, each.hint))
        for each in misread(tuple(within), node, result)
    )
    return (None if faults else result), faults


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


def _faults(document: Document, within: Location, errors: Iterable[ErrorDetails], shape: object) -> tuple[Fault, ...]:
    """One fault for each place: of the alternatives of one value, the one that got farthest."""
    by_place: dict[Keys, tuple[int, Fault]] = {}
    for detail in errors:
        location = (*within, *(part for part in detail["loc"] if part != "[key]"))
        known = document.known(location)
        if detail["type"] == "too_short" and not _short(document, known, detail):
            continue
        place = (*known, location[-1]) if detail["type"] == "missing" else known
        kept = by_place.get(_value(place, location))
        if kept is None or kept[0] < len(known):
            unknown = SAME.get(detail["type"], detail["type"]) == UNKNOWN
            keys = known_keys(shape, place[len(within) : -1]) if unknown else ()
            by_place[_value(place, location)] = (len(known), _fault(document, detail, place, keys))
    return tuple(fault for _, fault in by_place.values())


def _short(document: Document, location: Location, detail: ErrorDetails) -> bool:
    """Whether the list itself is short: pydantic says so too where its items are wrong."""
    node = document.node(location)
    return not isinstance(node, Sequence) or len(node.items) < detail.get("ctx", {}).get("min_length", 0)


def _value(place: Keys, location: Location) -> Keys:
    """The value whose alternatives compete: up to where the model's own names enter the location."""
    same = 0
    while same < min(len(place), len(location)) and place[same] == location[same]:
        same += 1
    return place[:same]


def _fault(document: Document, detail: ErrorDetails, location: Keys, known: tuple[str, ...]) -> Fault:
    """`known`: of an unknown key, those that its group takes."""
    kind = SAME.get(detail["type"], detail["type"])
    context: Mapping[str, Any] = detail.get("ctx", {})
    of_key = "[key]" in detail["loc"]
    meant = nearest(str(location[-1]), known) if kind == UNKNOWN else ""
    if kind == "value_error":
        message, hint = _own_words(context, detail, _quoted(document, location))
    else:
        words = {**_words(document, location, kind, context), "nearest": _nearest(meant, known)}
        if in_list := _in_list(document, location, detail):
            words["form"] = f"si son varios, escríbalos entre corchetes: {in_list}"
        message, hint = sentence("name" if of_key and "form" in words else kind, words)
        node = document.node(location)
        if kind in LISTS and isinstance(node, Scalar) and (figures := listed(node.text)):
            hint = f"escriba {words['key']}: {figures}"
    at = document.key_place(location) if kind == UNKNOWN or of_key else None
    return Fault(kind, location, context, document.problem(location, message, hint, at=at), of_key, meant)


def _words(document: Document, location: Keys, kind: str, context: Mapping[str, Any]) -> dict[str, Any]:
    """What the sentence of an error type may name."""
    words = {name: f"{each:g}" if isinstance(each, float) else each for name, each in context.items()}
    key = next((part for part in reversed(location) if isinstance(part, str)), "")
    last = location[-1] if location else ""
    if kind.endswith("_type") and isinstance(last, int):
        key = f"elemento {last + 1} de {key}"
    words |= {"key": key or "el archivo", "input": _quoted(document, location)}
    if kind == "string_pattern_mismatch":
        words["form"] = FORMS.get(str(context.get("pattern")), ANY_FORM)
    if "expected" in context:
        words["expected"] = str(context["expected"]).replace("'", "").replace(" or ", " o ")
    return words


def _in_list(document: Document, location: Keys, detail: ErrorDetails) -> str:
    """«[correo, web]», where a list is wanted and its names were written one after the other; else empty."""
    node, pattern = document.node(location), str(detail.get("ctx", {}).get("pattern"))
    if not isinstance(node, Scalar) or detail["loc"][-1:] == location[-1:]:
        return ""
    names = [each.strip() for each in re.split(r",| y ", node.text)]
    return f"[{', '.join(names)}]" if len(names) > 1 and all(re.search(pattern, each) for each in names) else ""


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
    return shown(node.text) if isinstance(node, Scalar) else "lo escrito"


def nearest(word: str, known: Iterable[str]) -> str:
    """The known name that looks most like a word, whatever its accents and capitals; empty where none does.

    Slips of the pen keep the first letter: another word with the same ending is no slip.
    """
    names = {_bare(name): name for name in known}
    bare = _bare(word)
    close = get_close_matches(bare, list(names), n=3, cutoff=ALIKE)
    alike = (name for name in close if name[:1] == bare[:1] or SequenceMatcher(None, name, bare).ratio() > VERY_ALIKE)
    return names.get(next(alike, ""), "")


def _bare(word: str) -> str:
    return "".join(each for each in normalize("NFD", word.lower()) if not combining(each))


def _nearest(meant: str, known: tuple[str, ...]) -> str:
    if meant:
        return f"¿quiso decir «{meant}»?"
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
