"""The files of the office's pages that never change under one address: style and script."""

import gzip
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from panel.public import OFFICE

HERE = Path(__file__).parents[1] / "estaticos"
ROOM = f"{OFFICE}estaticos/"
FOREVER = "public, max-age=31536000, immutable"


class _File(NamedTuple):
    data: bytes
    packed: bytes
    mime: str
    mark: str


class Still:
    """Serves them, packed where the browser takes that."""

    def __init__(self) -> None:
        """All are read once."""
        script = files("js_lib_htmx").joinpath("static/htmx/htmx.min.js").read_bytes()
        self._files = {
            "panel.css": _file((HERE / "panel.css").read_bytes(), "text/css; charset=utf-8"),
            "htmx.js": _file(script, "text/javascript; charset=utf-8"),
        }

    def address(self, name: str) -> str:
        """Where a file lies: another address whenever it is another file. Raises KeyError."""
        return f"{ROOM}{name}?v={self._files[name].mark}"

    @property
    def routes(self) -> list[Route]:
        """One for all."""
        return [Route(f"{ROOM}{{name}}", self._serve)]

    async def _serve(self, request: Request) -> Response:
        found = self._files.get(request.path_params["name"])
        if found is None:
            return PlainTextResponse("Aquí no hay nada.\n", 404)
        headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(found.packed, media_type=found.mime, headers={**headers, "Content-Encoding": "gzip"})
        return Response(found.data, media_type=found.mime, headers=headers)


def _file(data: bytes, mime: str) -> _File:
    return _File(data, gzip.compress(data, mtime=0), mime, sha256(data).hexdigest()[:12])
