"""What is sent to a page of the office: read whole, and never more than the page takes."""

import asyncio
from collections.abc import AsyncGenerator
from urllib.parse import parse_qsl

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from panel.office.asked import FOREIGN, TOO_LARGE, Turned

PATIENCE = 60.0
"""Seconds in which a form without files has to be there."""
SLOWEST = 50_000
"""Octets that one with files has to bring in a second: a photograph over a slow telephone takes its time."""
MOST_FIELDS = 500
MOST_FILES = 20
LONGEST_FIELD = 1_000_000
"""Octets of what stands in a field: it is held in memory, where files are not."""
SLOW = Turned(
    408, "El formulario no alcanzó a llegar", "La conexión estuvo muy lenta.", "Intente otra vez desde otra red."
)


async def read_form(request: Request, largest: int, longest: float | None = None) -> FormData:
    """The fields and files of a request; `largest` in octets, whatever it says of its length. Raises `Turned`.

    `longest`: seconds in which it has to be there; None: as long as so many octets take.

    The caller closes it: files of some size lie in a temporary file until then.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        async with asyncio.timeout(longest if longest is not None else patience(largest)):
            if kind == "multipart/form-data":
                stream = _limited(request, largest)
                parser = MultiPartParser(
                    request.headers,
                    stream,
                    max_files=MOST_FILES,
                    max_fields=MOST_FIELDS,
                    max_part_size=min(largest, LONGEST_FIELD),
                )
                return await parser.parse()
            body = b"".join([piece async for piece in _limited(request, largest)])
            pairs: list[tuple[str, str | UploadFile]] = [
                *parse_qsl(body.decode("ascii", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
            ]
            return FormData(pairs)
    except (MultiPartException, ValueError, KeyError) as error:
        raise FOREIGN from error
    except (TimeoutError, ClientDisconnect) as error:
        raise SLOW from error


def patience(largest: int) -> float:
    """Seconds in which a form of at most so many octets has to be there."""
    return PATIENCE + largest / SLOWEST


def as_typed(form: FormData | None, name: str) -> str:
    """What stood in a field, with the spaces that it has; empty where there was none, or a file."""
    told = form.get(name) if form is not None else None
    return told if isinstance(told, str) else ""


async def _limited(request: Request, largest: int) -> AsyncGenerator[bytes, None]:
    told = 0
    async for piece in request.stream():
        told += len(piece)
        if told > largest:
            raise TOO_LARGE
        yield piece
