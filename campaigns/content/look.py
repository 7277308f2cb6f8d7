"""How a municipality's pieces look, out of what `municipio.yaml` says."""

from pathlib import Path

from campaigns.content.colour import text_on, title_colour
from campaigns.municipality import Brand as BrandEntry
from campaigns.reading.files import MEDIA
from pieces.brand import Brand


def look(brand: BrandEntry, folder: Path) -> Brand:
    """`folder`: the tenant's own, where its files lie."""
    media = folder.resolve() / MEDIA
    return Brand(
        colour=brand.colour,
        on_colour=brand.on_colour or text_on(brand.colour),
        titles=brand.titles or title_colour(brand.colour),
        accent=brand.accent or brand.colour,
        shield=media / brand.shield if brand.shield else None,
        fonts=media / brand.fonts if brand.fonts else None,
    )
