"""Every page that people see is HTML as the Nu checker wants it."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from campaigns.content.look import look
from indicators.closing import close, count_to_close
from indicators.composing import compose
from indicators.periods import parse_period
from reporter import MAKERS, reporter, sketch
from reports.page import as_page
from storage.database import Database
from storage.schema import prepare
from tests.delivery.reporting.town import reporting, turn
from tests.panel.every_page import VISITED, every_page
from tests.plans.made_up import AFTERWARDS, Filled, fill
from tests.plans.played import PLANS, ROOT, play, shared_home
from tests.reports.documents import BRAND, DOCUMENT, bare
from tests.servers.nu import complaints, need_nu
from tests.verbs.operator import TOWN, Operator
from tests.website.full_site import made
from tests.website.test_reports import LIVE
from tests.website.town import site_of

STATIC = ROOT / "panel" / "estaticos"
PERIODS = ("2027", "2027-S1", "2027-B2", "2027-03", "2027-W10", "2027-02-10..2027-08-20")
CLOSED = "2027-01"
FRAGMENT = "banner.html"
AROUND = (
    '<!DOCTYPE html>\n<html lang="es-CO"><head><meta charset="utf-8"><title>Otra</title></head><body>{}</body></html>'
)
"""A page of somebody else, for a piece that is made to stand in one."""


def test_the_checker_finds_nothing(
    operator: Operator, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No error and no warning: in the five plans' reports, a handover, the site, and what the panel shows."""
    need_nu()
    pages = operator.folder / "paginas"
    home = shared_home(request, tmp_path_factory)
    for plan in PLANS:
        write(pages / "informes", reports_of(fill(play(plan, home), operator.folder / plan)))
    write(pages / "informes", [("todo", as_page(DOCUMENT, BRAND)), ("nada", as_page(bare(), BRAND))])
    operator.town(TOWN)
    operator.does("simulate", "--from", "2030-01-07", "--to", "2030-01-20", "--out", "ensayo")
    operator.does("handover", str(pages / "empalme"), "--db", "sqlite:///ensayo/simulacion.db")
    shutil.copytree(made(operator.folder), pages / "sitio")
    (operator.folder / "servicios").mkdir()
    asyncio.run(of_services(operator.folder / "servicios", pages))
    shutil.copytree(STATIC, pages / "panel", dirs_exist_ok=True)
    for fragment in pages.rglob(FRAGMENT):
        fragment.write_text(AROUND.format(fragment.read_text("utf-8")), "utf-8")
    assert complaints(pages) == []


def write(folder: Path, pages: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> None:
    """Each under its name."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages:
        (folder / f"{name}.html").write_text(text, "utf-8")


def reports_of(filled: Filled) -> Iterator[tuple[str, str]]:
    """Of each length of period, and of a closed one; many have gaps."""
    brand = look(filled.tenant.municipality.brand, filled.tenant.folder)
    period = parse_period(CLOSED, filled.tenant.municipality.zone)
    with filled.database.write() as connection:
        counted = count_to_close(connection, filled.tenant, filled.number, period, AFTERWARDS)
        assert close(connection, filled.number, counted, "la oficina") is not None
    for key in (*PERIODS, CLOSED):
        yield f"{filled.played.plan}-{key}", as_page(compose(filled.report(key)), brand)
    filled.database.close()


async def of_services(folder: Path, pages: Path) -> None:
    """The site with reports on it, and each page of the panel."""
    databases = {name: Database.open(f"sqlite:///{folder / name}.db") for name in ("informes", *VISITED)}
    for database in databases.values():
        prepare(database)
    made_whole = reporter({"html": MAKERS["html"], "pdf": sketch})
    async with reporting(databases["informes"], folder / "informes", LIVE, reporter=made_whole) as (desk, making):
        await turn(desk, making)
        shutil.copytree(site_of(desk), pages / "sitio-con-informes")
    write(pages / "panel", [(name, answer.text) async for name, answer in every_page(databases, folder)])
    for database in databases.values():
        database.close()
