"""What a campaign's file has said before: listed, shown beside what it says now, and put back."""

from collections.abc import Mapping
from functools import partial

from sqlalchemy import Connection
from starlette.responses import Response

from campaigns.writing import difference
from campaigns.writing.placing import NEW, digest
from delivery.publications.votes import name_of
from panel.entrance.roles import Right
from panel.office.asked import NOT_THERE, Asked, Page
from panel.office.drafts import Draft, file_of
from panel.office.editor import LARGEST, EditorPages
from panel.office.parts import exact
from panel.office.reviewing import file_now
from panel.office.sheets import Sheets
from panel.office.typed import number_typed
from storage.campaign_versions import MOST, Origin, Version, version_text, versions_of

HOW: Mapping[str, str] = {
    Origin.EDITED.value: "en el panel",
    Origin.COPIED.value: "copiada de otra campaña",
    Origin.RESTORED.value: "versión anterior, vuelta a poner",
    Origin.HAND.value: "en la carpeta, fuera del panel",
}
"""How each came about."""


class VersionPages:
    """Serves them."""

    def __init__(self, sheets: Sheets, editor: EditorPages) -> None:
        """`editor` reviews what is put back, as any other change."""
        self._sheets, self._editor = sheets, editor

    @property
    def pages(self) -> list[Page]:
        """The list, and one of it."""
        return [
            Page("campanas/{name}/versiones", Right.WRITE, self.versions),
            Page("campanas/{name}/versiones/{number:int}", Right.WRITE, self.version, writes=True, largest=LARGEST),
        ]

    async def versions(self, asked: Asked) -> Response:
        """The newest first."""
        file, now = _file(asked)
        before = number_typed(asked.query("antes"))
        read = partial(versions_of, tenant_id=asked.place.tenant_id, file=file, before=before, most=MOST + 1)
        found = await asked.read(read)
        more = found[MOST - 1].id if len(found) > MOST else None
        rows = [(each, _who(asked, each), HOW.get(each.origin, each.origin)) for each in found[:MOST]]
        current = digest(now) if now is not None else NEW
        return self._sheets.page("versiones.html", asked, file=file, rows=rows, current=current, more=more)

    async def version(self, asked: Asked) -> Response:
        """What it said, and what is another since; with a form, to be put back."""
        file, now = _file(asked)
        number = asked.request.path_params["number"]

        def read(connection: Connection) -> tuple[Version, bytes] | None:
            return version_text(connection, asked.place.tenant_id, file, number)

        found = await asked.read(read)
        if found is None:
            raise NOT_THERE
        kept, data = found
        text, current = data.decode("utf-8", "replace"), now.decode("utf-8", "replace") if now is not None else ""
        if asked.form is not None:
            base = digest(now) if now is not None else NEW
            return await self._editor.review(asked, Draft(file, base, text, origin=Origin.RESTORED))
        return self._sheets.page(
            "version.html",
            asked,
            file=file,
            kept=kept,
            who=_who(asked, kept),
            how=HOW.get(kept.origin, kept.origin),
            text=text,
            changes=difference.changes(current, text),
            lines=difference.lines(current, text),
            same=now == data,
            exact=exact,
        )


def _file(asked: Asked) -> tuple[str, bytes | None]:
    """The file's name, and what it says now. Raises `Turned`."""
    file = file_of(asked.tenant, asked.request.path_params["name"])
    return file, file_now(asked, file)


def _who(asked: Asked, version: Version) -> str:
    return name_of(asked.tenant, version.actor) if version.actor else ""
