"""Figures in the sentences of a report."""

import pytest

from indicators.sections.wording import foremost

SAYS = ("El día con más fue", "Los días con más fueron", "cada uno")


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["lunes"], "El día con más fue lunes, con 3"),
        (["lunes", "martes"], "Los días con más fueron lunes y martes, con 3 cada uno"),
        (["lunes", "martes", "jueves"], "Los días con más fueron lunes, martes y jueves, con 3 cada uno"),
        (
            ["lunes", "martes", "jueves", "sábado"],
            "Los días con más fueron lunes, martes, jueves y 1 más, con 3 cada uno",
        ),
    ],
)
def test_those_that_share_the_first_place_are_all_told(names: list[str], told: str) -> None:
    """A report that names one of two equals says of the other what is not so."""
    assert foremost(names, SAYS, "3") == told
