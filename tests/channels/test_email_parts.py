"""A text's part says the same whatever its encoder has seen before."""

from email import message_from_bytes
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.email.parts import TextEncoder

LINES = st.sampled_from(
    (
        *(
            "",
            " ",
            ".",
            "Señora vecina:",
            "Lleve la cédula y el carné de vacunas de cada niña.",
            "=C3=B1 = ñ",
            "x" * 90,
        ),
        *("Alcaldía de Villa Clara", "Web: villaclara.gov.co, todos los días de la semana", "termina en blanco ñ "),
        *("ñ" * 12 + "x" * columns + " " for columns in range(4)),
    )
)
TEXTS = st.lists(st.lists(LINES, max_size=8).map("\n".join), max_size=12)


def said(part: bytes) -> str:
    """What a mail program shows of a part."""
    return str(message_from_bytes(part, policy=SMTP).get_content()).replace("\r\n", "\n")


@given(TEXTS)
def test_what_was_encoded_before_changes_nothing(texts: list[str]) -> None:
    """However alike the texts are: the bytes are those of a new encoder, and say the text."""
    encoder = TextEncoder("plain")
    for text in texts:
        part = encoder.part(text)
        assert part == TextEncoder("plain").part(text)
        assert max(map(len, part.split(b"\r\n"))) <= 76
        assert said(part) == (text if text.endswith("\n") else f"{text}\n")


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=40))
def test_a_name_in_the_midst_of_what_is_known_comes_out_whole(name: str) -> None:
    """Letters and signs of any writing, between lines that the encoder keeps."""
    encoder = TextEncoder("html")
    page = "<p>Matrículas para el año que viene, en el colegio</p>\n{}\n<p>Alcaldía de Villa Clara, calle 5</p>"
    for each in ("Ana", "Inés", "Luz Marina", name):
        assert said(encoder.part(page.format(each))) == f"{page.format(each)}\n"


def test_what_texts_have_alike_is_encoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the hundredth text only the person's own lines go through the encoder."""
    seen: list[str] = []
    encoder = TextEncoder("plain")
    texts = [
        f"Señora {number}:\n{'Lleve la cédula. ' * 9}\nLa clave es ñ{number}\n{'¡Gracias! ' * 9}"
        for number in range(100)
    ]
    for text in texts[:-1]:
        encoder.part(text)
    monkeypatch.setattr("channels.email.parts._printable", seen.append)
    encoder.part(texts[-1])
    assert seen == ["Señora 99:\n", "La clave es ñ99\n"]


@pytest.mark.parametrize("text", ["a\x00b", "ñ\x1b[31m", "\x7f", "ñ" * 30 + "\x0b"])
def test_a_control_character_is_refused_in_any_place(text: str) -> None:
    """In what is new and in what was learnt alike."""
    encoder = TextEncoder("plain")
    for _ in range(3):
        with pytest.raises(ValueError, match="carácter de control"):
            encoder.part(f"{text}\n{'Alcaldía de Villa Clara. ' * 4}")
