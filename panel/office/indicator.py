"""One indicator: its figure, the way to it, what people gave, and each period as it was closed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any, NamedTuple

from markupsafe import Markup
from sqlalchemy import Connection
from starlette.responses import Response

from campaigns.indicator import Indicator
from campaigns.tenant import Tenant
from indicators.history import ClosedFigure, ClosedFigures, NotedFigure, Place, noted_figures, own_period, periods_back
from indicators.owing import OwedFigure, owed_now
from indicators.pace import COURSE_NAMES
from indicators.periods import Period
from indicators.responsible import name_of, whose
from indicators.source import source_of
from panel.entrance.roles import Right
from panel.office.asked import NOT_THERE, Asked, Page
from panel.office.behind import Behind, is_counted
from panel.office.figures import Figures, unpacked
from panel.office.indicators import TONES, Line, is_theirs, may_note, period_asked
from panel.office.sheets import Sheets
from panel.office.typed import day_typed, number_typed
from panel.office.typed_figure import EMPTY, TypedFigure
from panel.office.uploads import ACCEPTS
from reports.words import cell_words, number_words

MOST = 15
"""Figures on a page."""
MOST_PERIODS = 13
"""Periods on a page; one more is looked for, to know whether there are others."""


class Rows(NamedTuple):
    """What stands in rows of one indicator."""

    noted: Sequence[NotedFigure]
    periods: Sequence[Period]
    """The latest first."""
    closed: Mapping[str, ClosedFigure]
    owed: OwedFigure | None


class IndicatorPage:
    """Serves it."""

    def __init__(self, sheets: Sheets, figures: Figures) -> None:
        """Both stay the caller's."""
        self._sheets, self._figures, self._behind = sheets, figures, Behind()
        self._closed = ClosedFigures()

    @property
    def pages(self) -> list[Page]:
        """One."""
        return [Page("indicadores/{key}", Right.SEE, self.indicator)]

    async def indicator(self, asked: Asked) -> Response:
        """One of the plan, as it is now."""
        day = asked.query("dia")
        return await self.show(asked, TypedFigure(day=day) if day else EMPTY)

    async def show(self, asked: Asked, typed: TypedFigure, said: str = "", code: int = 200) -> Response:
        """The page, with what somebody typed and why it was not taken. Raises `Turned`."""
        key = asked.request.path_params["key"]
        indicator = asked.tenant.indicators.get(key)
        if indicator is None:
            raise NOT_THERE
        tenant, today = asked.tenant, asked.now.astimezone(asked.tenant.municipality.zone).date()
        runs = own_period(indicator, today, tenant)
        period = period_asked(asked, asked.query("periodo")) if asked.query("periodo") else runs
        seen = await self._figures.look(asked, period)
        drawn = await self._figures.pictures(asked, seen.made, waits=not seen.busy) if seen.made is not None else None
        picture = unpacked((drawn.made if drawn is not None else None) or {}, f"avance-{key}")
        rows = await asked.read(partial(_rows, asked=asked, key=key, runs=runs, closed=self._closed))
        row = seen.made.rows.get(key) if seen.made is not None else None
        name = seen.made.names.get(key) if seen.made is not None else None
        behind = await self._behind.look(asked, key, period, waits=not seen.busy) if is_counted(indicator) else None
        values: dict[str, Any] = {
            "key": key,
            "behind": behind,
            "indicator": indicator,
            "line": Line(key, name or indicator.name, period, row, Markup()),
            "tones": TONES,
            "chart": seen.made.charts.get(f"avance-{key}") if seen.made is not None else None,
            "picture": Markup(picture.whole) if picture is not None else "",  # noqa: S704 - made by a serializer of trees
            "at": seen.at,
            "closed": seen.made.closed if seen.made is not None else None,
            "busy": any(each is not None and each.busy for each in (seen, drawn, behind)),
            "source": source_of(tenant, key, indicator),
            "responsible": name_of(tenant, whose(tenant, key, indicator)),
            "theirs": is_theirs(asked, key),
            "parts": [(part, tenant.indicators[part].name) for part in indicator.parts],
            "serves": [each for each in tenant.plan.actions if key in each.indicators],
            "may_note": may_note(asked, key),
            "may_open": asked.may(Right.PEOPLE) or may_note(asked, key),
            "given": indicator.type in ("declarado", "traido"),
            "rows": rows,
            "noted": rows.noted[:MOST],
            "older": _older(rows.noted),
            "periods": [_Told(tenant, each, rows.closed.get(each.key), runs) for each in rows.periods[:MOST_PERIODS]],
            "earlier": rows.periods[MOST_PERIODS - 1].key if len(rows.periods) > MOST_PERIODS else "",
            "typed": asdict(typed),
            "accepts": ACCEPTS,
            "today": today,
            "said": said,
            "number": number_words,
            "cell": cell_words,
            "name_of": partial(name_of, tenant),
            "own": asked.url(f"indicadores/{key}"),
        }
        return self._sheets.page("indicador.html", asked, code, **values)


class _Told:
    """A period of the history, as the page says it."""

    def __init__(self, tenant: Tenant, period: Period, closed: ClosedFigure | None, runs: Period) -> None:
        self.period, self.closed, self.runs = period, closed, period == runs
        self.tone = TONES[closed.standing] if closed is not None and closed.standing is not None else ""
        self.goes = COURSE_NAMES[closed.standing] if closed is not None and closed.standing is not None else ""
        self.day = closed.at.astimezone(tenant.municipality.zone).date() if closed is not None else None


def _rows(connection: Connection, asked: Asked, key: str, runs: Period, closed: ClosedFigures) -> Rows:
    tenant, tenant_id = asked.tenant, asked.place.tenant_id
    indicator, zone_last = tenant.indicators[key], _last(asked, tenant.indicators[key], runs)
    periods = periods_back(connection, tenant, tenant_id, key, zone_last, MOST_PERIODS + 1)
    noted: tuple[NotedFigure, ...] = ()
    if indicator.type in ("declarado", "traido"):
        noted = noted_figures(connection, tenant_id, key, _place(asked.query("cifras")), MOST + 1)
    owed = owed_now(connection, tenant, tenant_id, asked.now)
    return Rows(
        noted,
        periods,
        closed.of(connection, tenant_id, key, periods[:MOST_PERIODS]),
        next((each for each in owed if each.indicator == key), None),
    )


def _last(asked: Asked, indicator: Indicator, runs: Period) -> Period:
    """The period at which the history begins: what runs, or an earlier one that the address names."""
    named = asked.query("hasta")
    period = period_asked(asked, named) if named else runs
    return period if period.kind == indicator.period and period.first <= runs.first else runs


def _older(noted: Sequence[NotedFigure]) -> str:
    """What the address says of the figures below; empty where there are none."""
    if len(noted) <= MOST:
        return ""
    last = noted[MOST - 1].figure
    return f"{last.day}.{last.id}"


def _place(text: str) -> Place | None:
    told, _, digits = text.partition(".")
    day, number = day_typed(told), number_typed(digits)
    return None if day is None or number is None else (day, number)
