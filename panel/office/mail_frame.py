"""A mail in a frame of a page: as its readers see it, and able to do nothing."""

import re
from collections.abc import Mapping
from urllib.parse import unquote

from markupsafe import escape
from starlette.responses import HTMLResponse, Response

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; "
        "frame-ancestors 'self'; sandbox allow-same-origin"
    ),
    "X-Frame-Options": "SAMEORIGIN",
}
"""A mail has its styles within and pictures of ours beside it: no script, no form, and it leads nowhere."""
_PICTURE = re.compile(r"cid:([^\"'\s)>]+)")


def framed(html: str, pictures: Mapping[str, str]) -> Response:
    """`html`: a document whose pictures are named `cid:` and a file's name; `pictures`: where each of those lies."""

    def found(match: re.Match[str]) -> str:
        return str(escape(pictures.get(unquote(match[1]), "")))

    return HTMLResponse(_PICTURE.sub(found, html), headers=dict(HEADERS))
