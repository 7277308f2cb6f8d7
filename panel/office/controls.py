"""The fields of a form with what stands in them: which words each offers, and what is wrong with it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from campaigns.problem import Problem
from campaigns.reading.files import MEDIA, TEMPLATES, entries_of
from campaigns.reading.tree import Keys, PlainValue
from campaigns.tenant import Tenant
from campaigns.writing.fields import Field, Form, is_fit
from campaigns.writing.filling import grouped, lines_of, name_of, paired, truth
from panel.office.field_words import CHOICES, words_of

LONGEST_LABEL = 90
"""Characters of a row of the plan that are shown."""
ROWS = 5
"""Lines that an empty text shows at least."""


@dataclass(frozen=True, slots=True)
class Option:
    """A word that a field offers."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One of several groups."""

    title: str
    controls: tuple["Control", ...]
    gone: str = ""
    """The name of the box that takes it away; empty: there is nothing to take away yet."""

    @property
    def said(self) -> bool:
        """Something stands in it."""
        return any(each.said or each.wrong for each in self.controls)


@dataclass(frozen=True, slots=True)
class Control:
    """One field of the form."""

    name: str
    key: str
    label: str
    help: str
    form: Form
    required: bool
    value: str = ""
    options: tuple[Option, ...] = ()
    """Empty: anything may be typed."""
    controls: tuple["Control", ...] = ()
    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()
    fit: bool = True
    """False: what the file says does not fit a form."""
    said: bool = False
    """The file says something here."""

    @property
    def id(self) -> str:
        """In the page."""
        return re.sub(r"[^\w-]", "-", self.name)

    @property
    def lines(self) -> int:
        """How many a text shows."""
        return max(ROWS if self.form is Form.TEXT else 2, min(20, self.value.count("\n") + len(self.value) // 80 + 2))

    @property
    def lacking(self) -> bool:
        """It has to be filled, and is not."""
        return self.required and not self.said

    @property
    def wrong(self) -> bool:
        """Something is, here or below."""
        below = (*self.controls, *(each for row in self.rows for each in row.controls))
        return bool(self.problems) or any(each.wrong for each in below)


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes controls for one municipality's campaign."""

    tenant: Tenant
    problems: Sequence[Problem] = ()
    typed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What was typed and could not be written, by the field's name."""
    accounts: tuple[str, ...] = ()
    """Under which a text of their own is offered."""

    def controls(
        self, fields: Iterable[Field], here: Keys, value: PlainValue | None, within: str = ""
    ) -> tuple[Control, ...]:
        """Of a group at a location."""
        holder = value if isinstance(value, dict) else {}
        return tuple(self._control(each, (*here, each.key), holder.get(each.key), within) for each in fields)

    def stray(self, here: Keys, controls: Iterable[Control]) -> tuple[Problem, ...]:
        """What is wrong with the group at a location, and with none of its fields."""
        shown = {problem for each in _all(controls) for problem in each.problems}
        return tuple(each for each in self.problems if is_under(each, here) and each not in shown)

    def _control(self, of: Field, location: Keys, value: PlainValue | None, within: str) -> Control:
        name, words = name_of(location), words_of(of.key, within)
        made = Control(
            name, of.key, words.label, words.help, of.form, of.required, said=value not in (None, "", [], {})
        )
        if not is_fit(of, value):
            return replace(made, fit=False, problems=self._problems(location))
        if of.form is Form.GROUP:
            inner = self.controls(of.fields, location, value, of.key)
            rest = tuple(each for each in self._problems(location) if each not in _told(inner))
            return replace(made, controls=inner, problems=rest)
        if of.form is Form.ITEMS:
            rows = tuple(self._items(of, location, value))
        elif of.form is Form.KEYED:
            rows = tuple(self._keyed(of, location, value))
        else:
            shown = _shown(of, self.typed[name]) if name in self.typed else _written(of, value)
            options = self._options(of, location, value, within)
            return replace(made, value=shown, options=options, problems=self._problems(location))
        told = {problem for row in rows for problem in _told(row.controls)}
        return replace(made, rows=rows, problems=tuple(each for each in self._problems(location) if each not in told))

    def _items(self, of: Field, location: Keys, value: PlainValue | None) -> Iterable[Row]:
        items = value if isinstance(value, list) else []
        for position, each in enumerate(items):
            here = (*location, position)
            yield Row(f"{position + 1}", self.controls(of.fields, here, each, of.key), name_of((*here, "quitar")))
        yield Row("Otra" if items else "", self.controls(of.fields, (*location, len(items)), None, of.key))

    def _keyed(self, of: Field, location: Keys, value: PlainValue | None) -> Iterable[Row]:
        said = value if isinstance(value, dict) else {}
        offered = self.accounts if of.key == "variantes" else ()
        for key in dict.fromkeys([*said, *offered]):
            here = (*location, key)
            controls = self.controls(of.fields, here, grouped(said.get(key, "")), of.key)
            yield Row(key, controls if key in said else tuple(replace(each, required=False) for each in controls))

    def _problems(self, location: Keys) -> tuple[Problem, ...]:
        return tuple(each for each in self.problems if is_under(each, location))

    def _options(self, of: Field, location: Keys, value: PlainValue | None, within: str) -> tuple[Option, ...]:
        chosen = lines_of(value)
        if of.form is Form.TRUTH:
            return tuple(Option(each, each, truth(value) == each) for each in ("sí", "no"))
        offered = {each: CHOICES.get(each, each) for each in of.choices} or self._offered(of, within)
        if not offered:
            return ()
        lost = {each: f"{each} (no está en la configuración)" for each in chosen if each and each not in offered}
        return tuple(Option(each, label, each in chosen) for each, label in {**_first(chosen, offered), **lost}.items())

    def _offered(self, of: Field, within: str) -> Mapping[str, str]:
        """The names that other files know."""
        tenant, municipality = self.tenant, self.tenant.municipality
        people = {slug: each.name for slug, each in municipality.people.items()}
        committees = {slug: each.name for slug, each in municipality.committees.items()}
        departments = {slug: each.name for slug, each in municipality.departments.items()}
        if of.form is Form.NAMES:
            actions = {each.key: f"{each.key}: {_cut(each.text)}" for each in tenant.plan.actions}
            accounts = {name: f"{name} ({each.medium})" for name, each in tenant.accounts.items()}
            topics = {slug: slug for slug in municipality.topics}
            named = {"accion": actions, "canales": {"preferidos": "los preferidos del público", **accounts}}
            return {**named, "temas": topics}.get(of.key, {})
        names: Mapping[str, Mapping[str, str]] = {
            "responsable": {**departments, **people, **committees},
            "publico": {slug: each.name for slug, each in tenant.audiences.items()},
            "aprueba": {**committees, **people},
            "redacta": people,
            "escala-a": people,
            "de": {} if within else {slug: each.name for slug, each in municipality.contributors.items()},
            "plantilla": _files(tenant, TEMPLATES),
            "archivo": _files(tenant, MEDIA),
        }
        return names.get(of.key, {})


def is_under(problem: Problem, location: Keys) -> bool:
    """Whether a problem is that of a value, or of one below it."""
    path, name = dotted(problem.path), name_of(location)
    return not name or path == name or path.startswith(f"{name}.")


def dotted(path: str) -> str:
    """`mensajes[0].asunto` as forms name it."""
    return re.sub(r"\[(\d+)\]", r".\1", path).lstrip(".")


def _all(controls: Iterable[Control]) -> Iterable[Control]:
    for each in controls:
        yield each
        yield from _all(each.controls)
        for row in each.rows:
            yield from _all(row.controls)


def _told(controls: Iterable[Control]) -> set[Problem]:
    return {problem for each in _all(controls) for problem in each.problems}


def _written(of: Field, value: PlainValue | None) -> str:
    if of.form is Form.PAIRS:
        return paired(value)
    if of.form is Form.LINES:
        return "\n".join(lines_of(value))
    if of.form is Form.NAMES:
        return ", ".join(lines_of(value))
    return str(value or "")


def _shown(of: Field, typed: Sequence[str]) -> str:
    return ", ".join(filter(None, typed)) if of.form is Form.NAMES else typed[0] if typed else ""


def _first(chosen: Sequence[str], offered: Mapping[str, str]) -> dict[str, str]:
    """What is chosen stands first, in its own order, which is what a list of accounts keeps."""
    return {**{each: offered[each] for each in chosen if each in offered}, **offered}


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_LABEL else f"{text[:LONGEST_LABEL].rstrip()}…"


def _files(tenant: Tenant, folder: str) -> Mapping[str, str]:
    return {
        each.name: each.name for each in entries_of(tenant.folder / folder) if each.is_file() and each.suffix != ".md"
    }
