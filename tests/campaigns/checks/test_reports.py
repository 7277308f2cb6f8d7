"""A report that nobody could read is refused when the files are read."""

from pathlib import Path

import pytest

from tests.campaigns.town import problems
from tests.delivery.reporting.town import CAMPAIGN, CHANGES

UNREAD = "nadie podría leer el informe: sus archivos no caben por «canal», y el mensaje no tiene página"
NO_PAGE = "«correo» no lleva archivos html, y el mensaje no tiene página donde leerlos"


@pytest.mark.parametrize(
    ("accounts", "formats", "said"),
    [
        ("[canal]", "[html, pdf]", [UNREAD]),
        ("[canal, web]", "[html, pdf]", []),
        ("[canal, correo]", "[pdf, xlsx]", []),
        ("[canal, correo]", "[html, pdf]", [NO_PAGE]),
        ("[correo]", "html", [NO_PAGE]),
        ("[correo, web]", "html", []),
    ],
)
def test_somebody_must_be_able_to_read_a_report(tmp_path: Path, accounts: str, formats: str, said: list[str]) -> None:
    """By mail its files arrive, but for pages; on the site they lie; Telegram alone tells of what is nowhere."""
    campaign = (
        CAMPAIGN.replace("[correo, web, canal]", accounts)
        .replace("Léalo en {{ enlace }}", "Léalo.")
        .replace("[html, pdf]", formats)
    )
    found = problems(tmp_path, {**CHANGES, "campanas/matriculas.yaml": campaign})
    assert [each.partition(": ")[2] for each in found] == said
