"""What an approval of a drawn picture is bound to, besides its words."""

import hashlib
import json

from campaigns.assembly.base import Base
from campaigns.entry import as_written
from campaigns.reading.files import MEDIA, Unreadable, entries_of
from pieces.drawn_by import drawn_by


def look_digest(base: Base) -> str:
    """sha256 of all that makes a card look as it does, besides its words. Where a file is missing its check says so."""
    brand = base.municipality.brand
    whole = hashlib.sha256(f"{drawn_by()}{json.dumps(as_written(brand), sort_keys=True)}".encode())
    fonts = entries_of(base.files.path(f"{MEDIA}/{brand.fonts}")) if brand.fonts else ()
    names = [*([brand.shield] if brand.shield else []), *(f"{brand.fonts}/{each.name}" for each in fonts)]
    for name in names:
        try:
            whole.update(base.files.media_digest(name).encode())
        except Unreadable:
            continue
    return whole.hexdigest()
