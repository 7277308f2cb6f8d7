"""What one can hold in the head."""

import ast

from tests.house.tree import functions_of, name_of, product, tree_of

FILE, FUNCTION = 300, 50
BROAD = {"Exception", "BaseException"}


def test_a_file_is_one_page() -> None:
    """No file is longer than three hundred lines, no function than fifty."""
    lengths = {name_of(path): path.read_text("utf-8").count("\n") for path in product()}
    assert {name: length for name, length in lengths.items() if length > FILE} == {}
    long = {
        f"{name_of(path)}: {function.name}": _length(function)
        for path in product()
        for function in functions_of(path)
        if _length(function) > FUNCTION
    }
    assert long == {}


def test_one_broad_except_in_the_house() -> None:
    """What nobody foresaw is caught in a single place: sends, lanes, looks and readings all pass through it."""
    broad = [
        name_of(path)
        for path in product()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler) and (node.type is None or ast.unparse(node.type) in BROAD)
    ]
    assert broad == ["delivery/contained.py"]


def test_no_name_without_a_noun() -> None:
    """No file is named after nothing in particular."""
    nothing = {"utils", "util", "helpers", "helper", "common", "core", "manager", "misc"}
    assert [name_of(path) for path in product() if path.stem in nothing] == []


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1
