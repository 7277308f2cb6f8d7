"""Bytes are kept once each, whole, under their own sum."""

import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from storage.files import file_path, keep_aside, lay_aside, put_file, read_file
from storage.tables import file
from tests.storage.rows import NOW

DATA = b"\x89PNG una imagen"


def test_bytes_come_back(writing: Connection, tmp_path: Path) -> None:
    """What was put is read again by its sum, and its row says what it is."""
    digest = put_file(writing, tmp_path, DATA, "matriculas.png", "image/png", NOW)

    assert digest == hashlib.sha256(DATA).hexdigest()
    assert read_file(tmp_path, digest) == DATA
    row = writing.execute(select(file)).one()
    assert tuple(row) == (digest, "matriculas.png", "image/png", len(DATA), NOW)


def test_same_bytes_are_kept_once(writing: Connection, tmp_path: Path) -> None:
    """The same bytes under another name are the same file, and nothing is left lying beside it."""
    folder = tmp_path / "archivos"
    put_file(writing, folder, DATA, "a.png", "image/png", NOW)
    digest = put_file(writing, folder, DATA, "b.png", "image/png", NOW)

    assert [path for path in folder.rglob("*") if path.is_file()] == [file_path(folder, digest)]
    assert writing.execute(select(file.c.name)).scalars().all() == ["a.png"]


def test_damaged_bytes_are_told_of(writing: Connection, tmp_path: Path) -> None:
    """Bytes that the disk has changed are not handed out."""
    digest = put_file(writing, tmp_path, DATA, "a.png", "image/png", NOW)
    file_path(tmp_path, digest).write_bytes(b"otra cosa")

    with pytest.raises(ValueError, match="dañado"):
        read_file(tmp_path, digest)
    with pytest.raises(FileNotFoundError):
        read_file(tmp_path, "0" * 64)


def test_what_lies_aside_is_kept_by_naming_it(writing: Connection, tmp_path: Path) -> None:
    """Once, also where a transaction is done again; what nobody names is gone, and so is a copy of what is there."""
    folder = tmp_path / "archivos"
    for name in ("a.png", None, "b.png"):
        with lay_aside(folder, BytesIO(DATA)) as aside:
            for _ in range(2 if name is not None else 0):
                digest = keep_aside(writing, folder, aside, name or "", "image/png", NOW)
        assert [path for path in folder.rglob("*") if path.is_file()] == [file_path(folder, digest)]
    assert read_file(folder, digest) == DATA
    assert writing.execute(select(file.c.name, file.c.size)).all() == [("a.png", len(DATA))]
