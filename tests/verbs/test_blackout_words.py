"""The vedas that stand, as `status` lists them."""

from pathlib import Path

import pytest

from tests.campaigns.town import MUNICIPALITY, loaded
from tests.delivery.desk import bogota
from tests.verbs.operator import Operator
from verbs.blackout_words import blackout_documents, blackout_tables

VEDA = "nombre: Veda electoral, norma: Ley 996 de 2005, desde: 2027-06-30, hasta: 2027-10-31, politica: detener"
LAWYER = "nombre: Luto, desde: 2027-08-01, clases: [servicio, gestion], politica: aprobacion-legal, aprueba: ana"
TOWN = MUNICIPALITY + f"vedas: [{{{VEDA}}}, {{{LAWYER}}}]\n"
ELECTORAL = ("Veda electoral", "2027-06-30", "2027-10-31", "gestion", "No sale", "Ley 996 de 2005")
MOURNING = ("Luto", "2027-08-01", "nadie lo sabe todavía", "servicio, gestion")
ASKS = "Necesita además la aprobación de Ana Pérez"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2027-06-29T23:59", []),
        ("2027-06-30T00:00", [ELECTORAL]),
        ("2027-08-01T08:00", [ELECTORAL, (*MOURNING, ASKS, "")]),
        ("2027-11-01T00:00", [(*MOURNING, ASKS, "")]),
    ],
)
def test_those_that_stand_are_listed(tmp_path: Path, day: str, expected: list[tuple[str, ...]]) -> None:
    """From the first day's beginning to the last one's end, with what each does, to which classes."""
    tenant = loaded(tmp_path, {"municipio.yaml": TOWN}).tenants[0]
    tables = blackout_tables(tenant, bogota(day))
    assert [row for table in tables for row in table.rows] == expected
    assert [each["name"] for each in blackout_documents(tenant, bogota(day))] == [row[0] for row in expected]


def test_status_lists_them(town: Operator) -> None:
    """For people in a table, for programs with what they are known by."""
    town.town({"municipio.yaml": MUNICIPALITY + f"vedas: [{{{LAWYER.replace('2027-08-01', '2026-01-01')}}}]\n"})
    town.does("suspend", "--class", "gestion", "--reason", "Prueba", "--as", "ana")
    assert town.reads("status")["blackouts"] == [
        {
            "name": "Luto",
            "since": "2026-01-01T05:00:00Z",
            "until": None,
            "classes": ["servicio", "gestion"],
            "policy": "aprobacion-legal",
            "approver": "ana",
            "basis": None,
        }
    ]
    assert "Vedas en curso" in town.does("status")
