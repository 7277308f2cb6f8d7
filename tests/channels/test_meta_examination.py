"""Accounts of Meta's three services looked over: each check is seen green, and red."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from channels.adapter import Adapter
from channels.capabilities import Examines, Finding, Standing
from channels.graph.versions import retirement
from channels.registry import adapter
from tests.channels.meta import KEYS
from tests.channels.service import Service, surroundings
from tests.servers.graph import TOKEN
from tests.servers.process import Server

Start = Callable[..., Server]
NOW = datetime(2027, 1, 5, 13, 0, tzinfo=UTC)
OPTIONS: dict[str, dict[str, Any]] = {
    "facebook": {"pagina": "1020"},
    "instagram": {"cuenta": "3040"},
    "whatsapp": {"numero": "5060", "cuenta": "7080", "plantilla": "aviso", "texto-fijo": "7"},
}
GOOD = {
    "facebook": ["token", "expiry", "permissions", "page", "reading", "quota", "version"],
    "instagram": ["token", "expiry", "permissions", "account", "posts", "quota", "version"],
    "whatsapp": ["token", "expiry", "permissions", "number", "limit", "template", "quota", "version"],
}
HOOK = "https://ventanilla.municipio.gov.co/avisos/villa-clara/celular"
SITE = {"address", "site"}
"""Of Instagram's account; they have a test of their own."""


async def examined(
    kind: str, start: Start, folder: Path, *faults: str, hook_url: str = "", **options: Any
) -> dict[str, Finding]:
    """What is found where the server has these faults, by check."""
    service = Service.start(start, f"tests.servers.{kind}_api", folder)
    made = adapter(kind)
    given = OPTIONS[kind] | KEYS | {"servidor": service.address, "plazos": {"lectura": "1"}} | options
    account: Adapter = made(made.options_model.model_validate(given), replace(surroundings(folder), hook_url=hook_url))
    assert isinstance(account, Examines)
    service.then(*faults)
    found = await account.examine(NOW)
    await account.close()
    assert all(call["authorised"] for call in service.calls())
    methods = [call["method"] for call in service.calls()]
    assert methods == ["POST", *["GET"] * (len(methods) - 1)]
    assert not any(TOKEN in finding.evidence + finding.advice for finding in found)
    assert all(finding.evidence.endswith(".") for finding in found)
    assert all(finding.advice or finding.standing in (Standing.GOOD, Standing.UNKNOWN) for finding in found)
    return {finding.check: finding for finding in found if finding.check not in SITE}


@pytest.mark.parametrize("kind", OPTIONS)
async def test_all_is_well(kind: str, start_server: Start, tmp_path: Path) -> None:
    """Each check is told, with what was seen; nothing was changed."""
    found = await examined(kind, start_server, tmp_path)
    assert list(found) == GOOD[kind]
    assert {finding.standing for finding in found.values()} == {Standing.GOOD}
    assert "28 %" in found["quota"].evidence


def ends(days: float) -> int:
    """So many days from now, as Meta tells moments."""
    return int(NOW.timestamp() + days * 86_400)


@pytest.mark.parametrize("kind", OPTIONS)
@pytest.mark.parametrize(
    ("fault", "check", "standing", "said"),
    [
        ("token:is_valid=false", "token", Standing.BAD, "no acepta"),
        ('token:type="APP"', "token", Standing.BAD, "tipo APP"),
        (f"token:expires_at={ends(-1)}", "expiry", Standing.BAD, "caducó el 2027-01-04"),
        (f"token:expires_at={ends(10)}", "expiry", Standing.WARNING, "2027-01-15"),
        (f"token:data_access_expires_at={ends(10)}", "expiry", Standing.WARNING, "2027-01-15"),
        (f"token:expires_at={ends(60)}", "expiry", Standing.GOOD, "2027-03-06"),
        ("token:scopes=[]", "permissions", Standing.BAD, "faltan permisos"),
        ("error:190:463", "token", Standing.BAD, "se venció"),
        ("error:4", "token", Standing.UNKNOWN, "esperar"),
        ("page-502", "token", Standing.UNKNOWN, "502"),
        ("hang", "token", Standing.UNKNOWN, "no respondió"),
    ],
)
async def test_what_is_wrong_with_a_token(
    kind: str, fault: str, check: str, standing: Standing, said: str, start_server: Start, tmp_path: Path
) -> None:
    """What Meta says of it; the rest is looked at all the same."""
    found = await examined(kind, start_server, tmp_path, fault)
    assert found[check].standing is standing
    assert said in found[check].evidence
    assert set(found) >= set(GOOD[kind][3:6])


