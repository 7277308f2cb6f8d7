"""The page on which a period is closed before its days of grace are over: what it lacks, and a word that it stands."""

from collections.abc import Mapping
from functools import partial
from urllib.parse import quote

from starlette.responses import Response

from indicators.closing import NotClosed, close, count_to_close
from indicators.periods import Period
from panel.entrance.roles import Right
from panel.office.asked import Asked, Page, Turned
from panel.office.figures import Figures
from panel.office.indicators import may_note, period_asked
from panel.office.sheets import Sheets
from panel.office.spoken import in_buttons
from storage.snapshots import SpoiledSnapshot, closed_among

NOTES: Mapping[str, str] = {"periodo-cerrado": "El periodo quedó cerrado: desde ahora sus cifras no cambian."}
MEANWHILE = (
    "Alguien anotó una cifra en ese mismo momento. Revise lo que falta y ciérrelo otra vez: se contará con ella."
)


class ClosingPages:
    """Serves it."""

    def __init__(self, sheets: Sheets, figures: Figures) -> None:
        """Both stay the caller's."""
        self._sheets, self._figures = sheets, figures

    @property
    def pages(self) -> list[Page]:
        """For whoever keeps all figures."""
        return [Page("informes/{period}/cerrar", Right.WORK, self.close, writes=True)]

    async def close(self, asked: Asked) -> Response:
        """What a period lacks; with a form it is closed, and nobody opens it again."""
        period = period_asked(asked, asked.request.path_params["period"])
        if asked.form is None:
            closed = await asked.read(partial(closed_among, tenant=asked.place.tenant_id, periods=[period.key]))
            over = asked.now >= period.until and not closed
            return await self._ask(asked, period) if over else asked.go(_way(period))
        its, number = asked.place, asked.place.tenant_id
        count = partial(count_to_close, tenant=its.tenant, tenant_id=number, period=period, now=asked.now)
        try:
            # Counted while others write, and written in a moment.
            counted = await asked.read(count)
            kept = await asked.write(partial(close, tenant_id=number, counted=counted, actor=asked.actor))
        except (NotClosed, SpoiledSnapshot) as error:
            raise Turned(409, f"No se cerró {period.name}", in_buttons(str(error))) from error
        return asked.go(_way(period), "periodo-cerrado") if kept else await self._ask(asked, period, MEANWHILE)

    async def _ask(self, asked: Asked, period: Period, said: str = "") -> Response:
        seen = await self._figures.look(asked, period)
        values = {"period": period, "seen": seen, "counted": seen.made, "way": asked.url(_way(period))}
        noting = {"may_note": lambda each: may_note(asked, each.indicator)}
        return self._sheets.page("informe_cerrar.html", asked, 409 if said else 200, said=said, **values, **noting)


def _way(period: Period) -> str:
    return f"informes/{quote(period.key)}"
