"""A package is whole under its name, or there is none."""

import errno
from pathlib import Path

import pytest

from handover.shelf import NotEmpty, shelf_at
from storage.refused_files import refusal_words


def test_two_at_once_do_not_take_each_others_files_away(tmp_path: Path) -> None:
    """The second is told so, and the first ends as if it had been alone."""
    target = tmp_path / "empalme"
    with shelf_at(target) as shelf:
        shelf.put("a.txt", b"uno")
        with pytest.raises(NotEmpty, match="ya está haciendo"), shelf_at(target):
            pass
        shelf.put("b.txt", b"dos")
    assert sorted(path.name for path in target.iterdir()) == ["a.txt", "b.txt"]
    assert list(tmp_path.iterdir()) == [target]


def test_what_a_killed_one_left_makes_room(tmp_path: Path) -> None:
    """It lies under another name, and the next begins anew."""
    left = tmp_path / "empalme.incompleta"
    (left / "publicado").mkdir(parents=True)
    (left / "publicado/a.txt").write_bytes(b"medio")
    with shelf_at(tmp_path / "empalme") as shelf:
        shelf.put("b.txt", b"dos")
    assert [path.name for path in (tmp_path / "empalme").iterdir()] == ["b.txt"]


def test_one_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """As where a file is lacking, or the disk is full."""
    with pytest.raises(FileNotFoundError), shelf_at(tmp_path / "empalme") as shelf:
        shelf.copy("a.txt", tmp_path / "no-hay")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_names_the_file_that_it_had_no_room_for(tmp_path: Path) -> None:
    """The system names one that cannot be opened, and none that cannot be written to."""
    with pytest.raises(OSError) as told, shelf_at(tmp_path / "empalme") as shelf, shelf.open("informes/a.pdf"):
        raise OSError(errno.ENOSPC, "No space left on device")
    words = refusal_words(told.value)
    assert words.startswith(
        f"No se puede usar {tmp_path}/empalme.incompleta/informes/a.pdf: no hay espacio en el disco."
    )
