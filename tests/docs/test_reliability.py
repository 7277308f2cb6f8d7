"""What is said to be shown is shown: each test that the pages on reliability and attacks name is there."""

import ast
import re

import pytest

from tests.docs.pages import ROOT, page, table

HEADINGS = {"docs/reliability.md": "what happens |", "docs/attacks.md": "attack |"}
"""With what the tables begin whose last cells name tests, by page."""
NAMED = sorted({found for each in HEADINGS for found in re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", page(each))})


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_a_test_that_is_named_exists(file: str, name: str) -> None:
    """In its file, as a function."""
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


@pytest.mark.parametrize(("name", "heading"), HEADINGS.items())
def test_every_fault_names_a_test(name: str, heading: str) -> None:
    """No row without one, and nothing in its place that is not a test's full name."""
    parts = [part for part in page(name).split("\n## ") if f"| {heading}" in part]
    rows = [row for part in parts for row in table(part, heading)]
    assert rows
    named = [[each.strip() for each in row[-1].split(",")] for row in rows]
    assert [each for row in named for each in row if each.strip("`") not in {f"{a}::{b}" for a, b in NAMED}] == []


def test_folders_that_are_named_are_there() -> None:
    """Where the harnesses live."""
    for found in re.findall(r"`(tests/[\w/]+/)`", page("docs/reliability.md")):
        assert (ROOT / found).is_dir(), found
