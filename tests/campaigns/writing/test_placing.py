"""A file in the place of another: whole, under the same permissions, never over what somebody else wrote."""

import os
import threading
from pathlib import Path

import pytest

from campaigns.writing import placing
from campaigns.writing.placing import NEW, Changed, NotWritable, digest, place, read_file, why_not

NAME = "campanas/a.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One with a campaign."""
    (tmp_path / "campanas").mkdir()
    (tmp_path / NAME).write_bytes(b"antes\n")
    return tmp_path


def test_a_file_is_replaced_and_keeps_its_permissions(folder: Path) -> None:
    """And nothing is left beside it."""
    (folder / NAME).chmod(0o640)
    assert place(folder, NAME, b"ahora\n", digest(b"antes\n")) is None
    assert (folder / NAME).read_bytes() == b"ahora\n"
    assert (folder / NAME).stat().st_mode & 0o777 == 0o640
    assert [each.name for each in (folder / "campanas").iterdir()] == ["a.yaml"]


def test_what_somebody_else_wrote_is_not_written_over(folder: Path) -> None:
    """It is handed back; so is that the file is gone, or there already."""
    with pytest.raises(Changed) as told:
        place(folder, NAME, b"ahora\n", digest(b"otra\n"))
    assert told.value.theirs == b"antes\n"
    with pytest.raises(Changed) as told:
        place(folder, NAME, b"ahora\n", NEW)
    assert told.value.theirs == b"antes\n"
    (folder / NAME).unlink()
    with pytest.raises(Changed) as told:
        place(folder, NAME, b"ahora\n", digest(b"antes\n"))
    assert told.value.theirs is None
    assert place(folder, NAME, b"nueva\n", NEW) is None
    assert read_file(folder, NAME) == b"nueva\n"


def test_of_many_at_once_one_writes(folder: Path) -> None:
    """All have read the same; the others are told what the first one wrote."""
    told: list[bytes | None] = []

    def write(text: bytes) -> None:
        try:
            place(folder, NAME, text, digest(b"antes\n"))
        except Changed as changed:
            told.append(changed.theirs)

    threads = [threading.Thread(target=write, args=(f"{each}\n".encode(),)) for each in range(12)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert set(told) == {(folder / NAME).read_bytes()}
    assert len(told) == 11


def test_what_is_written_at_the_last_moment_comes_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor that writes into the open file while it is being replaced loses nothing."""

    def slowly(of: Path) -> None:
        os.pwrite(editor, b"a mano\n", 0)

    editor = os.open(folder / NAME, os.O_WRONLY)
    monkeypatch.setattr(placing, "_keep", slowly)
    assert place(folder, NAME, b"ahora\n", digest(b"antes\n")) == b"a mano\n"
    os.close(editor)


@pytest.mark.parametrize("name", ["../fuera.yaml", "campanas/../../fuera.yaml", "/etc/passwd", "campanas/a\0b.yaml"])
def test_no_name_leads_out_of_the_folder(folder: Path, name: str) -> None:
    """Neither to read nor to write."""
    assert why_not(folder, name)
    with pytest.raises(NotWritable):
        place(folder, name, b"x", NEW)


def test_no_link_leads_out_of_the_folder(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Of a file, to nowhere, or of the campaigns' folder itself; one within the folder is followed."""
    outside = tmp_path_factory.mktemp("fuera")
    (outside / "b.yaml").write_bytes(b"ajeno\n")
    (folder / "campanas" / "b.yaml").symlink_to(outside / "b.yaml")
    (folder / "campanas" / "c.yaml").symlink_to(outside / "c.yaml")
    (folder / "campanas" / "d.yaml").symlink_to("a.yaml")
    for name in ("b", "c"):
        with pytest.raises(NotWritable):
            place(folder, f"campanas/{name}.yaml", b"x", digest(b"ajeno\n"))
    assert place(folder, "campanas/d.yaml", b"ahora\n", digest(b"antes\n")) is None
    assert (folder / "campanas" / "d.yaml").is_symlink()
    assert (folder / NAME).read_bytes() == b"ahora\n"
    (folder / "campanas").rename(outside / "campanas")
    (folder / "campanas").symlink_to(outside / "campanas")
    with pytest.raises(NotWritable):
        place(folder, "campanas/nueva.yaml", b"x", NEW)
    assert not (outside / "campanas" / "nueva.yaml").exists()


def test_a_folder_that_is_only_read_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where it is mounted so; tests may run as root, whom no mode keeps out, so the system's answer is put."""
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "campanas")
    assert "solo para leer" in why_not(folder, NAME)
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "a.yaml")
    assert "protegido contra escritura" in why_not(folder, NAME)
    with pytest.raises(NotWritable):
        place(folder, NAME, b"x", digest(b"antes\n"))
