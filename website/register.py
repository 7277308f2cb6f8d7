"""The register of a site's files: which of a folder's files are ours, kept in two copies for one may be spoiled."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from channels.durable import write

COPIES = ("archivos.json", "archivos.copia.json")
JOURNAL = "en-curso.txt"
BOOT = Path("/proc/sys/kernel/random/boot_id")
"""Another text with each start of the machine."""


class Kept(NamedTuple):
    """A file as it was written."""

    stamp: str
    """What it was made from."""
    size: int
    """In bytes."""
    digest: str
    """Of its bytes."""


UNKNOWN = Kept("", -1, "")
"""Ours, and to be made anew: whoever wrote it did not end."""


class Register:
    """What a folder keeps of the files that are ours; read once."""

    def __init__(self, folder: Path) -> None:
        """`folder`: where it lies. Raises OSError where the disk does not give it."""
        self._folder = folder
        self.files: dict[str, Kept] = {}
        """By path in the site."""
        self.spoiled = False
        """No copy can be read of those that are there: nobody knows which files are ours."""
        self.doubtful = True
        """The machine was started anew since: what a power cut spoiled may have the right size."""
        for name in COPIES:
            with suppress(FileNotFoundError):
                told = _read((folder / name).read_bytes())
                self.spoiled = told is None
                if told is not None:
                    boot, self.files = told
                    self.doubtful = boot != _boot()
                    break
        with suppress(FileNotFoundError):
            lines = (folder / JOURNAL).read_text("utf-8", "replace").splitlines()
            self.files |= {path: UNKNOWN for path in lines if _is_within(path)}

    def announce(self, paths: list[str]) -> None:
        """These are ours from now on, whatever happens next. Raises OSError."""
        with (self._folder / JOURNAL).open("a", encoding="utf-8") as journal:
            journal.writelines(f"{path}\n" for path in paths)
            journal.flush()
            os.fsync(journal.fileno())

    def keep(self, files: Mapping[str, Kept]) -> None:
        """These are all that are ours. Raises OSError."""
        told = {"boot": _boot(), "files": files}
        data = json.dumps(told, indent=0, ensure_ascii=False, sort_keys=True).encode()
        for name in COPIES:
            write(self._folder / name, data)
        (self._folder / JOURNAL).unlink(missing_ok=True)


def digest_of(data: bytes) -> str:
    """What a file's bytes are known by."""
    return sha256(data).hexdigest()[:32]


def _read(data: bytes) -> tuple[str, dict[str, Kept]] | None:
    """The start of the machine in which a copy was written, and the files; None: it is no copy."""
    try:
        told = json.loads(data)
        boot, files = str(told["boot"]), told["files"]
        kept = {path: Kept(str(each[0]), int(each[1]), str(each[2])) for path, each in files.items()}
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None
    return boot, {path: each for path, each in kept.items() if _is_within(path)}


def _is_within(path: str) -> bool:
    """What is removed from a site never lies outside of it, whatever was written into the register."""
    parts = PurePosixPath(path).parts
    return bool(parts) and ".." not in parts and not path.startswith("/")


def _boot() -> str:
    with suppress(OSError):
        return BOOT.read_text("ascii").strip()
    return ""
