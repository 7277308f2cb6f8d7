"""Very many files, understood by several processes."""

from pathlib import Path

import pytest

from campaigns.assembly import understanding
from campaigns.loader import Reading, read_tenant
from campaigns.reading.files import Files
from tests.campaigns.town import CAMPAIGN, TEXTS, build


def _read(folder: Path, copies: int = 1) -> Reading:
    return read_tenant(Files(folder), {}, hub=frozenset(), copies=copies)


def _facts(reading: Reading) -> object:
    tenant = reading.tenant
    assert tenant is not None
    campaigns = [
        (campaign.id, campaign.entry, campaign.event, [(each.digest, each.rule) for each in campaign.messages])
        for campaign in tenant.campaigns.values()
    ]
    return campaigns, tenant.digest, reading.problems, reading.broken, reading.texts, reading.cleared


def _many(folder: Path) -> Path:
    for number in range(7):
        text = CAMPAIGN.replace("campaña: matriculas", f"campaña: matriculas-{number}")
        if number in (2, 5):
            text = text.replace("publico: ciudadania", "publico: nadie")
        if number == 6:
            text = text.replace("campaña: matriculas-6", "campaña: matriculas-1")
        build(folder, {f"campanas/numero-{number}.yaml": text})
    return folder


def test_several_processes_read_what_one_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Campaigns, problems, texts and what was found right are the same, in the same order."""
    folder = _many(tmp_path)
    alone = _read(folder)
    monkeypatch.setattr(understanding, "WORTH_A_PROCESS", 2)
    assert _facts(_read(folder, copies=3)) == _facts(alone)
    assert len(alone.problems) == 3
    assert len(alone.texts) == len(TEXTS) + 7
    assert alone.cleared
