"""A municipality's two years in rows put in by hand, and the document made of them."""

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

from campaigns.tenant import Tenant
from indicators.composing import compose
from indicators.periods import parse_period
from indicators.report import Report, make_report
from reports.chart import Chart
from reports.document import Document, Section
from reports.table import Cell, Table
from storage.database import Database
from storage.tables import escalation, receipt
from tests.indicators.plan import a_tenant
from tests.indicators.rows import add_order, add_post, add_publication, add_tenant, at
from tests.indicators.test_periods import BOGOTA

NOW = at("2027-03-01 12:00")
MEDIA = ("Web", "Facebook", "Instagram", "X", "Telegram", "Emisora", "Cartelera", "Perifoneo", "Prensa")


def fill(connection: Connection) -> int:
    """Posts on nine media, mails to two publics, duties, one of them in arrears; and a year before with less."""
    tenant = add_tenant(connection)
    for number, medium in enumerate(MEDIA):
        for day in range(1, len(MEDIA) - number + 1):
            key = f"noticias/semanal/c{number}@2027-02-{day:02}"
            add_post(connection, tenant, key, f"2027-02-{day:02} 23:00", medium=medium)
    add_post(connection, tenant, "noticias/semanal/c0@2026-02-02", "2026-02-02 13:00", medium="Web")
    add_post(connection, tenant, "noticias/semanal/c0@2026-12-31", "2027-01-01 02:00", medium="Web")
    mail: dict[str, Any] = {"kind": "direct", "medium": "Correo"}
    first = {"ciudadania": {"sent": 1_500, "bounced": 20}, "servidores": {"sent": 80, "failed": 2}}
    add_publication(connection, tenant, "noticias/semanal/correo@1", "2027-02-08 12:30", first, **mail)
    add_publication(connection, tenant, "noticias/semanal/correo@2", "2027-01-15 12:30", {"sent": 900}, **mail)
    add_publication(connection, tenant, "noticias/semanal/correo@0", "2026-11-15 12:30", {"sent": 1_000}, **mail)
    _duties(connection, tenant)
    return tenant


def _duties(connection: Connection, tenant: int) -> None:
    made = add_publication(
        connection, tenant, "informes/mes/tareas@1", "2027-02-01 13:00", kind="manual", state="running", publishes=False
    )
    owed: dict[str, Any] = {"asked_by": "ana"}
    add_order(connection, tenant, made, "deber", "2027-02-10 22:00", "2027-02-10 20:00", place="Planeación", **owed)
    late = add_order(connection, tenant, made, "deber", "2027-02-11 22:00", place="Hacienda", **owed)
    told = {"work_order": late, "round": 0, "at": at("2027-02-13 13:00"), "told_to": "ana"}
    connection.execute(insert(escalation).values(told))
    after = add_order(connection, tenant, made, "deber", "2027-02-10 22:00", place="Hacienda ", **owed)
    row = {"tenant": tenant, "work_order": after, "year": 2027, "number": 1, "received_at": at("2027-02-13 15:00")}
    connection.execute(insert(receipt).values(row | {"handed_by": "b", "by": "ana", "files": []}))


class Town:
    """The municipality over its database."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.tenant: Tenant = a_tenant(folder)
        with database.write() as connection:
            self.number = fill(connection)

    def owe(self, name: str, times: int) -> None:
        """So many more duties of February that one debtor handed in by their term."""
        state: dict[str, Any] = {"kind": "manual", "state": "running", "publishes": False}
        with self.database.write() as connection:
            for number in range(times):
                key = f"informes/mes/tareas@{name}-{number}"
                made = add_publication(connection, self.number, key, "2027-02-01 13:00", **state)
                owed: dict[str, Any] = {"asked_by": "ana", "place": name}
                add_order(connection, self.number, made, "deber", "2027-02-10 22:00", "2027-02-10 20:00", **owed)

    def report(self, period: str, now: datetime = NOW) -> Report:
        """Of a period, made on 1 March 2027."""
        with self.database.read() as connection:
            return make_report(connection, self.tenant, self.number, parse_period(period, BOGOTA), now)

    def document(self, period: str, now: datetime = NOW) -> Document:
        """The same as a document."""
        return compose(self.report(period, now))

    def section(self, period: str, key: str) -> Section:
        """One section of it."""
        return next(section for section in self.document(period).sections if section.key == key)

    def chart(self, period: str, key: str) -> Chart:
        """One chart of it."""
        exhibits = [exhibit for section in self.document(period).sections for exhibit in section.exhibits]
        return next(exhibit for exhibit in exhibits if isinstance(exhibit, Chart) and exhibit.key == key)

    def table(self, period: str, key: str) -> Table:
        """One table of it."""
        return next(table for table in self.document(period).tables if table.key == key)


def by_first(table: Table) -> dict[Cell, tuple[Cell, ...]]:
    """Each row by its first cell."""
    return {row[0]: row[1:] for row in table.rows}
