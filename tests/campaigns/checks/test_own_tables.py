"""Tables that a plan writes as its document has them, against its rows, their indicators and headings."""

from pathlib import Path

import pytest

from tests.campaigns.town import PLAN, problems

TABLE = """\
tablas:
  {key}:
    - columnas: [{columns}]
      renglones:
        - acciones: {actions}
          celdas: {{{heading}: Se anuncia}}
{more}acciones:"""
RIGHT = {"key": "tabla-operativa", "columns": "Acción, Metas", "actions": "SE-7", "heading": "Acción", "more": ""}
WRONG = [
    ({}, None),
    ({"key": "cronograma"}, "4:5: no existe la tabla «cronograma»"),
    ({"columns": "Acción, Acción"}, "4:18: la columna «Acción» está repetida"),
    ({"actions": "SE-9"}, "6:21: no existe la acción «SE-9»"),
    ({"heading": "Accion"}, "7:28: no existe la columna «Accion»"),
    ({"more": "          indicadores: visitas\n"}, "8:24: ninguna de sus acciones tiene el indicador «visitas»"),
]


@pytest.mark.parametrize(("change", "said"), WRONG)
def test_a_table_of_the_plan_names_what_is_there(tmp_path: Path, change: dict[str, str], said: str | None) -> None:
    """Rows of the plan, indicators that they have, headings of its own; each once, in a table that reports show."""
    written = PLAN.replace("acciones:", TABLE.format(**RIGHT | change), 1)
    assert problems(tmp_path, {"plan.yaml": written}) == ([f"plan.yaml:{said}"] if said else [])


@pytest.mark.parametrize(("heading", "said"), [("Actividad", []), ("Tarea", ["no existe la columna «Tarea»"])])
def test_a_schedule_is_headed_by_what_it_has(tmp_path: Path, heading: str, said: list[str]) -> None:
    """`encabezados` gives a column of ours the plan's own heading."""
    written = PLAN.replace("clave: SE-7", f"clave: SE-7, encabezados: {{{heading}: Acciones necesarias}}")
    assert written != PLAN
    assert [problem.split(": ", 1)[1] for problem in problems(tmp_path, {"plan.yaml": written})] == said


def test_a_row_may_count_with_a_table_that_the_plan_writes(tmp_path: Path) -> None:
    """It is not empty, though no row has its columns."""
    written = PLAN.replace("acciones:", TABLE.format(**RIGHT), 1)
    row = "  - {clave: SE-8, texto: Otra, responsable: educacion, informes: [tabla-operativa]}\n"
    assert problems(tmp_path, {"plan.yaml": written + row}) == []
