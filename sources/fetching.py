"""One answer fetched from a web address, bounded in size, time and redirections. Loads httpx.

Whoever fetches does so on a thread.
"""

import asyncio
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import NamedTuple

import httpx

from sources.inwards import Inwards
from sources.telling import NoFigure, shown
from sources.unpacking import Unpacking

CONNECT, READ = 10.0, 30.0
"""Seconds for connecting, and for each part of an answer."""
WHOLE = 120.0
"""Seconds for all of it, to the last byte: no server holds a thread by sending one now and then."""
LARGEST = 20_000_000
"""Octets, unpacked; a year of a table has some hundred thousand."""
LARGEST_DOCUMENT = 5_000_000
"""The same of JSON, which takes up to twenty times as much when it is read."""
HOPS = 3
"""Redirections that are followed, where no key travels."""
LONGEST_WAIT = 86_400
"""Seconds that a service may ask to be left alone."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked."""

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""
    secret: str = ""
    """The key that is in it: it stands in no error, and goes nowhere else."""


class Answer(NamedTuple):
    """What came, whatever its status."""

    status: int
    body: bytes
    retry_after: timedelta | None

    @property
    def document(self) -> object:
        """The body's JSON; None where it is none, or more than a document of figures can be."""
        if len(self.body) > LARGEST_DOCUMENT:
            return None
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


def fetch(request: Request) -> Answer:
    """The answer. Raises `NoFigure` where none comes, or one that is too large or too slow."""
    failure: NoFigure
    try:
        return asyncio.run(_answered(request))
    except TimeoutError:
        failure = NoFigure(f"{_host(request)} no terminó de responder en {WHOLE:.0f} segundos.")
    except UnicodeEncodeError:
        failure = NoFigure("La clave tiene tildes, eñes o espacios raros; cópiela otra vez.", needs_person=True)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        failure = _failed(error, _host(request), request.secret)
    # Outside the `except`: the library's own error may hold a secret, and no trace is to show it.
    raise failure


def fetched(request: Request) -> Answer:
    """The answer of a server that took the request. Raises `NoFigure` also for each other status."""
    answer, host = fetch(request), _host(request)
    if HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
        return answer
    raise refused(answer, host)


def refused(answer: Answer, host: str, said: str = "") -> NoFigure:
    """What a status means. `said`: what the service says of it, without secrets."""
    told, status = f": {said}" if said else "", answer.status
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return NoFigure(f"{host} no acepta la clave ({status}){told}. Revise «clave».", needs_person=True)
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return NoFigure(f"En esa dirección de {host} no hay nada ({status}). Revise «direccion».", needs_person=True)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return NoFigure(f"{host} pide esperar: se le preguntó mucho (429){told}.", retry_after=answer.retry_after)
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        said = f"{host} lleva a otra dirección ({status}); escriba en «direccion» la definitiva."
        return NoFigure(said, needs_person=True)
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return NoFigure(f"{host} no entiende lo que se le pide ({status}){told}.", needs_person=True)
    return NoFigure(f"{host} está fallando ({status}){told}.", retry_after=answer.retry_after)


async def _answered(request: Request) -> Answer:
    """Raises TimeoutError where it takes longer than `WHOLE`, wherever it was waiting."""
    async with (
        httpx.AsyncClient(
            timeout=httpx.Timeout(READ, connect=CONNECT),
            follow_redirects=not request.secret,
            max_redirects=HOPS,
            headers={"Accept-Encoding": "identity", "User-Agent": "Pregonero"},
        ) as client,
        # Reading the certificates takes its time on a busy machine, and is none of the server's.
        asyncio.timeout(WHOLE),
        client.stream(
            request.method,
            request.url,
            headers=dict(request.headers),
            content=request.content or None,
            extensions={"trace": Inwards().connected},
        ) as response,
    ):
        body = Unpacking(_host(request), response.headers.get("Content-Encoding", ""), LARGEST)
        async for chunk in response.aiter_raw():
            body.add(chunk)
        return Answer(response.status_code, body.whole(), _wait(response.headers.get("Retry-After", "")))


def _wait(said: str) -> timedelta | None:
    """The seconds that a server asks for (RFC 9110 §10.2.3)."""
    return timedelta(seconds=min(int(said), LONGEST_WAIT)) if said.isascii() and said.isdecimal() else None


def _host(request: Request) -> str:
    try:
        return httpx.URL(request.url).host
    except httpx.InvalidURL:
        return shown(request.url, request.secret)


def _failed(error: Exception, host: str, secret: str) -> NoFigure:
    detail = shown(str(error) or type(error).__name__, secret)
    if isinstance(error, httpx.TooManyRedirects):
        return NoFigure(f"{host} lleva de una dirección a otra sin terminar; revise «direccion».", needs_person=True)
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return NoFigure(f"«direccion» no sirve ({detail}); corríjala en indicadores.yaml.", needs_person=True)
    if isinstance(error, httpx.TimeoutException):
        return NoFigure(f"{host} no respondió a tiempo.")
    if isinstance(_cause(error), ssl.SSLCertVerificationError):
        said = f"El certificado de {host} no es de confianza ({detail}); revise el certificado y la hora del equipo."
        return NoFigure(said, needs_person=True)
    return NoFigure(f"No hay conexión con {host} ({detail}).")


def _cause(error: BaseException) -> BaseException:
    """What lies beneath all others."""
    while (inner := error.__cause__ or error.__context__) is not None:
        error = inner
    return error
