"""The longest that a text can become: what limits of services are held against when the configuration is read.

Walks the checked syntax tree itself, for compiling every text of every campaign would take a millisecond each. Where
a condition asks for what only the recipient brings, the longer branch counts.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence, Sized

from jinja2 import nodes

from campaigns.filters import FILTERS, FilterError
from campaigns.record import Record
from campaigns.shape import NUMBER
from campaigns.templates.compiled import LONGEST_RESULT, MissingValue, TemplateError
from campaigns.templates.parsing import parse
from campaigns.templates.scope import path_of
from campaigns.templates.variables import PERSONAL
from campaigns.templates.work import COUNTED, TOGETHER, Work

LONGEST_FIGURE = 999_999_999_999
"""Stands for a number that a person brings."""
MOST_ITEMS = 200
"""Elements that a text walks over: more are a table, and belong into an attachment."""
_ABSENT = object()


class Anything(Mapping[str, object]):
    """Attributes of a person: whatever is asked for is there, and as long as it can be."""

    def __init__(self, longest: str) -> None:
        self._longest = longest

    def __getitem__(self, name: str) -> object:
        return self._longest

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def longest(source: str, values: Mapping[str, object], count: Callable[[str], int], work: Work) -> str:
    """The finished text at its longest, as `count` measures. `source` is checked; personal values are at their longest.

    Raises `TemplateError` where a value is missing or cannot be written, and where it takes more than its `work`.
    """
    return _Walk(_Measure(count, work), work).body(parse(source).body, values)


class _Measure:
    """A service's way of counting, asked once of each piece."""

    def __init__(self, count: Callable[[str], int], work: Work) -> None:
        self._count = count
        self._work = work
        self._known: dict[str, int] = {}

    def longest(self, pieces: Sequence[str]) -> str:
        """The first of the longest ones."""
        return pieces[0] if len(pieces) == 1 else max(pieces, key=self._length)

    def _length(self, piece: str) -> tuple[int, int]:
        """A service that counts by the dozen, as SMS does, finds pieces alike: the one of more letters is longer."""
        if piece not in self._known:
            self._work.spend(1 + len(piece) // COUNTED)
            self._known[piece] = self._count(piece)
        return self._known[piece], len(piece)


class _Walk:
    def __init__(self, measure: _Measure, work: Work) -> None:
        self._measure = measure
        self._work = work
        self._room = LONGEST_RESULT

    def body(self, body: Sequence[nodes.Node], values: Mapping[str, object]) -> str:
        return "".join([self._node(node, values) for node in body])

    def _node(self, node: nodes.Node, values: Mapping[str, object]) -> str:
        self._work.spend()
        if isinstance(node, nodes.If):
            return self._if(node, values)
        if isinstance(node, nodes.For):
            return self._for(node, values)
        assert isinstance(node, nodes.Output)
        return "".join([self._written(part, values) for part in node.nodes])

    def _written(self, part: nodes.Expr, values: Mapping[str, object]) -> str:
        text = part.data if isinstance(part, nodes.TemplateData) else str(self._value(part, values))
        self._work.spend(1 + len(text) // TOGETHER)
        self._room -= len(text)
        if self._room < 0:
            raise TemplateError(f"el texto terminado pasa de {LONGEST_RESULT} caracteres")
        return text

    def _if(self, node: nodes.If, values: Mapping[str, object]) -> str:
        found: list[str] = []
        for branch in (node, *node.elif_):
            truth = self._truth(branch.test, values)
            if truth is not False:
                found.append(self.body(branch.body, values))
            if truth:
                return self._measure.longest(found)
        found.append(self.body(node.else_, values))
        return self._measure.longest(found)

    def _for(self, node: nodes.For, values: Mapping[str, object]) -> str:
        assert isinstance(node.target, nodes.Name)
        items = self._value(node.iter, values)
        assert isinstance(items, tuple)
        if not items:
            return self.body(node.else_, values)
        if len(items) > MOST_ITEMS:
            raise TemplateError(f"la lista tiene {len(items)} elementos y un texto recorre hasta {MOST_ITEMS}")
        parts = []
        for place, item in enumerate(items, 1):
            self._work.spend()
            loop = Record("loop", {"first": place == 1, "last": place == len(items), "index": place})
            parts.append(self.body(node.body, {**values, node.target.name: item, "loop": loop}))
        return "".join(parts)

    def _truth(self, test: nodes.Node, values: Mapping[str, object]) -> bool | None:
        """None: it depends on the recipient."""
        self._work.spend()
        if isinstance(test, nodes.Not):
            inner = self._truth(test.node, values)
            return None if inner is None else not inner
        if isinstance(test, nodes.And | nodes.Or):
            return self._both(test, values)
        if any(name.name in PERSONAL for name in (test, *test.find_all(nodes.Name)) if isinstance(name, nodes.Name)):
            return None
        if isinstance(test, nodes.Test):
            return self._found(test.node, values) is not _ABSENT
        if isinstance(test, nodes.Compare):
            same = self._side(test.expr, values) == self._side(test.ops[0].expr, values)
            return same if test.ops[0].op == "eq" else not same
        return bool(self._value(test, values))

    def _both(self, test: nodes.And | nodes.Or, values: Mapping[str, object]) -> bool | None:
        decides = isinstance(test, nodes.Or)
        left = self._truth(test.left, values)
        if left is decides:
            return decides
        right = self._truth(test.right, values)
        if right is decides:
            return decides
        return None if left is None or right is None else not decides

    def _side(self, side: nodes.Expr, values: Mapping[str, object]) -> object:
        value = side.value if isinstance(side, nodes.Const) else self._value(side, values)
        self._work.spend(_size(value) // TOGETHER)
        return value

    def _value(self, expression: nodes.Node, values: Mapping[str, object]) -> object:
        if isinstance(expression, nodes.Filter):
            return self._filtered(expression, values)
        found = self._found(expression, values)
        if found is _ABSENT:
            path = path_of(expression) if isinstance(expression, nodes.Expr) else ""
            raise MissingValue(f"falta el dato «{path}»")
        return found

    def _found(self, expression: nodes.Node, values: Mapping[str, object]) -> object:
        if isinstance(expression, nodes.Name):
            return values.get(expression.name, _ABSENT)
        assert isinstance(expression, nodes.Getattr)
        owner = self._found(expression.node, values)
        return owner.fields.get(expression.attr, _ABSENT) if isinstance(owner, Record) else _ABSENT

    def _filtered(self, expression: nodes.Filter, values: Mapping[str, object]) -> object:
        assert expression.node is not None
        written = FILTERS[expression.name]
        arguments = [each.value for each in expression.args if isinstance(each, nodes.Const)]
        personal = _root(expression.node) in PERSONAL
        if written.name == "default":
            found = self._value(expression.node, values) if self._there(expression.node, values) else ""
            return self._measure.longest((str(found), arguments[0])) if personal else (found or arguments[0])
        value = self._value(expression.node, values)
        self._work.spend(_size(value) // COUNTED)
        try:
            return written.write(LONGEST_FIGURE if personal and NUMBER in written.takes else value, *arguments)
        except FilterError as error:
            raise TemplateError(str(error)) from error

    def _there(self, expression: nodes.Node, values: Mapping[str, object]) -> bool:
        return isinstance(expression, nodes.Filter) or self._found(expression, values) is not _ABSENT


def _size(value: object) -> int:
    return len(value) if isinstance(value, Sized) else 1


def _root(expression: nodes.Node) -> str:
    while isinstance(expression, nodes.Filter | nodes.Getattr) and expression.node is not None:
        expression = expression.node
    return expression.name if isinstance(expression, nodes.Name) else ""
