"""A program of the municipality's own: each message as a signed JSON document, posted to one address."""

import asyncio
import hmac
import json
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from enum import Enum, auto
from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, ClassVar
from urllib.parse import quote, urlsplit

from pydantic import AfterValidator, Field, SecretStr

from channels.adapter import Kind, MediaRule, Options, Pace, Profile, Surroundings, TextLimit
from channels.address import call_address
from channels.capabilities import Finding, Standing
from channels.contract import contract
from channels.deadline import whole
from channels.filetypes import SUFFIXES
from channels.hour import Hour
from channels.message import (
    DUPLICATE,
    Composed,
    Media,
    Message,
    NotSent,
    Rejected,
    Remember,
    Scope,
    Sent,
    Unavailable,
    Uncertain,
)
from channels.statuses import MISPLACED

if TYPE_CHECKING:
    from channels.exchange import Answer, Exchange


class Meaning(Enum):
    """What a status says about the message."""

    TAKEN = auto()
    """It has it already: `id` is one that it knows."""
    GONE = auto()
    """The person is no more; of a post, the place."""
    KEYS = auto()
    ADDRESS = auto()
    LATER = auto()
    """It has not taken it, and asks for patience."""
    REFUSED = auto()
    UNCERTAIN = auto()


BY_STATUS: Mapping[int, Meaning] = {
    **dict.fromkeys(MISPLACED, Meaning.ADDRESS),
    HTTPStatus.UNAUTHORIZED: Meaning.KEYS,
    HTTPStatus.FORBIDDEN: Meaning.KEYS,
    HTTPStatus.REQUEST_TIMEOUT: Meaning.UNCERTAIN,
    HTTPStatus.CONFLICT: Meaning.TAKEN,
    HTTPStatus.GONE: Meaning.GONE,
    HTTPStatus.TOO_MANY_REQUESTS: Meaning.LATER,
    HTTPStatus.SERVICE_UNAVAILABLE: Meaning.LATER,
}
"""2xx: sent. Any other 4xx refuses the message; any other status leaves it uncertain."""
LARGEST_FILE = 5_000_000
LONGEST_NAME = 200
LONGEST_ADDRESS = 2_000
SAFE_SECRET = 32
"""Characters; HMAC-SHA256 wants a key as long as its result (RFC 2104 §3)."""


class Deadlines(Options):
    """Seconds to wait for each step of one call."""

    connect: float = Field(10, gt=0, le=600, alias="conexion")
    read: float = Field(60, gt=0, le=600, alias="lectura")


class WebhookOptions(Options):
    """Where the program listens, and the secret that both know."""

    url: Annotated[str, AfterValidator(call_address)] = Field(alias="direccion")
    secret: SecretStr = Field(min_length=1, alias="secreto")
    deadlines: Deadlines = Field(default_factory=Deadlines, alias="plazos")

    @property
    def patience(self) -> float:
        """As its deadlines say."""
        its = self.deadlines
        return whole(its.connect, its.read, its.read)

    @property
    def host(self) -> str:
        """The program's server, as errors tell it."""
        return urlsplit(self.url).hostname or ""


