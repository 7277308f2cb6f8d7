"""A text into which the values that all recipients share are put once: of each recipient there remain his own."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from jinja2 import meta, nodes

from campaigns.templates.compiled import Compiled, TemplateError, evaluated
from campaigns.templates.parsing import parse
from campaigns.templates.sandbox import ENVIRONMENT

_BETWEEN = "\x00"
PARTED = "\x1e"
"""What stands between pieces that are put in, and between two texts in one. Neither the files nor what is known of a
person may hold control characters."""


def fold(source: str, values: Mapping[str, object], own: Collection[str]) -> Compiled:
    """The text of `source` with all put in that names none of `own`.

    Where a value of that is missing, nothing is put in: the text fails for each recipient, as it would unfolded.
    """
    tree = parse(source)
    shared = [node for node in _pieces(tree.body) if not _names(node, own)]
    try:
        written = iter(_written(shared, values))
    except TemplateError:
        return Compiled(source)
    body: list[nodes.Node] = []
    run: list[nodes.Expr] = []
    for node in _pieces(tree.body):
        if not _names(node, own):
            run.append(nodes.TemplateData(next(written), lineno=node.lineno))
        elif isinstance(node, nodes.Expr):
            run.append(node)
        else:
            body += [nodes.Output(run, lineno=node.lineno), node]
            run = []
    body.append(nodes.Output(run, lineno=1))
    whole = _tree(body)
    return Compiled(source, ENVIRONMENT.from_string(whole), frozenset(meta.find_undeclared_variables(whole)))


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
