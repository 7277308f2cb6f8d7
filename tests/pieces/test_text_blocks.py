"""Texts into paragraphs and lists."""

from pieces.text_blocks import text_blocks


def test_a_text_has_paragraphs_and_lists() -> None:
    """Empty lines part paragraphs, whose lines stay; what begins with «- » is an item."""
    found = text_blocks("Uno\ndos\n\nTraiga:\n- cédula\n• carné\nhoy\n\n\n")
    assert [(block["listed"], block["lines"]) for block in found] == [
        (False, ["Uno", "dos"]),
        (False, ["Traiga:"]),
        (True, ["cédula", "carné"]),
        (False, ["hoy"]),
    ]


def test_an_empty_text_has_none() -> None:
    """Nothing is drawn of it."""
    assert text_blocks(" \n \n") == []
