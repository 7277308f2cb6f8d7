"""`por-hogar`: told where nobody is written to in person, or each would have to answer alone."""

from pathlib import Path

import pytest

from tests.campaigns.town import CAMPAIGN, problems

FILE = "campanas/matriculas.yaml"
ASKS = '    encuesta: {pregunta: "¿Abrimos?", opciones: [Sí, "No"]}\n'


@pytest.mark.parametrize(
    ("accounts", "more", "said"),
    [
        ("correo, web", "", []),
        ("web", "", ["«por-hogar» junta los mensajes de quienes viven en la misma casa, y este no le llega a nadie"]),
        ("correo", ASKS, ["en una encuesta cada persona vota con su propio enlace, y «por-hogar» le llega a una"]),
    ],
)
def test_what_no_household_can_get_is_said(tmp_path: Path, accounts: str, more: str, said: list[str]) -> None:
    """A page beside the mails is no harm."""
    text = CAMPAIGN.replace("[correo, web]", f"[{accounts}]") + "    por-hogar: sí\n" + more
    found = [each.partition(": ")[2] for each in problems(tmp_path, {FILE: text})]
    assert bool(found) == bool(said)
    assert [each[: len(words)] for each, words in zip(found, said, strict=False)] == said
