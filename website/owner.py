"""Whose site a folder has: written down in it, so that no other municipality's is ever built over it."""

from contextlib import suppress
from pathlib import Path

from channels.durable import write
from website.folder import OURS
from website.stamp import PATH, site_named

FILE = "municipio.txt"
"""In `OURS`: the municipality's name in keys."""


class Taken(Exception):
    """The folder has another municipality's site; the text says so, and what to do, in Spanish."""


def claim(root: Path, municipality: str, site: str) -> None:
    """Write down whose folder it is from now on. `site`: its public address, by which one is known that says no name.

    Raises `Taken` where it is another's already, OSError.
    """
    mark = root / OURS / FILE
    named = _read(mark).decode(errors="replace").strip()
    shown = site_named(_read(root / PATH))
    if named not in ("", municipality):
        raise Taken(_words(root, named, mark))
    if not named and shown not in ("", site):
        raise Taken(_words(root, shown, root / PATH))
    if named != municipality:
        write(mark, f"{municipality}\n".encode())


def _read(path: Path) -> bytes:
    with suppress(FileNotFoundError):
        return path.read_bytes()
    return b""


def _words(root: Path, other: str, told_by: Path) -> str:
    return (
        f"En {root} está el sitio de otro municipio ({other}), así que no se tocó nada. Ponga otra carpeta en "
        "«sitio-carpeta» de municipio.yaml, o en --out si la dijo ahí. Si es este mismo municipio, que cambió de "
        f"nombre, borre el archivo {told_by} y el sitio se pone al día."
    )
