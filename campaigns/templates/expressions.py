"""The checker of what stands between `{{` and `}}`, and of the conditions of `if`."""

import re
from collections.abc import Callable, Mapping
from itertools import islice

from jinja2 import nodes

from campaigns.filters import FILTERS
from campaigns.shape import DAY, EVENT, LIST, NUMBER, TEXT, WORDS, Field, Shape
from campaigns.templates.sandbox import LOOP_NAMES
from campaigns.templates.scope import Scope, implied, nearest, path_of, prefixes
from campaigns.templates.work import Work

MOST_FILTERS = 4
"""In one output."""
MOST_CONDITIONS = 12
"""In one `if`."""
MOST_OFFERED = 12
"""Names that one problem lists."""
COMPARED = 8
"""Steps that it takes to see whether a name looks like another."""
ATTRIBUTE = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*")
"""What a column of the contacts is called in a text: its slug, hyphens written as underscores."""
LOOP_HINT = f"de «loop» se pueden usar {', '.join(f'loop.{name}' for name in LOOP_NAMES)}"
Report = Callable[[str, str, nodes.Node, str], None]
"""Takes message, hint, node, and the word of the source to point at."""
_ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow, nodes.Neg, nodes.Pos)
_LITERALS = (nodes.Const, nodes.List, nodes.Dict, nodes.Tuple, nodes.TemplateData)
_LOGIC = (nodes.Compare, nodes.And, nodes.Or, nodes.Not, nodes.Test)


