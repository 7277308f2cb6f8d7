"""Each row of the plan is served by a campaign, or said to be served by none."""

from pathlib import Path

import pytest

from tests.campaigns.town import PLAN, loaded, problems

UNSERVED = [
    ("", "4:5: nada cumple la acción «SE-8» del plan"),
    (", ajustes: [aprobacion]", "4:66: la acción «SE-8» cuenta con el ajuste «aprobacion», y no está en uso"),
    (", ajustes: [aprovacion]", "4:66: no existe el ajuste «aprovacion»"),
    (", informes: [tabla-smart]", "4:67: la acción «SE-8» cuenta con la tabla «tabla-smart», y saldría vacía"),
    (", informes: [tabla]", "4:67: no existe la tabla «tabla»"),
    (", ajustes: [contacto-en-cada-pieza]", None),
    (", informes: [indicadores]", None),
]


@pytest.mark.parametrize(("more", "said"), UNSERVED)
def test_each_row_of_the_plan_is_served(tmp_path: Path, more: str, said: str | None) -> None:
    """A row without a message, a setting in use or a table that is filled is a problem, and stops nothing."""
    row = f"  - {{clave: SE-8, texto: Otra, responsable: educacion{more}}}\n"
    change = {"plan.yaml": PLAN + row}
    assert problems(tmp_path, change) == ([f"plan.yaml:{said}"] if said else [])
    assert list(loaded(tmp_path, change).tenants[0].campaigns) == ["matriculas"]


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("tacticas", "2:12: el plan cuenta con la tabla «tacticas», y saldría vacía"),
        ("tabla", "2:12: no existe la tabla «tabla»"),
        ("indicadores", None),
    ],
)
def test_the_plan_may_ask_for_tables_that_no_row_carries(tmp_path: Path, key: str, said: str | None) -> None:
    """One that would be empty is a problem, as it is of a row."""
    change = {"plan.yaml": PLAN.replace("acciones:", f"informes: [{key}]\nacciones:")}
    assert problems(tmp_path, change) == ([f"plan.yaml:{said}"] if said else [])
