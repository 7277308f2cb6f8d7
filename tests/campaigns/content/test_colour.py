"""The municipality's colours can be read."""

import pytest

from campaigns.content.colour import LEAST_CONTRAST, contrast, link_colour, text_on, title_colour


@pytest.mark.parametrize("brand", ["#1f4e79", "#ffd200", "#ffffff", "#000000", "#7f7f7f", "#e30613"])
def test_every_brand_colour_can_be_read(brand: str) -> None:
    """Words on the brand's colour and links on white reach 4.5 to 1."""
    assert contrast(text_on(brand), brand) >= LEAST_CONTRAST
    assert contrast(link_colour(brand), "#ffffff") >= LEAST_CONTRAST
    assert contrast(title_colour(brand), "#ffffff") >= LEAST_CONTRAST
