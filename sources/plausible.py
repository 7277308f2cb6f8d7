"""Visits as Plausible counts them: its Stats API, version 2 (https://plausible.io/docs/stats-api).

Days are those of the zone that is set for the site in Plausible.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sources.fetching import Answer, Request, fetch, refused
from sources.telling import NoFigure, Span, shown

Wanted = Literal["visitas", "visitantes", "paginas-vistas"]
Every = Literal["dia", "semana", "mes"]

METRICS: Mapping[Wanted, str] = {"visitas": "visits", "visitantes": "visitors", "paginas-vistas": "pageviews"}
DIMENSIONS: Mapping[Every, str] = {"dia": "time:day", "semana": "time:week", "mes": "time:month"}
"""Each row bears the first day of its span."""


@dataclass(frozen=True, slots=True)
class Plausible:
    """One site of one Plausible."""

    address: str
    site: str
    key: str
    wanted: Wanted
    every: Every
    most: int = 400
    settles: int = 1

    @property
    def where(self) -> str:
        """Without the key."""
        return f"Plausible ({self.address}, sitio {self.site})"

    def figures(self, spans: Sequence[Span], zone: ZoneInfo) -> Mapping[Span, float]:
        """Raises `NoFigure`. The zone is the site's own in Plausible."""
        del zone
        asked = {
            "site_id": self.site,
            "metrics": [METRICS[self.wanted]],
            "date_range": [str(spans[0].first), str(spans[-1].last)],
            "dimensions": [DIMENSIONS[self.every]],
        }
        answer = fetch(
            Request(
                url=f"{self.address}/api/v2/query",
                method="POST",
                headers={"Content-Type": "application/json", "Authorization": f"Bearer {self.key}"},
                content=json.dumps(asked).encode(),
                secret=self.key,
            )
        )
        told = self._told(answer)
        # Days on which nobody came have no row.
        return {span: told.get(str(span.first), 0.0) for span in spans}

    def _told(self, answer: Answer) -> Mapping[str, float]:
        host, document = urlsplit(self.address).hostname or "", answer.document
        if answer.status != 200:
            said = document.get("error") if isinstance(document, dict) else None
            raise refused(answer, host, shown(str(said), self.key) if said else "")
        rows = document.get("results") if isinstance(document, dict) else None
        try:
            return {str(row["dimensions"][0]): float(row["metrics"][0]) for row in rows}  # type: ignore[union-attr]
        except (TypeError, KeyError, IndexError, ValueError) as error:
            said = f"{host} no respondió como Plausible; revise «direccion»."
            raise NoFigure(said, needs_person=True) from error
