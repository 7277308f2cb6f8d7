"""The commands of the documents are the program's: every verb and flag exists, and the guide's run in their order."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest
import yaml

from tests.docs.pages import CODE, ROOT, STAFF_PAGES, fences, page
from tests.house.tree import product
from tests.photographs import JPEG
from verbs.catalogue import VERBS
from verbs.commands import application

PAGES = (
    "README.md",
    *STAFF_PAGES,
    "docs/canales.md",
    "docs/cuando.md",
    "docs/plantillas.md",
    "campaigns/starter/LEAME.md",
)
EVIDENCE = "planilla.jpg"


def commands_of(text: str) -> Iterator[str]:
    """Every command that a page shows whole: in its console examples, and between the words."""
    for fence in fences(text):
        if fence.language == "console":
            yield from (line.removeprefix("$ ") for line in fence.body.splitlines() if "pregonero " in line)
    yield from (found for found in CODE.findall(text) if found.startswith("pregonero ") and "…" not in found)


SHOWN = [(name, command) for name in PAGES for command in commands_of(page(name)) if command.startswith("pregonero ")]


@pytest.mark.parametrize(("name", "command"), SHOWN)
def test_every_command_shown_is_understood(
    name: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Verb, arguments, flags and their values are ones that the program takes."""
    monkeypatch.chdir(tmp_path)
    for word in shlex.split(command):
        if re.search(r"\.(csv|jpg|gz|pdf)$", word):
            Path(word).parent.mkdir(parents=True, exist_ok=True)
            Path(word).touch()
    assert resolved(shlex.split(command)[1:]) is not None


def resolved(words: list[str]) -> click.Context:
    """The parsed call, nothing carried out. Raises click's errors for what it does not take."""
    command: click.Command = application()
    while isinstance(command, click.Group):
        command, words = command.commands[words[0]], words[1:]
    return command.make_context(command.name, words)


QUOTED = re.compile(r"«pregonero (?P<words>[a-z]+(?: [a-z]+)?)")
INDENTED = re.compile(r"^#   pregonero (?P<words>[a-z]+(?: [a-z]+)?)", re.MULTILINE)


def test_every_command_that_messages_and_plans_name_exists() -> None:
    """What an error or a task tells somebody to type, and what a file of the staff notes, is a verb."""
    names = {verb.name for verb in VERBS}
    told = [(path, found["words"]) for path in product() for found in QUOTED.finditer(path.read_text("utf-8"))]
    for path in (ROOT / "config").rglob("*.yaml"):
        text = path.read_text("utf-8")
        told += [(path, found["words"]) for line in (QUOTED, INDENTED) for found in line.finditer(text)]
    assert [(path.name, words) for path, words in told if not {words, words.partition(" ")[0]} & names] == []
    assert len(told) >= 10


RECORDED = re.compile(r"pregonero record (?P<indicator>[a-z0-9-]+)")


@pytest.mark.parametrize("plan", sorted((ROOT / "config").rglob("indicadores.yaml")), ids=lambda path: path.parent.name)
def test_every_figure_that_a_task_asks_for_can_be_recorded(plan: Path) -> None:
    """An indicator that a task or a note says to record is one that people declare."""
    entries = yaml.load(plan.read_text("utf-8"), yaml.BaseLoader)
    declared = {name for name, entry in entries.items() if entry["tipo"] == "declarado"}
    files = [*plan.parent.glob("*.yaml"), *plan.parent.glob("campanas/*.yaml")]
    asked = {found["indicator"] for path in files for found in RECORDED.finditer(path.read_text("utf-8"))}
    assert asked <= declared


@pytest.mark.waits(30)
def test_the_commands_of_the_guide_run_in_its_order(tmp_path: Path) -> None:
    """A person who types them one after the other, in the demonstration, meets no error.

    The day until which a task is put off is moved to one that is still to come.
    """
    shutil.copytree(ROOT / "config", tmp_path / "config", ignore=shutil.ignore_patterns("planes"))
    (tmp_path / EVIDENCE).write_bytes(JPEG)
    for fence in fences(page("docs/guia.md")):
        if fence.about == "campanas/matriculas-2027.yaml":
            (tmp_path / "config" / fence.about).write_text(fence.body, encoding="utf-8")
    typed = [
        line
        for fence in fences(page("docs/guia.md"))
        if (fence.language, fence.about) == ("console", "")
        for line in fence.body.splitlines()
    ]
    failed = []
    for line in typed:
        done = run(line, tmp_path)
        if done.returncode:
            failed.append(f"{line}\n{done.stdout}{done.stderr}")
    assert failed == []
    assert len(typed) >= 25


def run(line: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Type a line in a folder."""
    later = f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}"
    words = shlex.split(re.sub(r"(?<=--until )\S+", later, line))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREGONERO_")}
    return subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *words[1:]],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=500,
    )
