"""Addresses on paper."""

import pytest

from pieces.address import address, printed


@pytest.mark.parametrize("link", ["https://www.segovia.gov.co/", "https://segovia.gov.co"])
def test_the_site_is_printed_as_it_is_configured(link: str) -> None:
    """Some sites answer under `www.` alone."""
    assert f"https://{address(link)}" == link.rstrip("/")


def test_of_a_long_link_the_site_is_left() -> None:
    """Nobody copies a hundred letters; the QR code has them."""
    assert address(f"https://segovia.gov.co/{'x' * 100}") == "segovia.gov.co"


@pytest.mark.parametrize(
    ("configured", "on_paper"),
    [
        ("https://www.segovia.gov.co/", "www.segovia.gov.co"),
        ("https://wa.me/573001234567", "300 123 4567"),
        ("https://api.whatsapp.com/send?phone=573001234567", "300 123 4567"),
        ("https://wa.me/message/ABC", "wa.me/message/ABC"),
        ("contactenos@segovia.gov.co", "contactenos@segovia.gov.co"),
        ("Calle 10 # 4-32", "Calle 10 # 4-32"),
    ],
)
def test_a_channel_of_attention_is_printed_as_people_copy_it(configured: str, on_paper: str) -> None:
    """Without what only machines need; nothing else is changed."""
    assert printed(configured) == on_paper
