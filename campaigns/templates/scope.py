"""What is known at one place of a text: its names, and which of those that may be missing are surely there."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from jinja2 import nodes

from campaigns.shape import Field


@dataclass(frozen=True, slots=True)
class Scope:
    """The names in force."""

    names: Mapping[str, Field]
    given: frozenset[str] = frozenset()
    """Paths that an `if … is defined` around this place has made sure of."""
    depth: int = 0
    """How many blocks stand around it."""
    looping: bool = False

    def sure_of(self, paths: frozenset[str]) -> Scope:
        """The scope inside an `if`."""
        return replace(self, given=self.given | paths, depth=self.depth + 1)

    def within_loop(self, name: str, item: Field, loop: Field) -> Scope:
        """The scope inside a `for`."""
        names = {**self.names, name: item, "loop": loop}
        return replace(self, names=names, depth=self.depth + 1, looping=True)


def path_of(expression: nodes.Expr) -> str:
    """`evento.datos.cupos`; empty where the expression is not a path of names."""
    parts: list[str] = []
    while isinstance(expression, nodes.Getattr):
        parts.append(expression.attr)
        expression = expression.node
    if not isinstance(expression, nodes.Name):
        return ""
    return ".".join([expression.name, *reversed(parts)])


def prefixes(path: str) -> list[str]:
    """`evento`, `evento.datos`, `evento.datos.cupos`."""
    parts = path.split(".")
    return [".".join(parts[: place + 1]) for place in range(len(parts))]


def implied(test: nodes.Expr, truth: bool) -> frozenset[str]:
    """The paths that are surely defined where the test came out as `truth`."""
    if isinstance(test, nodes.Not):
        return implied(test.node, not truth)
    if isinstance(test, nodes.Test) and test.name == "defined" and truth:
        return frozenset(prefixes(path_of(test.node))) if isinstance(test.node, nodes.Expr) else frozenset()
    if (isinstance(test, nodes.And) and truth) or (isinstance(test, nodes.Or) and not truth):
        return implied(test.left, truth) | implied(test.right, truth)
    return frozenset()


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that a writer may have meant; empty where none comes near."""
    found = difflib.get_close_matches(name.lower(), list(known), n=1, cutoff=0.6)
    return found[0] if found else ""