class Webhook:
    """One address that takes messages for persons, by their telephone, or posts."""

    name: ClassVar[str] = "webhook"
    profile: ClassVar[Profile] = Profile(
        medium="otros servicios",
        kinds=(Kind.DIRECT, Kind.BROADCAST),
        text=TextLimit(100_000, "caracteres"),
        subject=TextLimit(200, "caracteres"),
        media=MediaRule(tuple(SUFFIXES), LARGEST_FILE, maximum_count=10),
        attachments=MediaRule(tuple(SUFFIXES), LARGEST_FILE, maximum_count=10),
        files_together=2 * LARGEST_FILE,
        pace=Pace(per_second=10, burst=10, concurrency=4),
    )
    options_model: ClassVar[type[Options]] = WebhookOptions

    def __init__(self, options: Options, surroundings: Surroundings) -> None:
        """Keeps both; opens no connection."""
        assert isinstance(options, WebhookOptions)
        self._options = options
        self._account = surroundings.account
        self._target = surroundings.target
        self._exchange: Exchange | None = None

    @classmethod
    def sender(cls, options: Options) -> str:
        """`webhook:<host><path>#<digest of its secret>`."""
        assert isinstance(options, WebhookOptions)
        return f"webhook:{contract(options.url, (options.secret,))}"

    def compose(self, message: Message) -> Composed:
        """The body as it is posted. Raises `Rejected` where a file cannot be read."""
        try:
            return Composed(".json", self._body(message))
        except OSError as problem:
            raise Rejected(f"No se puede leer un archivo del mensaje ({problem.strerror}).") from problem

    async def send(self, message: Message, remember: Remember) -> Sent:
        """One call. Raises `Rejected`, `Unavailable` or `Uncertain`."""
        from channels.exchange import Request  # noqa: PLC0415 - loads only when used

        try:
            body = await asyncio.to_thread(self._body, message)
        except OSError as problem:
            reason = f"No se puede leer un archivo del mensaje ({problem.strerror}); revise {problem.filename}."
            raise Unavailable(reason, code="archivo", needs_person=True) from problem
        headers = self._signed(message, body)
        exchange = self._open()
        answer = await exchange.ask(Request("POST", self._options.url, headers, body))
        if not HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
            raise self._failed(answer, exchange.said(answer))
        return Sent(*_told(answer.document), sha256=sha256(body).hexdigest())

    async def examine(self, now: datetime) -> Sequence[Finding]:
        """Whether the program answers, and whether the secret is long enough; no message is sent."""
        size = len(self._options.secret.get_secret_value())
        secret = Finding("secret", Standing.GOOD, f"El secreto tiene {size} signos.")
        if size < SAFE_SECRET:
            advice = f"Use uno al azar de {SAFE_SECRET} signos o más, en los dos lados."
            secret = Finding(
                "secret", Standing.WARNING, f"El secreto tiene {size} signos y se podría adivinar.", advice
            )
        return (await self._reached(), *self._open().certificates(now), secret)

    def hour(self) -> Hour | None:
        """As the program's last answer has it."""
        return self._exchange.hour() if self._exchange is not None else None

    async def close(self) -> None:
        """Closes the connections, if any was opened."""
        if self._exchange is not None:
            await self._exchange.close()
            self._exchange = None

    async def _reached(self) -> Finding:
        from channels.exchange import Request  # noqa: PLC0415 - loads only when used

        try:
            answer = await self._open().ask(Request("HEAD", self._options.url, {}))
        except NotSent as failure:
            return Finding("reach", Standing.BAD, failure.reason, "Revise «direccion», la red y el certificado.")
        if answer.status == HTTPStatus.NOT_FOUND:
            told = f"{self._options.host} responde que en esa dirección no hay nada (404)."
            return Finding("reach", Standing.WARNING, told, "Confirme «direccion» con quien hizo el programa.")
        return Finding("reach", Standing.GOOD, f"{self._options.host} responde ({answer.status}).")

    def _signed(self, message: Message, body: bytes) -> dict[str, str]:
        """The headers: all attempts of a message bear the same ones."""
        moment = str(int(message.written_at.timestamp()))
        key = self._options.secret.get_secret_value().encode()
        signature = hmac.new(key, f"{moment}.".encode() + body, sha256).hexdigest()
        return {
            "Content-Type": "application/json",
            "Idempotency-Key": quote(message.key, safe="/@~:."),
            "Pregonero-Timestamp": moment,
            "Pregonero-Signature": f"sha256={signature}",
        }

    def _body(self, message: Message) -> bytes:
        """Raises OSError where a file cannot be read."""
        document = {
            "id": message.key,
            "publication": message.publication,
            "account": self._account,
            "kind": (Kind.BROADCAST if self._target else Kind.DIRECT).value,
            "to": message.destination,
            "written_at": message.written_at.isoformat(),
            "title": message.subject,
            "text": message.text,
            "link": message.link,
            "facts": dict(message.facts),
            "files": [*_files("image", message.media), *_files("attachment", message.attachments)],
        }
        return json.dumps(document, ensure_ascii=False, sort_keys=True).encode()

    def _failed(self, answer: "Answer", said: str) -> NotSent:
        host, code = self._options.host, str(answer.status)
        refused = HTTPStatus.BAD_REQUEST <= answer.status < HTTPStatus.INTERNAL_SERVER_ERROR
        match BY_STATUS.get(answer.status, Meaning.REFUSED if refused else Meaning.UNCERTAIN):
            case Meaning.TAKEN:
                return Rejected(f"{host} dice que ya tiene ese mensaje ({said}).", code=DUPLICATE)
            case Meaning.GONE if not self._target:
                return Rejected(f"{host} dice que esa persona ya no recibe ({said}).", code=code, recipient_gone=True)
            case Meaning.KEYS:
                reason = f"{host} no acepta la firma ({said}); revise que «secreto» sea el mismo en los dos lados."
                return Unavailable(reason, code=code, scope=Scope.ACCOUNT, needs_person=True)
            case Meaning.ADDRESS | Meaning.GONE:
                reason = f"{host} no recibe mensajes en esa dirección ({said}); revise «direccion»."
                return Unavailable(reason, code=code, scope=Scope.ACCOUNT, needs_person=True)
            case Meaning.LATER:
                reason = f"{host} pide esperar antes de enviar más ({said})."
                return Unavailable(reason, code=code, scope=Scope.ACCOUNT, retry_after=answer.retry_after)
            case Meaning.REFUSED:
                return Rejected(f"{host} no acepta el mensaje ({said}).", code=code)
            case _:
                reason = f"No se sabe si {host} recibió el mensaje ({said}); averígüelo antes de repetirlo."
                return Uncertain(reason, code=code)

    def _open(self) -> "Exchange":
        if self._exchange is None:
            from channels.exchange import Exchange  # noqa: PLC0415 - loads only when used

            deadlines, connections = self._options.deadlines, self.profile.pace.concurrency
            secrets = (self._options.secret.get_secret_value(),)
            self._exchange = Exchange(self._options.host, secrets, connections, deadlines.connect, deadlines.read)
        return self._exchange


def _files(role: str, files: Sequence[Media]) -> Iterator[dict[str, object]]:
    """Each file with its bytes in base64 (RFC 4648 §4). Raises OSError."""
    for file in files:
        yield {
            "role": role,
            "name": file.name,
            "mime": file.mime,
            "size": file.size,
            "sha256": file.sha256,
            "alt": file.alt,
            "url": file.url,
            "data": b64encode(file.path.read_bytes()).decode(),
        }


def _told(document: object) -> tuple[str | None, str | None]:
    """What the program calls the message and where people see it, where its answer says so in `id` and `url`."""
    found = document if isinstance(document, dict) else {}
    name, url = found.get("id"), found.get("url")
    name = str(name)[:LONGEST_NAME] if isinstance(name, str | int) and not isinstance(name, bool) else None
    shown = isinstance(url, str) and len(url) <= LONGEST_ADDRESS and urlsplit(url).scheme in ("http", "https")
    return name, str(url) if shown else None
