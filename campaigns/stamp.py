"""Whether the configuration's files have changed, told without reading them."""

import os
from collections.abc import Iterator
from pathlib import Path


def stamp(folder: Path) -> int:
    """A number that is another one as soon as any file below a folder is added, taken away or written.

    For this process alone. A daemon keeps it, and would else keep the names of a thousand files.
    """
    return hash(frozenset(_looked_at(str(folder))))


def _looked_at(folder: str) -> Iterator[tuple[str, int, int]]:
    """Name, time and size of each file below; asked every few seconds, so by the cheapest way there is.

    The time is that of any change, which a copy that keeps the time of its writing cannot hide.
    """
    try:
        entries = list(os.scandir(folder))
    except OSError:
        # A folder that has just gone.
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _looked_at(entry.path)
            continue
        try:
            status = entry.stat()
        except OSError:
            # An editor's own file, gone again.
            continue
        yield entry.path, status.st_ctime_ns, status.st_size
