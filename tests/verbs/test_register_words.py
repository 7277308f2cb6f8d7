"""The register of excluded numbers is asked for where messages of management really go out to persons."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import pytest

from audience.exclusions import OLD, Register
from campaigns.loader import load
from campaigns.tenant import Tenant
from tests.audience.people import NOW
from tests.campaigns.town import CAMPAIGN, build
from tests.verbs.operator import VARIABLES
from verbs.call import Call
from verbs.register_words import register_lines

FRESH = Register(1, "rne.csv", NOW, 10)


def _town(folder: Path, class_: str, mode: Literal["pruebas", "real"]) -> Tenant:
    text = CAMPAIGN.replace("clase: servicio", f"clase: {class_}")
    loaded = load(build(folder, {"campanas/matriculas.yaml": text}), VARIABLES)
    assert loaded.problems == ()
    tenant = loaded.tenants[0]
    real = {name: replace(account, mode=mode) for name, account in tenant.accounts.items()}
    campaigns = {
        name: replace(
            campaign,
            messages=tuple(
                replace(each, accounts=tuple(real[account.name] for account in each.accounts))
                for each in campaign.messages
            ),
        )
        for name, campaign in tenant.campaigns.items()
    }
    return replace(tenant, campaigns=campaigns)


@pytest.mark.parametrize(
    ("class_", "mode", "register", "told"),
    [
        ("gestion", "real", None, "falta el Registro"),
        ("gestion", "real", FRESH, ""),
        ("gestion", "real", replace(FRESH, as_of=NOW - OLD - timedelta(days=1)), "es del 2026-12-04"),
        ("gestion", "pruebas", None, ""),
        ("servicio", "real", None, ""),
    ],
)
def test_what_is_missing_is_told(
    tmp_path: Path, class_: str, mode: Literal["pruebas", "real"], register: Register | None, told: str
) -> None:
    """Missing or old, and only where something asks for it."""
    lines = register_lines(Call({}), _town(tmp_path, class_, mode), register, NOW, ZoneInfo("America/Bogota"))
    assert told in " ".join(lines)
    assert bool(lines) is bool(told)
