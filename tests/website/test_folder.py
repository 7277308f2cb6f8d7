"""The folder of a site: whole files, nobody else's touched, nothing left behind."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from website.folder import ASIDE, Busy, Folder
from website.register import COPIES


def put(root: Path, **files: str) -> Folder:
    """A site of these files; names are given without `.html`."""
    folder = Folder(root)
    with folder:
        for name, text in files.items():
            folder.put(f"{name}/index.html", text.encode())
    return folder


def seen(root: Path) -> dict[str, str]:
    """Every file that a web server would show."""
    found = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    return {name: path.read_text("utf-8") for name, path in found.items() if not name.startswith(".pregonero/")}


def test_what_is_gone_goes_with_its_folder(tmp_path: Path) -> None:
    """And what is the same stays as it is."""
    assert put(tmp_path, uno="1", dos="2").done.written == 2
    done = put(tmp_path, uno="1").done
    assert (done.written, done.untouched, done.removed) == (0, 1, 1)
    assert seen(tmp_path) == {"uno/index.html": "1"}
    assert not (tmp_path / "dos").exists()


def test_what_others_put_there_stays(tmp_path: Path) -> None:
    """A file of theirs is neither replaced nor removed, and whoever builds the site is told of it."""
    (tmp_path / "uno").mkdir()
    (tmp_path / "uno" / "index.html").write_text("de otro", "utf-8")
    (tmp_path / "dos").mkdir()
    (tmp_path / "dos" / "foto.jpg").write_text("de otro", "utf-8")
    assert put(tmp_path, uno="1", dos="2").done.foreign == ["uno/index.html"]
    put(tmp_path)
    assert seen(tmp_path) == {"uno/index.html": "de otro", "dos/foto.jpg": "de otro"}


def test_what_was_spoiled_is_made_again(tmp_path: Path) -> None:
    """A file that a power cut emptied, or that somebody deleted, is ours all the same."""
    put(tmp_path, uno="1", dos="2")
    (tmp_path / "uno" / "index.html").write_text("", "utf-8")
    (tmp_path / "dos" / "index.html").unlink()
    assert put(tmp_path, uno="1", dos="2").done.written == 2
    assert seen(tmp_path) == {"uno/index.html": "1", "dos/index.html": "2"}


def test_a_build_that_broke_off_is_cleaned_up_by_the_next(tmp_path: Path) -> None:
    """What it had written is known to be ours: made anew where it belongs there, removed where it does not."""
    put(tmp_path, uno="1")
    with pytest.raises(RuntimeError, match="se fue la luz"):
        break_off(tmp_path)
    assert 200 <= len(seen(tmp_path)) < 502
    done = put(tmp_path, uno="1").done
    assert done.foreign == []
    assert seen(tmp_path) == {"uno/index.html": "1"}


def break_off(root: Path) -> None:
    """Write much, and end in the middle of it."""
    with Folder(root) as folder:
        for number in range(500):
            folder.put(f"pagina-{number}/index.html", b"x")
        folder.put("uno/index.html", b"otro")
        raise RuntimeError("se fue la luz")


def test_two_do_not_write_at_once(tmp_path: Path) -> None:
    """The second one is told so, and changes nothing."""
    with Folder(tmp_path), pytest.raises(Busy), Folder(tmp_path):
        pass


def test_a_reader_sees_whole_files_alone(tmp_path: Path) -> None:
    """Beside the files there is nothing half made, and each has one name."""
    put(tmp_path, uno="1" * 100_000)
    inode = (tmp_path / "uno" / "index.html").stat().st_ino
    put(tmp_path, uno="2" * 100_000)
    assert (tmp_path / "uno" / "index.html").stat().st_ino != inode
    assert [path.name for path in (tmp_path / "uno").iterdir()] == ["index.html"]


@pytest.fixture
def strict() -> Iterator[None]:
    """What a process makes is its own alone, as under the systemd unit."""
    before = os.umask(0o077)
    yield
    os.umask(before)


def modes(root: Path) -> set[str]:
    """Of the site, its folders and files."""
    found = [root, *(path for path in root.rglob("*") if ".pregonero" not in path.parts)]
    return {f"{'folder' if path.is_dir() else 'file'} {path.stat().st_mode & 0o777:o}" for path in found}


@pytest.mark.usefixtures("strict")
def test_what_is_published_is_everyones_to_read(tmp_path: Path) -> None:
    """Under a umask that keeps all to itself; also what stands there already from before."""
    root = tmp_path / "alta" / "sitio"
    put(root, uno="1")
    assert modes(root) == {"folder 755", "file 644"}
    assert root.parent.stat().st_mode & 0o777 == 0o755
    for path in (root, root / "uno"):
        path.chmod(0o700)
    (root / "uno" / "index.html").chmod(0o600)
    assert put(root, uno="1").done.untouched == 1
    assert modes(root) == {"folder 755", "file 644"}


def test_a_folder_that_was_given_to_a_group_stays_the_groups(tmp_path: Path) -> None:
    """Whoever made it knows who is to enter."""
    tmp_path.chmod(0o750)
    put(tmp_path, uno="1")
    assert tmp_path.stat().st_mode & 0o777 == 0o750


WRONG = (b"", b"{", b"[]", b"null", b'{"files": []}', b'{"boot": "", "files": {"uno/index.html": 1}}', b"\x00" * 300)


def spoil(root: Path, data: bytes, *names: str) -> None:
    """Put other bytes into the register's copies."""
    for name in names:
        (root / ".pregonero" / name).write_bytes(data)


