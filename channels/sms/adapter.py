"""The SMS account: what it declares, what it composes and its one verb."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlencode, urlsplit, urlunsplit

from channels.adapter import Kind, Options, Pace, Profile, Surroundings, TextLimit
from channels.capabilities import Finding, Standing
from channels.contract import contract
from channels.hour import Hour
from channels.message import Composed, Message, NotSent, Rejected, Remember, Sent
from channels.sms.options import Number, SmsOptions
from channels.sms.outcome import identity, judged
from channels.sms.segments import (
    explained,
    explained_unaccented,
    fits_alphabet,
    plain,
    segments,
    segments_of_plain,
    segments_of_unaccented,
    unaccented,
)
from channels.sms.template import IDENTITY, KEYS, NUMBER, TEXT, fill, filled

if TYPE_CHECKING:
    from channels.exchange import Exchange, Request

COLOMBIA = "+57"
ACCENTED = TextLimit(
    3,
    "segmentos de SMS (de 160 letras, o 153 si son varios; de 70 y 67 si hay á, í, ó, ú, un emoji u otra letra que "
    "los SMS no traen; é, ñ, ü, ¿ y ¡ sí las traen)",
    segments_of_plain,
    explained,
)
UNACCENTED = TextLimit(
    3,
    "segmentos de SMS sin tildes (de 160 letras, o 153 si son varios; de 70 y 67 con emojis)",
    segments_of_unaccented,
    explained_unaccented,
)


class Sms:
    """One account at a gateway that takes a message in one HTTP call, each to one number."""

    name: ClassVar[str] = "sms"
    profile: ClassVar[Profile] = Profile(
        medium="SMS",
        kinds=(Kind.DIRECT,),
        text=ACCENTED,
        pace=Pace(per_second=10, burst=10, concurrency=8),
    )
    options_model: ClassVar[type[Options]] = SmsOptions

    def __init__(self, options: Options, surroundings: Surroundings) -> None:
        """Keeps the options; opens no connection."""
        assert isinstance(options, SmsOptions)
        self._options = options
        self._exchange: Exchange | None = None

    @classmethod
    def sender(cls, options: Options) -> str:
        """`sms:<host><path>#<digest of its secrets>`: two contracts with one gateway have two."""
        assert isinstance(options, SmsOptions)
        return f"sms:{contract(options.url, options.secrets.values())}"

    @classmethod
    def profile_for(cls, options: Options) -> Profile:
        """As many segments as the account allows, counted as it writes."""
        assert isinstance(options, SmsOptions)
        limit = UNACCENTED if options.unaccented else ACCENTED
        return replace(cls.profile, text=replace(limit, maximum=options.most_segments))

    def compose(self, message: Message) -> Composed:
        """The call as the gateway gets it, in JSON, its secrets by their names. Raises `Rejected`."""
        values = self._values(message)
        call: dict[str, object] = {
            "method": self._options.method.value,
            "url": self._options.url,
            "query": {name: fill(each, values) for name, each in self._options.query.items()},
            "headers": dict(self._options.headers),
            "segments": segments(values[TEXT]),
            "alphabet": "GSM-7" if fits_alphabet(values[TEXT]) else "UCS-2",
        }
        if self._options.document:
            call["json"] = filled(self._options.tree, lambda text: fill(text, values))
        else:
            call["form"] = {name: fill(each, values) for name, each in self._options.form.items()}
        return Composed(".json", json.dumps(call, ensure_ascii=False, indent=2).encode())

    async def send(self, message: Message, remember: Remember) -> Sent:
        """One call. Raises `Rejected`, `Unavailable` or `Uncertain`."""
        request = self._request(message)
        exchange = self._open()
        answer = await exchange.ask(request)
        outcome = judged(answer, self._options, exchange.said(answer))
        if outcome is not None:
            raise outcome
        return Sent(identity(answer, self._options.identity))

    async def examine(self, now: datetime) -> Sequence[Finding]:
        """Whether the gateway is there and the secrets are; nothing is sent, so keys and credit stay unproven."""
        missing = [name for name, secret in self._options.secrets.items() if not secret.get_secret_value()]
        keys = Finding("keys", Standing.GOOD, "Las claves están; solo un envío muestra si el operador las acepta.")
        if missing:
            advice = "Defina la variable o el archivo que nombra canales.yaml antes de arrancar."
            keys = Finding("keys", Standing.BAD, f"Faltan claves: {', '.join(missing)}.", advice)
        credit = Finding(
            "credit",
            Standing.UNKNOWN,
            "Cada operador dice el saldo a su manera, y esta cuenta no sabe preguntarlo.",
            "Mírelo en el portal del operador antes de un envío grande.",
        )
        return (await self._reached(), *self._open().certificates(now), keys, credit)

    def hour(self) -> Hour | None:
        """As the gateway's last answer has it."""
        return self._exchange.hour() if self._exchange is not None else None

    async def close(self) -> None:
        """Closes the connections, if any was opened."""
        if self._exchange is not None:
            await self._exchange.close()
            self._exchange = None

    async def _reached(self) -> Finding:
        """Asks for the server's first page, which sends nothing."""
        from channels.exchange import Request  # noqa: PLC0415 - loads only when used

        first = urlunsplit((*urlsplit(self._options.url)[:2], "/", "", ""))
        try:
            answer = await self._open().ask(Request("HEAD", first, {}))
        except NotSent as failure:
            return Finding("reach", Standing.BAD, failure.reason, "Revise «direccion», la red y el certificado.")
        return Finding("reach", Standing.GOOD, f"{self._options.host} responde ({answer.status}).")

    def _values(self, message: Message) -> dict[str, str]:
        """What stands in the places of the call, but for secrets. Raises `Rejected`."""
        text = unaccented(message.text) if self._options.unaccented else plain(message.text)
        if (count := segments(text)) > self._options.most_segments:
            most = self._options.most_segments
            raise Rejected(f"El texto toma {count} segmentos de SMS y la cuenta admite {most}; acórtelo.", code="largo")
        number = message.destination
        if self._options.number is Number.NATIONAL and not number.startswith(COLOMBIA):
            raise Rejected("Esta cuenta de SMS solo escribe a números de Colombia.", code="pais")
        if self._options.number is Number.NATIONAL:
            number = number.removeprefix(COLOMBIA)
        elif self._options.number is Number.WITHOUT_PLUS:
            number = number.removeprefix("+")
        return {NUMBER: number, TEXT: text, IDENTITY: sha256(message.key.encode()).hexdigest()[:32]}

    def _request(self, message: Message) -> "Request":
        """Raises `Rejected`."""
        from channels.exchange import Request  # noqa: PLC0415 - loads only when used

        options = self._options
        values = self._values(message) | self._secrets()
        headers = {name: fill(each, values) for name, each in options.headers.items()}
        content, kind = b"", ""
        if options.document:
            body = filled(options.tree, lambda text: fill(text, values))
            content, kind = json.dumps(body, ensure_ascii=False).encode(), "application/json"
        elif options.form:
            content, kind = _encoded(options.form, values).encode(), "application/x-www-form-urlencoded"
        if kind and "content-type" not in {name.lower() for name in headers}:
            headers["Content-Type"] = kind
        parts = urlsplit(options.url)
        query = "&".join(each for each in (parts.query, _encoded(options.query, values)) if each)
        return Request(options.method.value, urlunsplit(parts._replace(query=query)), headers, content)

    def _secrets(self) -> dict[str, str]:
        return {f"{KEYS}{name}": secret.get_secret_value() for name, secret in self._options.secrets.items()}

    def _open(self) -> "Exchange":
        if self._exchange is None:
            from channels.exchange import Exchange  # noqa: PLC0415 - loads only when used

            options, secrets = self._options, tuple(self._secrets().values())
            forms = (*secrets, *(urlencode({"": each})[1:] for each in secrets))
            deadlines = options.deadlines
            connections = self.profile.pace.concurrency
            self._exchange = Exchange(options.host, forms, connections, deadlines.connect, deadlines.read)
        return self._exchange


def _encoded(templates: Mapping[str, str], values: Mapping[str, str]) -> str:
    return urlencode({name: fill(each, values) for name, each in templates.items()})
