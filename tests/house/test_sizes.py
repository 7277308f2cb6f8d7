"""What one can hold in the head."""

import ast
from pathlib import Path

import pytest

from tests.house.tree import functions_of, name_of, product, tree_of

FILE, FUNCTION = 300, 50
BROAD = {"Exception", "BaseException"}


@pytest.mark.parametrize("path", product(), ids=name_of)
def test_a_file_is_one_page(path: Path) -> None:
    """No file is longer than three hundred lines, no function than fifty."""
    assert path.read_text("utf-8").count("\n") <= FILE
    long = [function.name for function in functions_of(path) if _length(function) > FUNCTION]
    assert long == []


def test_one_broad_except_in_the_house() -> None:
    """What nobody foresaw is caught in a single place: sends, lanes, looks and readings all pass through it."""
    broad = [
        name_of(path)
        for path in product()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler) and (node.type is None or ast.unparse(node.type) in BROAD)
    ]
    assert broad == ["delivery/contained.py"]


@pytest.mark.parametrize("path", product(), ids=name_of)
def test_no_name_without_a_noun(path: Path) -> None:
    """No file is named after nothing in particular."""
    assert path.stem not in {"utils", "util", "helpers", "helper", "common", "core", "manager", "misc"}


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1
