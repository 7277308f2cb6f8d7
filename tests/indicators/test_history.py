"""What closed periods say of an indicator is read once, and a correction of one is seen."""

from collections.abc import Collection, Mapping
from pathlib import Path

import pytest
from sqlalchemy import Connection

from indicators import history
from indicators.closing import close, count_to_close
from indicators.correcting import Given, note_figure
from indicators.history import ClosedFigures
from indicators.periods import parse_period
from storage.database import Database
from storage.snapshots import KeptFigures, last_figures
from tests.campaigns.town import INDICATORS, PLAN, loaded
from tests.indicators.rows import add_tenant, at
from tests.indicators.test_periods import BOGOTA

VISITS = "visitas: {nombre: Visitas, unidad: visitas, tipo: declarado, periodo: mes, meta: {valor: 10}}\n"
NOW = at("2027-02-05 12:00")
JANUARY = parse_period("2027-01", BOGOTA)


def test_a_version_is_read_once_and_the_next_one_is_another(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of an indicator that its plan had not, it says so; of a period that is open, nothing."""
    plan = PLAN.replace("acciones:", "desde: 2027-01-01\nacciones:")
    [tenant] = loaded(tmp_path, {"indicadores.yaml": INDICATORS + VISITS, "plan.yaml": plan}).tenants
    read: list[object] = []

    def noticed(connection: Connection, tenant: int, periods: Collection[str]) -> Mapping[str, KeptFigures]:
        read.append(periods)
        return last_figures(connection, tenant, periods)

    monkeypatch.setattr(history, "last_figures", noticed)
    closed, asked = ClosedFigures(), [JANUARY, parse_period("2027-02", BOGOTA)]
    with database.write() as connection:
        number = add_tenant(connection)
        first = note_figure(connection, tenant, number, Given("visitas", 7, JANUARY.last), "ana", NOW)
        close(connection, number, count_to_close(connection, tenant, number, JANUARY, NOW), "ana")
        for _ in range(2):
            told = closed.of(connection, number, "visitas", asked)
            assert {name: (each.value, each.target, each.version) for name, each in told.items()} == {
                "2027-01": (7, 10, 1)
            }
        assert not closed.of(connection, number, "otro", asked)["2027-01"].told
        right = Given("visitas", 9, None, corrects=first.number, reason="Se contó mal")
        note_figure(connection, tenant, number, right, "ana", NOW)
        again = closed.of(connection, number, "visitas", asked)["2027-01"]
    assert (again.value, again.version) == (9, 2)
    assert read == [["2027-01"], ["2027-01"]]
