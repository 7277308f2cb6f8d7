"""`doctor`: accounts, disk and web site, looked over before anything depends on them."""

import asyncio
import shutil
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from campaigns.account import Account
from campaigns.content.freezing import WEB
from campaigns.tenant import Tenant
from channels.capabilities import Finding, Standing
from channels.machine_clock import Heard, clock_finding
from delivery.accounts.checkup import Examined, look_over
from delivery.figures.asking import figure_finding
from delivery.figures.pulls import fetched_indicators
from delivery.lost_words import COUNSEL, read_lost_words
from delivery.suspensions import standing
from delivery.workplace import Workplace
from panel.door import NOT_FOR_ALL
from panel.public import PREFIXES, PROXIES, WrongProxy, proxies
from reports.table import Table
from storage.errors import StorageError
from storage.proof import SPARE, room_words
from storage.states import Mode
from verbs.answer import Answer
from verbs.call import Call, WrongCall
from verbs.checkup_words import CHECKS, STANDINGS, title_of
from verbs.place import workplace
from verbs.words import how_many
from website.places import public_folder
from website.reach import desk_findings, site_findings

WRONG: tuple[type[Exception], ...] = ()
FAILED: tuple[type[Exception], ...] = (StorageError, OSError)

COLUMNS = ("Cuenta", "Qué se revisó", "Cómo está", "Qué se vio", "Qué hacer")
NOT_YET = "Hace falta antes de pasar una cuenta a real."
MACHINE = ""
"""In the place of an account: the machine itself."""
PUBLIC = frozenset({"desk", "desk_certificate", "proxies"})
"""What is looked at of pages that are open to everyone."""
PLENTY = 10 * SPARE
"""Bytes that the disk should have left."""


def doctor(call: Call, account: str | None) -> Answer:
    """Look over the accounts that send for real, disk and site, or the account that is named. 1: something is bad."""
    with workplace(call) as place:
        accounts = _chosen(place.tenant, account)
        found = [] if account else [Examined(MACHINE, _disk(place))]
        if account is None:
            found += [Examined(MACHINE, each) for each in _lost_words(place)]
        if account is None and (behind := _proxies(place.tenant, call.environment)) is not None:
            found.append(Examined(MACHINE, behind))
        found += [] if account else _figures(place)
        found += asyncio.run(_looked_over(place, accounts, public=account is None))
        found = found if accounts else [_not_yet(each) for each in found]
        trials = 0 if account else len(place.tenant.accounts) - len(accounts)
    bad = sum(each.finding.standing is Standing.BAD for each in found)
    rows = tuple(_cells(each) for each in found)
    untried = how_many(trials, "cuenta en pruebas no se revisó", "cuentas en pruebas no se revisaron")
    told = [f"{untried}: --account revisa una."] if trials else []
    table = Table("doctor", title_of([each.finding.standing for each in found]), COLUMNS, rows)
    return Answer([_document(each) for each in found], [table, *told], int(bad > 0))


def _chosen(tenant: Tenant, name: str | None) -> Sequence[Account]:
    if name is None:
        return [each for each in tenant.accounts.values() if each.mode == Mode.REAL.value]
    if name not in tenant.accounts:
        near = get_close_matches(name, tenant.accounts)
        hint = f"¿Quiso decir «{near[0]}»?" if near else f"Hay: {', '.join(tenant.accounts)}."
        raise WrongCall(f"No hay ninguna cuenta «{name}» en canales.yaml. {hint}")
    return [tenant.accounts[name]]


async def _looked_over(place: Workplace, accounts: Sequence[Account], *, public: bool) -> list[Examined]:
    """The accounts, those of the site as visitors meet it; where `public`, the program's own pages too."""
    now, municipality = place.clock.now(), place.tenant.municipality
    sites = [each.name for each in accounts if each.type == WEB]
    found, heard = await look_over(place, [each for each in accounts if each.type != WEB], now)
    if sites:
        asked = place.clock.now()
        shown = await site_findings(municipality.site_url, public_folder(place.tenant, place.outgoing), now)
        found += [Examined(MACHINE if public else sites[0], each) for each in shown.findings]
        heard += [Heard(shown.hour, asked, place.clock.now())] if shown.hour is not None else []
    if public and municipality.desk_url is not None:
        open_to_all = await desk_findings(municipality.desk_url, PREFIXES, NOT_FOR_ALL, now)
        found += [Examined(MACHINE, each) for each in open_to_all]
    clock = clock_finding(heard)
    return [*found, Examined(MACHINE, clock)] if clock is not None else found


def _disk(place: Workplace) -> Finding:
    free = shutil.disk_usage(place.folder).free
    said = f"Quedan {room_words(free)} en el disco de {place.folder}."
    if free >= PLENTY:
        return Finding("disk", Standing.GOOD, said)
    standing = Standing.BAD if free < SPARE else Standing.WARNING
    return Finding("disk", standing, said, "Libere espacio: con el disco lleno no se envía nada.")


def _lost_words(place: Workplace) -> Iterable[Finding]:
    """What a restore holds back until a person has looked for what people said."""
    with place.database.read() as connection:
        order = standing(read_lost_words(connection, place.tenant_id), place.clock.now())
    if order is not None:
        said = f"{order.reason} Lo que va a personas con su consentimiento o por su suscripción espera."
        yield Finding("lost_words", Standing.WARNING, said, COUNSEL)


def _figures(place: Workplace) -> Iterable[Examined]:
    """What the sources of figures would tell now; nothing is kept."""
    now, zone = place.clock.now(), place.tenant.municipality.zone
    for key, _, pulled in fetched_indicators(place.tenant):
        yield Examined(key, figure_finding(key, pulled, now, zone))


def _proxies(tenant: Tenant, environment: Mapping[str, str]) -> Finding | None:
    """Whether the program can tell visitors apart where it has pages for everyone; None: it has none."""
    desk = tenant.municipality.desk_url
    if desk is None:
        return None
    try:
        known = proxies(environment).networks
    except WrongProxy as wrong:
        return Finding("proxies", Standing.BAD, f"{wrong}.", "Escriba direcciones, o redes, separadas por comas.")
    if known:
        said = f"De quién es cada visita lo dice el servidor web ({', '.join(known)})."
        return Finding("proxies", Standing.GOOD, said)
    said = f"{desk} es pública y {PROXIES} no está: todas las visitas parecen de una sola dirección."
    advice = (
        f"Escriba {PROXIES}=127.0.0.1 (o la dirección del servidor web que lleva a la ventanilla) en el entorno del "
        "pregonero; si no, pocas personas a la vez agotan lo que se admite de una."
    )
    return Finding("proxies", Standing.WARNING, said, advice)


def _not_yet(each: Examined) -> Examined:
    """What the public would meet, where no account sends for real: nothing depends on it before one does."""
    finding = each.finding
    if finding.check not in PUBLIC or finding.standing is Standing.GOOD:
        return each
    return Examined(each.account, finding._replace(standing=Standing.NOTE, advice=f"{finding.advice} {NOT_YET}"))


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
