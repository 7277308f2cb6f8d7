"""A report that would go out twice, or periods that no report tells, are told when the files are read."""

from pathlib import Path

import pytest

from campaigns.advice import advice
from campaigns.loader import load
from tests.campaigns.town import build
from tests.delivery.reporting.town import CAMPAIGN, CHANGES

AGAIN = "llevaría otra vez el mismo informe"


def _advised(folder: Path, when: str, period: str) -> list[str]:
    campaign = CAMPAIGN.replace("cada lunes a las 08:00", when).replace("periodo: semana", f"periodo: {period}")
    files = {**CHANGES, "campanas/matriculas.yaml": campaign}
    loaded = load(build(folder, files), {"PREGONERO_BOT": "secreto", "PREGONERO_CLAVE": "x"})
    assert loaded.problems == ()
    return [each for each in advice(loaded.tenants[0]) if each.startswith("matriculas/semanal: ")]


@pytest.mark.parametrize(
    ("when", "period"),
    [
        ("cada lunes a las 08:00", "semana"),
        ("cada viernes a las 08:00", "semana"),
        ("el primer día hábil de cada mes a las 08:00", "mes"),
        ("el día 10 de cada 2 meses a las 08:00 desde 2027-03-10", "bimestre"),
        ("cada año el 15 de enero a las 08:00", "año"),
    ],
)
def test_each_period_once_is_as_it_should_be(tmp_path: Path, when: str, period: str) -> None:
    """Over the ends of years and months of every length."""
    assert _advised(tmp_path, when, period) == []


@pytest.mark.parametrize(
    ("when", "period", "said"),
    [
        ("cada lunes a las 08:00", "año", [AGAIN]),
        ("cada lunes y jueves a las 08:00", "semana", [AGAIN]),
        ("cada año el 15 de enero a las 08:00", "semestre", ["de 4 semestres quedan 2 semestres sin contar"]),
        ("el día 10 de cada mes a las 08:00", "semana", ["semanas sin contar en ningún informe"]),
        ("cada 10 días a las 08:00 desde 2027-01-04", "mes", [AGAIN]),
    ],
)
def test_a_period_that_does_not_go_with_its_hours_is_told(
    tmp_path: Path, when: str, period: str, said: list[str]
) -> None:
    """Longer than from one time to the next: the same again; shorter: some are told by none."""
    found = _advised(tmp_path, when, period)
    assert [part in each for part, each in zip(said, found, strict=True)] == [True] * len(said)
