"""The files under the campaigns into one checked base: municipality, plan, accounts, publics, indicators, holidays."""

from collections.abc import Mapping
from dataclasses import dataclass

from campaigns.account import AccountEntry
from campaigns.assembly.accounts import assemble_accounts
from campaigns.assembly.base import Base
from campaigns.assembly.findings import Findings
from campaigns.audience import Audience
from campaigns.checks.base import check_accounts, check_audiences, check_indicators, check_municipality, check_plan
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
from campaigns.reading.secrets import Vault, strays
from campaigns.reading.tree import Document, Place
from campaigns.reading.tree import Mapping as MappingNode
from campaigns.reading.validation import validate
from campaigns.reading.yaml_reader import read
from campaigns.tenant import LocalHoliday
from campaigns.when import Workdays

SHAPES: dict[str, type] = {
    MUNICIPALITY: Municipality,
    PLAN: Plan,
    ACCOUNTS: dict[Slug, AccountEntry],
    AUDIENCES: dict[Slug, Audience],
    INDICATORS: dict[Slug, Indicator],
    HOLIDAYS: Holidays,
}
"""What each file holds."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that could be read and understood by itself."""

    document: Document
    value: object


def open_document(files: Files, name: str) -> tuple[Document | None, tuple[Problem, ...]]:
    """A file's tree, and what is wrong with its text."""
    try:
        data = files.read(name)
    except Missing as error:
        hint = "créelo, o cópielo de una carpeta nueva: pregonero init carpeta"
        return None, (Problem(files.path(name), 1, 1, "", error.message, hint),)
    except Unreadable as error:
        return None, (Problem(files.path(name), 1, 1, "", error.message, error.hint),)
    document, problems = read(files.path(name), data)
    if document is not None:
        skip = frozenset({"opciones"}) if name == ACCOUNTS else frozenset[str]()
        problems = (*problems, *strays(document, skip=skip))
    return document, problems


def _sheet(files: Files, name: str) -> tuple[Sheet | None, tuple[Problem, ...]]:
    if name not in REQUIRED:
        try:
            files.read(name)
        except Missing:
            empty = Document(files.path(name), MappingNode({}, {}, Place(1, 1)), ())
            value, _ = validate(empty, SHAPES[name])
            return Sheet(empty, value), ()
        except Unreadable:
            pass
    document, problems = open_document(files, name)
    if document is None:
        return None, problems
    value, wrong = validate(document, SHAPES[name])
    problems = (*problems, *wrong)
    return (None if problems or value is None else Sheet(document, value)), problems


@dataclass(frozen=True, slots=True)
class BaseReading:
    """What came of the base files."""

    base: Base | None
    """None where one of them is wrong."""
    documents: Mapping[str, Document]
    """The trees of those that could be read, by name."""
    problems: tuple[Problem, ...]


def assemble_base(
    files: Files, environment: Mapping[str, str], tenant: str | None, neighbours: frozenset[str] = frozenset()
) -> BaseReading:
    """Reads and joins the base files. `tenant` is its slug in a hub, beside `neighbours`; None: it stands alone."""
    sheets: dict[str, Sheet] = {}
    problems: list[Problem] = []
    for name in SHAPES:
        sheet, found = _sheet(files, name)
        problems.extend(found)
        if sheet is not None:
            sheets[name] = sheet
    if len(sheets) < len(SHAPES):
        return BaseReading(None, _documents(sheets), tuple(problems))
    accounts, found = assemble_accounts(
        sheets[ACCOUNTS].document,
        sheets[ACCOUNTS].value,  # type: ignore[arg-type]  # validated as SHAPES says
        Vault(files.folder, environment, tenant, neighbours),
    )
    problems.extend(found)
    workdays, holidays, found = _workdays(sheets)
    problems.extend(found)
    if workdays is None or problems:
        return BaseReading(None, _documents(sheets), tuple(problems))
    base = Base(
        files=files,
        municipality=sheets[MUNICIPALITY].value,  # type: ignore[arg-type]  # validated as SHAPES says
        plan=sheets[PLAN].value,  # type: ignore[arg-type]  # validated as SHAPES says
        accounts=accounts,
        audiences=sheets[AUDIENCES].value,  # type: ignore[arg-type]  # validated as SHAPES says
        indicators=sheets[INDICATORS].value,  # type: ignore[arg-type]  # validated as SHAPES says
        holidays=holidays,
        workdays=workdays,
        actions=frozenset(action.key for action in sheets[PLAN].value.actions),  # type: ignore[attr-defined]  # a Plan
    )
    problems.extend(_references(sheets, base))
    return BaseReading(None if problems else base, _documents(sheets), tuple(problems))


def _documents(sheets: Mapping[str, Sheet]) -> dict[str, Document]:
    return {name: sheet.document for name, sheet in sheets.items()}


def _workdays(sheets: Mapping[str, Sheet]) -> tuple[Workdays | None, tuple[LocalHoliday, ...], tuple[Problem, ...]]:
    listed, municipality = sheets[HOLIDAYS].value, sheets[MUNICIPALITY].value
    assert isinstance(listed, Holidays)
    assert isinstance(municipality, Municipality)
    holidays = tuple(LocalHoliday(entry.day, entry.name, entry.removed) for entry in listed.days)
    rule = municipality.holidays
    try:
        return Workdays(holidays, country=rule.country, subdivision=rule.subdivision), holidays, ()
    except NotImplementedError:
        problem = sheets[MUNICIPALITY].document.problem(
            ("festivos",),
            f"no se conocen los festivos de «{rule.country} {rule.subdivision or ''}»".replace(" »", "»"),
            "escriba «pais: CO», sin subdivisión, o un código ISO 3166 de la lista de «holidays»",
        )
        return None, holidays, (problem,)


def _references(sheets: Mapping[str, Sheet], base: Base) -> tuple[Problem, ...]:
    checks = {
        MUNICIPALITY: check_municipality,
        PLAN: check_plan,
        ACCOUNTS: check_accounts,
        AUDIENCES: check_audiences,
        INDICATORS: check_indicators,
    }
    problems: list[Problem] = []
    for name, check in checks.items():
        findings = Findings(sheets[name].document)
        check(findings, base)
        problems.extend(findings.problems)
    return tuple(problems)
