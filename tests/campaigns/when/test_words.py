"""Spanish words of lists."""

import pytest

from campaigns.when.words import list_of


@pytest.mark.parametrize(
    ("items", "told"),
    [
        ([], ""),
        (["Facebook"], "Facebook"),
        (["Facebook", "X"], "Facebook y X"),
        (["Emisora", "Facebook", "X"], "Emisora, Facebook y X"),
        (["Facebook", "Instagram"], "Facebook e Instagram"),
        (["Correo", "Índice de trámites"], "Correo e Índice de trámites"),
        (["«Visitas»", "«Informes»"], "«Visitas» e «Informes»"),
        (["madera", "hilo"], "madera e hilo"),
        (["madera", "hierro"], "madera y hierro"),
        (["Instagram", "Yopal"], "Instagram y Yopal"),
    ],
)
def test_and_gives_way_before_its_own_sound(items: list[str], told: str) -> None:
    """«y» is «e» before a word that begins with the vowel i."""
    assert list_of(items) == told
