"""A group of named values inside a text: `evento`, `municipio`, `datos`."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Record:
    """Not a dict: a text that names `items` or `copy` gets the value of that name, never a method."""

    path: str
    """As texts write it, `evento.datos`."""
    fields: Mapping[str, object]
