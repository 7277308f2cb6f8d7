"""The letters of a piece."""

from pathlib import Path

import pytest
import ttf_opensans

from pieces.letters import drawable, families, in_fonts
from pieces.refusal import CannotDraw

FONTS = Path(ttf_opensans.__file__).parent / "ttf"
KNOWN = in_fonts([FONTS])


@pytest.mark.parametrize(
    "text",
    [
        "¿Pingüino? ¡Ñandú! «sí» “no” … – — • º ª €",
        "Anaʼa pia, jamaya pia? Wayuunaiki: püchikalü, jüküjia",
        "Nasa Yuwe: üus, kwẽsx ũus, çxhab, ʼkiwe, ĩ ã ẽ ũ Ĩ Ã Ẽ Ũ Ç",
    ],
    ids=["español", "wayuunaiki", "nasa yuwe"],
)
def test_languages_of_colombia_are_drawn(text: str) -> None:
    """Open Sans has every letter of Spanish, Wayuunaiki and Nasa Yuwe, whether composed or not."""
    decomposed = text.replace("ẽ", "e\u0303").replace("ñ", "n\u0303")
    assert drawable(text, KNOWN) == (text, ())
    assert drawable(decomposed, KNOWN) == (text, ())


ALPHABETS = {
    "wayuunaiki": "a ch e i j k l m n o p r s sh t u ü w y ʼ",
    "nasa yuwe": "a ã b ç çx çh çxh d e ẽ f g h i ĩ j jx k kx kh kxh l lx m n nx p px ph pxh s sx t tx th txh u ũ "
    "v vx w y z zx ʼ",
}


@pytest.mark.parametrize("alphabet", ALPHABETS.values(), ids=ALPHABETS)
def test_no_letter_of_an_alphabet_is_refused(alphabet: str) -> None:
    """Small and capital, each as it is."""
    for text in (alphabet, alphabet.upper()):
        assert drawable(text, KNOWN) == (text, ())


@pytest.mark.parametrize("saltillo", ["ꞌ", "Ꞌ"])
def test_a_saltillo_is_drawn_as_the_apostrophe_that_fonts_have(saltillo: str) -> None:
    """«Maꞌin» is Wayuunaiki as keyboards for it write it; a font that has the letter itself keeps it."""
    assert drawable(f"Ma{saltillo}in", KNOWN) == ("Maʼin", ())
    assert drawable(f"Ma{saltillo}in", KNOWN | {ord(saltillo)}) == (f"Ma{saltillo}in", ())


def test_a_letter_that_no_font_has_is_refused_by_name() -> None:
    """Rather than an empty box, an error with the letter, its code, its name and what to do."""
    with pytest.raises(CannotDraw, match=r"«漢» \(U\+6F22, CJK UNIFIED IDEOGRAPH-6F22\).*marca: tipografia"):
        drawable("Curso de 漢字", KNOWN)


@pytest.mark.parametrize(
    ("text", "drawn", "dropped"),
    [
        ("Vacunas 💉 hoy", "Vacunas hoy", ("💉",)),
        ("👩🏽‍⚕️ Jornada 👉 aquí 👉", "Jornada aquí", ("👩", "🏽", "⚕", "👉")),
        ("1️⃣ Primero", "1 Primero", ()),
        ("Oc\u00adtavo\u200b\u202e mes\x00", "Octavo mes", ()),
        ("a las 7:00 a. m. y 12:00 m.", "a las 7:00\u00a0a.\u00a0m. y 12:00\u00a0m.", ()),
    ],
)
def test_emoji_are_left_out_and_told(text: str, drawn: str, dropped: tuple[str, ...]) -> None:
    """A picture or a mark that hides is no letter: the words stay, hours stay in one piece, and what went is told."""
    assert drawable(text, KNOWN) == (drawn, dropped)


def test_a_familys_letters_are_those_of_all_its_styles() -> None:
    """Bold titles show what plain text shows: both styles have it."""
    assert families(FONTS)[0] == "Open Sans"
    assert ord("ʼ") in KNOWN


def test_a_file_that_is_no_font_is_refused_by_name(tmp_path: Path) -> None:
    """A picture saved as `.ttf` is named."""
    (tmp_path / "manual.ttf").write_bytes(b"\x89PNG")
    with pytest.raises(CannotDraw, match=r"manual\.ttf.*no es una fuente"):
        in_fonts([tmp_path])
