"""Indicadores: each with its figure, the line to its target and where it stands; what is owed stands first."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from markupsafe import Markup
from starlette.responses import Response

from campaigns.tenant import Tenant
from delivery.staff import people_behind
from indicators.indicator_table import figure_words, goes_words
from indicators.owing import OwedFigure, owed_now
from indicators.pace import Course
from indicators.periods import BadPeriod, Kind, Period, before, parse_period, period_of
from indicators.report import IndicatorRow
from indicators.responsible import name_of, whose
from indicators.sections.figures import COURSES
from indicators.sections.wording import percent_words
from panel.entrance.roles import Right
from panel.office.asked import Asked, Page, Turned
from panel.office.background import Seen
from panel.office.figures import Counted, Figures, unpacked
from panel.office.paging import paging
from panel.office.sheets import Sheets, Way
from panel.office.typed import number_typed
from reports.words import number_words

WAY = Way("indicadores", "Indicadores", Right.SEE)
MOST = 20
"""Indicators on a page."""
MOST_OWED = 8
"""Owed figures that are shown at once; the rest on request."""
TONES: Mapping[Course, str] = {
    "met": "bien",
    "on_course": "bien",
    "at_risk": "ojo",
    "behind": "malo",
    "not_met": "malo",
}
"""The colour of a standing's word, beside the word."""
STANDINGS: Mapping[str, tuple[Course | None, tuple[str, str]]] = {
    "atrasada": ("behind", COURSES["behind"]),
    "no-cumplida": ("not_met", COURSES["not_met"]),
    "en-riesgo": ("at_risk", COURSES["at_risk"]),
    "va-bien": ("on_course", COURSES["on_course"]),
    "cumplida": ("met", COURSES["met"]),
    "sin-juicio": (None, ("sin nada que decir todavía", "sin nada que decir todavía")),
}
"""What the address says of each, and what people read of one and of many; what somebody has to look at comes first."""
KINDS: Sequence[Kind] = ("año", "semestre", "bimestre", "mes", "semana")


class Line(NamedTuple):
    """One indicator of the list."""

    key: str
    name: str
    period: Period
    row: IndicatorRow | None
    """None: its figures are being counted."""
    picture: Markup
    """Empty: there is none, or it is being drawn."""

    @property
    def standing(self) -> Course | None:
        """Where its target stands."""
        return self.row.standing if self.row is not None else None

    @property
    def goes(self) -> str:
        """The same in words."""
        return goes_words(self.row) if self.row is not None else ""

    @property
    def figure(self) -> str:
        """«12 contenidos»."""
        return figure_words(self.row) if self.row is not None else ""

    @property
    def target(self) -> str:
        """«Meta: 100 (12 %)»; empty where it has none in figures."""
        if self.row is None or self.row.goal.target is None:
            return ""
        percent = self.row.goal.percent
        share = f" ({percent_words(percent)})" if percent is not None else ""
        return f"Meta: {number_words(self.row.goal.target)}{share}"

    @property
    def baseline(self) -> str:
        """«Línea base: 55»; empty where there is none."""
        known = self.row is not None and self.row.baseline is not None
        return f"Línea base: {number_words(self.row.baseline)}" if known and self.row is not None else ""


class Wanted(NamedTuple):
    """What the list is narrowed to."""

    period: Period | None
    """None: each indicator in its own."""
    standing: str
    responsible: str
    objective: str
    """Its number among the plan's."""


class IndicatorPages:
    """Serves the list."""

    def __init__(self, sheets: Sheets, figures: Figures) -> None:
        """Both stay the caller's."""
        self._sheets, self._figures = sheets, figures

    @property
    def pages(self) -> list[Page]:
        """One."""
        return [Page("indicadores", Right.SEE, self.indicators)]

    async def indicators(self, asked: Asked) -> Response:
        """All of the plan, or those that are asked for."""
        tenant, wanted = asked.tenant, _wanted(asked)
        owed = await asked.read(partial(owed_now, tenant=tenant, tenant_id=asked.place.tenant_id, now=asked.now))
        lines, at, busy = await self._lines(asked, wanted.period)
        chosen = [each for each in lines if _fits(tenant, each, wanted)]
        stands = Counter(_word(each.standing) for each in chosen if each.row is not None)
        shown = [each for each in chosen if not wanted.standing or _word(each.standing) == wanted.standing]
        order = list(STANDINGS)
        shown.sort(key=lambda each: order.index(_word(each.standing)))
        paged = paging(number_typed(asked.query("pagina")), len(shown), MOST)
        values: dict[str, Any] = {
            "owed": sorted(owed, key=lambda each: not is_theirs(asked, each.indicator)),
            "most_owed": MOST_OWED,
            "theirs": lambda each: is_theirs(asked, each.indicator),
            "may_note": lambda each: may_note(asked, each.indicator),
            "lines": paged.cut(shown),
            "sum": len(shown),
            "all": len(tenant.indicators),
            "paging": paged,
            "stands": [(word, stands[word], words) for word, (_, words) in STANDINGS.items() if stands[word]],
            "standings": STANDINGS,
            "tones": TONES,
            "at": at,
            "busy": busy,
            "wanted": wanted,
            "periods": running(tenant, asked.now),
            "people": _responsible(tenant),
            "objectives": _objectives(tenant),
        }
        return self._sheets.page("indicadores.html", asked, **values)

    async def _lines(self, asked: Asked, period: Period | None) -> tuple[list[Line], datetime | None, bool]:
        """All indicators, the oldest moment at which any was counted, and whether more is to come."""
        tenant = asked.tenant
        today = asked.now.astimezone(tenant.municipality.zone).date()
        kinds = {each.period for each in tenant.indicators.values()} if period is None else set()
        own = {kind: period_of(kind, today, tenant.municipality.zone) for kind in kinds}
        of = {key: period or own[each.period] for key, each in tenant.indicators.items()}
        seen: dict[str, Seen[Counted]] = {}
        for each in dict.fromkeys(of.values()):
            waited = any(one.busy for one in seen.values())
            seen[each.key] = await self._figures.look(asked, each, waits=not waited)
        waited = any(one.busy for one in seen.values())
        made = [one.made for one in seen.values() if one.made is not None]
        pictures, drawing = await self._pictures(asked, made, waits=not waited)
        lines = [_line(tenant, key, where, seen[where.key].made, pictures) for key, where in of.items()]
        moments = [each.at for each in seen.values() if each.at is not None]
        return lines, min(moments, default=None), drawing or any(each.busy for each in seen.values())

    async def _pictures(
        self, asked: Asked, found: Sequence[Counted], *, waits: bool
    ) -> tuple[Mapping[tuple[str, str], Markup], bool]:
        """The brief ones, by period and indicator."""
        drawn: dict[tuple[str, str], Markup] = {}
        busy = False
        for each in found:
            seen = await self._figures.pictures(asked, each, waits=waits and not busy)
            busy = busy or seen.busy
            for key in seen.made or {}:
                picture = unpacked(seen.made or {}, key)
                if picture is not None:
                    drawn[each.period.key, key] = Markup(picture.brief)  # noqa: S704 - made by a serializer of trees
        return drawn, busy


