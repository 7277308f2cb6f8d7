"""A figure that somebody gives in the panel, or corrects, and the files that show it."""

import asyncio
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from sqlalchemy import Connection
from starlette.datastructures import UploadFile
from starlette.responses import FileResponse, Response

from delivery.publishing.freeze import media_folder
from delivery.tasks.evidence import Evidence, NotEvidence, keep, looked_at
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
from storage.files import file_path

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
LARGEST = 52_000_000
"""Octets of a form: a file of the largest that stands as evidence, and its words."""


class NotingPages:
    """Takes figures, and hands out what shows them."""

    def __init__(self, page: IndicatorPage) -> None:
        """`page`: where whoever typed something wrong reads it again."""
        self._page = page

    @property
    def pages(self) -> list[Page]:
        """What is given, and a file of it."""
        return [
            Page("indicadores/{key}/anotar", Right.CONFIRM, self.note, writes=True, largest=LARGEST),
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
            with _looked(asked.files("prueba")) as look:
                files = await asyncio.to_thread(look)
                kept = await asked.write(partial(_kept, asked=asked, figure=figure, files=files))
        except BadMeasurement as error:
            return await self._page.show(asked, typed, error.said, 409)
        except (UnknownKey, NotEvidence, *REFUSALS) as error:
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
        path = file_path(media_folder(asked.place.folder), str(found[0]["sha256"])) if found else None
        if path is None or not path.is_file():
            raise NOT_THERE
        headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}
        name, kind = found[0]["name"], "application/octet-stream"
        return FileResponse(
            path, media_type=kind, filename=name, headers=headers, content_disposition_type="attachment"
        )


@contextmanager
def _looked(files: Sequence[UploadFile]) -> Iterator["_Look"]:
    """What was uploaded, on the disk under its own name while it is looked at and kept."""
    with TemporaryDirectory(prefix="pregonero-") as folder:
        yield _Look(Path(folder), files)


class _Look:
    def __init__(self, folder: Path, files: Sequence[UploadFile]) -> None:
        self._folder, self._files = folder, files

    def __call__(self) -> list[Evidence]:
        """Raises `NotEvidence`."""
        paths = [self._put(place, each) for place, each in enumerate(self._files)]
        try:
            return looked_at(paths)
        except NotEvidence as error:
            # It names files by where they lie.
            raise NotEvidence(str(error).replace(f"{self._folder}/", "").partition("/")[2]) from error

    def _put(self, place: int, upload: UploadFile) -> Path:
        name = PurePosixPath((upload.filename or "").replace("\\", "/")).name.replace("\0", "")[-120:] or "archivo"
        path = self._folder / str(place) / name
        path.parent.mkdir()
        upload.file.seek(0)
        with path.open("wb") as stream:
            shutil.copyfileobj(upload.file, stream)
        return path


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
