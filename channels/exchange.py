"""One request over httpx and its answer, bounded in time and size. Loads httpx; adapters import it when they send."""

import asyncio
import json
import ssl
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx

from channels.broken import Broken, broken
from channels.capabilities import Finding
from channels.causes import cause_of
from channels.certificate import certificate_finding, ends_in
from channels.deadline import whole
from channels.detail import detail
from channels.hour import Hour, hour_of
from channels.message import NotSent, Scope, Unavailable, Uncertain

LARGEST_ANSWER = 1_000_000
"""Bytes of an answer that are read before the connection is given up; a real one has a few thousand."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked, with its secrets in it."""

    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said, whatever its status."""

    status: int
    headers: Mapping[str, str]
    """Names in small letters."""
    body: bytes

    @property
    def text(self) -> str:
        """The body as text; what is no UTF-8 in it is replaced."""
        return self.body.decode("utf-8", "replace")

    @property
    def document(self) -> object:
        """The body's JSON; None where it is none."""
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError):
            return None

    @property
    def retry_after(self) -> timedelta | None:
        """The wait in seconds that the server asks for (RFC 9110 §10.2.3), where it names one in seconds."""
        said = self.headers.get("retry-after", "").strip()
        return timedelta(seconds=min(int(said), 86_400)) if said.isascii() and said.isdecimal() else None


class Exchange:
    """A pool of connections to one service."""

    def __init__(self, service: str, secrets: Iterable[str], connections: int, connect: float, read: float) -> None:
        """`service`: its name as errors tell it. `secrets` never stand in an error. `connect`, `read`: seconds."""
        self._service = service
        self._steps = (connect, read, read)
        self._secrets = tuple(secrets)
        self._headers: Mapping[str, str] = {}
        self._wire: ssl.SSLObject | None = None
        """Of the last answer."""
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(read, connect=connect),
            limits=httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
            follow_redirects=False,
            headers={"Accept-Encoding": "identity", "User-Agent": "Pregonero"},
        )

    async def ask(self, request: Request) -> Answer:
        """The whole answer, of any status; no redirect is followed, which would repeat the request.

        Raises `Unavailable` where no byte left, also for a call that cannot be written; `Uncertain`. The failure is
        raised outside the `except`, so that no trace shows the library's error, which may hold a secret.
        """
        failure: NotSent
        try:
            call = self._written(request)
            async with asyncio.timeout(whole(*self._steps, len(request.content))):
                return await self._asked(call)
        except UnicodeEncodeError:
            reason = f"La llamada a {self._service} tiene un encabezado o una clave con tildes o eñes; corríjalo."
            failure = Unavailable(reason, code="encabezado", scope=Scope.ACCOUNT, needs_person=True)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            failure = self._failed(error)
        raise failure

    async def close(self) -> None:
        """Closes the pool."""
        await self._client.aclose()

    def hour(self) -> Hour | None:
        """What the service's last answer says of the hour."""
        return hour_of(self._service, self._headers)

    def certificates(self, now: datetime) -> Sequence[Finding]:
        """How long the certificate of the server that answered last holds; nothing where it has none."""
        ends = ends_in(self._wire.getpeercert()) if self._wire is not None else None
        return (
            () if ends is None else (certificate_finding("certificate", self._service, ends, now, "no se envía nada"),)
        )

    def said(self, answer: Answer) -> str:
        """What an answer says, fit to stand in a sentence, without secrets."""
        return detail(answer.text, self._secrets) or f"respuesta {answer.status} sin texto"

    def _written(self, request: Request) -> httpx.Request:
        """Before a byte leaves. Raises UnicodeEncodeError, httpx.InvalidURL."""
        return self._client.build_request(
            request.method, request.url, headers=dict(request.headers), content=request.content or None
        )

    async def _asked(self, call: httpx.Request) -> Answer:
        response = await self._client.send(call, stream=True)
        try:
            body = bytearray()
            async for chunk in response.aiter_raw():
                body += chunk
                if len(body) > LARGEST_ANSWER:
                    raise httpx.ReadError(f"more than {LARGEST_ANSWER} bytes")
            headers = {name.lower(): value for name, value in response.headers.items()}
            self._headers = headers
            self._wire = response.extensions["network_stream"].get_extra_info("ssl_object")
            return Answer(response.status_code, headers, bytes(body))
        finally:
            await response.aclose()

    def _failed(self, error: Exception) -> NotSent:
        said = cause_of(error, self._secrets)
        code = type(error).__name__
        match broken(error):
            case Broken.BUSY:
                return Unavailable(f"Todas las conexiones con {self._service} están ocupadas.", code=code)
            case Broken.ADDRESS:
                reason = f"La dirección de {self._service} no sirve ({said}); corríjala en canales.yaml."
                return Unavailable(reason, code=code, scope=Scope.ACCOUNT, needs_person=True)
            case Broken.CERTIFICATE:
                reason = f"El certificado de {self._service} no es de confianza ({said}); revise la red y la hora."
                return Unavailable(reason, code="certificado", scope=Scope.ACCOUNT, needs_person=True)
            case Broken.UNREACHABLE:
                return Unavailable(f"No hay conexión con {self._service} ({said}).", code=code, scope=Scope.ACCOUNT)
            case _:
                reason = f"No se sabe si {self._service} recibió el mensaje ({said}); averígüelo antes de repetirlo."
                return Uncertain(reason, code=code)
