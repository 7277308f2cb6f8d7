"""What a cell of text may hold, and what of it programs that show mails would make more of than text."""

import pytest

from audience.plain_text import bears_web_address


@pytest.mark.parametrize(
    "text",
    [
        "Premio https://evil.co",
        "Ana WWW.evil.co",
        "Reclame en bit.ly/3xPremio",
        "t.co/a",
        "premio-alcaldia.co/cobrar",
        "premio-alcaldia.co",
        "Ana (premio.com)",
        "Ana, cobre ya en PREMIO.COM.CO.",
        "peñón.co:8080/x",
        "premio@alcaldia.com",
        "https://localhost",
    ],
)
def test_what_would_be_a_link_is_found(text: str) -> None:
    """With its scheme or without, with a path or by its ending."""
    assert bears_web_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ana María Quiñones",
        "Ma.del Carmen Ruiz",
        "Dr.Juan J.C. Pérez",
        "José A.Gómez",
        "Ma.Consuelo Vélez",
        "Aguas del Sur S.A.S. E.S.P.",
        "E.S.E Hospital San Juan",
        "Vélez y Co.",
        "Ana / Luis",
        "J.A.C. La Unión 1/2",
    ],
)
def test_a_name_is_no_link(text: str) -> None:
    """Though people write it with dots and without spaces."""
    assert not bears_web_address(text)
