"""Whether files changed."""

import os
from itertools import pairwise
from pathlib import Path

from campaigns.stamp import stamp


def test_the_stamp_stays_while_nothing_is_written(tmp_path: Path) -> None:
    """Two looks at the same files are equal."""
    (tmp_path / "campanas").mkdir()
    (tmp_path / "campanas" / "a.yaml").write_text("a: 1")
    assert stamp(tmp_path) == stamp(tmp_path)


def test_each_change_is_another_stamp(tmp_path: Path) -> None:
    """A file added, written or taken away shows, in subfolders too."""
    seen = [stamp(tmp_path)]
    file = tmp_path / "campanas" / "a.yaml"
    file.parent.mkdir()
    for change in (lambda: file.write_text("a: 1"), lambda: file.write_text("a: 12"), file.unlink):
        change()
        seen.append(stamp(tmp_path))
    assert all(before != after for before, after in pairwise(seen))


def test_a_copy_that_keeps_its_time_is_seen(tmp_path: Path) -> None:
    """A file written over with as many bytes and the time of the one before, as `cp -p` and `rsync -t` do."""
    file = tmp_path / "a.png"
    file.write_bytes(b"antes")
    before, status = stamp(tmp_path), file.stat()
    file.write_bytes(b"ahora")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert stamp(tmp_path) != before


def test_a_folder_that_is_gone_has_a_stamp(tmp_path: Path) -> None:
    """No folder is not an error: the daemon goes on as it last was good."""
    assert stamp(tmp_path / "ninguna") == stamp(tmp_path / "ninguna")
