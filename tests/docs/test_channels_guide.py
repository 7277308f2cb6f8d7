"""The staff's page on channels: a section for each kind that it tells of, in order, whose examples load."""

import re
import shutil
from pathlib import Path

import pytest

from campaigns.loader import load
from channels.registry import ADAPTERS
from tests.docs.pages import ROOT, Fence, fences, page

PAGE = page("docs/canales.md")
EXAMPLES = [fence for fence in fences(PAGE) if fence.language == "yaml"]
SECTIONS = re.findall(r"^## (.+)$", PAGE, re.MULTILINE)


def test_each_section_is_a_channel() -> None:
    """Called as `tipo:` calls it, in the alphabet's order."""
    assert sorted(SECTIONS) == SECTIONS
    assert set(SECTIONS) <= set(ADAPTERS)


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
