"""A list that somebody handed in: a folder of its own with the file, how it is to be taken, and how far it has come.

Whoever works on it is another process; whoever shows it reads what that one wrote. The list itself lies there for as
long as it is needed, and all of it for a day: only its owner may read it.
"""

import fcntl
import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

ROOM = "importaciones"
"""Under `var/`: a folder for each municipality, with one for each list."""
DAY = 86_400.0
"""Seconds for which it stays."""
PATIENCE = 15.0
"""Seconds in which whoever is to work on it has begun, or it is told that nobody does."""
TOKEN = re.compile(r"[A-Za-z0-9_-]{16}")
_STATE, _LOCK, _LIST, _ROWS = "estado.json", "cerrojo", "lista", "renglones.csv"
_UNFIT = re.compile(r"[^\w .()+-]")
_LONGEST = 100
_BREATH = 0.05
"""Seconds."""


class Stage(StrEnum):
    """How far it has come."""

    READING = "reading"
    """It is rehearsed: nothing is kept."""
    READ = "read"
    BRINGING = "bringing"
    BROUGHT = "brought"
    UNDOING = "undoing"
    UNDONE = "undone"
    FAILED = "failed"
    """It cannot be read as a list at all."""


UNDER_WAY = frozenset({Stage.READING, Stage.BRINGING, Stage.UNDOING})


@dataclass(frozen=True, slots=True)
class Terms:
    """How it is to be taken, as staff say it."""

    name: str = ""
    """Which of the municipality's lists it is; empty: none."""
    homes: bool = False
    """Whoever has no address is taken, too."""
    basis: str = ""
    """Why everybody in it may be written to; empty: only what its own column says counts."""
    proof: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Brought:
    """One as it stands."""

    stage: Stage
    file: str
    by: str
    """Who handed it in, as the audit names it."""
    at: datetime
    terms: Terms = field(default_factory=Terms)
    turn: int = 0
    """Which time it is that it is worked on."""
    passed: float = 0.0
    """How much of the work is done: 0 to 1."""
    said: str = ""
    """Why it did not go on, in Spanish."""
    batch: int | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    columns: Sequence[Mapping[str, str]] = ()
    sample: Sequence[Sequence[str]] = ()
    """Its first rows, a cell for each of the columns."""
    encoding: str = ""
    notes: Sequence[str] = ()
    """What is worth a word of the list as a whole."""
    remarks: Sequence[tuple[int, str]] = ()
    """Of single lines, the first ones."""
    more: int = 0
    """How many others there are."""

    @property
    def under_way(self) -> bool:
        """Somebody works on it, or should."""
        return self.stage in UNDER_WAY


class ListFolder:
    """Where one lies."""

    def __init__(self, path: Path) -> None:
        """`path`: in the municipality's room."""
        self.path, self.token = path, path.name

    @property
    def list(self) -> Path | None:
        """The file; None once it is taken away, or for what was handed in without one."""
        return next((each for each in sorted((self.path / _LIST).glob("*")) if each.is_file()), None)

    @property
    def rows(self) -> Path:
        """Where the lines that are worth a look lie, as a spreadsheet opens them."""
        return self.path / _ROWS

    def read(self) -> Brought | None:
        """As it stands; None where there is none."""
        try:
            told: dict[str, Any] = json.loads((self.path / _STATE).read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            return None
        told["remarks"] = [(int(line), str(reason)) for line, reason in told["remarks"]]
        whole = {"stage": Stage(told["stage"]), "at": datetime.fromisoformat(told["at"])}
        return Brought(**told | whole | {"terms": Terms(**told["terms"])})

    def write(self, brought: Brought) -> None:
        """From now on it stands so. Raises OSError."""
        text = json.dumps(asdict(brought) | {"at": brought.at.isoformat()}, ensure_ascii=False)
        half = self.path / f"{_STATE}.{secrets.token_hex(4)}"
        with open_private(half) as stream:
            stream.write(text.encode())
        half.replace(self.path / _STATE)

    def change(self, **values: Any) -> Brought:  # noqa: ANN401 - as `Brought` has them
        """The same with some things otherwise. Raises OSError, FileNotFoundError where it is gone."""
        now = self.read()
        if now is None:
            raise FileNotFoundError(self.path)
        changed = replace(now, **values)
        self.write(changed)
        return changed

    @contextmanager
    def my_turn(self) -> Iterator[bool]:
        """The same, once whoever worked on it before has ended; False where that one does not."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with self.working() as ours:
                if ours:
                    yield True
                    return
            time.sleep(_BREATH)
        yield False

    @contextmanager
    def working(self) -> Iterator[bool]:
        """Whether nobody else works on it: the lock dies with its process."""
        descriptor = os.open(self.path / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield True
        except BlockingIOError:
            yield False
        finally:
            os.close(descriptor)

    def is_cut(self, brought: Brought) -> bool:
        """It should be worked on, and nobody does: whoever did was stopped."""
        if not brought.under_way:
            return False
        silent = time.time() - (self.path / _STATE).stat().st_mtime
        if silent < PATIENCE:
            return False
        with self.working() as nobody:
            return nobody

    def forget_list(self) -> None:
        """The file is taken away; what came of it stays."""
        shutil.rmtree(self.path / _LIST, ignore_errors=True)

    def remove(self) -> None:
        """All of it is taken away."""
        shutil.rmtree(self.path, ignore_errors=True)


def room_of(folder: Path, slug: str) -> Path:
    """Where those of a municipality lie. `folder`: `var/`."""
    return folder / ROOM / slug


def hand_in(room: Path, brought: Brought, data: IO[bytes] | None) -> ListFolder:
    """A folder with a file; None: there is none to keep. Raises OSError."""
    path = room / secrets.token_urlsafe(12)
    (path / _LIST).mkdir(parents=True, mode=0o700)
    for each in (room.parent, room, path):
        each.chmod(0o700)
    found = ListFolder(path)
    if data is not None:
        with open_private(path / _LIST / brought.file) as stream:
            shutil.copyfileobj(data, stream, 1 << 20)
    found.write(brought)
    return found


def fit_name(name: str) -> str:
    """A file's name as it can stand in a folder and in a list of imports, whatever somebody calls it."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return _UNFIT.sub("_", last).strip(" .")[-_LONGEST:] or "lista"


def find(room: Path, token: str) -> ListFolder | None:
    """The folder that somebody names; None where there is none."""
    path = room / token
    return ListFolder(path) if TOKEN.fullmatch(token) and path.is_dir() else None


def folders(room: Path) -> list[ListFolder]:
    """All that are there, the latest first."""
    found = [path for path in room.glob("*") if TOKEN.fullmatch(path.name) and (path / _STATE).is_file()]
    return [ListFolder(path) for path in sorted(found, key=lambda path: -(path / _STATE).stat().st_mtime)]


def sweep(room: Path, now: float) -> int:
    """Take away what was left a day ago; how much that is. `now`: seconds of the machine's clock."""
    gone = 0
    for path in filter(Path.is_dir, room.glob("*")):
        with ListFolder(path).working() as nobody:
            if nobody and now - path.stat().st_mtime > DAY:
                shutil.rmtree(path, ignore_errors=True)
                gone += 1
    return gone


def open_private(path: Path) -> IO[bytes]:
    """A new file that nobody else may read. Raises OSError."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