class Expressions:
    """Walks expressions and reports what is outside the subset."""

    def __init__(self, report: Report, work: Work) -> None:
        self._report = report
        self._work = work

    def output(self, expression: nodes.Expr, scope: Scope) -> None:
        """Something that is printed: a name, perhaps with filters."""
        shape = self._value(expression, scope)
        if shape is None:
            return
        path = path_of(expression)
        if shape == LIST:
            hint = f"escriba {{{{ {path or '…'} | lista }}}} o recórrala con {{% for … in {path or '…'} %}}"
            self._report(f"«{path}» es una lista y no se puede imprimir así", hint, expression, path)
        elif shape == EVENT:
            hint = "escriba {{ evento | rango }}, {{ evento.inicia | fecha }} o {{ evento.lugar }}"
            self._report(f"«{path}» es el evento entero", hint, expression, path)
        elif shape.kind == "grupo":
            names = ", ".join(f"{path}.{name}" for name in shape.fields) or f"{path}.atributo"
            self._report(f"«{path}» agrupa varios datos", f"escriba uno de ellos: {names}", expression, path)

    def iterated(self, expression: nodes.Expr, scope: Scope) -> Field | None:
        """What a `for` walks over; answers what its name holds."""
        path = path_of(expression)
        if not path:
            self._report("«for» solo recorre listas con nombre", "por ejemplo evento.requisitos", expression, "for")
            return None
        shape = self._value(expression, scope)
        if shape is not None and shape != LIST:
            self._report(f"«{path}» no es una lista y «for» no la puede recorrer", _lists(scope), expression, path)
            return None
        return Field(TEXT)

    def condition(self, test: nodes.Expr, scope: Scope) -> None:
        """The test of an `if`."""
        if sum(1 for _ in test.find_all((nodes.Compare, nodes.Test, nodes.Name))) > 2 * MOST_CONDITIONS:
            self._report(f"la condición pasa de {MOST_CONDITIONS} partes", "divídala en varios «if»", test, "if")
            return
        self._test(test, scope)

    def _test(self, test: nodes.Expr, scope: Scope) -> None:
        if isinstance(test, nodes.Not):
            self._test(test.node, scope)
        elif isinstance(test, nodes.And | nodes.Or):
            self._test(test.left, scope)
            known = implied(test.left, isinstance(test, nodes.And))
            self._test(test.right, Scope(scope.names, scope.given | known, scope.depth, scope.looping))
        elif isinstance(test, nodes.Test):
            self._defined(test, scope)
        elif isinstance(test, nodes.Compare):
            self._compare(test, scope)
        elif path_of(test):
            self._value(test, scope)
        else:
            hint = "compare con == o !=, una con «and», «or», «not», o pregunte «is defined»"
            self._report("esta condición no se puede usar", hint, test, "if")

    def _defined(self, test: nodes.Test, scope: Scope) -> None:
        path = path_of(test.node) if isinstance(test.node, nodes.Expr) else ""
        if test.name != "defined" or test.args or test.kwargs:
            self._report(f"«is {test.name}» no se puede usar", "solo existe «is defined»", test, test.name)
        elif not path:
            self._report("«is defined» pregunta por un dato con nombre", "por ejemplo evento.lugar", test, "defined")
        else:
            self._value(test.node, scope.sure_of(frozenset(prefixes(path))))

    def _compare(self, compare: nodes.Compare, scope: Scope) -> None:
        sides = [compare.expr, *(each.expr for each in compare.ops)]
        if any(each.op not in ("eq", "ne") for each in compare.ops) or len(compare.ops) != 1:
            self._report("solo se compara con == y !=", "una varias comparaciones con «and» u «or»", compare, "if")
        for side in sides:
            if isinstance(side, nodes.Const):
                continue
            if not path_of(side):
                self._report("se comparan nombres y textos entre comillas", "sin filtros ni cuentas", side, "if")
            else:
                self._value(side, scope)

    def _value(self, expression: nodes.Expr, scope: Scope) -> Shape | None:
        if isinstance(expression, nodes.Filter):
            return self._filtered(expression, scope)
        if path_of(expression):
            return self._named(expression, scope, required=True)
        self._refuse(expression)
        return None

    def _named(self, expression: nodes.Expr, scope: Scope, *, required: bool) -> Shape | None:
        """The shape behind a path; reports unknown names, and missing values where one is required."""
        parts = path_of(expression).split(".")
        if parts[0] == "loop" and not scope.looping:
            self._report("«loop» solo existe dentro de «for»", LOOP_HINT, expression, "loop")
            return None
        fields, shape, open_group = scope.names, None, False
        for place, part in enumerate(parts):
            path = ".".join(parts[: place + 1])
            if open_group and not ATTRIBUTE.fullmatch(part):
                self._no_attribute(path, expression)
                return None
            field = Field(TEXT) if open_group and part not in fields else fields.get(part)
            if field is None:
                self._unknown(path, fields, expression)
                return None
            if required and not field.present and path not in scope.given:
                self._missing(path, field, expression)
                return None
            fields, shape, open_group = field.shape.fields, field.shape, field.shape.open
        return shape

    def _nearest(self, name: str, known: Mapping[str, object]) -> str:
        self._work.spend(COMPARED * len(known))
        return nearest(name, known)

    def _unknown(self, path: str, names: Mapping[str, object], expression: nodes.Node) -> None:
        owner, _, last = path.rpartition(".")
        prefix = f"{owner}." if owner else ""
        if owner == "loop":
            hint = LOOP_HINT
        elif found := self._nearest(last, names):
            hint = f"¿quiso decir «{prefix}{found}»?"
        elif names:
            more = ", …" if len(names) > MOST_OFFERED else ""
            hint = f"existen: {', '.join(prefix + name for name in islice(names, MOST_OFFERED))}{more}"
        else:
            hint = f"«{owner}» no tiene datos: agréguelos en la campaña" if owner else ""
        self._report(f"no existe el dato «{path}»", hint, expression, last)

    def _missing(self, path: str, field: Field, expression: nodes.Node) -> None:
        if field.shape == LIST:
            hint = f"escriba {{% if {path} is defined %}}{{{{ {path} | lista }}}}{{% else %}}…{{% endif %}}"
        else:
            hint = f"escriba {{{{ {path} | default('…') }}}} o enciérrelo en {{% if {path} is defined %}}"
        self._report(f"«{path}» puede faltar: {field.absence}", hint, expression, path)

    def _no_attribute(self, path: str, expression: nodes.Node) -> None:
        hint = "se llaman como su columna en la lista de contactos, sin tildes y en minúsculas: persona.barrio"
        self._report(f"ningún atributo de las personas puede llamarse «{path}»", hint, expression, path)

    def _filtered(self, expression: nodes.Filter, scope: Scope) -> Shape | None:
        chain: list[nodes.Filter] = []
        node: nodes.Node | None = expression
        while isinstance(node, nodes.Filter):
            chain.append(node)
            node = node.node
        if len(chain) > MOST_FILTERS:
            self._report(f"hay más de {MOST_FILTERS} filtros seguidos", "quite los que sobran", expression, "|")
            return None
        if not isinstance(node, nodes.Expr) or not path_of(node):
            self._refuse(node or expression)
            return None
        shape = self._named(node, scope, required=chain[-1].name != "default")
        for each in reversed(chain):
            shape = self._apply(each, shape, path_of(node))
        return shape

    def _apply(self, each: nodes.Filter, shape: Shape | None, path: str) -> Shape | None:
        known = FILTERS.get(each.name)
        if known is None:
            found = self._nearest(each.name, FILTERS)
            hint = f"¿quiso decir «{found}»? " if found else ""
            self._report(
                f"no existe el filtro «{each.name}»", f"{hint}los filtros son: {', '.join(FILTERS)}", each, each.name
            )
            return None
        texts = all(isinstance(value, nodes.Const) and isinstance(value.value, str) for value in each.args)
        if each.kwargs or each.dyn_args or each.dyn_kwargs or not texts or len(each.args) != known.arguments:
            wanted = {0: "no lleva nada entre paréntesis", 1: "lleva un texto entre comillas"}
            says = wanted.get(known.arguments, f"lleva {known.arguments} textos entre comillas")
            self._report(f"el filtro «{each.name}» {says}", f"por ejemplo {known.example}", each, each.name)
            return None
        if shape is None:
            return None
        if shape not in known.takes:
            self._mismatch(each, shape, path)
            return None
        return shape if each.name == "default" else WORDS

    def _mismatch(self, each: nodes.Filter, shape: Shape, path: str) -> None:
        known = FILTERS[each.name]
        kinds = dict.fromkeys(taken.kind for taken in known.takes if taken != WORDS)
        wanted = "una cifra" if shape == WORDS and NUMBER in known.takes else " o ".join(kinds)
        why = (
            "el evento no dice su hora" if shape == DAY and each.name in ("hora", "fecha_hora") else f"es {shape.kind}"
        )
        self._report(
            f"el filtro «{each.name}» necesita {wanted}, y «{path}» no sirve: {why}",
            f"por ejemplo {known.example}",
            each,
            each.name,
        )

    def _refuse(self, expression: nodes.Node) -> None:
        if isinstance(expression, nodes.Sub) and (path := _hyphenated(expression)):
            hint = f"si el nombre lleva guion, escríbalo con guion bajo: {path}"
            self._report("en las plantillas no se hacen cuentas", hint, expression, "-")
        elif isinstance(expression, _ARITHMETIC):
            self._report("en las plantillas no se hacen cuentas", "escriba el resultado en «datos»", expression, "{{")
        elif isinstance(expression, nodes.Getitem):
            hint = "escriba el nombre con punto: evento.datos.cupos"
            self._report("los corchetes no se pueden usar", hint, expression, "[")
        elif isinstance(expression, nodes.Call):
            self._report("no se pueden llamar funciones", "use los datos y los filtros de la guía", expression, "(")
        elif isinstance(expression, nodes.CondExpr):
            self._report("«if» no va dentro de {{ }}", "escriba {% if … %}…{% endif %}", expression, "if")
        elif isinstance(expression, nodes.Concat):
            self._report("«~» no se puede usar", "escriba los datos uno al lado del otro", expression, "~")
        elif isinstance(expression, _LITERALS):
            self._report("entre llaves van nombres de datos", "el texto fijo se escribe sin llaves", expression, "{{")
        elif isinstance(expression, _LOGIC):
            self._report("las condiciones no se imprimen", "escriba {% if … %}…{% endif %}", expression, "{{")
        else:
            self._report("esto no se puede usar entre llaves", "use un dato y sus filtros", expression, "{{")


def _lists(scope: Scope) -> str:
    found: list[str] = []
    for name, field in scope.names.items():
        found += [name] if field.shape == LIST else []
        found += [f"{name}.{inner}" for inner, one in field.shape.fields.items() if one.shape == LIST]
    return f"las listas son: {', '.join(found)}"


def _hyphenated(expression: nodes.Sub) -> str:
    """`datos.linea_gratuita` for what was written `datos.linea-gratuita`; empty where it is a subtraction."""
    left, right = path_of(expression.left), path_of(expression.right)
    return f"{left}_{right}" if "." in left and right and "." not in right else ""
