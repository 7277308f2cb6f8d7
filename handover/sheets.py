"""The pages of the package: they need nothing but a browser, and ask nobody for anything."""

import base64
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from babel.dates import format_datetime
from markupsafe import Markup

from campaigns.articles import of
from campaigns.content.look import look
from campaigns.tenant import Tenant
from pieces.pages import templates

TEMPLATES = Path(__file__).parent / "plantillas"


class Sheets:
    """Pages of one municipality."""

    def __init__(self, tenant: Tenant, now: datetime) -> None:
        """`now` is when the package is made."""
        brand = look(tenant.municipality.brand, tenant.folder)
        # Not all who check its digest count a line's end at its end.
        style = (TEMPLATES / "estilo.css").read_text(encoding="utf-8").strip()
        style = style.replace("COLOUR", brand.colour).replace("TITLES", brand.titles)
        local = now.astimezone(tenant.municipality.zone)
        self._shared: Mapping[str, object] = {
            "body": tenant.municipality.body,
            "of_body": of(tenant.municipality.body),
            "made_at": format_datetime(local, "d 'de' MMMM 'de' y, h:mm a", locale="es_CO"),
            "style": Markup(style),  # noqa: S704 - our own, with two colours that the configuration has checked
            "style_digest": base64.b64encode(sha256(style.encode()).digest()).decode(),
        }
        self._environment = templates(TEMPLATES)

    def page(self, template: str, *, title: str, up: str, values: Mapping[str, object]) -> bytes:
        """A page. `up` leads to the package's folder: `../../`; empty for the first page itself."""
        told = {**self._shared, "title": title, "up": up, **values}
        return self._environment.get_template(template).render(told).encode()
