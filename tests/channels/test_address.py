"""Where credentials may travel."""

import pytest

from channels.address import server_address


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://api.telegram.org", "https://api.telegram.org"),
        ("https://api.telegram.org/", "https://api.telegram.org"),
        ("http://127.0.0.1:8081", "http://127.0.0.1:8081"),
        ("http://localhost:8081", "http://localhost:8081"),
        ("http://[::1]:8081", "http://[::1]:8081"),
    ],
)
def test_an_address_is_encrypted_or_on_this_machine(written: str, kept: str) -> None:
    """HTTPS anywhere; plain HTTP only where nobody else listens."""
    assert server_address(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        "http://api.telegram.org",
        "http://127.0.0.1.municipio.gov.co",
        "ftp://127.0.0.1",
        "api.telegram.org",
        "https://",
        "https://usuario:clave@api.x.com",
        "https://api.x.com/?a=b",
        "https://api.x.com:puerto",
        "https://[::1",
        "",
    ],
)
def test_anything_else_is_refused_with_what_to_write(written: str) -> None:
    """The sentence says what is wrong and, after a semicolon, what to do."""
    with pytest.raises(ValueError, match=r"; (escriba|la dirección)"):
        server_address(written)
