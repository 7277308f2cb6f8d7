"""A form that came without its session: what was typed goes back to whoever typed it, and nothing is done with it."""

import re
from collections.abc import Sequence

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from delivery.workplace import Workplace
from panel.office.asked import FOREIGN, TOO_LARGE, Asked, Turned
from panel.office.forms import read_form
from panel.office.sheets import Sheets

LARGEST = 262_144
"""Octets that are read of a form of which nobody knows whose it is."""
NEVER = frozenset({"antes", "clave", "otra", "codigo"})
"""Fields that no page says again: passwords and codes."""
_PART = re.compile(r"[a-z][a-z0-9-]{0,60}")


async def without_session(sheets: Sheets, request: Request, place: Workplace, token: str) -> Response | None:
    """What somebody typed whose session is over, in a page from which it is sent once more; None: there is nothing.

    `token`: the field's name that each form of a session has.
    """
    if part := asked_part(request):
        return sheets.plain("parte_sin_sesion.html", place, part=part)
    try:
        form = await read_form(request, LARGEST)
    except Turned as error:
        if error in (FOREIGN, TOO_LARGE):
            return None
        raise
    try:
        return _page(sheets, place, request, form, token, None)
    finally:
        await form.close()


def of_another_session(sheets: Sheets, asked: Asked, form: FormData, token: str) -> Response | None:
    """The same where somebody has come in again meanwhile: the page has the form's new token."""
    if part := asked_part(asked.request):
        return sheets.plain("parte_sin_sesion.html", asked.place, part=part)
    return _page(sheets, asked.place, asked.request, form, token, asked.token)


def asked_part(request: Request) -> str:
    """Which part of its page a form asks for by itself, as one types; empty: it is sent as a whole."""
    told = request.headers.get("hx-target", "")
    return told if request.headers.get("hx-request") and _PART.fullmatch(told) else ""


def _page(
    sheets: Sheets, place: Workplace, request: Request, form: FormData, token: str, new: str | None
) -> Response | None:
    fields = [(name, told) for name, told in form.multi_items() if isinstance(told, str) and name != token]
    if not fields or NEVER & {name for name, _ in fields}:
        return None
    query = f"?{request.url.query}" if request.url.query else ""
    return sheets.plain(
        "sin_enviar.html",
        place,
        401 if new is None else 403,
        fields=fields if new is None else [(token, new), *fields],
        written=_written(fields),
        files=any(isinstance(each, UploadFile) and each.filename for _, each in form.multi_items()),
        here=f"{request.url.path}{query}",
        again=new is not None,
    )


def _written(fields: Sequence[tuple[str, str]]) -> list[str]:
    """What somebody wrote: what has several words, for no mark of ours has."""
    return [told.strip() for _, told in fields if len(told.split()) > 1]
