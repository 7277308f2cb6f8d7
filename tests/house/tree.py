"""The project's own files, as the tests on the house see them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FLOORS = {
    "sources": 0,
    "channels": 1,
    "logs": 2,
    "pieces": 2,
    "reports": 3,
    "campaigns": 3,
    "storage": 4,
    "audience": 5,
    "delivery": 6,
    "indicators": 6,
    "website": 6,
    "panel": 7,
    "reporter": 7,
    "handover": 7,
    "webmaster": 7,
    "bookkeeper": 7,
    "scheduler": 8,
    "simulation": 8,
    "verbs": 9,
    "cli": 10,
}
"""Every room and its floor; a floor imports only lower ones, and its own room."""

FLOORS_OF_DELIVERY = (
    "engines",
    "publications",
    "notices",
    "money",
    "publishing",
    "reporting",
    "accounts",
    "chores",
    "news",
    "sending",
    "copies",
    "figures",
    "retention",
    "watching",
    "office",
    "planning",
    "tasks",
    "approving",
    "submissions",
    "daemon",
)
"""The rooms of `delivery/`, lowest first: each knows those before it, and the files that stand in no room."""


def product() -> list[Path]:
    """Every Python file of the product, its rooms and its modules at the root."""
    files = [path for room in FLOORS for path in [*ROOT.glob(f"{room}.py"), *ROOT.glob(f"{room}/**/*.py")]]
    return sorted(files)


def name_of(path: Path) -> str:
    """A file's name as messages show it."""
    return path.relative_to(ROOT).as_posix()


def room_of(path: Path) -> str:
    """The room that a file stands in."""
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


@cache
def tree_of(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text("utf-8"))


def imports_of(path: Path) -> Iterator[tuple[str, int]]:
    """Every module that a file imports, or name of one, within functions too, and the line."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno


def functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
