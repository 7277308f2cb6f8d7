"""The municipality's site as Instagram would find it: whether it has a public address, and serves the pictures."""

import asyncio
import ipaddress
from collections.abc import Iterable, Sequence
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from channels.capabilities import Finding, Standing
from channels.causes import cause_of
from channels.instagram.pictures import FOLDER

PATIENCE = 20
"""Seconds for the whole of one look."""
LARGEST = 10_000_000
"""Bytes that are read; a picture has 8 MB at most."""
MOST_REDIRECTS = 3
_SERVE = (
    "Revise que el servidor web publique el sitio de Pregonero, con su carpeta archivos, en esa dirección y sin clave."
)


async def site_findings(site_url: str, folder: Path) -> Sequence[Finding]:
    """Where it is, and whether it serves what lies in `folder`; changes nothing and raises nothing."""
    parts = urlsplit(site_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        advice = "Escriba la dirección pública del sitio en «sitio» de municipio.yaml."
        return [Finding("site", Standing.BAD, "El municipio no tiene la dirección de su sitio.", advice)]
    found = [await _address(parts.hostname), await _pictures(site_url, folder / FOLDER)]
    return [_unencrypted(site_url), *found] if parts.scheme == "http" else found


def _unencrypted(site_url: str) -> Finding:
    evidence = f"La dirección del sitio es {site_url}, sin cifrar, e Instagram va por las imágenes con https."
    advice = "Ponga un certificado en el servidor del sitio y escriba «sitio: https://…» en municipio.yaml."
    return Finding("https", Standing.BAD, evidence, advice)


def private(addresses: Iterable[str]) -> list[str]:
    """Those that only a network of one's own can reach."""
    return sorted({each for each in addresses if not ipaddress.ip_address(each.partition("%")[0]).is_global})


async def _address(host: str) -> Finding:
    try:
        async with asyncio.timeout(PATIENCE):
            found = await asyncio.get_running_loop().getaddrinfo(host, None)
    except (OSError, UnicodeError) as problem:
        advice = "Revise «sitio» en municipio.yaml y el dominio."
        return Finding("address", Standing.BAD, f"Nadie conoce {host} ({cause_of(problem)}).", advice)
    addresses = sorted({str(each[4][0]) for each in found})
    if inside := private(addresses):
        evidence = f"{host} lleva a {', '.join(inside)}, que solo existe dentro de la red de la alcaldía."
        return Finding(
            "address", Standing.BAD, evidence, "El sitio debe tener una dirección pública: Instagram va a él."
        )
    return Finding("address", Standing.GOOD, f"{host} tiene una dirección pública ({', '.join(addresses)}).")


async def _pictures(site_url: str, folder: Path) -> Finding:
    """The newest picture, byte by byte; where there is none yet, the site's first page."""
    picture = await asyncio.to_thread(_newest, folder)
    address = f"{site_url}/{FOLDER}/{picture.name}" if picture else f"{site_url}/"
    try:
        status, body = await _fetched(address)
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as problem:
        evidence = f"No se pudo abrir {address} ({cause_of(problem)})."
        return Finding("site", Standing.BAD, evidence, _SERVE)
    if status != HTTPStatus.OK:
        return Finding("site", Standing.BAD, f"{address} responde {status}.", _SERVE)
    if picture is None:
        evidence = f"{address} responde, y todavía no hay imágenes que mirar."
        return Finding("site", Standing.WARNING, evidence, "Revise otra vez después de la primera publicación.")
    if body != await asyncio.to_thread(_read, picture):
        return Finding("site", Standing.BAD, f"{address} no muestra la imagen que es.", _SERVE)
    return Finding("site", Standing.GOOD, f"{address} muestra la imagen que es.")


async def _fetched(address: str) -> tuple[int, bytes]:
    """Status and body, as somebody without any key gets them. Raises httpx's errors and TimeoutError."""
    body = bytearray()
    client = httpx.AsyncClient(follow_redirects=True, max_redirects=MOST_REDIRECTS, timeout=PATIENCE)
    async with asyncio.timeout(PATIENCE), client, client.stream("GET", address) as response:
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > LARGEST:
                break
        return response.status_code, bytes(body)


def _newest(folder: Path) -> Path | None:
    try:
        files = [(each.stat().st_mtime, each) for each in folder.iterdir() if each.suffix == ".jpg"]
    except OSError:
        return None
    return max(files)[1] if files else None


def _read(picture: Path) -> bytes:
    try:
        return picture.read_bytes()
    except OSError:
        return b""
