"""Accounts, disk and web site, looked over before anything depends on them.

Loads httpx; only whoever looks imports this file.
"""

import asyncio
import shutil
from collections.abc import Iterable, Sequence

from campaigns.account import Account
from campaigns.content.freezing import WEB
from channels.capabilities import Finding, Standing
from channels.machine_clock import Heard, clock_finding
from delivery.accounts.checkup import Examined, look_over
from delivery.figures.asking import figure_finding
from delivery.figures.pulls import fetched_indicators
from delivery.lost_words import COUNSEL, read_lost_words
from delivery.suspensions import standing
from delivery.workplace import Workplace
from panel.door import NOT_FOR_ALL, WRONG_NAME
from panel.public import OFFICE, PREFIXES, PROXIES, Proxies, WrongProxy
from storage.proof import SPARE, room_words
from website.places import public_folder
from website.reach import desk_findings, office_finding, site_findings

NOT_YET = "Hace falta antes de pasar una cuenta a real."
MACHINE = ""
"""In the place of an account: the machine itself."""
PUBLIC = frozenset({"desk", "desk_certificate", "office", "proxies"})
"""What is looked at of pages that are open to everyone."""
PLENTY = 10 * SPARE
"""Bytes that the disk should have left."""


async def examine(
    place: Workplace, accounts: Sequence[Account], known: Proxies | WrongProxy, *, whole: bool
) -> list[Examined]:
    """What was found of the accounts; where `whole`, of the machine, the site and the program's own pages too.

    `known`: whose word on a visit's way is believed. Nothing is sent and nothing changed. Raises `StorageError`,
    `OSError`.
    """
    found = []
    if whole:
        found += [Examined(MACHINE, _disk(place))]
        found += [Examined(MACHINE, each) for each in _lost_words(place)]
        found += [Examined(MACHINE, each) for each in _proxies(place, known)]
        # In a thread, since each waits for its source by a loop of its own.
        found += await asyncio.to_thread(_figures, place)
    found += await _looked_over(place, accounts, public=whole)
    return found if accounts else [_not_yet(each) for each in found]


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
        open_to_all = [*await desk_findings(municipality.desk_url, PREFIXES, NOT_FOR_ALL, now)]
        office = await office_finding(municipality.desk_url, OFFICE, WRONG_NAME)
        found += [Examined(MACHINE, each) for each in (*open_to_all, *([office] if office is not None else []))]
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


def _figures(place: Workplace) -> list[Examined]:
    """What the sources of figures would tell now; nothing is kept."""
    now, zone = place.clock.now(), place.tenant.municipality.zone
    fetched = fetched_indicators(place.tenant)
    return [Examined(key, figure_finding(key, pulled, now, zone)) for key, _, pulled in fetched]


def _proxies(place: Workplace, known: Proxies | WrongProxy) -> Iterable[Finding]:
    """Whether the program can tell visitors apart where it has pages for everyone; nothing where it has none."""
    desk = place.tenant.municipality.desk_url
    if desk is None:
        return
    if isinstance(known, WrongProxy):
        yield Finding("proxies", Standing.BAD, f"{known}.", "Escriba direcciones, o redes, separadas por comas.")
    elif known.networks:
        said = f"De quién es cada visita lo dice el servidor web ({', '.join(known.networks)})."
        yield Finding("proxies", Standing.GOOD, said)
    else:
        said = f"{desk} es pública y {PROXIES} no está: todas las visitas parecen de una sola dirección."
        advice = (
            f"Escriba {PROXIES}=127.0.0.1 (o la dirección del servidor web que lleva a la ventanilla) en el entorno "
            "del pregonero; si no, pocas personas a la vez agotan lo que se admite de una."
        )
        yield Finding("proxies", Standing.WARNING, said, advice)


def _not_yet(each: Examined) -> Examined:
    """What the public would meet, where no account sends for real: nothing depends on it before one does."""
    finding = each.finding
    if finding.check not in PUBLIC or finding.standing is Standing.GOOD:
        return each
    return Examined(each.account, finding._replace(standing=Standing.NOTE, advice=f"{finding.advice} {NOT_YET}"))
