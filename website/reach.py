"""A municipality's site looked over as its visitors meet it: its folder, its certificate, and whether it is the one.

Loads httpx; only whoever looks imports this file.
"""

import asyncio
import os
import ssl
from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx

from channels.capabilities import Finding, Standing
from channels.causes import cause_of
from channels.certificate import certificate_finding, ends_in
from channels.hour import Hour, hour_of
from website.rights import closed_to_others
from website.stamp import PATH, site_named

PATIENCE = 20
"""Seconds for the whole of one look."""
LARGEST = 100_000
"""Bytes that are read; a stamp has some hundred."""
NOWHERE = "aqui/no/hay/nada"
"""No page of ours has such an address."""
OFFICE_SIGN = b"/panel/estaticos/panel.css"
"""What each page of the panel holds, and no other."""
CLOSED = "los navegadores no abren la página"
_PUBLISH = "Revise que el servidor web publique {folder} en esa dirección."


class _Seen(NamedTuple):
    """What an address answered."""

    status: int
    body: bytes
    ends: datetime | None
    """Until when its certificate holds."""
    hour: Hour | None
    """What it says of the hour."""


class Shown(NamedTuple):
    """A site as it was met."""

    findings: Sequence[Finding]
    hour: Hour | None
    """What its server says of the hour; None: nothing, or it was not reached."""


async def site_findings(site_url: str, folder: Path, now: datetime, context: ssl.SSLContext | None = None) -> Shown:
    """The folder, the certificate, and the site that is shown under the address; changes nothing and raises nothing.

    `context`: whom to trust; None: whom the machine trusts.
    """
    address = f"{site_url}/{PATH}"
    seen = await _fetched(address, context)
    is_shown = not isinstance(seen, str) and site_named(seen.body) == site_url
    found = [await asyncio.to_thread(_folder, folder, is_shown)]
    if isinstance(seen, str):
        return Shown([*found, _unreached("site", address, seen)], None)
    if seen.ends is not None:
        found.append(certificate_finding("site_certificate", site_url, seen.ends, now, CLOSED))
    found.append(await asyncio.to_thread(_shown, address, seen, site_url, folder))
    return Shown(found, seen.hour)


async def desk_findings(
    desk_url: str, paths: Sequence[str], nothing: str, now: datetime, context: ssl.SSLContext | None = None
) -> Sequence[Finding]:
    """Whether the program's own pages are open to the public, and their certificate; raises nothing.

    `paths`: under what they lie; `nothing`: what the program, and no web server before it, says where there is none.
    """
    closed: dict[str, int] = {}
    ends: datetime | None = None
    for path in paths:
        seen = await _fetched(f"{desk_url}{path}{NOWHERE}", context)
        if isinstance(seen, str):
            return [_unreached("desk", desk_url, seen)]
        if nothing.strip().encode() not in seen.body:
            closed[path] = seen.status
        ends = seen.ends
    if closed:
        said = ", ".join(f"{path} ({status})" for path, status in closed.items())
        advice = (
            "Revise que el pregonero esté en marcha y que el servidor web le pase lo que empieza así: por ahí la gente "
            "vota, se suscribe, deja de recibir y aprueba, y llaman los servicios."
        )
        shown = Finding("desk", Standing.BAD, f"En la ventanilla {desk_url} no responde el pregonero: {said}.", advice)
    else:
        shown = Finding("desk", Standing.GOOD, f"La ventanilla {desk_url} responde.")
    if ends is None:
        return [shown]
    return [shown, certificate_finding("desk_certificate", desk_url, ends, now, CLOSED)]


