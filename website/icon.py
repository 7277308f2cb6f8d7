"""What a browser shows beside a page's title: a crier's horn in the municipality's colour."""

from urllib.parse import quote

from campaigns.content.colour import text_on

HOUSE = "#1f4e79"
"""The colour of pages on which nobody knows whose they are."""
_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="4" fill="{colour}"/>'
    '<path d="M7 13v6h4l9 6V7l-9 6zM23 11v10" fill="{ink}" stroke="{ink}" stroke-width="2"/></svg>\n'
)


def icon(colour: str = HOUSE) -> str:
    """The picture, as SVG. `colour`: `#1f4e79`."""
    return _ICON.format(colour=colour, ink=text_on(colour))


def icon_within(colour: str = HOUSE) -> str:
    """The same as an address that holds the whole picture (RFC 2397): nothing is asked for."""
    return f"data:image/svg+xml,{quote(icon(colour).strip())}"
