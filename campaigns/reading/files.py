"""A tenant's folder: which files are read, and nothing outside it."""

import hashlib
import os
import stat
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath

from campaigns.problem import Problem
from campaigns.reading.validation import nearest
from campaigns.reading.yaml_reader import MAXIMUM_BYTES, too_big

MUNICIPALITY = "municipio.yaml"
PLAN = "plan.yaml"
ACCOUNTS = "canales.yaml"
AUDIENCES = "publicos.yaml"
INDICATORS = "indicadores.yaml"
HOLIDAYS = "festivos.yaml"
REQUIRED = (MUNICIPALITY, PLAN, ACCOUNTS, AUDIENCES)
BASE = (*REQUIRED, INDICATORS, HOLIDAYS)
CAMPAIGNS = "campanas"
TEMPLATES = "plantillas"
MEDIA = "archivos"


class Unreadable(Exception):
    """A file that cannot be read; says why in Spanish."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Missing(Unreadable):
    """There is no such file."""


class Files:
    """One folder. Names are relative to it, with `/`."""

    def __init__(self, folder: Path, remembered: Mapping[str, bytes] | None = None) -> None:
        """`remembered` texts are read instead of the folder's own."""
        self.folder = folder
        self.remembered = dict(remembered or {})
        self.texts: dict[str, bytes] = {}
        """What has been read so far."""
        self.media: dict[str, str] = {}
        """sha256 of the media that messages name, so far."""
        self._root = folder.resolve()
        self._folders: dict[str, Path | None] = {}

    def path(self, name: str) -> Path:
        """Where a file lies, as the operator named the folder."""
        return self.folder / name

    def read(self, name: str) -> bytes:
        """The bytes of a text file of at most 1 MB. Raises `Unreadable`, and `Missing` where there is none."""
        if name in self.texts:
            return self.texts[name]
        data = self.remembered[name] if name in self.remembered else self._from_disk(name)
        self.texts[name] = data
        return data

    def template(self, name: str) -> str:
        """The text of a file of `plantillas/`, in NFC. Raises `Unreadable`."""
        try:
            return unicodedata.normalize("NFC", self.read(f"{TEMPLATES}/{name}").decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise Unreadable(f"«{TEMPLATES}/{name}» no está en UTF-8", "guárdelo con codificación UTF-8") from error

    def media_digest(self, name: str) -> str:
        """sha256 of a file of `archivos/`, in hexadecimal. Raises `Unreadable`."""
        path = self.inside(f"{MEDIA}/{name}")
        state = path.stat()
        self.media[name] = _sha256(path, state.st_ctime_ns, state.st_size)
        return self.media[name]

    def _from_disk(self, name: str) -> bytes:
        path = self.inside(name)
        try:
            with path.open("rb") as file:
                size = os.fstat(file.fileno()).st_size
                if size > MAXIMUM_BYTES:
                    problem = too_big(path, size)
                    raise Unreadable(problem.message, problem.hint)
                return file.read(MAXIMUM_BYTES + 1)
        except OSError as error:
            raise Unreadable("el archivo no se puede leer", f"revise sus permisos ({error.strerror})") from error

    def inside(self, name: str) -> Path:
        """The real path of a regular file under the folder. Raises `Unreadable`, and `Missing` where there is none."""
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts or "\x00" in name:
            raise Unreadable(f"«{name}» está fuera de la carpeta", "escriba un nombre sin «..» ni «/» al comienzo")
        folder, _, last = name.rpartition("/")
        if plain := self._plain(folder, last):
            return plain
        try:
            real = (self._root / name).resolve(strict=True)
            mode = real.stat().st_mode
        except FileNotFoundError as error:
            raise Missing(f"no existe el archivo «{name}»", self._similar(name)) from error
        except (OSError, RuntimeError) as error:
            raise Unreadable(f"no se puede llegar al archivo «{name}»", "revise la ruta y sus permisos") from error
        if not real.is_relative_to(self._root):
            raise Unreadable(
                f"«{name}» es un enlace que sale de la carpeta", "copie el archivo a la carpeta y borre el enlace"
            )
        if not stat.S_ISREG(mode):
            raise Unreadable(f"«{name}» no es un archivo", "escriba el nombre de un archivo, no el de una carpeta")
        return real

    def _plain(self, folder: str, last: str) -> Path | None:
        """A regular file under its own name, in a folder that is followed to its end once for all that it holds."""
        if folder not in self._folders:
            real = (self._root / folder).resolve()
            self._folders[folder] = real if real.is_relative_to(self._root) else None
        holder = self._folders[folder]
        if holder is None:
            return None
        path = holder / last
        try:
            return path if stat.S_ISREG(path.lstat().st_mode) else None
        except OSError:
            return None

    def _similar(self, name: str) -> str:
        there = [entry.name for entry in entries_of((self._root / name).parent)]
        if any(unicodedata.normalize("NFC", each) == Path(name).name for each in there):
            return "está, pero sus tildes se guardaron de otra manera, como en un Mac: quítelas del nombre"
        close = nearest(Path(name).name, there)
        return f"¿quiso decir «{close}»?" if close else f"póngalo en {self.path(name).parent}/ o corrija el nombre"

    def campaigns(self) -> tuple[str, ...]:
        """The campaigns' files, by name; with those that are only remembered."""
        found = {f"{CAMPAIGNS}/{path.name}" for path in self._entries(CAMPAIGNS) if path.suffix == ".yaml"}
        found |= {name for name in self.remembered if name.startswith(f"{CAMPAIGNS}/")}
        return tuple(sorted(found))

    def ignored(self) -> tuple[Problem, ...]:
        """Files that look like ours and that nothing reads."""
        problems = []
        for entry in self._entries(""):
            if entry.suffix in (".yaml", ".yml") and entry.name not in BASE:
                close = nearest(entry.stem, (Path(name).stem for name in BASE))
                hint = f"¿quiso decir «{close}.yaml»?" if close else f"las campañas van en {CAMPAIGNS}/"
                problems.append(Problem(self.path(entry.name), 1, 1, "", "este archivo no se lee", hint))
        for entry in self._entries(CAMPAIGNS):
            if entry.suffix == ".yml":
                path = self.path(f"{CAMPAIGNS}/{entry.name}")
                problems.append(Problem(path, 1, 1, "", "este archivo no se lee", "cámbiele la extensión a .yaml"))
        return tuple(problems)

    def _entries(self, name: str) -> tuple[Path, ...]:
        return entries_of(self._root / name)


def entries_of(folder: Path) -> tuple[Path, ...]:
    """What a folder shows, by name; nothing where there is none or it may not be listed."""
    try:
        return tuple(sorted(entry for entry in folder.iterdir() if not entry.name.startswith(".")))
    except OSError:
        return ()


@lru_cache(maxsize=4096)
def _sha256(path: Path, changed_ns: int, size: int) -> str:
    """Read again only where its time or size has changed: reloads hash what is new."""
    del changed_ns, size
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
