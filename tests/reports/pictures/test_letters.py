"""How words are fitted into a chart."""

from hypothesis import given
from hypothesis import strategies as st

from reports.pictures.letters import cut, width_of, wrapped


@given(st.sampled_from(("Ene", "Feb", "Mar", "Abr", "May", "Sept", "S09")), st.floats(0, 1_000), st.floats(1, 30))
def test_words_that_have_just_their_room_stay_whole(word: str, gap: float, size: float) -> None:
    """Also where the room is what is left of a sum: «May» was «M…» in a half-year's calendar."""
    room = width_of(word, size) + gap - gap
    assert cut(word, room, size) == word
    assert wrapped(word, room, size, 1) == [word]


def test_what_does_not_fit_ends_in_dots() -> None:
    """And takes no more than its room."""
    shown = cut("Suscripción del sitio web", 80.0, 14.0)
    assert shown.endswith("…")
    assert width_of(shown, 14.0) <= 80.0
