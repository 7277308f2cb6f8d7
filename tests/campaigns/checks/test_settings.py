"""A row of the plan that counts on a setting is served only where the setting is really in use."""

from pathlib import Path

import pytest

from campaigns.checks.report_tables import REPORT_TABLES, SMART
from campaigns.checks.settings import SETTINGS
from tests.campaigns.town import ACCOUNTS, AUDIENCES, CAMPAIGN, INDICATORS, PLAN, loaded

FILE = "campanas/matriculas.yaml"
TEXT = "    texto: Empiezan las matrículas."
SECOND = "\n  - id: otro\n    cuando: al empezar\n    canales: [web]\n    publico: transeuntes\n    texto: Pasen."
DUTY = "\n    deber: {de: [ana], lista: [Foto], escala-a: comite-gel}"
REQUESTS = "pedidos: {tipo: manual, modo: pruebas, opciones: {clase: solicitudes}}\n"
BOX = "buzon: {tipo: manual, modo: pruebas, opciones: {clase: buzon}}\n"
PURPOSE = AUDIENCES.replace("[correo, web]\n", "[correo, web]\n  canales-para: {tramite: [web]}\n")
ADOPTED = "adoptado: {fecha: 2027-01-15, por: Concejo Municipal}\n"
PHASES = "fases: {uno: {nombre: Información, fecha-legal: 2008-11-01, avance: 90}}\n"
DATED = "actividades: [{texto: a, plazo: Semestre 1/2027, estado: en curso}]"
UNDATED = "actividades: [{texto: a}]"


def _campaign(old: str, new: str) -> dict[str, str]:
    return {FILE: CAMPAIGN.replace(old, new)}


IN_USE: dict[str, tuple[dict[str, str], str]] = {
    "orden-de-canales": (_campaign("[correo, web]", "preferidos"), ""),
    "orden-por-proposito": (
        {"publicos.yaml": PURPOSE, **_campaign("[correo, web]", "preferidos\n    proposito: tramite")},
        "",
    ),
    "publico-en-cada-mensaje": (_campaign(TEXT, TEXT + SECOND), ""),
    "contacto-en-cada-pieza": ({}, ""),
    "aprobacion": (_campaign("clase: servicio", "clase: servicio\naprueba: comite-gel"), ""),
    "plan-adoptado": ({"plan.yaml": ADOPTED + PLAN}, ""),
    "recepcion-de-material": ({"canales.yaml": ACCOUNTS + BOX}, ""),
    "solicitudes": ({"canales.yaml": ACCOUNTS + REQUESTS, **_campaign("correo, web]", "correo, pedidos]")}, ""),
    "figuras-declaradas": (
        {"indicadores.yaml": INDICATORS + "usos: {nombre: Usos, unidad: usos, tipo: declarado}\n"},
        "indicadores: [usos]",
    ),
    "cronograma": ({}, DATED),
    "lista-de-chequeo": ({}, DATED),
    "responsable-por-canal": (
        {
            "canales.yaml": ACCOUNTS.replace("modo: pruebas", "modo: pruebas\n  responsable: ana")
            .replace("{tipo: web, modo: pruebas\n  responsable", "{tipo: web, modo: pruebas, responsable")
            .replace(
                "{tipo: manual, modo: pruebas\n  responsable: ana, responsable",
                "{tipo: manual, modo: pruebas, responsable",
            )
        },
        "",
    ),
    "escalamiento": (_campaign(TEXT, TEXT + DUTY), ""),
    "avance-por-fase": ({"plan.yaml": PHASES + PLAN}, ""),
}
"""Setting to the files that make it in use, and what the row itself says more."""

NOT_IN_USE: dict[str, tuple[dict[str, str], str]] = {
    "figuras-declaradas": ({}, "indicadores: [contenidos]"),
    "cronograma": ({}, UNDATED),
    "lista-de-chequeo": ({}, UNDATED),
}


def _said(folder: Path, key: str, kind: str, change: dict[str, str], more: str) -> list[str]:
    """The problems of a plan with one row more, that counts on a setting or a table."""
    text = change.get("plan.yaml", PLAN)
    row = f"  - {{clave: SE-8, texto: Otra, responsable: educacion, {kind}: [{key}]{', ' if more else ''}{more}}}\n"
    return [problem.message for problem in loaded(folder, {**change, "plan.yaml": text + row}).problems]


@pytest.mark.parametrize("key", SETTINGS)
def test_a_setting_in_use_serves_its_row(tmp_path: Path, key: str) -> None:
    """Each setting of the catalogue can be met."""
    change, more = IN_USE[key]
    assert _said(tmp_path, key, "ajustes", change, more) == []


@pytest.mark.parametrize("key", sorted(SETTINGS.keys() - {"contacto-en-cada-pieza"}))
def test_a_setting_that_is_not_in_use_serves_nothing(tmp_path: Path, key: str) -> None:
    """And each can be missed, but for the contact, which every municipality must have."""
    change, more = NOT_IN_USE.get(key, ({}, ""))
    assert _said(tmp_path, key, "ajustes", change, more) == [
        f"la acción «SE-8» cuenta con el ajuste «{key}», y no está en uso"
    ]


COLUMNS = ", ".join(f"{heading}: x" for heading in SMART)
FILLED: dict[str, tuple[dict[str, str], str]] = {
    "tabla-de-acciones": ({}, "nivel: interno, recursos: [a]"),
    "tabla-smart": ({}, f"columnas: {{{COLUMNS}}}"),
    "tabla-operativa": ({}, f"beneficios: a, metas: b, {UNDATED}, recursos: c, tiempos: d"),
    "tacticas": ({}, "tacticas: [a]"),
    "fases": ({"plan.yaml": PHASES + PLAN}, ""),
    "cronograma": ({}, DATED),
    "indicadores": ({}, ""),
}


@pytest.mark.parametrize("key", REPORT_TABLES)
def test_a_table_that_is_filled_serves_its_row(tmp_path: Path, key: str) -> None:
    """Each table of the report can be filled from the plan."""
    change, more = FILLED[key]
    assert _said(tmp_path, key, "informes", change, more) == []


@pytest.mark.parametrize("key", sorted(REPORT_TABLES.keys() - {"indicadores"}))
def test_an_empty_table_serves_nothing(tmp_path: Path, key: str) -> None:
    """A report's table without a cell is no answer to a row."""
    assert _said(tmp_path, key, "informes", {}, "") == [
        f"la acción «SE-8» cuenta con la tabla «{key}», y saldría vacía"
    ]


def test_settings_are_asked_when_all_campaigns_are_right(tmp_path: Path) -> None:
    """A campaign that is broken may be the one that uses them: its own problem is enough."""
    change = {"campanas/rota.yaml": "campaña: ["}
    assert len(_said(tmp_path, "aprobacion", "ajustes", change, "")) == 1
