"""The municipality's site, as its files lie there: for whoever has no web server, or lets it pass all on to here."""

import stat
from os import stat_result
from pathlib import Path
from urllib.parse import quote, urlsplit

from anyio import to_thread
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from delivery.clock import Clock
from delivery.workplace import Workplace, Workplaces
from panel.public import Networks, Proxies, from_outside
from website.icon import icon
from website.order import World
from website.places import shown_folder, shown_world

OFTEN = 200
"""Files that one network may ask for within ten seconds: a page has several, and an office shares one address."""
PACKED = frozenset({".html", ".css", ".js", ".json", ".ics", ".xml", ".svg", ".txt"})
"""Files that grow small on the way."""
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Cache-Control": "public, max-age=60",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""Everything here is everyone's: other sites show the banner, its data and pictures."""
TOO_OFTEN = "Su red ha pedido muchas páginas en pocos segundos. Espere un momento.\n"


class SitePages:
    """Serves the site of the municipality that is asked by its name; of one alone, by any that is ours."""

    def __init__(self, places: Workplaces, proxies: Proxies, clock: Clock) -> None:
        """`places` is filled by whoever serves."""
        self._places, self._proxies, self._clock = places, proxies, clock
        self._networks = Networks(OFTEN)

    async def answer(self, request: Request) -> Response | None:
        """The file that lies under a path; None: there is no site here, or nothing of it for this visitor."""
        place = self._place(request)
        if place is None:
            return None
        tenant, world = place.tenant, shown_world(place.tenant)
        if world is not World.REAL and from_outside(request.headers):
            # What is a rehearsal is shown at this machine alone.
            return None
        folder = shown_folder(tenant, place.outgoing, world)
        if not await to_thread.run_sync(folder.is_dir):
            return None
        peer = request.client.host if request.client is not None else ""
        if not self._networks.admits(self._proxies.client(peer, request.headers), self._clock.now()):
            return PlainTextResponse(TOO_OFTEN, 429, {"Retry-After": "10"})
        return await _file(folder, request, urlsplit(tenant.municipality.site_url).path)

    async def icon(self, request: Request) -> Response:
        """What browsers ask for by themselves, for pages that name none."""
        place = self._place(request)
        drawn = icon() if place is None else icon(place.tenant.municipality.brand.colour)
        return Response(drawn, media_type="image/svg+xml", headers={"Cache-Control": "public, max-age=86400"})

    def _place(self, request: Request) -> Workplace | None:
        host = (urlsplit(f"//{request.headers.get('host', '')}").hostname or "").removesuffix(".")
        named = [place for place in self._places.all if host in hosts_of(place)]
        if len(named) == 1:
            return named[0]
        return self._places.all[0] if len(self._places.all) == 1 else None


def hosts_of(place: Workplace) -> frozenset[str]:
    """The names under which a municipality's own site and desk are opened."""
    municipality = place.tenant.municipality
    return frozenset(
        host for url in (municipality.site_url, municipality.desk_url or "") if (host := urlsplit(url).hostname)
    )


async def _file(folder: Path, request: Request, base: str) -> Response | None:
    path = request.url.path
    # The site knows itself under its address; a proxy may pass that on whole, or without its path.
    bare = path.removeprefix(base) if base and path.startswith(f"{base}/") else path
    parts = [part for part in bare.split("/") if part]
    if any(part.startswith(".") for part in parts) or "\0" in bare or "\\" in bare:
        return None
    files, within = StaticFiles(directory=folder, check_dir=False), "/".join(parts)
    found, what = await to_thread.run_sync(_looked_up, files, within or ".")
    if what is not None and stat.S_ISDIR(what.st_mode):
        found, what = await to_thread.run_sync(_looked_up, files, f"{within}/index.html".removeprefix("/"))
        if what is not None and not path.endswith("/"):
            # By its path alone: how the browser came here is the proxy's to know.
            return RedirectResponse(f"{quote(path)}/", 308, HEADERS)
    code = 200
    if what is None or not stat.S_ISREG(what.st_mode):
        found, what, code = *await to_thread.run_sync(_looked_up, files, "404.html"), 404
    return None if what is None else _Packed(files, found, what, request, code)


def _looked_up(files: StaticFiles, within: str) -> tuple[str, stat_result | None]:
    """A file or folder below the site's; nothing where a path is none that this machine knows, or may not be read."""
    try:
        return files.lookup_path(within)
    except (OSError, ValueError):
        return "", None


class _Packed(Response):
    """A file, small on its way where the browser takes that; one that the browser has is not sent again."""

    def __init__(self, files: StaticFiles, found: str, what: stat_result, request: Request, code: int) -> None:
        """`found`: the file's own path, below the folder of `files`."""
        super().__init__()
        self._response = files.file_response(found, what, request.scope, code)
        self._response.headers.update(HEADERS)
        # A part of a file is a part of it as it lies there.
        self._packs = Path(found).suffix in PACKED and "range" not in request.headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        app = GZipMiddleware(self._response) if self._packs else self._response
        await app(scope, receive, send)