async def office_finding(
    desk_url: str, path: str, stranger: str, context: ssl.SSLContext | None = None
) -> Finding | None:
    """Whether staff come in at the public address, too: the web server may pass the panel on, and need not.

    None where nothing answers at all, which `desk_findings` tells. `path`: under what the panel lies; `stranger`: what
    the panel says under a name that is not its own.
    """
    address = f"{desk_url}{path}"
    seen = await _fetched(f"{address}{NOWHERE}", context)
    if isinstance(seen, str):
        return None
    if stranger.strip().encode() in seen.body:
        said = f"El servidor web pasa {address} al panel, pero no le dice con qué nombre lo llamaron."
        return Finding("office", Standing.WARNING, said, "Haga que pase también la cabecera «Host» como le llegó.")
    if OFFICE_SIGN not in seen.body:
        return Finding("office", Standing.GOOD, f"El panel no se abre desde afuera: {address} no lleva a él.")
    if seen.ends is None:
        advice = "Ponga HTTPS en el servidor web: sin él nadie puede escribir ahí su clave."
        return Finding("office", Standing.WARNING, f"El panel se abre en {address}, sin cifrar.", advice)
    return Finding("office", Standing.GOOD, f"El panel se abre también en {address}.")


def _folder(folder: Path, is_shown: bool) -> Finding:
    """The nearest folder that is there: what is missing is made when the site is built.

    Of others' rights nothing is said where the site is shown: something brings it to the public.
    """
    there = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    if not (there.is_dir() and os.access(there, os.W_OK | os.X_OK)):
        advice = (
            "Dé permiso de escritura al usuario del pregonero, también en «ReadWritePaths» del servicio de systemd, o "
            "corrija «sitio-carpeta» en municipio.yaml."
        )
        return Finding("site_folder", Standing.BAD, f"No se puede escribir el sitio en {folder}.", advice)
    closed = closed_to_others(folder) if folder.is_dir() and not is_shown else None
    if closed is not None:
        said = (
            f"El sitio está en {folder}, pero el servidor web no puede leerlo: solo su dueño puede entrar a {closed}."
        )
        advice = (
            "Si el servidor web está en esta máquina, ponga en «sitio-carpeta» de municipio.yaml una carpeta que los "
            "demás usuarios puedan leer, como /var/www/pregonero."
        )
        return Finding("site_folder", Standing.BAD, said, advice)
    return Finding("site_folder", Standing.GOOD, f"Se puede escribir en {folder}.")


def _unreached(check: str, address: str, why: str) -> Finding:
    advice = "Revise el dominio, el certificado y que el servidor web esté en marcha."
    return Finding(check, Standing.BAD, f"No se pudo abrir {address} ({why}).", advice)


def _shown(address: str, seen: _Seen, site_url: str, folder: Path) -> Finding:
    publish = _PUBLISH.format(folder=folder)
    try:
        ours = (folder / PATH).read_bytes()
    except OSError:
        advice = "Hágalo con «pregonero site», o deje en marcha el pregonero."
        return Finding("site", Standing.WARNING, f"Todavía no hay un sitio hecho en {folder}.", advice)
    if seen.status != HTTPStatus.OK:
        return Finding("site", Standing.BAD, f"{address} responde {seen.status}.", publish)
    if seen.body == ours:
        return Finding("site", Standing.GOOD, f"{site_url} muestra el sitio tal como se hizo.")
    named = site_named(seen.body)
    if named == site_url:
        advice = f"{publish} Si se copia a otro equipo, copie otra vez; si hay una memoria intermedia, vacíela."
        return Finding("site", Standing.WARNING, f"{site_url} muestra el sitio de otro momento.", advice)
    said = f"{address} es de otro sitio ({named})." if named else f"{address} no es el sello del sitio."
    return Finding("site", Standing.BAD, said, publish)


async def _fetched(address: str, context: ssl.SSLContext | None) -> _Seen | str:
    """What is there for somebody without any key; why not, where nothing is."""
    body = bytearray()
    client = httpx.AsyncClient(follow_redirects=True, max_redirects=3, timeout=PATIENCE, verify=context or True)
    try:
        async with asyncio.timeout(PATIENCE), client, client.stream("GET", address) as response:
            wire = response.extensions["network_stream"].get_extra_info("ssl_object")
            ends = ends_in(wire.getpeercert()) if wire is not None else None
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > LARGEST:
                    break
            host = urlsplit(address).hostname or address
            return _Seen(response.status_code, bytes(body), ends, hour_of(host, response.headers))
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as problem:
        return cause_of(problem)