async def test_a_token_of_a_person_cannot_publish_on_a_page(start_server: Start, tmp_path: Path) -> None:
    """Facebook wants the page's own."""
    found = await examined("facebook", start_server, tmp_path, 'token:type="USER"')
    assert found["token"].standing is Standing.BAD


@pytest.mark.parametrize(
    ("kind", "fault", "place", "check", "standing"),
    [
        ("facebook", "error:100:33", 1, "page", Standing.BAD),
        ("facebook", "hidden", 1, "page", Standing.BAD),
        ("facebook", "drop", 1, "page", Standing.UNKNOWN),
        ("facebook", "error:10", 2, "reading", Standing.BAD),
        ("facebook", "empty", 2, "reading", Standing.UNKNOWN),
        ("instagram", "error:100:33", 1, "account", Standing.BAD),
        ("instagram", "full", 2, "posts", Standing.WARNING),
        ("instagram", "unmetered", 2, "posts", Standing.UNKNOWN),
        ("instagram", "error:10", 2, "posts", Standing.BAD),
        ("whatsapp", "error:100:33", 1, "number", Standing.BAD),
        ("whatsapp", "quality:RED", 1, "number", Standing.WARNING),
        ("whatsapp", "tier:?", 2, "limit", Standing.UNKNOWN),
        ("whatsapp", "template:PAUSED", 3, "template", Standing.BAD),
        ("whatsapp", "template-none", 3, "template", Standing.BAD),
        ("whatsapp", "template-body:Aviso de la alcaldía: {{1}}", 3, "template", Standing.WARNING),
        ("whatsapp", "error:200", 3, "template", Standing.BAD),
        ("whatsapp", "page-502", 3, "template", Standing.UNKNOWN),
    ],
)
async def test_what_is_wrong_with_an_account(
    kind: str, fault: str, place: int, check: str, standing: Standing, start_server: Start, tmp_path: Path
) -> None:
    """One look that goes wrong says so, and spoils no other."""
    found = await examined(kind, start_server, tmp_path, *["good"] * place, fault)
    assert found[check].standing is standing
    assert {name for name, each in found.items() if each.standing is not Standing.GOOD} == {check}


@pytest.mark.parametrize(
    ("tier", "written", "standing", "advice"),
    [
        ("TIER_250", "250", Standing.GOOD, ""),
        ("TIER_2K", "2000", Standing.GOOD, ""),
        ("TIER_UNLIMITED", "sin-limite", Standing.GOOD, ""),
        ("TIER_250", "2000", Standing.WARNING, "limite-diario: 250"),
        ("TIER_10K", "sin-limite", Standing.WARNING, "limite-diario: 10000"),
        ("TIER_2K", "250", Standing.GOOD, "limite-diario: 2000"),
        ("TIER_UNLIMITED", "250", Standing.GOOD, "limite-diario: sin-limite"),
    ],
)
async def test_the_tier_is_held_against_the_accounts_own(
    tier: str, written: str, standing: Standing, advice: str, start_server: Start, tmp_path: Path
) -> None:
    """More than Meta allows would stop in the middle; less is slower than need be."""
    options = {"limite-diario": written}
    found = await examined("whatsapp", start_server, tmp_path, "good", "good", f"tier:{tier}", **options)
    assert found["limit"].standing is standing
    assert advice in found["limit"].advice


async def test_without_its_business_account_the_template_is_not_known(start_server: Start, tmp_path: Path) -> None:
    """It is told what to write."""
    found = await examined("whatsapp", start_server, tmp_path, cuenta=None)
    assert found["template"].standing is Standing.UNKNOWN
    assert "«cuenta»" in found["template"].advice


