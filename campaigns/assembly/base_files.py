"""The files under the campaigns into one checked base: municipality, plan, accounts, publics, indicators, holidays."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from campaigns.account import AccountEntry
from campaigns.assembly.accounts import assemble_accounts
from campaigns.assembly.base import Base
from campaigns.assembly.directory import DIRECTORY, assemble_directory
from campaigns.assembly.findings import Findings
from campaigns.assembly.pulled import SOURCE, assemble_pulled
from campaigns.audience import Audience
from campaigns.checks.base import check_accounts, check_audiences, check_indicators, check_municipality, check_plan
from campaigns.checks.meetings import check_committees
from campaigns.checks.own_tables import check_own_tables
from campaigns.checks.targets import check_targets
from campaigns.entry import Slug
from campaigns.holiday import Holidays
from campaigns.indicator import Indicator
from campaigns.municipality import Municipality
from campaigns.plan import Plan
from campaigns.problem import Problem
from campaigns.reading.files import (
    ACCOUNTS,
    AUDIENCES,
    HOLIDAYS,
    INDICATORS,
    MUNICIPALITY,
    PLAN,
    REQUIRED,
    Files,
    Missing,
    Unreadable,
)
from campaigns.reading.salvage import salvage
from campaigns.reading.secrets import Vault, strays
from campaigns.reading.tree import Document, Place, Scalar, Sequence
from campaigns.reading.tree import Mapping as MappingNode
from campaigns.reading.yaml_reader import read
from campaigns.tenant import LocalHoliday
from campaigns.when import Workdays

SHAPES: dict[str, type[Any]] = {
    MUNICIPALITY: Municipality,
    PLAN: Plan,
    ACCOUNTS: dict[Slug, AccountEntry],
    AUDIENCES: dict[Slug, Audience],
    INDICATORS: dict[Slug, Indicator],
    HOLIDAYS: Holidays,
}
"""What each file holds."""


HOLDERS_OF_SECRETS: Mapping[str, frozenset[str]] = {
    ACCOUNTS: frozenset({"opciones"}),
    INDICATORS: frozenset({SOURCE}),
    MUNICIPALITY: frozenset({DIRECTORY}),
}
"""Under which keys of a file references to secrets are looked at by whoever reads what lies there."""
KEYS_OF_ROWS = "clave"
"""By what campaigns name the plan's rows; in other files names are keys."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file by itself, as far as it could be understood."""

    document: Document
    value: object
    problems: tuple[Problem, ...] = ()
    loses_names: bool = False
    """Something that others may name stands in it and could not be read."""


def open_document(files: Files, name: str) -> tuple[Document | None, tuple[Problem, ...]]:
    """A file's tree, and what is wrong with its text."""
    try:
        data = files.read(name)
    except Missing as error:
        hint = "créelo, o cópielo de una carpeta nueva: pregonero init carpeta"
        return None, (Problem(files.path(name), 1, 1, "", error.message, hint),)
    except Unreadable as error:
        return None, (Problem(files.path(name), 1, 1, "", error.message, error.hint),)
    return read(files.path(name), data)


def _sheet(files: Files, name: str) -> Sheet:
    try:
        files.read(name)
    except Missing:
        if name not in REQUIRED:
            return _empty(files, name)
    except Unreadable:
        pass
    document, problems = open_document(files, name)
    if document is None:
        return replace(_empty(files, name), problems=problems, loses_names=True)
    found = salvage(document, SHAPES[name])
    problems = (*problems, *found.problems, *strays(found.document, skip=HOLDERS_OF_SECRETS.get(name, frozenset())))
    if found.value is None:
        return replace(_empty(files, name), problems=problems, loses_names=True)
    return Sheet(found.document, found.value, problems, _loses_names(document, found.document))


def _empty(files: Files, name: str) -> Sheet:
    """What a file says in which nothing stands."""
    found = salvage(Document(files.path(name), MappingNode({}, {}, Place(1, 1)), ()), SHAPES[name])
    return Sheet(found.document, found.value)


