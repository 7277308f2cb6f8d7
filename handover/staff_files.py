"""The staff's folder as the next administration gets it: the files that are read, without secrets or people."""

from collections.abc import Iterator
from pathlib import Path

from campaigns.reading.files import BASE, CAMPAIGNS, MEDIA, TEMPLATES

ROOM = "configuracion"
"""Where they lie in a package."""
_FOLDERS = (TEMPLATES, MEDIA)


def staff_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Name and place of each file that is read of a municipality's folder, in the order of their names.

    Keys are never in them: an account names where its key is kept. Lists of people are no part of the configuration.
    """
    for name in sorted(BASE):
        if (folder / name).is_file():
            yield name, folder / name
    for path in sorted((folder / CAMPAIGNS).glob("*.yaml")):
        yield f"{CAMPAIGNS}/{path.name}", path
    for room in _FOLDERS:
        for path in sorted((folder / room).rglob("*")):
            if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
                yield path.relative_to(folder).as_posix(), path
