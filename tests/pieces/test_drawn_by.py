"""What a picture depends on: whoever approved one approved what drew it."""

from pathlib import Path

import pytest

import pieces
from pieces.drawn_by import digest_of

ROOM = Path(pieces.__file__).parent


@pytest.mark.parametrize("name", ["unbroken.py", "drawings/card.typ"])
def test_another_drawing_asks_for_a_new_approval(name: str, tmp_path: Path) -> None:
    """The code that breaks lines changes a card as much as its drawing does."""
    for source in [*ROOM.glob("*.py"), *ROOM.glob("drawings/*.typ")]:
        copy = tmp_path / source.relative_to(ROOM)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(source.read_bytes())
    before = digest_of(tmp_path)
    with (tmp_path / name).open("a") as drawing:
        drawing.write("\n")
    assert digest_of(ROOM) == before != digest_of(tmp_path)