def is_theirs(asked: Asked, key: str) -> bool:
    """Whether whoever asks answers for an indicator."""
    tenant = asked.tenant
    return asked.actor in people_behind(tenant.municipality, whose(tenant, key, tenant.indicators[key]))


def may_note(asked: Asked, key: str) -> bool:
    """Whether whoever asks may give its figures."""
    given = asked.tenant.indicators[key].type in ("declarado", "traido")
    return given and (asked.may(Right.WORK) or (asked.may(Right.CONFIRM) and is_theirs(asked, key)))


def running(tenant: Tenant, now: datetime) -> list[Period]:
    """Those that people ask for: what runs, and what ended last, of each kind."""
    zone = tenant.municipality.zone
    today = now.astimezone(zone).date()
    found = [period_of(kind, today, zone) for kind in KINDS]
    return [each for run in found for each in (run, before(run, zone))]


def period_asked(asked: Asked, text: str) -> Period:
    """The period that a key names. Raises `Turned`."""
    try:
        return parse_period(text, asked.tenant.municipality.zone)
    except BadPeriod as error:
        raise Turned(404, "Ese periodo no se entiende", str(error)) from error


async def figures_owed(asked: Asked) -> list[OwedFigure]:
    """Those that whoever asks owes and may give; what nobody answers for is the one's who is in charge."""
    if not asked.may(Right.CONFIRM):
        return []
    found = await asked.read(partial(owed_now, tenant=asked.tenant, tenant_id=asked.place.tenant_id, now=asked.now))
    return [each for each in found if is_theirs(asked, each.indicator)]


def _wanted(asked: Asked) -> Wanted:
    period = asked.query("periodo")
    standing, objective = asked.query("estado"), asked.query("objetivo")
    return Wanted(
        period_asked(asked, period) if period else None,
        standing if standing in STANDINGS else "",
        asked.query("responsable"),
        objective if objective in dict(_objectives(asked.tenant)) else "",
    )


def _line(
    tenant: Tenant, key: str, period: Period, counted: Counted | None, pictures: Mapping[tuple[str, str], Markup]
) -> Line:
    row = counted.rows.get(key) if counted is not None else None
    name = counted.names.get(key) if counted is not None else None
    picture = pictures.get((period.key, f"avance-{key}"), Markup())
    return Line(key, name or tenant.indicators[key].name, period, row, picture)


def _word(standing: Course | None) -> str:
    return next(word for word, (each, _) in STANDINGS.items() if each == standing)


def _fits(tenant: Tenant, line: Line, wanted: Wanted) -> bool:
    if wanted.responsible and whose(tenant, line.key, tenant.indicators[line.key]) != wanted.responsible:
        return False
    if not wanted.objective:
        return True
    objective = dict(_objectives(tenant))[wanted.objective]
    return any(line.key in each.indicators for each in tenant.plan.actions if each.objective == objective)


def _responsible(tenant: Tenant) -> list[tuple[str, str]]:
    slugs = {whose(tenant, key, each) for key, each in tenant.indicators.items()} - {""}
    return sorted(((slug, name_of(tenant, slug)) for slug in slugs), key=lambda each: each[1])


def _objectives(tenant: Tenant) -> list[tuple[str, str]]:
    """Number and words of each that has indicators."""

    def all_of() -> Iterator[str]:
        yield from (each.objective for each in tenant.plan.actions if each.objective and each.indicators)

    return [(str(number), words) for number, words in enumerate(dict.fromkeys(all_of()), 1)]
