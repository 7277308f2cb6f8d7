"""Pictures where Instagram can fetch them: among the files of the municipality's own site."""

import asyncio
from pathlib import Path

from channels import durable
from channels.filetypes import SUFFIXES
from channels.message import Media, Unavailable
from channels.uploaded import read

FOLDER = "archivos"
"""Of the site, on the disk and in addresses."""
LONGEST_NAME = 32
"""Digits of the sha256 that name a file."""


def public_name(media: Media) -> str:
    """The file's name on the site: the same bytes have the same one."""
    return f"{media.sha256[:LONGEST_NAME]}{SUFFIXES[media.mime]}"


def public_address(media: Media, site_url: str) -> str:
    """Where the site shows it."""
    return f"{site_url}/{FOLDER}/{public_name(media)}"


async def expose(media: Media, site: Path) -> None:
    """Puts a picture into the site's folder, unless it is there. Raises `Unavailable` where it cannot be done."""
    path = site / FOLDER / public_name(media)
    if await asyncio.to_thread(_stands, path, media.size):
        return
    data = await read(media)
    try:
        await asyncio.to_thread(durable.write, path, data)
    except OSError as problem:
        reason = f"No se pudo escribir la imagen en la carpeta del sitio ({problem.strerror}); revise {path.parent}."
        raise Unavailable(reason, code="archivo", needs_person=True) from problem


def _stands(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except OSError:
        return False
