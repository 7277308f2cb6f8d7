"""A report that nobody could read is refused when the files are read."""

from pathlib import Path

import pytest

from tests.campaigns.town import problems
from tests.delivery.reporting.town import CAMPAIGN, CHANGES

UNREAD = "nadie podría leer el informe: sus archivos no caben por «canal», y el mensaje no tiene página"


@pytest.mark.parametrize(
    ("accounts", "said"),
    [("[canal]", [UNREAD]), ("[canal, web]", []), ("[canal, correo]", [])],
)
def test_somebody_must_be_able_to_read_a_report(tmp_path: Path, accounts: str, said: list[str]) -> None:
    """By mail its files arrive, on the site they lie; Telegram alone tells of what is nowhere."""
    campaign = CAMPAIGN.replace("[correo, web, canal]", accounts).replace("Léalo en {{ enlace }}", "Léalo.")
    found = problems(tmp_path, {**CHANGES, "campanas/matriculas.yaml": campaign})
    assert [each.partition(": ")[2] for each in found] == said
