"""The texts among a letter's values, however deep they lie."""

from collections.abc import Callable, Mapping


def each_text(values: Mapping[str, object], change: Callable[[str], str]) -> dict[str, object]:
    """The values, each text in them changed; what is no text stays, and a tuple comes as a list."""
    return {name: _changed(value, change) for name, value in values.items()}


def _changed(value: object, change: Callable[[str], str]) -> object:
    match value:
        case str():
            return change(value)
        case list() | tuple():
            return [_changed(each, change) for each in value]
        case Mapping():
            return each_text(value, change)
        case _:
            return value
