"""Texts into which the values that all recipients share are put once: of each recipient there remain his own."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from jinja2 import Template, meta, nodes

from campaigns.templates.compiled import LONGEST_RESULT, TemplateError, check_length, evaluated
from campaigns.templates.parsing import parse
from campaigns.templates.sandbox import ENVIRONMENT

_BETWEEN = "\x00"
_PARTED = "\x01"
"""What stands between pieces that are put in, and between texts. Neither the files nor what is known of a person may
hold control characters."""


class Folded:
    """Several texts in one template, which asks for what is a recipient's own. Safe in any thread."""

    def __init__(self, template: Template, texts: int, asks: frozenset[str]) -> None:
        """`asks`: the names that it needs, and no others."""
        self._template = template
        self._texts = texts
        self.asks = asks

    def render(self, values: dict[str, object]) -> list[str]:
        """The finished texts. Raises `TemplateError` as `Compiled.render` does."""
        found = evaluated(self._template, values, self._texts * (LONGEST_RESULT + len(_PARTED))).split(_PARTED)
        if len(found) != self._texts:
            raise TemplateError("un dato de la persona contiene un carácter de control")
        for text in found:
            check_length(len(text))
        return found


def fold(texts: Sequence[str], values: Mapping[str, object], own: Collection[str]) -> Folded | None:
    """The texts with all put in that names none of `own`.

    None where a value of that is missing: a text fails then for each recipient, as it was written.
    """
    # Trees are joined and not sources: a text may take away the spaces before it, and with them whatever parts it.
    bodies = [list(_pieces(parse(text).body)) for text in texts]
    shared = [node for body in bodies for node in body if not _names(node, own)]
    try:
        written = iter(_written(shared, values))
    except TemplateError:
        return None
    body: list[nodes.Node] = []
    run: list[nodes.Expr] = []
    for number, pieces in enumerate(bodies):
        if number:
            run.append(nodes.TemplateData(_PARTED, lineno=1))
        for node in pieces:
            if not _names(node, own):
                run.append(nodes.TemplateData(next(written), lineno=node.lineno))
            elif isinstance(node, nodes.Expr):
                run.append(node)
            else:
                body += [nodes.Output(run, lineno=node.lineno), node]
                run = []
    body.append(nodes.Output(run, lineno=1))
    whole = _tree(body)
    return Folded(ENVIRONMENT.from_string(whole), len(bodies), frozenset(meta.find_undeclared_variables(whole)))


def _pieces(body: Sequence[nodes.Node]) -> Iterator[nodes.Node]:
    """What stands one after another: words, expressions, and blocks as a whole."""
    for node in body:
        yield from node.nodes if isinstance(node, nodes.Output) else [node]


def _names(node: nodes.Node, own: Collection[str]) -> bool:
    found = [node] if isinstance(node, nodes.Name) else []
    return any(name.name in own for name in (*found, *node.find_all(nodes.Name)))


def _written(pieces: Sequence[nodes.Node], values: Mapping[str, object]) -> list[str]:
    """Each piece as all recipients read it."""
    body: list[nodes.Node] = []
    for piece in pieces:
        body.append(nodes.Output([piece], lineno=piece.lineno) if isinstance(piece, nodes.Expr) else piece)
        body.append(nodes.Output([nodes.TemplateData(_BETWEEN, lineno=1)], lineno=1))
    return evaluated(ENVIRONMENT.from_string(_tree(body)), dict(values)).split(_BETWEEN)[:-1] if pieces else []


def _tree(body: list[nodes.Node]) -> nodes.Template:
    tree = nodes.Template(body, lineno=1)
    tree.set_environment(ENVIRONMENT)
    return tree
