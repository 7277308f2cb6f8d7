"""Visits as Matomo counts them: its Reporting API (https://developer.matomo.org/api-reference/reporting-api).

Days are those of the zone that is set for the site in Matomo.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from sources.fetching import Answer, Request, fetch, refused
from sources.telling import NoFigure, Span, days_words, shown

Wanted = Literal["visitas", "visitantes", "paginas-vistas"]
Every = Literal["dia", "semana", "mes"]

METRICS: Mapping[Wanted, tuple[str, str]] = {
    "visitas": ("VisitsSummary.get", "nb_visits"),
    "visitantes": ("VisitsSummary.get", "nb_uniq_visitors"),
    "paginas-vistas": ("Actions.get", "nb_pageviews"),
}
"""Method and column."""
PERIODS: Mapping[Every, str] = {"dia": "day", "semana": "week", "mes": "month"}


@dataclass(frozen=True, slots=True)
class Matomo:
    """One site of one Matomo."""

    address: str
    site: int
    key: str
    wanted: Wanted
    every: Every
    most: int = 400
    settles: int = 3
    """It counts the day that is over some hours later, where its own task runs seldom."""

    @property
    def where(self) -> str:
        """Without the key."""
        return f"Matomo ({self.address}, sitio {self.site})"

    def figures(self, spans: Sequence[Span], zone: ZoneInfo) -> Mapping[Span, float]:
        """Raises `NoFigure`. The zone is the site's own in Matomo."""
        del zone
        method, metric = METRICS[self.wanted]
        asked = {
            "module": "API",
            "method": method,
            "idSite": self.site,
            "period": PERIODS[self.every],
            "date": f"{spans[0].first},{spans[-1].last}",
            "format": "JSON",
            # In the body: addresses are written down on the way.
            "token_auth": self.key,
        }
        answer = fetch(
            Request(
                url=f"{self.address}/index.php",
                method="POST",
                headers={"Content-Type": "application/x-www-form-urlencoded"},
                content=urlencode(asked).encode(),
                secret=self.key,
            )
        )
        told = self._told(answer)
        return {span: self._figure(told, span, metric) for span in spans}

    def _told(self, answer: Answer) -> Mapping[str, object]:
        host, document = urlsplit(self.address).hostname or "", answer.document
        said = document.get("message") if isinstance(document, dict) and document.get("result") == "error" else None
        if said is not None:
            # Matomo refuses with 200 as well.
            told = shown(str(said), self.key)
            raise NoFigure(f"Matomo no da la cifra: {told} Revise «clave» y «sitio».", needs_person=True)
        if answer.status != 200:
            raise refused(answer, host)
        if isinstance(document, dict):
            return document
        if document == []:
            return {}
        raise NoFigure(f"{host} no respondió como Matomo; revise «direccion».", needs_person=True)

    def _figure(self, told: Mapping[str, object], span: Span, metric: str) -> float:
        found = told.get(self._name(span), [])
        if not found:
            # Of days without a visit it gives an empty row, or none.
            return 0.0
        value = found.get(metric) if isinstance(found, dict) else None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise NoFigure(
                f"Matomo no dice «{self.wanted}» de {days_words(span)}; pruebe con «cifra: visitas» o «cada: dia».",
                needs_person=True,
            )
        return float(value)

    def _name(self, span: Span) -> str:
        """How Matomo calls a span."""
        if self.every == "mes":
            return f"{span.first:%Y-%m}"
        return f"{span.first}" if self.every == "dia" else f"{span.first},{span.last}"
