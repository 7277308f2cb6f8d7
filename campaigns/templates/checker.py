"""The walk over a text when the configuration is read: everything outside the subset is a problem in Spanish."""

import re
import unicodedata
from collections.abc import Sequence

from jinja2 import TemplateSyntaxError, nodes

from campaigns.shape import NUMBER, TRUTH, Field, group
from campaigns.templates.compiled import LONGEST_SOURCE, TemplateError
from campaigns.templates.expressions import Expressions
from campaigns.templates.parsing import is_plain, marked, parse
from campaigns.templates.position import column_of
from campaigns.templates.problem import TemplateProblem
from campaigns.templates.scope import Scope, implied
from campaigns.templates.syntax import in_spanish
from campaigns.templates.variables import Variables
from campaigns.templates.work import Work

DEEPEST = 5
"""Blocks within blocks."""
MOST_PROBLEMS = 20
"""In one text: after these the writer knows enough."""
LOOP = Field(group({"first": Field(TRUTH), "last": Field(TRUTH), "index": Field(NUMBER)}))
_STATEMENTS: dict[type[nodes.Node], str] = {
    nodes.Assign: "set",
    nodes.AssignBlock: "set",
    nodes.Block: "block",
    nodes.CallBlock: "call",
    nodes.Extends: "extends",
    nodes.FilterBlock: "filter",
    nodes.FromImport: "from",
    nodes.Import: "import",
    nodes.Include: "include",
    nodes.Macro: "macro",
    nodes.Scope: "autoescape",
    nodes.With: "with",
}
_SINGLE = re.compile(r"(?<!\{)\{(?P<value> *(?P<name>\w+)(?:\.\w+)* *(?:\|[^{}\n]*)?)\}(?!\})")
_ARTICLE = re.compile(r"(?:^|\W)(?:del|de|el)[ ]+$", re.IGNORECASE)


def check_template(source: str, variables: Variables, work: Work) -> list[TemplateProblem]:
    """All problems of one text, in its order; empty: it can be compiled, and rendered with those variables.

    `work`: what is left of it for the text's file.
    """
    text = unicodedata.normalize("NFC", source)
    if len(text) > LONGEST_SOURCE:
        says = f"el texto tiene {len(text)} caracteres y una plantilla admite {LONGEST_SOURCE}"
        return [TemplateProblem(says, "acórtelo o envíelo como archivo adjunto")]
    single = _single_braces(text, variables) if "{" in text else []
    if is_plain(text):
        return single
    checker = _Checker(text, work.text())
    try:
        work.spend(marked(text))
        checker.block(parse(text).body, Scope(variables.names))
    except TemplateSyntaxError as error:
        message, hint, word = in_spanish(error.message or "")
        line = error.lineno
        return [TemplateProblem(message, hint, line, column_of(text.splitlines(), line, word))]
    except RecursionError:
        return [TemplateProblem("el texto tiene demasiados niveles", "escríbalo más sencillo")]
    except TemplateError as error:
        if not checker.problems:
            return [*single, TemplateProblem(str(error), error.hint)]
    found = [*single, *checker.problems]
    return sorted(found, key=lambda problem: (problem.line, problem.column))[:MOST_PROBLEMS]


def _single_braces(text: str, variables: Variables) -> list[TemplateProblem]:
    """Names of values between single braces, which would be sent as they are."""
    found = []
    for written in _SINGLE.finditer(text):
        if written["name"] in variables.names:
            says = f"«{written[0]}» lleva una sola llave, y se enviaría tal como está"
            line = text.count("\n", 0, written.start()) + 1
            column = written.start() - text.rfind("\n", 0, written.start())
            found.append(TemplateProblem(says, f"escriba {{{{ {written['value'].strip()} }}}}", line, column))
    return found


class _Checker:
    def __init__(self, text: str, work: Work) -> None:
        self.problems: list[TemplateProblem] = []
        self._lines = text.splitlines()
        self._expressions = Expressions(self._report, work)

    def block(self, body: Sequence[nodes.Node], scope: Scope) -> None:
        """A run of output and statements."""
        for node in body:
            if isinstance(node, nodes.Output):
                self._output(node, scope)
            elif isinstance(node, nodes.If):
                self._if(node, scope)
            elif isinstance(node, nodes.For):
                self._for(node, scope)
            else:
                word = _STATEMENTS.get(type(node), "")
                says = f"«{{% {word} %}}» no se puede usar" if word else "esto no se puede usar"
                self._report(says, "las plantillas usan {{ dato }}, {% if %} y {% for %}", node, word)

    def _report(self, message: str, hint: str, node: nodes.Node, word: str) -> None:
        # Jinja2 gives no line to the scope that `autoescape` makes.
        line = node.lineno or next((place for place, text in enumerate(self._lines, 1) if word in text), 1)
        self.problems.append(TemplateProblem(message, hint, line, column_of(self._lines, line, word)))

    def _output(self, output: nodes.Output, scope: Scope) -> None:
        before = ""
        for part in output.nodes:
            if isinstance(part, nodes.TemplateData):
                before = part.data
                continue
            if isinstance(part, nodes.Filter) and part.name == "rango" and (found := _ARTICLE.search(before)):
                hint = "quítelo del texto: {{ evento | rango }} da «del 12 al 29 de enero de 2027»"
                self._report(
                    f"«rango» ya dice «el» o «del», y el texto repite «{found[0].strip()}»", hint, part, "rango"
                )
            self._expressions.output(part, scope)
            before = ""

    def _if(self, node: nodes.If, scope: Scope) -> None:
        if not self._shallow(node, scope, "if"):
            return
        refuted: frozenset[str] = frozenset()
        for branch in (node, *node.elif_):
            assert isinstance(branch, nodes.If)
            assert isinstance(branch.test, nodes.Expr)
            known = Scope(scope.names, scope.given | refuted, scope.depth, scope.looping)
            self._expressions.condition(branch.test, known)
            self.block(branch.body, known.sure_of(implied(branch.test, True)))
            refuted |= implied(branch.test, False)
        self.block(node.else_, scope.sure_of(refuted))

    def _for(self, node: nodes.For, scope: Scope) -> None:
        if not self._shallow(node, scope, "for"):
            return
        if scope.looping:
            self._report("un «for» dentro de otro no se puede usar", "escriba uno después del otro", node, "for")
            return
        if node.test is not None or node.recursive:
            self._report("«for» no lleva «if» ni «recursive»", "ponga {% if %} dentro del «for»", node, "for")
        name = node.target.name if isinstance(node.target, nodes.Name) else ""
        if not name or name in scope.names or name == "loop":
            says = f"«{name}» ya es el nombre de un dato" if name else "«for» da un solo nombre a cada elemento"
            self._report(says, "por ejemplo {% for requisito in evento.requisitos %}", node, name or "for")
            return
        assert isinstance(node.iter, nodes.Expr)
        item = self._expressions.iterated(node.iter, scope)
        if item is not None:
            self.block(node.body, scope.within_loop(name, item, LOOP))
        self.block(node.else_, scope.sure_of(frozenset()))

    def _shallow(self, node: nodes.Node, scope: Scope, word: str) -> bool:
        if scope.depth < DEEPEST:
            return True
        self._report(f"hay más de {DEEPEST} bloques uno dentro de otro", "escríbalo más sencillo", node, word)
        return False
