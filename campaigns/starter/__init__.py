"""What a new municipality begins with: a folder that runs as it is, every account in `pruebas`."""

from importlib.resources import as_file, files
from pathlib import Path
from shlex import quote

from campaigns.loader import slug_of
from campaigns.reading.secrets import own_prefix

RENAMED = {"gitignore.txt": ".gitignore"}
"""Names that a package cannot carry as they are."""
CODE = frozenset({".py", ".pyc"})
VARIABLES = own_prefix("municipio").encode()
"""With what the variables begin here; each copy bears its folder's name, as a folder among others must."""
FOLDER = b"SU-CARPETA"
"""Stands for the copy's own folder in the commands that it tells."""


def create(directory: Path) -> list[Path]:
    """Copies the starting files into a folder, with variables of its own, and says which it wrote.

    Raises FileExistsError, in Spanish, where the folder holds anything already or is no folder.
    """
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise FileExistsError(f"«{directory}» ya existe y no está vacía; escriba el nombre de una carpeta nueva")
    own = own_prefix(slug_of(directory.resolve().name)).encode()
    named = quote(str(directory)).encode()
    written = []
    with as_file(files(__name__)) as source:
        for path in sorted(source.rglob("*")):
            if not path.is_file() or path.suffix in CODE:
                continue
            name = path.relative_to(source)
            target = directory / name.with_name(RENAMED.get(name.name, name.name))
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes().replace(VARIABLES, own).replace(FOLDER, named))
            written.append(target)
    return written