def _loses_names(written: Document, understood: Document) -> bool:
    """Whether a whole group was not read, or the key of a row of the plan."""
    for location in understood.doubtful:
        before, now = written.node(location), understood.node(location)
        group = isinstance(before, MappingNode | Sequence) if now is None else not isinstance(now, Scalar)
        if location[-1:] == (KEYS_OF_ROWS,) or (group and (now is None or len(location) < 2)):
            return True
    return False


@dataclass(frozen=True, slots=True)
class BaseReading:
    """What came of the base files."""

    base: Base
    """As far as they could be understood: where there are problems, it only serves to look for more."""
    documents: Mapping[str, Document]
    """Their trees by name."""
    problems: tuple[Problem, ...]


def assemble_base(
    files: Files, environment: Mapping[str, str], tenant: str | None, neighbours: frozenset[str] = frozenset()
) -> BaseReading:
    """Reads and joins the base files. `tenant` is its slug in a hub, beside `neighbours`; None: it stands alone."""
    sheets = {name: _sheet(files, name) for name in SHAPES}
    entries: Any = sheets[ACCOUNTS].value
    vault = Vault(files.folder, environment, tenant, neighbours)
    accounts, account_problems = assemble_accounts(sheets[ACCOUNTS].document, entries, vault)
    written: Any = sheets[INDICATORS].value
    indicators, pulled_problems = assemble_pulled(sheets[INDICATORS].document, written, vault)
    described: Any = sheets[MUNICIPALITY].value
    municipality, directory_problems = assemble_directory(sheets[MUNICIPALITY].document, described, vault)
    workdays, holidays, day_problems = _workdays(sheets)
    plan: Any = sheets[PLAN].value
    base = Base(
        files=files,
        municipality=municipality,
        plan=plan,
        accounts=accounts,
        audiences=sheets[AUDIENCES].value,  # type: ignore[arg-type]  # validated as SHAPES says
        indicators=indicators,
        holidays=holidays,
        workdays=workdays,
        actions=frozenset(action.key for action in plan.actions),
        hollow=frozenset(entries) - accounts.keys(),
        in_hub=tenant is not None,
        lost=frozenset(name for name, sheet in sheets.items() if sheet.loses_names),
    )
    problems = [problem for sheet in sheets.values() for problem in sheet.problems]
    problems += [*account_problems, *pulled_problems, *directory_problems, *day_problems, *_references(sheets, base)]
    return BaseReading(base, {name: sheet.document for name, sheet in sheets.items()}, tuple(problems))


def _workdays(sheets: Mapping[str, Sheet]) -> tuple[Workdays, tuple[LocalHoliday, ...], tuple[Problem, ...]]:
    listed, municipality = sheets[HOLIDAYS].value, sheets[MUNICIPALITY].value
    assert isinstance(listed, Holidays)
    assert isinstance(municipality, Municipality)
    holidays = tuple(LocalHoliday(entry.day, entry.name, entry.removed) for entry in listed.days)
    rule = municipality.holidays
    try:
        return Workdays(holidays, country=rule.country, subdivision=rule.subdivision), holidays, ()
    except NotImplementedError:
        findings = Findings(sheets[MUNICIPALITY].document)
        findings.add(
            ("festivos",),
            f"no se conocen los festivos de «{rule.country} {rule.subdivision or ''}»".replace(" »", "»"),
            "escriba «pais: CO», sin subdivisión, o un código ISO 3166 de la lista de «holidays»",
        )
        return Workdays(holidays), holidays, tuple(findings.problems)


def _references(sheets: Mapping[str, Sheet], base: Base) -> tuple[Problem, ...]:
    checks = (
        (MUNICIPALITY, check_municipality),
        (MUNICIPALITY, check_committees),
        (PLAN, check_plan),
        (PLAN, check_own_tables),
        (ACCOUNTS, check_accounts),
        (AUDIENCES, check_audiences),
        (INDICATORS, check_indicators),
        (INDICATORS, check_targets),
    )
    problems: list[Problem] = []
    for name, check in checks:
        findings = Findings(sheets[name].document, base.lost)
        check(findings, base)
        problems.extend(findings.problems)
    return tuple(problems)
