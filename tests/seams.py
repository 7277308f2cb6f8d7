"""Seams of the product, by name: what a harness wraps, and what it may not lose in silence."""

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

from tests.house.tree import FLOORS

Function = Callable[..., Any]


def bindings(module: str, name: str) -> Iterator[tuple[ModuleType, str]]:
    """Every module of the product, and the name in it, by which the public function `module.name` is called.

    Raises LookupError where nobody but the function's own package calls it: a seam that was moved wraps nothing.
    """
    function = getattr(import_module(module), name)
    found = [
        (holder, bound)
        for holder in list(sys.modules.values())
        if holder is not None and holder.__name__.partition(".")[0] in FLOORS
        for bound, value in list(vars(holder).items())
        if value is function
    ]
    if not any(not holder.__name__.startswith(module) for holder, _ in found):
        raise LookupError(f"nobody calls {module}.{name} by its name: the seam was moved")
    return iter(found)


def rebind(
    module: str,
    name: str,
    wrap: Callable[[Function], Function],
    put: Callable[[object, str, object], None] = setattr,
) -> None:
    """Put `wrap(function)` in the place of `module.name` wherever the product calls it.

    `put`: `monkeypatch.setattr` where it is to be undone. Raises LookupError as `bindings` does.
    """
    wrapped = wrap(getattr(import_module(module), name))
    for holder, bound in list(bindings(module, name)):
        put(holder, bound, wrapped)
