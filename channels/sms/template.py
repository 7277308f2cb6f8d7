"""Where number and text stand in a gateway's call: `{{ numero }}` in texts that are filled in, never pasted."""

import json
import re
from collections.abc import Callable, Iterator, Mapping

PLACE = re.compile(r"\{\{\s*([\w.-]*)\s*\}\}")
NUMBER, TEXT, IDENTITY = "numero", "texto", "id"
KEYS = "claves."
"""`{{ claves.token }}`: the secret of that name."""

Filled = str | int | float | bool | None | list["Filled"] | dict[str, "Filled"]


def names(template: str) -> list[str]:
    """What `template` asks for. Raises ValueError, in Spanish, for braces that are no place."""
    rest = PLACE.sub("", template)
    if "{{" in rest or "}}" in rest:
        raise ValueError(
            f"«{template[:60]}» tiene llaves que no se entienden; escriba {{{{ numero }}}} o {{{{ texto }}}}"
        )
    return PLACE.findall(template)


def fill(template: str, values: Mapping[str, str]) -> str:
    """`template` with the values in their places; nothing in a value is read as a place."""
    return PLACE.sub(lambda place: values.get(place[1], place[0]), template)


def parsed(template: str) -> Filled:
    """The tree of a JSON template. Raises ValueError, in Spanish, where it is none."""
    try:
        tree: Filled = json.loads(template)
    except (ValueError, RecursionError) as problem:
        at = (
            f" (renglón {problem.lineno}, columna {problem.colno})" if isinstance(problem, json.JSONDecodeError) else ""
        )
        raise ValueError(
            f"«json» no está bien escrito{at}; cada texto va entre comillas, también {{{{ numero }}}} y {{{{ texto }}}}"
        ) from problem
    return tree


def texts(tree: Filled) -> Iterator[str]:
    """Every text of a JSON tree, but its keys."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, list):
        for each in tree:
            yield from texts(each)
    elif isinstance(tree, dict):
        for each in tree.values():
            yield from texts(each)


def filled(tree: Filled, change: Callable[[str], str]) -> Filled:
    """The tree with each of its texts changed; its keys stay."""
    if isinstance(tree, str):
        return change(tree)
    if isinstance(tree, list):
        return [filled(each, change) for each in tree]
    if isinstance(tree, dict):
        return {key: filled(each, change) for key, each in tree.items()}
    return tree
