"""How `var/` was laid out before each municipality had a folder in it: what lay there moves into its own.

A link stays at each old place: what a web server or a scheduled copy has been told goes on being right.
"""

import json
from pathlib import Path

from channels.web import ROOT
from delivery.public_folder import make_public
from logs import Log

log = Log(__name__)

SITES = {"sitio-publico": "sitio-real.json", "sitio-de-pruebas": "sitio-pruebas.json"}
"""A site's folder, and the file beside it in which its words were remembered."""
CONTENTS = "sitio"
"""What accounts of the web and of Instagram hand over."""
STAMP = "sello.json"
"""In each site: whose it is, by its address."""


def move_in(folder: Path, outgoing: Path, site_url: str, database: str) -> None:
    """Move what is this municipality's from `folder`, the `var/` of all, to `outgoing`; what may be another's stays.

    `database`: the name of its own one's file; another's in `folder` says that several municipalities worked in it.
    Raises OSError.
    """
    for name, memory in SITES.items():
        if _is_left(folder / name, outgoing / name) and _site_in(folder / name) == site_url:
            _move(folder / name, outgoing / name)
            if (folder / memory).is_file():
                (folder / memory).replace(outgoing / memory)
    contents = folder / CONTENTS
    if _is_left(contents, outgoing / CONTENTS) and (_is_alone(folder, database) or _is_of(contents, site_url)):
        _move(contents, outgoing / CONTENTS)


def _is_left(old: Path, new: Path) -> bool:
    return old.is_dir() and not old.is_symlink() and not new.exists()


def _site_in(folder: Path) -> str:
    try:
        return str(json.loads((folder / STAMP).read_bytes())["sitio"])
    except (OSError, ValueError, LookupError, TypeError):
        return ""


def _is_alone(folder: Path, database: str) -> bool:
    return all(path.name == database for path in folder.glob("*.db"))


def _is_of(contents: Path, site_url: str) -> bool:
    """Whether each page that was handed over is of this site."""
    return all(_url_in(path).startswith(f"{site_url}/") for path in (contents / ROOT).rglob("*.json"))


def _url_in(path: Path) -> str:
    try:
        return str(json.loads(path.read_bytes())["url"])
    except (OSError, ValueError, LookupError, TypeError):
        return ""


def _move(old: Path, new: Path) -> None:
    make_public(new.parent)
    old.rename(new)
    old.symlink_to(new.relative_to(old.parent))
    log.info("what lay in var/ moved into the municipality's folder; a link stays", old=str(old), new=str(new))
