"""How each medium is written for."""

from campaigns.content.presentation import PRESENTATIONS, HtmlStyle, presentation
from channels.registry import ADAPTERS, adapter


def test_presentations_name_real_media_and_agree_with_them() -> None:
    """Each line of the table is a medium of the registry, and HTML is made exactly for those that take it."""
    assert set(PRESENTATIONS) <= set(ADAPTERS)
    for name in ADAPTERS:
        assert (presentation(name).html is not HtmlStyle.NONE) == adapter(name).profile.html, name
