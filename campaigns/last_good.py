"""The last good text of each file, kept under `var/config/`, and used while the present one is broken."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import NamedTemporaryFile

from campaigns.loader import Loaded, Reading, load, read_tenant, slug_of, slugs_of, tenant_folders
from campaigns.problem import Problem, ordered
from campaigns.reading.files import BASE, CAMPAIGNS, TEMPLATES, Files
from campaigns.tenant import Tenant

FOLDER = "config"
"""Under `var/`."""
CLEARED = "revisado.txt"
"""Beside the texts: digests of the messages whose words are right."""


def load_with_memory(folder: Path, var: Path, environment: Mapping[str, str]) -> Loaded:
    """Loads as `load` does; a file that is broken is read from its last good text, also after a restart.

    `var` is where the memory lies; what is good is remembered there before this returns. The problems are those of
    the files as they are now, whatever runs instead; `remembered` names the files that run from memory.
    """
    folders, hub, problems = tenant_folders(folder)
    found = list(problems)
    tenants: list[Tenant] = []
    remembered: list[Path] = []
    left_out: list[Path] = []
    if problems:
        folders = _remembered_folders(folder, var)
    slugs = slugs_of(folders, hub=hub)
    for each in folders:
        memory = memory_of(each, var)
        reading, used, seen = _read(each, memory, environment, hub=slugs)
        found.extend(seen)
        remembered.extend(each / name for name in used)
        left_out.extend(each / name for name in reading.left_out)
        if reading.tenant is not None:
            tenants.append(reading.tenant)
    return Loaded(tuple(tenants), ordered(found), hub, tuple(sorted(remembered)), tuple(left_out))


def load_beside_memory(folder: Path, var: Path, environment: Mapping[str, str]) -> Loaded:
    """Loads as `load` does, the files as they are; only what is known to be right is not looked at again."""
    return load(folder, environment, lambda each: memory_of(each, var).cleared())


def _remembered_folders(folder: Path, var: Path) -> tuple[Path, ...]:
    """The folder itself, where its `municipio.yaml` is gone but its memory is not."""
    memory = memory_of(folder, var)
    return (folder,) if folder.is_dir() and memory.recall() else ()


def memory_of(folder: Path, var: Path) -> "Memory":
    """What was good of one tenant's folder."""
    return Memory(_place(folder, var))


def _place(folder: Path, var: Path) -> Path:
    """Named after the folder; its path besides, so that two folders of one name never lend each other texts."""
    real = folder.resolve()
    return var / FOLDER / f"{slug_of(real.name)}-{hashlib.sha256(str(real).encode()).hexdigest()[:8]}"


def _read(
    folder: Path, memory: "Memory", environment: Mapping[str, str], *, hub: frozenset[str]
) -> tuple[Reading, tuple[str, ...], tuple[Problem, ...]]:
    """The reading that runs, the names that it takes from memory, and the problems of the files as they are."""
    known = memory.cleared()
    now = read_tenant(Files(folder), environment, hub=hub, known=known)
    if now.cleared != known:
        memory.keep_cleared(now.cleared)
    memory.keep({name: text for name, text in now.texts.items() if now.tenant is not None and name not in now.broken})
    memory.forget(folder)
    if not now.broken and now.tenant is not None:
        return now, (), now.problems
    good = memory.recall()
    for names in _substitutes(now, good, folder):
        used = {name: good[name] for name in names}
        then = read_tenant(Files(folder, used), environment, hub=hub, known=known)
        if then.tenant is not None:
            return (
                replace(then, tenant=replace(then.tenant, problems=now.problems)),
                tuple(sorted(name for name in names if name in then.texts and _differs(folder, name, used[name]))),
                now.problems,
            )
    return now, (), now.problems


def _substitutes(now: Reading, good: Mapping[str, bytes], folder: Path) -> Iterator[frozenset[str]]:
    """Which names to take from memory: what is broken or gone; then all base files, where that did not fit."""
    gone = {name for name in good if name.startswith(f"{TEMPLATES}/") and not (folder / name).exists()}
    first = frozenset(now.broken & good.keys()) | gone
    if first:
        yield first
    if now.tenant is None:
        yield first | {name for name in good if name in BASE}


def _differs(folder: Path, name: str, text: bytes) -> bool:
    try:
        return (folder / name).read_bytes() != text
    except OSError:
        return True


@dataclass(frozen=True, slots=True)
class Memory:
    """One tenant's texts."""

    folder: Path

    def recall(self) -> dict[str, bytes]:
        """What was good, by name."""
        found = {name: self.folder / name for name in BASE}
        for kind, suffix in ((CAMPAIGNS, ".yaml"), (TEMPLATES, "")):
            for path in sorted((self.folder / kind).rglob("*")):
                if path.is_file() and path.name.endswith(suffix) and not path.name.startswith("."):
                    found[path.relative_to(self.folder).as_posix()] = path
        return {name: path.read_bytes() for name, path in found.items() if path.is_file()}

    def cleared(self) -> frozenset[str]:
        """What the last reading found right; nothing where that cannot be read."""
        try:
            return frozenset((self.folder / CLEARED).read_text("ascii").split())
        except (OSError, UnicodeDecodeError):
            return frozenset()

    def keep_cleared(self, cleared: frozenset[str]) -> None:
        """Writes what this reading found right."""
        self.folder.mkdir(parents=True, exist_ok=True)
        _write(self.folder / CLEARED, "".join(f"{key}\n" for key in sorted(cleared)).encode())

    def keep(self, texts: Mapping[str, bytes]) -> None:
        """Writes what has changed; each file whole or not at all."""
        for name, text in texts.items():
            path = self.folder / name
            if path.is_file() and path.read_bytes() == text:
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, text)

    def forget(self, folder: Path) -> None:
        """Drops the campaigns and optional files that staff removed: what is gone was meant to go."""
        for name in self.recall():
            if name.startswith(f"{CAMPAIGNS}/") and not (folder / name).exists():
                (self.folder / name).unlink()


def _write(path: Path, text: bytes) -> None:
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
