"""The systemd unit that is shipped is one that systemd takes."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.docs.pages import ROOT

UNIT = ROOT / "docs" / "pregonero.service"
TEXT = UNIT.read_text("utf-8")
EXPOSED = 20
"""Tenths of systemd's own measure, by which 100 is what has no bounds at all."""

analysed = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed (Debian's package systemd has it)"
)


def test_it_speaks_the_daemons_protocol() -> None:
    """Ready when it says so, watched, read anew by the signal that the daemon takes."""
    for line in ("Type=notify", "WatchdogSec=3min", "ExecReload=/bin/kill -HUP $MAINPID", "RestartPreventExitStatus=2"):
        assert line in TEXT.splitlines()


def test_it_may_write_the_folder_that_the_guide_names() -> None:
    """The one from which a web server publishes the site; all else of the machine is closed to it."""
    [named] = re.findall(r"^ReadWritePaths=-(\S+)$", TEXT, re.MULTILINE)
    assert f"sitio-carpeta: {named}`" in (ROOT / "docs" / "canales.md").read_text("utf-8")


@analysed
def test_systemd_finds_no_fault_in_it(tmp_path: Path) -> None:
    """`systemd-analyze verify`, with the program where the unit says."""
    program = tmp_path / "pregonero"
    program.touch(0o755)
    placed = tmp_path / UNIT.name
    placed.write_text(re.sub(r"(?<=ExecStart=)\S+", str(program), TEXT))
    told = subprocess.run(["systemd-analyze", "verify", placed], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")


@analysed
def test_it_may_do_little_else_than_its_work() -> None:
    """What it could harm is bounded, by systemd's own measure."""
    words = ["systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSED}", str(UNIT)]
    told = subprocess.run(words, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout.splitlines()[-1]
