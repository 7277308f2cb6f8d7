"""What a new municipality begins with: a folder that runs as it is, every account in `pruebas`."""

from importlib.resources import as_file, files
from pathlib import Path

RENAMED = {"gitignore.txt": ".gitignore"}
"""Names that a package cannot carry as they are."""
CODE = frozenset({".py", ".pyc"})


def create(directory: Path) -> list[Path]:
    """Copies the starting files into a folder and says which it wrote.

    Raises FileExistsError, in Spanish, where the folder holds anything already or is no folder.
    """
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise FileExistsError(f"«{directory}» ya existe y no está vacía; escriba el nombre de una carpeta nueva")
    written = []
    with as_file(files(__name__)) as source:
        for path in sorted(source.rglob("*")):
            if not path.is_file() or path.suffix in CODE:
                continue
            name = path.relative_to(source)
            target = directory / name.with_name(RENAMED.get(name.name, name.name))
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
            written.append(target)
    return written
