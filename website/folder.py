"""The folder that a site lies in: written file by file and whole each time, with nothing of others touched."""

import fcntl
import os
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from uuid import uuid4

from website.register import Kept, Register, digest_of

OURS = ".pregonero"
"""In the folder: what it holds of ours."""
FILE_MODE, FOLDER_MODE = 0o644, 0o755
"""What is published is everyone's to read, whatever the daemon's umask keeps to itself."""
ASIDE = "apartados"
"""In `OURS`: files that may be another's, each at its own path."""
BATCH = 200
"""Files that are announced and written together."""


class Busy(Exception):
    """Somebody else is writing this folder now."""


@dataclass(slots=True)
class Done:
    """What became of a folder."""

    written: int = 0
    untouched: int = 0
    removed: int = 0
    foreign: list[str] = field(default_factory=list)
    """Files that the site should have and that others put there: they were left as they are."""
    set_aside: list[str] = field(default_factory=list)
    """Files that stood where the site's should when nobody knew any more whose they were: they lie in `ASIDE` now."""
    lost: list[str] = field(default_factory=list)
    """Pictures and documents whose bytes are not there any more."""
    until: str = ""
    """When the site has to be built again though nothing new was published, in ISO 8601."""


class Folder:
    """A folder of files of which some are ours. Within `with`, nobody else's process writes it.

    What is given is written where it differs from what lies there; what was ours and is not given any more is removed
    at the end. A process that dies leaves whole files, and the next one knows which are ours.
    """

    def __init__(self, root: Path) -> None:
        """Nothing is read yet."""
        self.done = Done()
        self._root = root
        self._given: dict[str, Kept] = {}
        self._waiting: list[tuple[str, bytes, str]] = []
        self._reached: set[Path] = set()

    def __enter__(self) -> "Folder":
        """Raises `Busy`, OSError."""
        self._make_root()
        (self._root / OURS).mkdir(exist_ok=True)
        self._lock = (self._root / OURS / "candado").open("a")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._lock.close()
            raise Busy(str(self._root)) from error
        self._register = Register(self._root / OURS)
        return self

    def __exit__(self, kind: type[BaseException] | None, _error: BaseException | None, _: TracebackType | None) -> None:
        """Where all went well, removes what is ours no more. Raises OSError."""
        try:
            if kind is None:
                self._flush()
                self._remove_orphans()
                self._register.keep(self._given)
        finally:
            self._lock.close()

    def is_fresh(self, path: str, stamp: str) -> bool:
        """Whether a file lies there as it was made from the same; it then stays."""
        known = self._register.files.get(path)
        if known is None or known.stamp != stamp or not self._is_whole(path, known):
            return False
        self._keep(path, known)
        return True

    def put(self, path: str, data: bytes, stamp: str = "") -> None:
        """A file of the site. `stamp`: what it was made from; left out, its own bytes. Raises OSError."""
        stamp = stamp or digest_of(data)
        if self.is_fresh(path, stamp):
            return
        if path not in self._register.files and os.path.lexists(self._root / path):
            there = Kept(stamp, len(data), digest_of(data))
            if self._is_whole(path, there, certainly=True):
                self._keep(path, there)
                return
            if not self._register.spoiled:
                self.done.foreign.append(path)
                return
            self._set_aside(path)
        self._waiting.append((path, data, stamp))
        if len(self._waiting) >= BATCH:
            self._flush()

    def put_if_there(self, path: str, data: bytes | None, stamp: str) -> None:
        """A file of the site whose bytes may be lost; it is told then. Raises OSError."""
        if data is None:
            self.done.lost.append(path)
        else:
            self.put(path, data, stamp)

    @property
    def made(self) -> dict[str, str]:
        """What each file that was given so far was made from, by its path."""
        written = {path: kept.stamp for path, kept in self._given.items()}
        return written | {path: stamp for path, _, stamp in self._waiting}

    def _keep(self, path: str, kept: Kept) -> None:
        self._reach((self._root / path).parent)
        _open(self._root / path, FILE_MODE)
        self._given[path] = kept
        self.done.untouched += 1

    def _is_whole(self, path: str, kept: Kept, *, certainly: bool = False) -> bool:
        """Whether a file lies there with its bytes: they are read where its size alone is no proof."""
        target = self._root / path
        try:
            if not target.is_file() or target.stat().st_size != kept.size:
                return False
            sure = not (certainly or self._register.doubtful)
            return sure or digest_of(target.read_bytes()) == kept.digest
        except OSError:
            return False

    def _set_aside(self, path: str) -> None:
        """It may be ours or another's, and nobody knows any more: the site goes on, and it is kept."""
        target = self._root / OURS / ASIDE / path
        target.parent.mkdir(parents=True, exist_ok=True)
        (self._root / path).replace(target)
        self.done.set_aside.append(path)

    def _flush(self) -> None:
        """Announced before they are written: after a crash they are known to be ours, and to be made anew."""
        if self._waiting:
            self._register.announce([path for path, _, _ in self._waiting])
        for path, data, stamp in self._waiting:
            self._write(path, data)
            self._given[path] = Kept(stamp, len(data), digest_of(data))
            self.done.written += 1
        self._waiting.clear()

    def _write(self, path: str, data: bytes) -> None:
        # Not synced one by one: what a power cut spoils is found by its size, or by its bytes at the next start.
        target = self._root / path
        self._reach(target.parent)
        fresh = target.parent / f".{uuid4().hex}.tmp"
        try:
            fresh.write_bytes(data)
            fresh.chmod(FILE_MODE)
            fresh.replace(target)
        finally:
            fresh.unlink(missing_ok=True)

    def _make_root(self) -> None:
        missing = [folder for folder in (self._root, *self._root.parents) if not folder.exists()]
        self._root.mkdir(parents=True, exist_ok=True)
        for folder in missing:
            _open(folder, FOLDER_MODE)
        # One that a group may enter was given to that group by whoever made it.
        if not self._root.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            _open(self._root, FOLDER_MODE)
        self._reached.add(self._root)

    def _reach(self, folder: Path) -> None:
        """Have a folder within the site that everyone may enter."""
        if folder not in self._reached:
            self._reach(folder.parent)
            folder.mkdir(exist_ok=True)
            _open(folder, FOLDER_MODE)
            self._reached.add(folder)

    def _remove_orphans(self) -> None:
        for path in self._register.files.keys() - self._given.keys():
            target = self._root / path
            with suppress(FileNotFoundError):
                target.unlink()
                self.done.removed += 1
            self._remove_empty(target.parent)

    def _remove_empty(self, folder: Path) -> None:
        with suppress(OSError):
            while folder != self._root:
                folder.rmdir()
                folder = folder.parent


def _open(path: Path, mode: int) -> None:
    """Give everyone at least these rights; what is another user's stays as it is."""
    found = path.stat().st_mode
    if found & mode != mode:
        with suppress(PermissionError):
            path.chmod(stat.S_IMODE(found) | mode)
