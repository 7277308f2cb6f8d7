"""A file put in the place of another: whole or not at all, and never over what nobody here has seen."""

import errno
import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from campaigns.reading.files import CAMPAIGNS, Files, Missing, Unreadable

NEW = ""
"""In the place of a sha256: there is no such file yet."""


class Changed(Exception):
    """The file is not the one that was read; `theirs` is what it says now, None where it is gone."""

    def __init__(self, theirs: bytes | None) -> None:
        super().__init__("the file was changed")
        self.theirs = theirs


class NotWritable(Exception):
    """The file cannot be written; says why in Spanish."""


def digest(data: bytes) -> str:
    """Of a file, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def read_file(folder: Path, name: str) -> bytes | None:
    """What a file says now; None where there is none. `name`: `campanas/x.yaml`. Raises `Unreadable`."""
    try:
        return Files(folder).read(name)
    except Missing:
        return None


def why_not(folder: Path, name: str) -> str:
    """Why a file cannot be written here, as a Spanish clause; empty: it can."""
    try:
        path = _real(folder, name)
    except (Unreadable, NotWritable) as error:
        return str(error)
    if not os.access(path.parent, os.W_OK | os.X_OK):
        return f"la carpeta {CAMPAIGNS}/ está montada o protegida solo para leer"
    if path.exists() and not os.access(path, os.W_OK):
        return f"el archivo {name} está protegido contra escritura"
    return ""


def place(folder: Path, name: str, data: bytes, expected: str) -> bytes | None:
    """The file says `data` from now on, if its sha256 is `expected` still (`NEW`: if there is none).

    Returns what somebody wrote into the old file in the very moment in which it was replaced; None: nobody did. Its
    permissions stay. Raises `Changed`, `NotWritable`.
    """
    if why := why_not(folder, name):
        raise NotWritable(why)
    path = _real(folder, name)
    try:
        with _alone(path.parent):
            if expected != NEW:
                return _replace(path, data, expected)
            _place_new(path, data)
            return None
    except OSError as error:
        raise NotWritable(f"el sistema no lo permitió ({os.strerror(error.errno or 0)})") from error


def _replace(path: Path, data: bytes, expected: str) -> bytes | None:
    try:
        old = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError as error:
        raise Changed(None) from error
    try:
        seen, state = _content(old), os.fstat(old)
        if digest(seen) != expected:
            raise Changed(seen)
        made = _temporary(path, data, state)
        try:
            now = path.lstat()
            if (now.st_dev, now.st_ino, now.st_mtime_ns) != (state.st_dev, state.st_ino, state.st_mtime_ns):
                raise Changed(path.read_bytes())
            made.replace(path)
        finally:
            made.unlink(missing_ok=True)
        _keep(path.parent)
        later = _content(old)
        return None if later == seen else later
    finally:
        os.close(old)


def _place_new(path: Path, data: bytes) -> None:
    made = _temporary(path, data, None)
    try:
        os.link(made, path)
    except FileExistsError as error:
        raise Changed(path.read_bytes()) from error
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EMLINK):
            raise
        # A file system without links: nobody else writes here under the lock but whoever edits by hand.
        if path.exists():
            raise Changed(path.read_bytes()) from error
        made.replace(path)
    finally:
        made.unlink(missing_ok=True)
    _keep(path.parent)


def _temporary(path: Path, data: bytes, like: os.stat_result | None) -> Path:
    """The bytes on the disk beside the file, under a name that nothing reads, with the permissions of `like`.

    A new file may be read and written by whoever may read and write its folder.
    """
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        file.write(data)
        file.flush()
        if like is not None:
            with suppress(PermissionError):
                os.fchown(file.fileno(), like.st_uid, like.st_gid)
        os.fchmod(file.fileno(), like.st_mode & 0o7777 if like is not None else path.parent.stat().st_mode & 0o666)
        os.fsync(file.fileno())
    return Path(file.name)


def _content(descriptor: int) -> bytes:
    with os.fdopen(os.dup(descriptor), "rb") as file:
        file.seek(0)
        return file.read()


def _keep(folder: Path) -> None:
    """The folder's own entry of the file is on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One of ours writes in a folder at a time, in whatever process."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _real(folder: Path, name: str) -> Path:
    """Where the file lies, its own links followed within the folder; of a new one where it would.

    Raises `Unreadable`, `NotWritable`.
    """
    files = Files(folder)
    try:
        return files.inside(name)
    except Missing:
        holder = (folder / CAMPAIGNS).resolve()
        if not holder.is_dir() or not holder.is_relative_to(folder.resolve()):
            raise NotWritable(f"no hay carpeta {CAMPAIGNS}/, o es un enlace que sale de la configuración") from None
        path = holder / Path(name).name
        if path.is_symlink():
            raise NotWritable(f"{name} es un enlace que no lleva a ninguna parte") from None
        return path
