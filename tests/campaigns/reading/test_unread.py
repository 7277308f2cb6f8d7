"""What YAML leaves out behind « #» is told, and comments stay comments."""

from pathlib import Path

import pytest

from campaigns.reading.tree import plain
from campaigns.reading.yaml_reader import read
from tests.campaigns.town import edited, problems

CUT = [
    ("lugar: Calle 5 #10-20", [(1, 16, "#10-20")]),
    ("asunto: Ruta #3 cambia de horario", [(1, 14, "#3 cambia de horario")]),
    ("color: #1f4e79", [(1, 8, "#1f4e79")]),
    ("texto: uno\n  dos #tres\nb: c", [(2, 7, "#tres")]),
    ("l:\n  - Ruta #3\n  - #4\n", [(2, 10, "#3"), (3, 5, "#4")]),
    ("a: uno #dos\n\n  tres\nb: c", [(1, 8, "#dos")]),
    ("l:\n  - uno #dos\n    tres\n  - b\n", [(2, 9, "#dos")]),
    ("v: {x: Ruta #3}\nb: c", [(1, 13, "#3}")]),
    ("v: [a, Ruta #3\n  , b]\nb: [c #d\n", [(1, 13, "#3"), (3, 7, "#d")]),
]


@pytest.mark.parametrize(("text", "expected"), CUT)
def test_what_is_not_read_is_told_at_its_sign(text: str, expected: list[tuple[int, int, str]]) -> None:
    """Once for each value; brackets without end, and lines that a text went on with, are told no second time."""
    _, found = read(Path("a.yaml"), text.encode())
    assert [(each.line, each.column, each.message) for each in found] == [
        (line, column, f"desde aquí no se lee: «{said}»") for line, column, said in expected
    ]
    assert all("entre comillas" in each.hint for each in found)


WHOLE = ["a: b # nota", "a: b ## nota", "a: b #", "a: b#c", "a: 'b #c'", 'a: "b" #c', "a: |\n  b #c", "#x\na: b\n  #y"]


@pytest.mark.parametrize("text", WHOLE)
def test_comments_quotes_and_blocks_are_left_alone(text: str) -> None:
    """A space after the sign makes a comment; a line of its own always is one."""
    assert read(Path("a.yaml"), text.encode())[1] == ()


def test_other_mistakes_of_writing_are_told_beside_it() -> None:
    """Only what the sign itself caused is left out."""
    _, found = read(Path("a.yaml"), b"a: b #c\nd: e\ntitulo:x\nf: g\n")
    assert [each.line for each in found] == [1, 3]


def test_the_rest_of_the_file_is_still_read() -> None:
    """One value that is cut hides no other."""
    document, _ = read(Path("a.yaml"), b"a: b #c\nd: e\n")
    assert document is not None
    assert plain(document.root) == {"a": "b", "d": "e"}


def test_a_value_that_was_cut_is_told_once(tmp_path: Path) -> None:
    """What remains of it has no form either, and that is no second mistake."""
    change = edited("campanas/matriculas.yaml", "publico: ciudadania", "publico: La gente #todos")
    assert problems(tmp_path, change) == ["campanas/matriculas.yaml:6:19: desde aquí no se lee: «#todos»"]
