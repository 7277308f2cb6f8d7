"""A made-up year of the figures that people declare, written into a copy of a plan's played database."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from campaigns.loader import load
from campaigns.tenant import Tenant
from indicators.closing import read_report
from indicators.declared import record
from indicators.periods import parse_period
from indicators.report import Report
from storage.database import Database
from storage.tenants import find_tenant
from tests.plans.played import Played, configuration

AFTERWARDS = datetime(2028, 1, 5, 15, tzinfo=UTC)
"""When the figures are written and the reports are made: the year is over."""
MONTHS = ("01-31", "02-28", "03-31", "04-30", "05-31", "06-30", "07-31", "08-31", "09-30", "10-31", "11-30", "12-31")

Given = tuple[tuple[str, float], ...]


def monthly(*values: float | None) -> Given:
    """One for each month's last day; None: nobody wrote it down."""
    return tuple((day, value) for day, value in zip(MONTHS, values, strict=True) if value is not None)


# By plan and key, the day of 2027 and the figure. Of what stands in SILENT nobody says anything, nor of some months: a
# year in which nobody forgets is none.
FIGURES: Mapping[str, Mapping[str, Given]] = {
    "segovia": {},
    "la-estrella": {},
    "cartagena": {
        "visitantes-ca-1": monthly(4_120, 3_980, 4_410, 4_600, None, 5_012, 5_300, 4_875, 5_640, 6_020, 6_333, 5_108),
        "uso-de-tramites-ca-5": (("03-31", 6), ("06-30", 11.5), ("09-30", 17), ("12-20", 21.25)),
    },
    "genova": {
        "aceptacion-ge-1": (("02-15", 71), ("03-05", 64.5), ("08-15", 80), ("11-30", 77.25)),
        "aceptacion-ge-2": (("03-12", 66), ("09-30", 72)),
        "satisfaccion-ge-10": (("03-12", 58.5), ("06-30", 61), ("12-15", 70)),
        "visitas-al-portal-ge-10": monthly(
            4_200, 4_350, 3_900, 4_410, 4_605, 4_720, None, 5_010, 5_233, 5_140, 5_402, 4_999
        ),
        "posesionados-ge-11": (("01-12", 4), ("03-08", 2), ("08-01", 3)),
        "objetivos-fase-1-ge-20": (("06-30", 11), ("12-31", 14)),
        "uso-de-tramites-ge-22": monthly(31, 28, 40, 37, 52, 49, 60, 55, None, None, 71, 66),
        "servicios-en-linea-ge-23": (("01-31", 3), ("07-31", 5)),
        "tramites-en-linea-ge-23": (("01-31", 2), ("12-10", 6)),
        "objetivos-informacion-ge-29": (("03-31", 90), ("09-30", 97), ("12-31", 100)),
        "objetivos-interaccion-ge-29": (("03-31", 60), ("12-31", 88.5)),
        "objetivos-transaccion-ge-29": (("06-30", 35), ("12-31", 41)),
        "objetivos-transformacion-ge-29": (("12-31", 12),),
        "objetivos-democracia-ge-29": (("12-31", 5),),
        "servicios-en-linea-ge-30": (("01-31", 3), ("07-31", 5)),
        "uso-de-servicios-ge-30": monthly(12, 9, 15, 11, 18, 22, 25, 19, 21, 27, 30, 24),
        "tramites-en-linea-ge-30": (("01-31", 2), ("12-10", 6)),
        "uso-de-tramites-ge-30": monthly(31, 28, 40, 37, 52, 49, 60, 55, 58, 63, 71, 66),
    },
    "caqueza": {
        "criterios-informacion-cq-3": (("03-08", 91), ("06-30", 95), ("12-31", 100)),
        "criterios-interaccion-cq-3": (("06-30", 78), ("12-31", 84)),
        "criterios-transaccion-cq-3": (("06-30", 20), ("12-31", 33.3)),
        "criterios-transformacion-cq-3": (("12-31", 10),),
        "servicios-identificados": (("02-01", 24), ("07-15", 30)),
        "servicios-publicados": (("03-10", 8), ("07-15", 21)),
        "servicios-automatizados": (("07-15", 3), ("12-09", 4)),
        "tramites-identificados": (("02-01", 40),),
        "tramites-publicados": (("03-10", 10), ("12-09", 40)),
        "tramites-automatizados": (("12-09", 7),),
        "organizaciones-conformadas-cq-5": (("03-09", 1), ("08-20", 2)),
        "organizaciones-participativas-cq-5": (("03-09", 2), ("06-11", 1), ("10-02", 2)),
        "organizaciones-conformadas-cq-18": (("05-05", 1),),
        "organizaciones-participativas-cq-18": (("04-04", 1), ("11-11", 3)),
        "criterios-informacion-cq-6": (("06-30", 93), ("12-31", 99.5)),
        "funcionarios-nuevos": (("12-31", 7),),
        "funcionarios-vinculados": (("12-31", 6),),
        "satisfaccion-cq-14": (("03-12", 3.9), ("06-30", 4.1), ("12-15", 4.4)),
    },
}
SILENT: Mapping[str, frozenset[str]] = {
    "cartagena": frozenset({"publicaciones-diarias-ca-2"}),
    "genova": frozenset({"portales-ge-31"}),
    "caqueza": frozenset({"criterios-e-democracia-cq-3"}),
}
"""What nobody says anything of in the whole year."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A plan's year with what people declared."""

    played: Played
    """Its folder holds the copy."""
    tenant: Tenant
    database: Database
    number: int
    """The municipality's, in the database."""

    def report(self, period: str, now: datetime = AFTERWARDS) -> Report:
        """The report of a period, as the verb makes it."""
        asked = parse_period(period, self.tenant.municipality.zone)
        with self.database.read() as connection:
            return read_report(connection, self.tenant, self.number, asked, now).report


def fill(played: Played, folder: Path) -> Filled:
    """A copy of the plan's database in another folder, with the made-up figures."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "simulacion.db"
    with (
        closing(sqlite3.connect(played.folder / "simulacion.db")) as source,
        closing(sqlite3.connect(file)) as target,
    ):
        source.backup(target)
    [tenant] = load(configuration(played.plan), {}).tenants
    database = Database.open(f"sqlite:///{file}")
    with database.write() as connection:
        number = find_tenant(connection, tenant.slug)
        assert number is not None
        for key, given in FIGURES[played.plan].items():
            for day, value in given:
                about = date.fromisoformat(f"2027-{day}")
                record(connection, number, key, tenant.indicators[key], value, about, "la oficina", "", AFTERWARDS)
    return Filled(replace(played, folder=folder), tenant, database, number)
