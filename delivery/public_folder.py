"""Folders on the way to what the public reads."""

from pathlib import Path

MODE = 0o755


def make_public(folder: Path) -> None:
    """Make a folder that everyone may enter, whatever the umask keeps to itself; what is there stays as it is.

    Raises OSError.
    """
    for each in reversed([folder, *folder.parents]):
        if not each.exists():
            each.mkdir(exist_ok=True)
            each.chmod(MODE)