@pytest.mark.parametrize("data", WRONG)
def test_a_copy_of_the_register_that_is_spoiled_does_no_harm(tmp_path: Path, data: bytes) -> None:
    """The other one says what is ours: it is mended where it changed, and goes where it is gone."""
    put(tmp_path, uno="1", dos="2")
    spoil(tmp_path, data, COPIES[0])
    done = put(tmp_path, uno="otro").done
    assert (done.foreign, done.set_aside, done.removed) == ([], [], 1)
    assert seen(tmp_path) == {"uno/index.html": "otro"}


@pytest.mark.parametrize("data", WRONG)
def test_a_site_whose_register_is_lost_goes_on(tmp_path: Path, data: bytes) -> None:
    """What is the same is ours; what is not may be another's, and is kept apart, once."""
    put(tmp_path, uno="1", dos="2")
    spoil(tmp_path, data, *COPIES)
    done = put(tmp_path, uno="1", dos="otro").done
    assert (done.untouched, done.written, done.foreign) == (1, 1, [])
    assert done.set_aside == ["dos/index.html"]
    assert seen(tmp_path) == {"uno/index.html": "1", "dos/index.html": "otro"}
    assert (tmp_path / ".pregonero" / ASIDE / "dos" / "index.html").read_text("utf-8") == "2"
    done = put(tmp_path, uno="1", dos="tercero").done
    assert (done.set_aside, done.written) == ([], 1)


def test_a_register_names_nothing_outside_the_site(tmp_path: Path) -> None:
    """Whatever somebody wrote into it."""
    root, other = tmp_path / "sitio", tmp_path / "ajeno.txt"
    other.write_text("de otro", "utf-8")
    put(root, uno="1")
    told = {"boot": "", "files": {"../ajeno.txt": ["", 7, ""], str(other): ["", 7, ""]}}
    spoil(root, json.dumps(told).encode(), *COPIES)
    (root / ".pregonero" / "en-curso.txt").write_text("../ajeno.txt\n", "utf-8")
    put(root)
    assert other.exists()


def test_what_a_power_cut_filled_with_zeros_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has the right size: after the machine's next start the bytes are read once."""
    boot = tmp_path / "boot"
    monkeypatch.setattr("website.register.BOOT", boot)
    root = tmp_path / "sitio"
    boot.write_text("primero", "ascii")
    put(root, uno="1", dos="2")
    (root / "uno" / "index.html").write_bytes(b"\x00")
    assert put(root, uno="1", dos="2").done.written == 0
    boot.write_text("segundo", "ascii")
    done = put(root, uno="1", dos="2").done
    assert (done.written, done.untouched) == (1, 1)
    assert seen(root) == {"uno/index.html": "1", "dos/index.html": "2"}
