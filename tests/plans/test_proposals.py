"""GE-9, GE-15, GE-16 and GE-26 at work in Génova's own files: what is sent is answered, and stands on the site."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from audience.addresses import read_address
from campaigns.indicator import Indicator
from delivery.submissions.answering import answer
from delivery.submissions.edited import Edited
from delivery.submissions.publishing import accept
from delivery.submissions.taking import Sent, is_open, receive
from indicators.measures import measure
from indicators.outcomes import read_outcomes
from indicators.periods import parse_period
from storage import work_orders
from storage.database import Database
from storage.states import Sender, SubmissionKind
from tests.campaigns.town import TEXTS
from tests.delivery.desk import Desk, at_work, bogota
from tests.delivery.letters import rows_that_open
from tests.plans.played import configuration

SHARE = "porcentaje-de-solicitudes"
MONDAY = bogota("2027-01-04T07:00")
"""The first working day, before the week's check of what is published is asked for."""


class Case(NamedTuple):
    """What somebody sends, and what it comes to."""

    row: str
    sent: Sent
    due: str
    """The end of its term."""
    account: str
    """On which it is published."""
    contributor: str = ""
    """Who signs it."""


CASES = {
    "GE-9": Case(
        "GE-9",
        Sent(SubmissionKind.PROPOSAL, Sender.BOARD, "Acta", "Nos reunimos.", "veedurias", "asojuntas", signs=True),
        "2027-01-19T18:00",
        "veedurias",
        "asojuntas",
    ),
    "GE-15": Case(
        "GE-15",
        Sent(SubmissionKind.REQUEST, Sender.DEPARTMENT, "Jornada", "Hay jornada.", "dependencias", "tesoreria"),
        "2027-01-06T18:00",
        "web",
    ),
    "GE-16": Case(
        "GE-16",
        Sent(SubmissionKind.PROPOSAL, Sender.CITIZEN, "Bazar", "Hay bazar.", "la-comunidad", origin="198.51.100.7"),
        "2027-01-19T18:00",
        "web",
    ),
    "GE-26": Case(
        "GE-26",
        Sent(SubmissionKind.PROPOSAL, Sender.CHILD, "Leyenda", "Había una vez.", "ninos", adult="Luz", origin="::1"),
        "2027-01-19T18:00",
        "ninos",
    ),
}


@asynccontextmanager
async def genova(database: Database, folder: Path) -> AsyncIterator[Desk]:
    """Génova at work, its check of standards done."""
    plan = configuration("genova")
    files: Mapping[str, bytes | None] = {
        path.relative_to(plan).as_posix(): path.read_bytes() for path in plan.rglob("*") if path.is_file()
    }
    async with at_work(database, folder, MONDAY, {**dict.fromkeys(TEXTS), **files}) as desk:
        await desk.look()
        desk.clock.pass_(minutes=31)
        await desk.turn()
        number = next(row.id for row in desk.rows("work_order") if row.title == "Estándares de presentación")
        with database.write() as connection:
            assert work_orders.confirm(connection, number, "administrador-web", desk.clock.now(), 1)
        yield desk


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
async def test_what_is_sent_is_published_under_its_row(sqlite_database: Database, tmp_path: Path, case: Case) -> None:
    """With the plan's term, on the account of its section, for its row, and signed by whoever speaks."""
    async with genova(sqlite_database, tmp_path) as desk:
        assert is_open(desk.tenant)
        number = desk.write(receive, case.sent, desk.clock.now())
        [row] = desk.rows("submission")
        assert (row.actions, row.due_at) == ([case.row], bogota(case.due))
        edited = Edited(case.sent.title, case.sent.text, case.sent.section, contributor=case.contributor)
        desk.write(accept, number, edited, "administrador-web", desk.clock.now())
        await desk.settle()
        [post] = [row for row in desk.rows("publication") if row.message == case.sent.section]
        assert (post.account, post.state, post.publishes, post.actions) == (case.account, "done", True, [case.row])
        assert post.content["facts"].get("contributor", "") == case.contributor
        [row] = desk.rows("submission")
        assert (row.state, row.answered_at < row.due_at) == ("published", True)
        january = parse_period("2027-01", desk.tenant.municipality.zone)
        with sqlite_database.read() as connection:
            found = read_outcomes(connection, desk.place.tenant_id, january.since, january.until, desk.clock.now())
        where = {"acciones": [case.row], "estado": "a-tiempo"}
        told = {"nombre": "x", "unidad": "%", "tipo": "automatico", "cuenta": SHARE, "filtro": where}
        assert measure(Indicator.model_validate(told), found).value == 100
        own = {
            slug: measure(desk.tenant.indicators[slug], found).value for slug in ("solicitudes-ge-15", "a-tiempo-ge-15")
        }
        assert own == (
            {"solicitudes-ge-15": 1, "a-tiempo-ge-15": 100}
            if case.row == "GE-15"
            else {"solicitudes-ge-15": 0, "a-tiempo-ge-15": None}
        )


async def test_a_junta_answers_what_people_suggest_to_it(sqlite_database: Database, tmp_path: Path) -> None:
    """GE-9: «atienden sugerencias a nivel interno de cada junta o veeduría»; the sender gets a mail."""
    async with genova(sqlite_database, tmp_path) as desk:
        sent = Sent(
            SubmissionKind.SUGGESTION,
            Sender.CITIZEN,
            "El puente",
            "¿Cuándo lo arreglan?",
            addressee="asojuntas",
            address=read_address("correo", "rosa@example.com"),
            origin="198.51.100.7",
        )
        number = desk.write(receive, sent, desk.clock.now())
        desk.write(answer, number, "El sábado hay convite.", "asojuntas", desk.clock.now())
        [row] = desk.rows("submission")
        assert (row.state, row.actions, row.handled_by) == ("answered", ["GE-9"], "asojuntas")
        [mail] = [row for row in desk.rows("publication") if row.message == "envio~respuesta"]
        assert "El sábado hay convite." in mail.content["values"]["lineas"]
        assert "https://participe.genova-quindio.gov.co/proponer/envio/" in mail.content["values"]["lineas"][-1]
        assert rows_that_open(desk) == {}
        assert "puente" not in str(mail.content)
