"""How a closed period is shown stays: its words, its signers, its order, whatever becomes of program and files."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from campaigns.tenant import Tenant
from indicators.closing import PROGRAM, Reading, close, count_to_close, read_report
from indicators.correcting import Given, note_figure
from indicators.periods import parse_period
from indicators.sections.closing import FIGURES, seal_of
from indicators.shown import shown, shown_again, shown_text
from reports.csv_file import as_csv
from reports.document import Document, Section, Signature
from reports.table import Table
from storage.database import Database
from storage.snapshots import digest_of
from storage.tables import counter, period_snapshot
from tests.indicators.rows import add_post
from tests.indicators.sections.town import Town
from tests.indicators.test_periods import BOGOTA
from tests.indicators.test_report import NOW, fill, town

__all__ = ["town"]

FIRST_VERSION = Path(__file__).parent / "closed" / "2027-B1-documento.json"
"""What the first version that closed periods kept of a document."""
JANUARY = parse_period("2027-01", BOGOTA)


@pytest.fixture
def signed(town: Tenant) -> Tenant:
    """The municipality whose reports Ana signs."""
    return replace(town, plan=town.plan.model_copy(update={"signed_by": ("ana",)}))


@pytest.fixture
def tenant(database: Database, signed: Tenant) -> int:
    """The municipality's number; January is closed."""
    with database.write() as connection:
        tenant = fill(connection, signed)
        close(connection, tenant, count_to_close(connection, signed, tenant, JANUARY, NOW), PROGRAM)
        return tenant


def read(database: Database, town: Tenant, tenant: int) -> Reading:
    """January as it is read."""
    with database.read() as connection:
        return read_report(connection, town, tenant, JANUARY, NOW)


@pytest.mark.parametrize("period", ["2027-W05", "2027-02", "2027"])
def test_it_comes_back_letter_by_letter(database: Database, tmp_path: Path, period: str) -> None:
    """Every section with its charts, days as days and numbers as numbers."""
    made = shown(Town(database, tmp_path).report(period))

    again = shown_again(shown_text(made), BOGOTA)

    assert again == made
    days = [cell for table in again.document.tables for row in table.rows for cell in row if isinstance(cell, date)]
    assert len(days) > 1


def _other_people(town: Tenant) -> Tenant:
    people = {key: each.model_copy(update={"name": f"Otra {key}"}) for key, each in town.municipality.people.items()}
    return replace(town, municipality=town.municipality.model_copy(update={"people": people, "body": "Otra alcaldía"}))


def _other_budget(town: Tenant) -> Tenant:
    accounts = {key: replace(each, budget=Decimal(7)) for key, each in town.accounts.items()}
    return replace(town, accounts=accounts)


def _other_plan(town: Tenant) -> Tenant:
    plan = town.plan.model_copy(update={"title": "Otro plan", "actions": town.plan.actions[:1], "signed_by": ("luis",)})
    return replace(town, plan=plan)


@pytest.mark.parametrize("change", [_other_people, _other_budget, _other_plan])
def test_other_files_change_nothing(
    database: Database, signed: Tenant, tenant: int, change: Callable[[Tenant], Tenant]
) -> None:
    """Who signs, what a medium may cost, the plan's rows: an open period shows them, January does not."""
    before, other = read(database, signed, tenant), change(signed)

    assert read(database, other, tenant).shown == before.shown
    assert shown(replace(before.report, tenant=other)).document != before.shown.document


