"""The Nu HTML checker, by which W3C checks pages: all of a folder in one run, for it takes seconds to start."""

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.optional import missing
from tests.servers.browser import served
from tests.servers.process import ROOT

CHECKER = ROOT / ".nu" / "vnu.jar"
ENDINGS = (".html", ".css")
HERE = "nu.validator.servlet.allow-forbidden-hosts"
"""It asks no server of its own machine unless it is told to."""
WORDS = ("--format", "json", "--stdout", "--exit-zero-always", "--also-check-css")
PATIENCE = 300


def need_nu() -> None:
    """Skips the test where there is no checker, or no Java to run it."""
    if not CHECKER.exists():
        missing("the Nu HTML checker", "make nu")
    if shutil.which("java") is None:
        missing("Java", "on Debian: apt install default-jre-headless")


def complaints(folder: Path) -> list[str]:
    """What it says of every page and style sheet below a folder, warnings too: where, and what.

    They are served as by a web server: what a page may load of its own site is part of what is checked.
    """
    with served(folder) as address:
        paths = [path.relative_to(folder).as_posix() for path in _checked(folder)]
        done = subprocess.run(
            ["java", f"-D{HERE}=true", "-jar", str(CHECKER), *WORDS, *(f"{address}/{path}" for path in paths)],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=True,
        )
    return [_told(each, address) for each in json.loads(done.stdout)["messages"]]


def _told(said: Mapping[str, Any], address: str) -> str:
    where = f"{said.get('url', '').removeprefix(address)}:{said.get('lastLine', '')}"
    return f"{where}: {said['message']} {said.get('extract', '')}"


def _checked(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.suffix in ENDINGS)
