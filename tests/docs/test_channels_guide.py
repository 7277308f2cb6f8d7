"""The staff's page on channels: a section for each kind of account, in order, whose examples load."""

import re
import shutil
from pathlib import Path

import pytest

from campaigns.loader import load
from channels.manual import WORKS
from channels.registry import ADAPTERS
from tests.docs.pages import ROOT, Fence, fences, page, table

PAGE = page("docs/canales.md")
EXAMPLES = [fence for fence in fences(PAGE) if fence.language == "yaml"]
SECTIONS = re.findall(r"^## (.+)$", PAGE, re.MULTILINE)


def test_every_channel_has_its_section() -> None:
    """Called as `tipo:` calls it, in the alphabet's order, and no other."""
    assert sorted(ADAPTERS) == SECTIONS


def test_each_section_says_what_staff_ask() -> None:
    """What one needs, the steps, what it costs, its limits, what to do where something fails, and an example."""
    for section in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]:
        asked = ("**Qué se necesita.**", "**Los pasos", "**Cuánto cuesta.**", "**Sus límites.**", "**Si algo falla.**")
        assert [each for each in (*asked, "```yaml canales.yaml") if each not in section] == [], section[:20]


def test_kinds_of_work_are_those_of_the_program() -> None:
    """Each `clase` with its medium, and whether it publishes and is read aloud."""
    told = {row[0].strip("`"): tuple(row[1:]) for row in table(PAGE, "`clase` |")}
    yes = {True: "sí", False: "no"}
    assert told == {name: (work.medium, yes[work.publishes], yes[work.spoken]) for name, work in WORKS.items()}


@pytest.mark.parametrize("fence", EXAMPLES, ids=lambda fence: f"canales.md:{fence.line}")
def test_every_example_loads(fence: Fence, tmp_path: Path) -> None:
    """Put into the demonstration, with its secrets set, an account leaves no problem."""
    assert fence.about == "canales.yaml"
    folder = Path(shutil.copytree(ROOT / "config", tmp_path / "config", ignore=shutil.ignore_patterns("planes")))
    with (folder / fence.about).open("a", encoding="utf-8") as file:
        file.write(fence.body)
    secrets = dict.fromkeys(re.findall(r"\$\{(\w+)\}", fence.body), "clave-de-prueba")
    found = load(folder, secrets)
    assert found.problems == ()
    (name,) = re.findall(r"^([\w-]+):", fence.body, re.MULTILINE)
    assert found.tenants[0].accounts[name].mode == "real"