def test_another_program_changes_nothing(
    database: Database, signed: Tenant, tenant: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that composes a section otherwise, and gives its data another key: the seal still fits the data."""
    before = read(database, signed, tenant)
    monkeypatch.setattr("indicators.composing.contents_section", lambda _: Section("contenidos", "Otro título"))
    monkeypatch.setattr("indicators.shown.as_json", lambda _: {"otra": "clave"})

    after = read(database, signed, tenant)

    assert shown(after.report) != before.shown
    assert after.shown == before.shown
    assert after.shown.document.seals[0] == seal_of(after.shown.data)


def test_what_comes_later_changes_nothing(database: Database, signed: Tenant, tenant: int) -> None:
    """A post and mail that came back: none of its sections tells them."""
    before = read(database, signed, tenant)
    with database.write() as connection:
        add_post(connection, tenant, "noticias/tarde/web@1", "2027-01-20 12:30")
        connection.execute(update(counter).where(counter.c.state == "bounced").values(count=900))

    assert read(database, signed, tenant) == before


def test_a_correction_changes_what_it_corrects(
    database: Database, signed: Tenant, tenant: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By another program and with another signer: the rows of visits and what is said of them, and nothing else."""
    before = read(database, signed, tenant).shown
    monkeypatch.setattr("indicators.composing.contents_section", lambda _: Section("contenidos", "Otro título"))
    other = _other_people(signed)
    with database.write() as connection:
        figure = Given("visitas", 41, None, corrects=1, reason="Se leyó mal el contador")
        note_figure(connection, other, tenant, figure, "ana", NOW)

    after = read(database, other, tenant).shown

    assert after.document.seals[0] == seal_of(after.data) != before.document.seals[0]
    told = [shown.document for shown in (before, after)]
    aside: Any = {"sections": (), "seals": (), "facts": ()}
    assert len({replace(each, **aside) for each in told}) == 1
    facts = zip(*(each.facts for each in told), strict=True)
    assert [one.name for one, other in facts if one != other] == ["Metas", "Hay que mirar"]
    sections = [each for each in told[1].sections if each.key != "cifras-corregidas"]
    assert len(told[1].sections) == len(sections) + 1
    assert [each.key for each in sections] == [each.key for each in told[0].sections]
    assert after.document.signatures == (Signature("Ana Pérez", ""),)
    tables = [table for table in told[1].tables if table.key != "cifras-corregidas"]
    lines = zip(*(as_csv(each).splitlines() for each in (told[0].tables, tables)), strict=True)
    changed = [now for was, now in lines if was != now]
    assert len(changed) == 5
    assert all("visita" in line.lower() for line in changed)
    assert not any("Otra" in line.replace("por Otra ana: Se leyó mal", "") for line in changed)
    [contents] = [each for each in after.document.sections if each.key == "contenidos"]
    assert contents.title == "Contenidos publicados"


def test_of_what_was_closed_before_documents_were_kept_one_is_made(
    database: Database, signed: Tenant, tenant: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From its figures, as it was then; a correction of it keeps one."""
    with database.write() as connection:
        figures = str(connection.scalar(period_snapshot.select().with_only_columns(period_snapshot.c.figures)))
        older = figures.replace('"document":true,', "")
        kept = {"figures": older, "digest": digest_of(older), "document": None, "document_digest": ""}
        connection.execute(update(period_snapshot).values(kept))
    found = read(database, signed, tenant)
    assert found.shown == shown(found.report)
    with database.write() as connection:
        figure = Given("visitas", 41, None, corrects=1, reason="Se leyó mal el contador")
        note_figure(connection, signed, tenant, figure, "ana", NOW)
    after = read(database, signed, tenant)
    monkeypatch.setattr("indicators.composing.contents_section", lambda _: Section("contenidos", "Otro título"))
    assert read(database, signed, tenant) == after


def test_what_the_first_version_kept_is_shown_for_ever() -> None:
    """A new field of a document needs a default: else history could not be read."""
    found = shown_again(FIRST_VERSION.read_text(encoding="utf-8"), BOGOTA)

    assert found.data["period"] == "2027-B1"
    assert isinstance(found.document, Document)
    tables = {table.key: table for table in found.document.tables}
    assert isinstance(tables["indicadores"], Table)
    assert [row[0] for row in tables["contenidos"].rows] == ["Correo", "Web", "Total"]
    assert found.document.seals[0] == seal_of(found.data)
    assert found.document.seals[0].name == FIGURES
