"""What is another between two texts, as people are told it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.writing.difference import CAMPAIGN, Change, Line, changes, lines, with_line_ends
from campaigns.writing.edits import drop, insert, put, swap
from tests.campaigns.writing.sheets import TIDY

NOTICE = "el mensaje «anuncio»"


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (TIDY, []),
        (put(TIDY, ("titulo",), "Otro"), [Change(CAMPAIGN, "titulo", "Matrículas: segundo llamado", "Otro")]),
        (drop(TIDY, ("evento", "termina")), [Change(CAMPAIGN, "evento › termina", "2027-01-29 16:00", "")]),
        (put(TIDY, ("mensajes", 0, "canales"), ["web"]), [Change(NOTICE, "canales", "correo, web", "web")]),
        (
            put(TIDY, ("mensajes", 0, "variantes", "correo"), "Hola"),
            [Change(NOTICE, "variantes › correo", "", "Hola")],
        ),
        (drop(TIDY, ("mensajes", 0)), [Change(NOTICE, "", "estaba", "")]),
        (insert(TIDY, ("mensajes",), 3, {"id": "mas"}), [Change("el mensaje «mas»", "", "", "nuevo")]),
        (
            swap(TIDY, ("mensajes",), 0),
            [Change(CAMPAIGN, "orden de los mensajes", "anuncio, recuerdo, cierre", "recuerdo, anuncio, cierre")],
        ),
        ("a: [", []),
    ],
)
def test_each_value_that_is_another_is_told_once(after: str, told: list[Change]) -> None:
    """With the message that it belongs to."""
    assert changes(TIDY, after) == told


def test_lines_are_shown_with_their_neighbours() -> None:
    """Two before and two behind; where more stay, so it is said."""
    found = lines(TIDY, put(TIDY, ("clase",), "gestion"))
    assert [line.kind for line in found] == ["…", " ", " ", "-", "+", " ", " "]
    assert Line("-", "clase: servicio") in found
    assert Line("+", "clase: gestion") in found


def test_other_line_ends_alone_are_a_difference() -> None:
    """Which no line shows."""
    assert lines(TIDY, TIDY.replace("\n", "\r\n"))[0].text == "solo cambian los finales de línea"
    assert lines(TIDY, TIDY) == []


@given(st.lists(st.sampled_from(["a: 1\n", "b: 2\r\n", "\n", "\r\n", "c:\r"])), st.sampled_from(["", "fin"]))
def test_a_browser_takes_no_line_end_away(pieces: list[str], last: str) -> None:
    """It sends each as CR LF; what nobody has touched comes back as it was, however lines end that look the same."""
    before = "".join(pieces).replace("\r\r\n", "\r\n") + last
    sent = before.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    assert with_line_ends(sent, before) == before


def test_a_line_that_is_new_ends_as_the_others() -> None:
    """In a file from Windows, too."""
    assert with_line_ends("a\r\nb\r\nc\r\n", "a\r\nc\r\n") == "a\r\nb\r\nc\r\n"
    assert with_line_ends("a\r\nb\r\nc\r\n", "a\nc\n") == "a\nb\nc\n"
