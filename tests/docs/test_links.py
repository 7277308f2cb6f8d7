"""The documents hold together: links lead somewhere, every page is listed, and nothing tells of one machine."""

import re
from pathlib import Path

import pytest

from channels.registry import ADAPTERS
from tests.docs.pages import ROOT, STAFF_PAGES, anchor, fences, page
from verbs.catalogue import VERBS, schema_file

PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]
)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
MACHINE = re.compile(r"/(home|root|tmp|work|opt|Users)/|file:|simple/|index-url|\b(localhost|127\.0\.0\.1):\d")
ENGLISH = re.compile(r"\b(the|and|with|you|your|which|should|message|file|folder|sandbox|default|run|send)\b")


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(name: str) -> None:
    """A file that is there, and in it the heading that the link names."""
    for target in LINK.findall(page(name)):
        if re.match(r"https?:", target):
            continue
        path, _, fragment = target.partition("#")
        found = (ROOT / name).parent / path if path else ROOT / name
        assert found.exists(), target
        if fragment:
            assert fragment in [anchor(heading) for heading in HEADING.findall(found.read_text("utf-8"))], target


@pytest.mark.parametrize("name", PAGES)
def test_no_page_tells_of_one_machine(name: str) -> None:
    """Neither a path of somebody's computer nor the host of a package index."""
    assert MACHINE.findall(page(name)) == []


def test_the_index_lists_every_document() -> None:
    """A page that nobody links to is a page that nobody reads."""
    linked = {target for target in LINK.findall(page("docs/README.md")) if target.endswith(".md")}
    assert linked == {name.removeprefix("docs/") for name in PAGES if name.startswith("docs/")} - {"README.md"}


@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith("docs/decisions/")])
def test_a_decision_is_short(name: str) -> None:
    """Forty lines hold what, why, what else was weighed and what it costs."""
    assert page(name).count("\n") <= 40


def test_every_schema_that_is_named_is_there() -> None:
    """The pages' own, and one for each verb that prints JSON."""
    named = {found for name in PAGES for found in re.findall(r"docs/esquemas/[\w/-]+\.json", page(name))}
    assert named
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []
    assert [verb.name for verb in VERBS if verb.json and not (ROOT / "docs" / schema_file(verb)).is_file()] == []


@pytest.mark.parametrize("name", [*STAFF_PAGES, "docs/canales.md", "docs/cuando.md", "docs/plantillas.md"])
def test_what_staff_read_is_spanish(name: str) -> None:
    """Beside examples and names in code, none of the commonest English words."""
    text = page(name)
    for fence in fences(text):
        text = text.replace(fence.body, "")
    prose = re.sub(r"`[^`]*`|\]\([^)]*\)", "", text)
    assert ENGLISH.findall(prose) == []


def test_paths_named_in_the_guide_and_the_first_page_exist() -> None:
    """What a reader is sent to look at is there."""
    for name in ("README.md", "docs/guia.md", "docs/README.md", "CHANGELOG.md"):
        for found in re.findall(r"`((?:config|docs|tests|channels|campaigns)/[\w./<>-]+)`", page(name)):
            paths = [found.replace("<kind>", kind) for kind in ADAPTERS]
            missing = [path for path in paths if not Path(ROOT / path).exists()]
            assert set(missing) <= {"config/campanas/matriculas-2027.yaml"}
