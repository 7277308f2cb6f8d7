"""The daemon's part: figures that are due are fetched, one after the other, with no session open meanwhile."""

import asyncio
import random
from collections.abc import Mapping
from functools import partial

from campaigns.pulled import Pulled
from delivery.clock import Clock
from delivery.contained import contained
from delivery.figures.pulls import fetched_indicators, is_due, record, record_failure, take_errand
from delivery.workplace import Workplace, Workplaces
from logs import Log
from sources.telling import NoFigure, Source, Span
from storage.database import Database

log = Log(__name__)

UNFORESEEN = "Falló de una manera imprevista ({}); el registro del pregonero dice cuál."


class Pulling:
    """Fetches, municipality by municipality."""

    def __init__(self, database: Database, places: Workplaces, clock: Clock) -> None:
        """All stay the caller's."""
        self._database = database
        self._places = places
        self._clock = clock
        self._random = random.Random()  # noqa: S311 - spreads waits

    async def look(self, stop: asyncio.Event) -> None:
        """Fetch what is due. `stop`: the daemon ends; what is left is fetched after its next start.

        Raises `StorageError`.
        """
        for place in self._places.all:
            for key, _, pulled in fetched_indicators(place.tenant):
                asked = partial(is_due, place=place, key=key, pulled=pulled, now=self._clock.now())
                if not stop.is_set() and await self._database.ask(asked):
                    await self._fetch(place, key, pulled)

    async def _fetch(self, place: Workplace, key: str, pulled: Pulled) -> None:
        # They stand on httpx, which who fetches nothing does without.
        from delivery.figures.asking import source_of  # noqa: PLC0415

        source, problem = None, None
        try:
            source = source_of(pulled)
        except NoFigure as missing:
            problem = missing
        taking = partial(take_errand, place=place, key=key, pulled=pulled, source=source, now=self._clock.now())
        errand = await self._database.run(taking)
        if errand is None:
            return
        told: Mapping[Span, float] = {}
        if source is not None:
            told, problem = await self._asked(place, key, source, errand.spans)
        about = {"tenant": place.tenant.slug, "indicator": key, "slot": errand.chore.slot}
        now, jitter = self._clock.now(), self._random.random()
        if problem is not None or source is None:
            failed = problem or NoFigure(UNFORESEEN.format("sin fuente"))
            log.warning("a figure could not be fetched", **about, reason=failed.reason)
            work = partial(record_failure, place=place, errand=errand, problem=failed, now=now, jitter=jitter)
            await self._database.run(work)
            return
        keeping = partial(record, place=place, errand=errand, source=source, told=told, now=now, jitter=jitter)
        log.info("figures were fetched", **about, rows=await self._database.run(keeping))

    async def _asked(
        self, place: Workplace, key: str, source: Source, spans: tuple[Span, ...]
    ) -> tuple[Mapping[Span, float], NoFigure | None]:
        """What the source tells, or why it tells nothing."""
        from delivery.figures.asking import ask  # noqa: PLC0415

        zone = place.tenant.municipality.zone
        with contained("a figure could not be fetched in a way that nobody foresaw", indicator=key) as block:
            try:
                return await asyncio.to_thread(ask, source, spans, zone), None
            except NoFigure as problem:
                return {}, problem
        return {}, NoFigure(UNFORESEEN.format(type(block.error).__name__))
