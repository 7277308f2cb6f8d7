"""The guide to texts says what the program does: every example in it is run."""

import re
from datetime import datetime
from pathlib import Path

import pytest
import yaml

from campaigns.content.values import frozen_values, personal_values, thaw
from campaigns.filters import FILTERS
from campaigns.municipality import Municipality
from campaigns.templates import check_template, compile_template, variables
from campaigns.templates.work import Work
from campaigns.when import Span
from tests.campaigns.examples import MUNICIPALITY, changed, read_campaign

GUIDE = (Path(__file__).parents[2] / "docs" / "plantillas.md").read_text(encoding="utf-8")
REPORTS = (Path(__file__).parents[2] / "docs" / "informes.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(?P<source>.+?)` \|(?: (?P<says>[^|]+) \|)? (?P<result>.+) \|$", re.MULTILINE)
VILLA_CLARA = Municipality.model_validate(
    {
        **MUNICIPALITY.model_dump(by_alias=True, exclude_none=True),
        "dependencias": {
            "secretaria-educacion": {"nombre": "Secretaría de Educación", "correo": "educacion@villaclara.gov.co"}
        },
    }
)
# BaseLoader: every scalar stays text, as in the loader.
CAMPAIGN = read_campaign(yaml.load(GUIDE.split("```yaml\n")[1].split("```")[0], yaml.BaseLoader))
MESSAGE = CAMPAIGN.messages[0]
NAMES = variables(VILLA_CLARA, CAMPAIGN, MESSAGE, to_persons=True)
SPAN = Span(
    datetime(2027, 1, 12, 7, tzinfo=VILLA_CLARA.zone),
    datetime(2027, 1, 29, 16, tzinfo=VILLA_CLARA.zone),
)
AT = datetime(2026, 12, 28, 8, tzinfo=VILLA_CLARA.zone)
VALUES = {
    **thaw(frozen_values(VILLA_CLARA, CAMPAIGN, MESSAGE, SPAN, AT, "https://villaclara.gov.co/matriculas")),
    **personal_values({"nombre": "Ana Ríos", "nombres": ["Ana Ríos", "Inés Mesa"], "persona": {"barrio": "El Centro"}}),
}


def section(title: str) -> list[re.Match[str]]:
    """The rows of a section's table."""
    text = GUIDE.split(f"\n## {title}\n")[1].split("\n## ")[0]
    return list(ROW.finditer(text))


def source_of(row: re.Match[str]) -> str:
    """What the row shows, as one writes it."""
    return row["source"].replace("\\|", "|")


RUN = [
    row for title in ("Los datos", "Los filtros", "Si esto, aquello", "Recorrer una lista") for row in section(title)
]


@pytest.mark.parametrize("row", RUN, ids=source_of)
def test_every_example_gives_what_the_guide_says(row: re.Match[str]) -> None:
    """The checker accepts it and it prints what stands beside it."""
    source = source_of(row)
    assert check_template(source, NAMES, Work()) == []
    assert compile_template(source).render(VALUES) == row["result"].strip()


@pytest.mark.parametrize("row", section("Lo que no se puede"), ids=source_of)
def test_every_refusal_reads_as_the_guide_says(row: re.Match[str]) -> None:
    """`check` answers with the words of the guide."""
    problems = check_template(source_of(row), NAMES, Work())
    assert [problem.message for problem in problems] == [row["result"].strip()]


def test_every_filter_is_in_the_guide_in_its_own_words() -> None:
    """One row for each filter of the table, and no other."""
    told = {re.findall(r"\| (\w+)", source_of(row))[-1]: row["says"] for row in section("Los filtros")}
    assert told == {name: each.says for name, each in FILTERS.items()}


def test_every_name_is_in_the_guide() -> None:
    """Each name of the schema, and each field of its groups, has its row; those of reports stand on their own page."""
    told = {re.findall(r"\{\{ ([\w.]+)", source_of(row))[0] for row in section("Los datos")}
    known = set()
    for name, field in NAMES.names.items():
        inner = {f"{name}.{each}" for each in field.shape.fields} or {name}
        known |= {each for each in inner if each not in ("datos", "evento.datos", "persona")}
    of_reports = {each for each in known if each.startswith("informe.")}
    assert of_reports == set(re.findall(r"`(informe\.\w+)`", REPORTS))
    assert known - of_reports - told <= {"datos.valor", "datos.descuento"}
    assert told - known == {"evento.datos.cupos", "persona.barrio"}


def test_the_campaign_of_the_guide_is_right() -> None:
    """Its subject and text pass the checker."""
    for source in (MESSAGE.subject, MESSAGE.text):
        assert source is not None
        assert check_template(source, NAMES, Work()) == []
        compile_template(source).render(VALUES)


def test_the_examples_of_the_table_of_filters_are_accepted() -> None:
    """Hints show them to writers: each passes the checker with its usual data."""
    entry = changed(CAMPAIGN, data={"valor": "1", "cupos": "2", "descuento": "3"})
    names = variables(VILLA_CLARA, entry, MESSAGE, to_persons=True)
    assert [problem for each in FILTERS.values() for problem in check_template(each.example, names, Work())] == []
