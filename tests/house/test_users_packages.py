"""What users install is enough: nothing of the product leans on a package that only developers have."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest

from tests.house.tree import FLOORS, ROOT, imports_of, name_of, product
from tests.servers.fixtures import StartMailServer
from tests.story.daemon import wait_until
from tests.story.place import WEB, Place, campaign, mail_account, message, this_minute

LOCKED = re.compile(r"^([a-z0-9._-]+)==", re.MULTILINE)
CONFIG = ROOT / "config"
SCRIPT = """\
import sys
from verbs.commands import application

for words in {verbs!r}:
    try:
        application().main(words, prog_name="pregonero")
    except SystemExit as ended:
        if ended.code:
            sys.exit(f"{{words}}: {{ended.code}}")
"""
"""One process for all verbs; what draws and shows starts its own."""
WEEK = ("--from", "2027-01-04", "--to", "2027-01-10")
THERE = ("--db", "sqlite:///ensayo/simulacion.db")
FORMATS = ("csv", "json", "html", "pdf", "xlsx")
VERBS: tuple[tuple[str, ...], ...] = (
    ("check",),
    ("plan", *WEEK),
    ("simulate", *WEEK, "--out", "ensayo"),
    *(("report", "--period", "2027-01", *THERE, "--format", each, "--out", f"informe.{each}") for each in FORMATS),
    *(("archive", *THERE, "--format", each, "--out", f"archivo.{each}") for each in ("csv", "json", "xlsx")),
    ("piece", "jornada-de-salud", "--kind", "tarjeta", "--out", "piezas"),
    ("handover", "empalme", *THERE),
    ("doctor",),
)


@cache
def locked() -> frozenset[str]:
    """What users install, by its normalised name."""
    return frozenset(LOCKED.findall((ROOT / "requirements.txt").read_text("utf-8")))


def normalised(name: str) -> str:
    """A distribution's name as locks write it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_each_import_is_of_a_package_that_users_have() -> None:
    """Also those within functions; what comes with Python and what is ours needs none."""
    ours = {*FLOORS, *sys.stdlib_module_names}
    owners = packages_distributions()
    wrong = []
    for path in product():
        for name, line in imports_of(path):
            top = name.partition(".")[0]
            if top not in ours and not locked() & set(map(normalised, owners.get(top, []))):
                wrong.append(f"{name_of(path)}:{line}: {name}")
    assert wrong == []


@pytest.fixture(autouse=True)
def nothing_by_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """No packages but those of the environment."""
    monkeypatch.delenv("PYTHONPATH", raising=False)


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with links to what the lock names, and nothing else."""
    folder = tmp_path_factory.mktemp("users") / "entorno"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    [packages] = folder.glob("lib/python*/site-packages")
    for name in locked():
        for file, source in parts_of(name):
            if not (packages / file).exists():
                (packages / file).symlink_to(source)
    (packages / "pregonero.pth").write_text(f"{ROOT}\n", "utf-8")
    return folder / "bin" / "python"


def parts_of(name: str) -> Iterator[tuple[str, Path]]:
    """The folders and files of a distribution that stand in `site-packages` itself."""
    found = distribution(name)
    for top in {file.parts[0] for file in found.files or ()} - {"..", "__pycache__"}:
        yield top, Path(str(found.locate_file(top)))


def test_developers_packages_are_not_there(python: Path) -> None:
    """The environment of these tests is what it says to be."""
    for name in ("pytest", "lxml", "html5lib", "playwright"):
        done = subprocess.run([python, "-c", f"import {name}"], capture_output=True, text=True, check=False)
        assert "ModuleNotFoundError" in done.stderr, name


def test_verbs_make_all_that_they_make(python: Path, tmp_path: Path) -> None:
    """Calendar, rehearsal, a report in each format, the archive, cards, and what the next administration gets."""
    shutil.copytree(CONFIG, tmp_path / "config", ignore=shutil.ignore_patterns("planes"))
    script = SCRIPT.format(verbs=VERBS)
    done = subprocess.run([python, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for each in FORMATS:
        assert (tmp_path / f"informe.{each}").stat().st_size > 0
    assert list((tmp_path / "piezas").rglob("*.png"))
    assert json.loads((tmp_path / "archivo.json").read_text("utf-8"))
    assert (tmp_path / "empalme/index.html").exists()


def test_the_daemon_sends_a_mail_and_builds_the_site(
    python: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start_mail_server: StartMailServer
) -> None:
    """With its panel open, from the clock to a real server."""
    mail = start_mail_server()
    (tmp_path / "var").mkdir()
    place = Place(tmp_path, f"sqlite:///{tmp_path / 'var' / 'pueblo.db'}")
    news = message("aviso", this_minute(), "correo, web", more="tolerancia: 3 horas")
    place.configure(mail_account(mail.port), WEB, agua=campaign("agua", news))
    place.people(1)
    monkeypatch.setattr(sys, "executable", str(python))
    with place.daemon(words=("--listen", "127.0.0.1:0")) as daemon:
        wait_until(lambda: len(mail.taken()) == 1, "the mail goes out")
        wait_until((place.outgoing / "sitio-publico" / "index.html").exists, "the site is built")
        assert daemon.stop() == 0
