"""A problem is printed for people and given to programs."""

import json
from pathlib import Path

from campaigns.problem import Problem, ordered

FILE = Path("config/campanas/matriculas.yaml")
PROBLEM = Problem(FILE, 14, 9, "mensajes[0].asunto", "falta «asunto»", "agréguelo")


def test_a_problem_is_printed_as_editors_and_people_read_it() -> None:
    """File, line and column as compilers write them, and the hint below."""
    assert str(PROBLEM) == "config/campanas/matriculas.yaml:14:9: falta «asunto»\n    → agréguelo"
    assert str(Problem(FILE, 1, 1, "", "falta")) == "config/campanas/matriculas.yaml:1:1: falta"


def test_a_problem_is_given_as_json() -> None:
    """The six keys of `check --json`."""
    assert json.loads(json.dumps(PROBLEM.as_json())) == {
        "file": "config/campanas/matriculas.yaml",
        "line": 14,
        "column": 9,
        "path": "mensajes[0].asunto",
        "message": "falta «asunto»",
        "hint": "agréguelo",
    }


def test_problems_are_told_once_in_the_order_of_the_files() -> None:
    """By file, line and column, whatever order they were found in."""
    first, second = Problem(Path("a"), 2, 1, "", "x"), Problem(Path("a"), 10, 1, "", "x")
    third = Problem(Path("b"), 1, 1, "", "x")
    assert ordered([third, second, first, second]) == (first, second, third)
