"""Whether other users of this machine may read a folder: a web server runs as one of them."""

import grp
import pwd
import stat
from pathlib import Path

ENTER = stat.S_IXOTH
READ = stat.S_IROTH | stat.S_IXOTH
_GROUP = 3
"""Bits by which a group's rights stand above everyone's."""


def closed_to_others(folder: Path) -> Path | None:
    """The outermost folder, this one or one that it lies in, that no other user may enter; None: there is none.

    A folder that a group may enter counts as open where somebody else can be of that group. What is not there yet is
    passed over. Raises OSError.
    """
    whole = folder.resolve()
    for path in (*reversed(whole.parents), whole):
        if path.exists() and not _is_open(path, READ if path == whole else ENTER):
            return path
    return None


def _is_open(path: Path, wanted: int) -> bool:
    found = path.stat()
    if found.st_mode & wanted == wanted:
        return True
    return found.st_mode >> _GROUP & wanted == wanted and _is_shared(found.st_gid, found.st_uid)


def _is_shared(group: int, owner: int) -> bool:
    """Whether somebody besides the owner can be of the group: the owner's own one has, mostly, no other member."""
    try:
        return bool(grp.getgrgid(group).gr_mem) or pwd.getpwuid(owner).pw_gid != group
    except KeyError:
        return True
