"""What can be understood of a file in which some values have no right form, so that all else in it is checked too.

Each of those values gives way to one that has its field's form, and is told; a misspelt key is read as the one that
was meant. What was salvaged never runs: it only lets later checks find, in the same pass, what is wrong besides.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from campaigns.problem import Problem
from campaigns.reading.tree import Document, Keys, Location, Node, Place, Scalar, Sequence
from campaigns.reading.tree import Mapping as MappingNode
from campaigns.reading.validation import UNKNOWN, Fault, validate

Result = TypeVar("Result")

ROUNDS = 8
"""A value that stands in may itself want values: a list without elements, an entry without its keys."""
MOST = 200
"""Faults in one file: beyond them there is nothing to salvage."""
NAME = "sin-nombre"
"""Stands in for texts and names."""
DAY = "2000-01-01"
STAND_INS: dict[str, str] = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": NAME,
    r"^([a-z0-9]+(-[a-z0-9]+)*/)?[a-z0-9]+(-[a-z0-9]+)*$": NAME,
    r"^[A-Z]{2,4}-[0-9]{1,3}$": "XX-0",
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2})?$": DAY,
    r"^#[0-9a-fA-F]{6}$": "#000000",
    r"^[A-Z]{2}$": "CO",
    r"^[0-9]{5}$": "00000",
}
"""By pattern of our models. A test holds it to them."""
BOUNDS = {
    "greater_than_equal": ("ge", 0),
    "greater_than": ("gt", 1),
    "less_than_equal": ("le", 0),
    "less_than": ("lt", -1),
}
"""Error type to the bound that it gives, and how far from it a value is allowed."""


@dataclass(frozen=True, slots=True)
class Salvaged(Generic[Result]):
    """What a file says, as far as it can be understood."""

    value: Result | None
    """None where too much is wrong."""
    document: Document
    """The tree as it was understood; its doubtful places are those where something stands in."""
    problems: tuple[Problem, ...]
    """Without any, the value is exactly what the file says."""


def salvage(
    document: Document, shape: type[Result], within: Location = (), node: Node | None = None
) -> Salvaged[Result]:
    """What the file (or the value at `within`) says as `shape`, and all that has no right form in it.

    `node` is read in place of the value at `within`: the same with its secrets filled in.
    """
    problems: list[Problem] = []
    value: Result | None = None
    for _ in range(ROUNDS):
        value, faults = validate(document, shape, within, node)
        problems += [fault.problem for fault in faults if _is_news(document, fault)]
        if not faults or len(faults) > MOST:
            break
        edits, doubtful = _edits(document, faults)
        if tuple(within) in edits and edits[tuple(within)] is None:
            break
        root = _edited(document.root, edits, ())
        document = replace(document, root=root, doubtful=document.doubtful | doubtful)
        if node is not None:
            node = _edited(node, edits, within)
    return Salvaged(value, document, tuple(problems))


def _is_news(document: Document, fault: Fault) -> bool:
    """Neither told by whoever read the text, nor a consequence of what stands in."""
    return Place(fault.problem.line, fault.problem.column) not in document.refused and not document.doubts(
        fault.location
    )


def _edits(document: Document, faults: Iterable[Fault]) -> tuple[dict[Keys, Node | None], frozenset[Keys]]:
    """Location to what is read there instead (None: nothing), and which of them are doubtful."""
    edits: dict[Keys, Node | None] = {}
    doubtful: set[Keys] = set()
    listed = tuple(faults)
    for fault in (each for each in listed if _is_name(each)):
        meant = (*fault.location[:-1], fault.meant)
        edits[fault.location] = None
        if fault.meant and meant not in edits and document.node(meant) is None:
            edits[meant] = document.node(fault.location)
        else:
            doubtful.add(fault.location)
    for fault in (each for each in listed if not _is_name(each) and each.location not in edits):
        edits[fault.location] = _stand_in(document, fault)
        doubtful.add(fault.location)
    return edits, frozenset(doubtful)


def _is_name(fault: Fault) -> bool:
    """The key is wrong, whatever stands under it."""
    return fault.of_key or fault.kind == UNKNOWN


def _stand_in(document: Document, fault: Fault) -> Node | None:
    place, kind = document.place(fault.location), fault.kind
    if kind in ("list_type", "tuple_type", "set_type"):
        return Sequence((), place)
    if kind in ("dict_type", "mapping_type", "model_type", "model_attributes_type"):
        return MappingNode({}, {}, place)
    if kind in ("too_short", "too_long"):
        return _of_length(document.node(fault.location), fault, place)
    in_list = bool(fault.location) and isinstance(fault.location[-1], int)
    if kind == "value_error" and "reason" not in fault.context and not in_list:
        return None
    return Scalar(_text(kind, fault.context), place, place.line, "'")


def _of_length(node: Node | None, fault: Fault, place: Place) -> Node:
    least = int(fault.context.get("min_length", 0))
    name = Scalar(NAME, place, place.line, "'")
    if not isinstance(node, Sequence):
        return MappingNode({NAME: name}, {NAME: place}, place)
    most = fault.context.get("max_length")
    return Sequence((*node.items, *[name] * (least - len(node.items)))[:most], node.place)


def _text(kind: str, context: Mapping[str, object]) -> str:
    """A text that the field takes; where that cannot be told from what was wrong with another, a name."""
    if kind == "string_pattern_mismatch":
        return STAND_INS.get(str(context.get("pattern")), NAME)
    if kind in ("literal_error", "enum"):
        first = re.search("'(.*?)'", str(context.get("expected")))
        return first[1] if first else NAME
    if kind in BOUNDS:
        bound, step = BOUNDS[kind]
        return f"{float(str(context.get(bound))) + step:g}"
    if kind == "value_error":
        return "nadie@example.org"
    beginnings = {"url": "https://example.org", "bool": "no", "date": DAY, "int": "1", "float": "1", "finite": "1"}
    return beginnings.get(kind.split("_")[0], NAME)


def _edited(root: Node, edits: Mapping[Keys, Node | None], within: Location) -> Node:
    """The tree that stands at `within` with all edits made; the tree that it is made from stays as it is."""
    start = len(within)
    by_holder: dict[Keys, dict[str | int, Node | None]] = defaultdict(dict)
    for location, node in edits.items():
        if len(location) == start:
            return node or root
        by_holder[location[start:-1]][location[-1]] = node
    return _rebuilt(root, by_holder, ())


def _rebuilt(node: Node, edits: Mapping[Keys, Mapping[str | int, Node | None]], here: Keys) -> Node:
    own = edits.get(here, {})
    if isinstance(node, Sequence):
        items = (own.get(each) or _rebuilt(item, edits, (*here, each)) for each, item in enumerate(node.items))
        return Sequence(tuple(items), node.place)
    if isinstance(node, MappingNode):
        entries = {key: _rebuilt(item, edits, (*here, key)) for key, item in node.entries.items() if key not in own}
        entries |= {str(key): item for key, item in own.items() if item is not None}
        return MappingNode(entries, {**{key: item.place for key, item in entries.items()}, **node.keys}, node.place)
    return node
