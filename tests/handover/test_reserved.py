"""What is encrypted, and what stands in the way of it."""

import errno
from io import BytesIO
from pathlib import Path

import pyrage
import pytest

from handover.reserved import Safe, WrongPassword, open_safe, opened

PASSWORD = "caballo correcto batería grapa"
PAGES = b"nombre;correo\n" * 20_000


@pytest.fixture
def shut(tmp_path: Path) -> tuple[pyrage.x25519.Identity, Path]:
    """What opens a package, and a file of it."""
    safe, path = Safe(), tmp_path / "copia.age"
    with path.open("wb") as stream:
        safe.shut(BytesIO(PAGES), stream)
    return open_safe(safe.key(PASSWORD), PASSWORD), path


def test_a_full_disk_is_no_damaged_file(shut: tuple[pyrage.x25519.Identity, Path]) -> None:
    """When it is written and when it is opened, what is raised is the system's own refusal."""
    with Path("/dev/full").open("wb", buffering=0) as full, pytest.raises(OSError) as told:
        Safe().shut(BytesIO(PAGES), full)
    assert told.value.errno == errno.ENOSPC
    with Path("/dev/full").open("wb", buffering=0) as full, pytest.raises(OSError) as told:
        opened(*shut, full)
    assert told.value.errno == errno.ENOSPC


def test_a_file_that_was_changed_is_told_as_such(shut: tuple[pyrage.x25519.Identity, Path]) -> None:
    """One byte of it is enough."""
    identity, path = shut
    whole, target = path.read_bytes(), BytesIO()
    opened(identity, path, target)
    assert target.getvalue() == PAGES
    path.write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])
    with pytest.raises(WrongPassword, match="está dañado"):
        opened(identity, path, BytesIO())