@pytest.mark.parametrize(
    ("hook_url", "fault", "business", "standing", "words"),
    [
        (HOOK, "good", "7080", Standing.GOOD, HOOK),
        (HOOK, "no-apps", "7080", Standing.BAD, "ninguna aplicación"),
        (HOOK, "error:200", "7080", Standing.BAD, ""),
        (HOOK, "drop", "7080", Standing.UNKNOWN, ""),
        (HOOK, "good", None, Standing.UNKNOWN, HOOK),
        ("", "good", "7080", Standing.BAD, "a dónde"),
    ],
)
async def test_whether_meta_calls(
    hook_url: str,
    fault: str,
    business: str | None,
    standing: Standing,
    words: str,
    start_server: Start,
    tmp_path: Path,
) -> None:
    """Where the account is to be called, the look says at which address, and whether anybody is."""
    options = {"entrada": "aviso", "clave-aviso": "canario-clave-de-aviso", "cuenta": business}
    faults = [*["good"] * 4, fault]
    found = await examined("whatsapp", start_server, tmp_path, *faults, hook_url=hook_url, **options)
    assert found["intake"].standing is standing
    assert words in found["intake"].evidence


@pytest.mark.parametrize("kind", OPTIONS)
@pytest.mark.parametrize(
    ("used", "standing"),
    [(74, Standing.GOOD), (75, Standing.WARNING), (99, Standing.WARNING), (100, Standing.BAD), (130, Standing.BAD)],
)
async def test_limits_that_are_nearly_used_up(
    kind: str, used: int, standing: Standing, start_server: Start, tmp_path: Path
) -> None:
    """Before Meta refuses what is published."""
    found = await examined(kind, start_server, tmp_path, f"used:{used}")
    assert found["quota"].standing is standing
    assert f"{used} %" in found["quota"].evidence


@pytest.mark.parametrize("kind", OPTIONS)
async def test_a_version_that_is_retired(kind: str, start_server: Start, tmp_path: Path) -> None:
    """Meta answers for it with a later one, and says with which."""
    found = await examined(kind, start_server, tmp_path, "version:v27.0")
    assert found["version"].standing is Standing.WARNING
    assert "v27.0" in found["version"].advice


@pytest.mark.parametrize("kind", OPTIONS)
@pytest.mark.parametrize(
    ("version", "standing", "said"),
    [
        ("v26.0", Standing.GOOD, "no ha dicho hasta cuándo"),
        ("v22.0", Standing.GOOD, "hasta el 2027-05-20"),
        ("v21.0", Standing.WARNING, "hasta el 2027-01-21"),
        ("v20.0", Standing.BAD, "el 2026-09-24"),
        ("v9.0", Standing.BAD, "v9.0"),
        ("v27.0", Standing.UNKNOWN, "no sabe hasta cuándo"),
    ],
)
async def test_a_versions_end_is_told_before_it_comes(
    kind: str, version: str, standing: Standing, said: str, start_server: Start, tmp_path: Path
) -> None:
    """Ninety days before; one that Meta has named no end of is good, and one that nobody here knows is unknown."""
    found = await examined(kind, start_server, tmp_path, f"version:{version}", version=version)
    assert found["version"].standing is standing
    assert said in found["version"].evidence


@pytest.mark.parametrize(
    ("days_before", "standing"),
    [(91, Standing.GOOD), (90, Standing.WARNING), (0, Standing.WARNING), (-1, Standing.BAD)],
)
def test_when_a_version_is_near_its_end(days_before: int, standing: Standing) -> None:
    """On its last day it still serves."""
    end = date(2027, 10, 8)
    assert retirement("v23.0", end - timedelta(days=days_before)).standing is standing


async def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    """Nothing is raised, and nothing is known."""
    made = adapter("facebook")
    given = OPTIONS["facebook"] | KEYS | {"servidor": "http://127.0.0.1:9"}
    account: Any = made(made.options_model.model_validate(given), surroundings(tmp_path))
    found = await account.examine(NOW)
    await account.close()
    assert {each.standing for each in found} == {Standing.UNKNOWN}
