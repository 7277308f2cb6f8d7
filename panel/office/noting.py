"""A figure that somebody gives in the panel, or corrects, and the files that show it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from sqlalchemy import Connection
from starlette.responses import Response

from delivery.publishing.freeze import media_folder
from delivery.tasks.evidence import Evidence, keep
from indicators.correcting import Given
from indicators.declared import BadMeasurement
from indicators.history import evidence_of
from indicators.lookup import UnknownKey
from indicators.noting import Kept, keep_figure
from panel.entrance.roles import Right
from panel.office.asked import NOT_ALLOWED, NOT_THERE, Asked, Page
from panel.office.indicator import IndicatorPage
from panel.office.indicators import may_note
from panel.office.typed_figure import REFUSALS, typed_figure
from panel.office.uploads import EVIDENCE, MOST_OF_FORM, NotTaken, download, laid_ready

NOTES: Mapping[str, str] = {
    "cifra": "La cifra quedó anotada.",
    "cifra-corregida": "La cifra quedó corregida. La de antes sigue a la vista.",
    "cifra-cerrada": (
        "La cifra quedó anotada. Cambió lo que dicen periodos ya cerrados; sus informes muestran la cifra de antes y "
        "el motivo."
    ),
    "cifra-repetida": (
        "La cifra quedó anotada. Ese día ya tenía otra, y las cifras de este indicador se suman. Si es la misma, "
        "corríjala y déjela en 0."
    ),
}


class NotingPages:
    """Takes figures, and hands out what shows them."""

    def __init__(self, page: IndicatorPage) -> None:
        """`page`: where whoever typed something wrong reads it again."""
        self._page = page

    @property
    def pages(self) -> list[Page]:
        """What is given, and a file of it."""
        return [
            Page("indicadores/{key}/anotar", Right.CONFIRM, self.note, writes=True, largest=MOST_OF_FORM),
            Page("indicadores/{key}/prueba/{number:int}/{place:int}", Right.CONFIRM, self.evidence),
        ]

    async def note(self, asked: Asked) -> Response:
        """Keep a figure, or the right one in place of another."""
        key = asked.request.path_params["key"]
        if key not in asked.tenant.indicators:
            raise NOT_THERE
        if asked.form is None:
            return asked.go(f"indicadores/{key}")
        if not may_note(asked, key):
            raise NOT_ALLOWED
        typed = typed_figure(asked)
        try:
            figure = typed.given(key)
            async with laid_ready(asked.files("prueba"), EVIDENCE, media_folder(asked.place.folder)) as files:
                kept = await asked.write(partial(_kept, asked=asked, figure=figure, files=files))
        except BadMeasurement as error:
            return await self._page.show(asked, typed, error.said, 409)
        except (UnknownKey, NotTaken, *REFUSALS) as error:
            return await self._page.show(asked, typed, str(error), 422)
        return asked.go(f"indicadores/{key}", _note(kept))

    async def evidence(self, asked: Asked) -> Response:
        """One file: a list of who came may be among them, so that it is for whoever may give the figure."""
        key = asked.request.path_params["key"]
        number, place = asked.request.path_params["number"], asked.request.path_params["place"]
        if key not in asked.tenant.indicators:
            raise NOT_THERE
        if not may_note(asked, key):
            raise NOT_ALLOWED
        reads = partial(evidence_of, tenant_id=asked.place.tenant_id, key=key, number=number)
        found = (await asked.read(reads))[place : place + 1]
        if not found:
            raise NOT_THERE
        return download(media_folder(asked.place.folder), str(found[0]["sha256"]), str(found[0]["name"]), "")


def _kept(connection: Connection, asked: Asked, figure: Given, files: Sequence[Evidence]) -> Kept:
    folder = media_folder(asked.place.folder)
    shown = replace(figure, evidence=[keep(connection, folder, each, asked.now) for each in files])
    return keep_figure(connection, asked.tenant, asked.place.tenant_id, shown, asked.actor, asked.now)


def _note(kept: Kept) -> str:
    if kept.noted.versions:
        return "cifra-cerrada"
    if kept.twice:
        return "cifra-repetida"
    return "cifra-corregida" if kept.detail["corrects"] is not None else "cifra"
