"""`doctor`: accounts, disk and web site, looked over before anything depends on them."""

import asyncio
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from campaigns.account import Account
from campaigns.tenant import Tenant
from channels.capabilities import Standing
from delivery.accounts.checkup import Examined, real_accounts
from delivery.workplace import Workplace
from panel.doctor import examine
from panel.doctor_words import CHECKS, STANDINGS
from panel.public import Proxies, WrongProxy, proxies
from reports.table import Table
from storage.errors import StorageError
from verbs.answer import Answer
from verbs.call import Call, WrongCall
from verbs.checkup_words import title_of
from verbs.place import workplace
from verbs.words import how_many

WRONG: tuple[type[Exception], ...] = ()
FAILED: tuple[type[Exception], ...] = (StorageError, OSError)

COLUMNS = ("Cuenta", "Qué se revisó", "Cómo está", "Qué se vio", "Qué hacer")


def doctor(call: Call, account: str | None) -> Answer:
    """Look over the accounts that send for real, disk and site, or the account that is named. 1: something is bad."""
    with workplace(call) as place:
        accounts = _chosen(place, account)
        known = _proxies(call.environment)
        found = asyncio.run(examine(place, accounts, known, whole=account is None))
        trials = 0 if account else len(place.tenant.accounts) - len(accounts)
    bad = sum(each.finding.standing is Standing.BAD for each in found)
    rows = tuple(_cells(each) for each in found)
    untried = how_many(trials, "cuenta en pruebas no se revisó", "cuentas en pruebas no se revisaron")
    told = [f"{untried}: --account revisa una."] if trials else []
    table = Table("doctor", title_of([each.finding.standing for each in found]), COLUMNS, rows)
    return Answer([_document(each) for each in found], [table, *told], int(bad > 0))


def _chosen(place: Workplace, name: str | None) -> Sequence[Account]:
    return real_accounts(place.tenant) if name is None else [_named(place.tenant, name)]


def _named(tenant: Tenant, name: str) -> Account:
    if name not in tenant.accounts:
        near = get_close_matches(name, tenant.accounts)
        hint = f"¿Quiso decir «{near[0]}»?" if near else f"Hay: {', '.join(tenant.accounts)}."
        raise WrongCall(f"No hay ninguna cuenta «{name}» en canales.yaml. {hint}")
    return tenant.accounts[name]


def _proxies(environment: Mapping[str, str]) -> Proxies | WrongProxy:
    try:
        return proxies(environment)
    except WrongProxy as wrong:
        return wrong


def _document(each: Examined) -> dict[str, object]:
    check, standing, evidence, advice = each.finding
    return {
        "account": each.account,
        "check": check,
        "state": standing.value,
        "evidence": evidence,
        "advice": advice,
    }


def _cells(each: Examined) -> tuple[str, ...]:
    check, standing, evidence, advice = each.finding
    return (each.account or "este equipo", CHECKS.get(check, check), STANDINGS[standing], evidence, advice)
