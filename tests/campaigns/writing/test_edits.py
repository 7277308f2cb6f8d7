"""An edit changes what was meant, and nothing else: not a space, not a comment, not a line's end."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.reading.tree import plain
from campaigns.reading.yaml_reader import read
from campaigns.writing.edits import drop, insert, put, swap
from campaigns.writing.spots import Leaf, Listing, NotEditable, leaves, plain_of, spot_at, spots_of
from tests.campaigns.writing.sheets import LOOSE, SHEETS, TIDY

WORDS = st.one_of(
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), max_size=40),
    st.text("aé:#-\"'\\{}[],&*!|>%@`~? \n", max_size=30),
    st.sampled_from(
        ["null", "~", "no", "10:30", "05001", "Calle 5 #10-20", "- a", "a: b", "{{ x }}", "# n", "¡Ya!\n\nVengan"]
    ),
)
"""What people type, and what YAML takes for something else."""


def values(text: str) -> object:
    """As the staff's reader has them."""
    document, problems = read(Path("x.yaml"), text.encode())
    assert document is not None, problems
    return plain(document.root)


def comments(text: str) -> list[str]:
    """Lines that say nothing else."""
    return [line.strip() for line in text.splitlines() if line.strip().startswith("#")]


@pytest.mark.parametrize("name", SHEETS)
@given(data=st.data())
def test_a_text_is_replaced_and_all_else_stays_to_the_letter(name: str, data: st.DataObject) -> None:
    """Up to where it began and from where it ended, but for the comment that a block's first line takes along."""
    text = SHEETS[name]
    location, leaf = data.draw(st.sampled_from(list(leaves(spots_of(text)))))
    typed = data.draw(WORDS)
    after = put(text, location, typed)
    found = spot_at(spots_of(after), location)
    assert isinstance(found, Leaf)
    assert found.text.strip() == typed.strip()
    if leaf.text.strip() == typed.strip():
        assert after == text
        return
    assert after[: leaf.start] == text[: leaf.start]
    rest, end = text[leaf.end :], after[found.end :]
    if found.style == "|" or leaf.style in ("|", ">"):
        # What stands behind the value goes up to the block's first line, or comes down from it.
        line = "\r\n" if "\r\n" in text else "\n"
        behind = rest.partition(line)[0] if leaf.style not in ("|", ">") else ""
        assert end in (rest, rest.partition(line)[2], line + rest.partition(line)[2], line + rest)
        assert behind in after
    else:
        assert end == rest


@pytest.mark.parametrize("name", SHEETS)
@given(data=st.data())
def test_what_was_read_is_what_the_staffs_reader_reads(name: str, data: st.DataObject) -> None:
    """The values of the whole file, after a change, are those of before with that one in its place."""
    text = SHEETS[name]
    location, _ = data.draw(st.sampled_from(list(leaves(spots_of(text)))))
    typed = data.draw(st.text(st.characters(categories=("Ll", "Lu", "Nd", "Po", "Zs"), codec="latin-1"), max_size=30))
    typed = typed.replace("\u00a0", "").replace("\u00ad", "")
    after = put(text, location, typed)
    holder = values(after)
    for part in location:
        holder = holder[part]  # type: ignore[index]
    assert str(holder).strip() == typed.strip()


@pytest.mark.parametrize("name", ["tidy", "windows", "marked"])
def test_a_comment_behind_a_value_stays_on_its_line(name: str) -> None:
    """Also where the value becomes one of several lines, and one of one line again."""
    text = SHEETS[name]
    several = put(text, ("titulo",), "Uno\nDos")
    assert "titulo: |   # como en la cartelera" in several
    assert spot_at(spots_of(put(several, ("titulo",), "Uno")), ("titulo",)) is not None
    assert "titulo: Uno   # como en la cartelera" in put(several, ("titulo",), "Uno")


@pytest.mark.parametrize("name", SHEETS)
def test_what_is_added_and_taken_away_leaves_the_text_as_it_was(name: str) -> None:
    """To the last character, for a key and for an item, at both ends of a list."""
    text = SHEETS[name]
    for location in (("nota-propia",), ("mensajes", 0, "nota-propia")):
        added = put(text, location, "https://example.com/a", ("campaña", "titulo", "id", location[-1]))
        assert added != text
        assert drop(added, location) == text
    listing = spot_at(spots_of(text), ("mensajes",))
    assert isinstance(listing, Listing)
    for position in range(len(listing.items) + 1):
        added = insert(text, ("mensajes",), position, {"id": "nuevo", "cuando": "", "canales": ["web"]})
        back = drop(added, ("mensajes", position))
        assert back == text or (position == len(listing.items) and back.rstrip() == text.rstrip())


@pytest.mark.parametrize("name", SHEETS)
def test_messages_that_change_places_twice_stand_as_before(name: str) -> None:
    """Each with the comment above it."""
    text = SHEETS[name]
    listing = spot_at(spots_of(text), ("mensajes",))
    assert isinstance(listing, Listing)
    for position in range(len(listing.items) - 1):
        turned = swap(text, ("mensajes",), position)
        assert plain_of(spots_of(turned)) != plain_of(spots_of(text))
        assert sorted(comments(turned)) == sorted(comments(text))
        assert swap(turned, ("mensajes",), position).rstrip() == text.rstrip()


def test_a_moved_message_takes_its_comment_along() -> None:
    """The one right above its dash."""
    turned = swap(TIDY, ("mensajes",), 0)
    assert turned.index("- id: recuerdo") < turned.index("# Primero se anuncia.") < turned.index("- id: anuncio")


def test_a_key_goes_where_it_is_usually_written() -> None:
    """And not into the comment of the next one."""
    added = put(TIDY, ("evento", "nombre"), "Matrículas", ("nombre", "inicia", "termina"))
    assert "  inicia: 2027-01-12 07:00\n  nombre: Matrículas\n  # El colegio" in added
    added = put(TIDY, ("mensajes", 0, "imagen"), {"archivo": "a.png", "alt": "Un río"}, ("id", "texto", "imagen"))
    assert "      Lleve los papeles.\n    imagen:\n      archivo: a.png\n      alt: Un río\n    # A cada medio" in added


def test_what_cannot_be_told_apart_is_not_edited() -> None:
    """Anchors, repeated keys, and a text that is no YAML."""
    for text in ("a: &x 1\nb: *x\n", "a: 1\na: 2\n", "a: [1\n", "? a\n: 1\n", "a: 1\n---\nb: 2\n", ""):
        with pytest.raises(NotEditable):
            spots_of(text)


def test_the_first_key_of_an_item_goes_without_its_dash() -> None:
    """And the comment behind it is kept."""
    text = "mensajes:\n  - id: a\n    # nota\n    cuando: b\n"
    assert drop(text, ("mensajes", 0, "id")) == "mensajes:\n    # nota\n  - cuando: b\n"


def test_a_loose_file_takes_an_item_as_a_tidy_one_does() -> None:
    """With the dash in the column that it has."""
    added = insert(LOOSE, ("mensajes", 0, "canales"), 1, "canal")
    assert "    - correo\n    - canal\n    # y también\n    - web\n" in added
