"""What is looked at of the calendar, as an address says it and as it is called."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from campaigns.moment import Moment
from campaigns.tenant import Tenant
from campaigns.when.words import MONTHS, WEEKDAYS
from panel.office.days import DAY, Stretch, month_of, week_of

VIEWS: Mapping[str, str] = {"mes": "Mes", "semana": "Semana", "lista": "Lista"}
"""Those between which people choose; a single day is one more."""
SHOWN: Mapping[str, str] = {
    "": "Todo",
    "movido": "Lo que una regla movió",
    "espera": "Lo que espera algo o a alguien",
    "salio": "Lo que ya salió",
    "mal": "Lo que no salió, o salió con errores",
}
YEARS = range(2000, 2100)
"""Those that are looked at."""
CHOICES = 100
"""Campaigns among which one chooses; of more of them one types words of the title."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked at, as the address says it."""

    view: str
    day: date
    """One of those that are looked at."""
    campaign: str
    """Its id, or words of its title."""
    medium: str
    audience: str
    shown: str
    page: int

    @property
    def query(self) -> str:
        """The same as an address says it, after the question mark."""
        told = {
            "vista": self.view,
            "dia": self.day.isoformat(),
            "campana": self.campaign,
            "medio": self.medium,
            "publico": self.audience,
            "mostrar": self.shown,
            "pagina": str(self.page) if self.page > 1 else "",
        }
        return urlencode({name: value for name, value in told.items() if value})

    def at(self, day: date, view: str = "") -> "Look":
        """The same filters on another day."""
        return replace(self, day=day, view=view or self.view, page=1)

    def turned(self, page: int) -> "Look":
        """Another page of it."""
        return replace(self, page=page)

    @property
    def filtered(self) -> bool:
        """Whether anything is left out."""
        return bool(self.campaign or self.medium or self.audience or self.shown)

    @property
    def stretch(self) -> Stretch:
        """The days that are shown."""
        if self.view == "mes":
            return month_of(self.day)
        if self.view == "semana":
            return week_of(self.day)
        if self.view == "dia":
            return Stretch(self.day, self.day)
        first = self.day.replace(day=1)
        return Stretch(first, _next_month(first) - DAY)

    @property
    def title(self) -> str:
        """«Enero de 2027», «Semana del 4 al 10 de enero de 2027», «Martes 5 de enero de 2027»."""
        if self.view == "dia":
            return f"{WEEKDAYS[self.day.weekday()]} {_day(self.day)}".capitalize()
        if self.view == "semana":
            first, last = self.stretch.first, self.stretch.last
            begin = f"{first.day}" if first.month == last.month else f"{first.day} de {MONTHS[first.month - 1]}"
            return f"Semana del {begin} al {_day(last)}"
        return f"{MONTHS[self.day.month - 1]} de {self.day.year}".capitalize()

    @property
    def before(self) -> "Look":
        """The one before it."""
        return self.at(self._moved(-1))

    @property
    def after(self) -> "Look":
        """The one that follows."""
        return self.at(self._moved(1))

    def _moved(self, steps: int) -> date:
        if self.view == "dia":
            return self.day + steps * DAY
        if self.view == "semana":
            return self.day + steps * 7 * DAY
        first = self.day.replace(day=1)
        return _next_month(first) if steps > 0 else (first - DAY).replace(day=1)


def look_of(query: Callable[[str], str], tenant: Tenant, today: date) -> Look:
    """What an address asks for; what it says and nobody knows is as if it said nothing."""
    try:
        day = date.fromisoformat(query("dia"))
    except ValueError:
        day = today
    view, medium, page = query("vista"), query("medio"), query("pagina")
    return Look(
        view=view if view in (*VIEWS, "dia") else "mes",
        day=day if day.year in YEARS else today,
        campaign=query("campana") if len(tenant.campaigns) > CHOICES else _one_of(query("campana"), tenant.campaigns),
        medium=_one_of(medium, {account.medium for account in tenant.accounts.values()}),
        audience=_one_of(query("publico"), tenant.audiences),
        shown=_one_of(query("mostrar"), SHOWN),
        page=max(int(page), 1) if page.isdecimal() and len(page) < 5 else 1,
    )


def _one_of(told: str, known: Iterable[str]) -> str:
    return told if told in set(known) else ""


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _day(day: date) -> str:
    return Moment(datetime(day.year, day.month, day.day), timed=False).date  # noqa: DTZ001 - a day has no zone
