"""What becomes of letters that no font has."""

import pytest

from reports.lettering import Lettering

KNOWN = frozenset(map(ord, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZáñÑ ?.,•-"))


@pytest.mark.parametrize(
    ("written", "shown", "told"),
    [
        ("Ana Ñáñez", "Ana Ñáñez", ""),
        ("Ａna", "Ana", "«A»"),
        ("ﬁesta", "fiesta", "«fi»"),
        ("José 漢", "Jose ?", "U+6F22"),
        ("Feria 🎉", "Feria", "U+1F389"),
        ("a\u200bb\x07c", "abc", ""),
        ("", "", ""),
    ],
    ids=["known", "wide", "ligature", "unknown", "emoji", "unseen", "empty"],
)
def test_a_letter_gives_way_to_the_nearest(written: str, shown: str, told: str) -> None:
    """And is told by its name; what is never seen is not told."""
    lettering = Lettering(KNOWN)
    assert lettering.shown(written) == shown
    assert (told in " ".join(lettering.remarks)) if told else lettering.remarks == ()


def test_every_text_of_a_tree_is_shown() -> None:
    """Names of fields and figures stay, and a letter is told once however often it stands there."""
    lettering = Lettering(KNOWN)
    tree = {"漢": ["漢", ("漢", 1.5, None)], "b": True}
    assert lettering.all_shown(tree) == {"漢": ["?", ["?", 1.5, None]], "b": True}
    assert len(lettering.remarks) == 1
    assert lettering.remarks[0].count("U+6F22") == 1
