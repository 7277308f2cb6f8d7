"""What people write to a bot, asked for: getUpdates over httpx, since the library of messages weighs 16 MB at rest.

Loads httpx; `adapter` imports this file when it is first asked.
"""

import json
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import NamedTuple

from channels.detail import detail
from channels.exchange import Answer, Exchange, Request
from channels.message import Scope, Unavailable, Uncertain
from channels.news import Polled
from channels.telegram.options import TelegramOptions
from channels.telegram.updates import ASKED_FOR, news_of, number_of

MOST = 10
"""Updates of one answer: so many of the longest messages, each with the one that it answers, fit into what is read."""
CALLS = 1
"""Calls that Telegram may make at once: one by one they come in their order."""
TOLD = ("url", "pending_update_count", "last_error_message", "last_error_date")
LATEST = 2**40
JSON = {"Content-Type": "application/json"}
RETRY = timedelta(minutes=1)
"""Where another program asks too, or has an address of its own set."""


class Hook(NamedTuple):
    """Where a bot's updates go."""

    url: str
    """Empty: they wait to be asked for."""
    pending: int = 0
    error: str = ""
    """Why the last call that failed did, in the service's words; empty where none has."""
    failed_at: datetime | None = None


class Inbox:
    """The updates of one bot."""

    def __init__(self, options: TelegramOptions) -> None:
        """Opens no connection yet."""
        self._token = options.token.get_secret_value()
        self._secrets = (self._token, self._token.partition(":")[2])
        self._address = f"{options.server}/bot{self._token}"
        self._deadlines = options.deadlines
        self._hook_secret = options.hook_secret
        self._exchange: Exchange | None = None
        self._patience: timedelta | None = None

    async def poll(self, cursor: str, patience: timedelta) -> Polled:
        """The updates from number `cursor` on (https://core.telegram.org/bots/api#getupdates).

        Once Telegram was asked with a cursor, it has forgotten what comes before; it is asked without one then, for
        after a quiet week it begins to count at any place, and a higher cursor would hide what comes.

        Raises `Unavailable`.
        """
        asked: dict[str, object] = {"timeout": int(patience.total_seconds()), "limit": MOST}
        asked |= {"allowed_updates": ASKED_FOR} | ({"offset": int(cursor)} if cursor else {})
        updates = await self._call("getUpdates", asked, patience)
        if not isinstance(updates, list):
            raise Unavailable("Telegram respondió algo que no se entiende.", code="respuesta")
        numbers = [number for each in updates if (number := number_of(each)) is not None]
        news = tuple(each for each in map(news_of, updates) if each is not None)
        return Polled(news, str(max(numbers) + 1) if numbers else "")

    async def subscribe(self, url: str) -> None:
        """Have updates come to `url` (https://core.telegram.org/bots/api#setwebhook). Raises `Unavailable`."""
        secret = self._hook_secret.get_secret_value() if self._hook_secret is not None else ""
        asked = {"url": url, "secret_token": secret, "allowed_updates": ASKED_FOR, "max_connections": CALLS}
        await self._call("setWebhook", asked, timedelta(0))

    async def hook(self) -> Hook:
        """Where updates go now, and how it fares (https://core.telegram.org/bots/api#webhookinfo).

        Raises `Unavailable`.
        """
        told = await self._call("getWebhookInfo", {}, timedelta(0))
        its = told if isinstance(told, dict) else {}
        url, pending, said, at = (its.get(name) for name in TOLD)
        return Hook(
            url if isinstance(url, str) else "",
            pending if isinstance(pending, int) else 0,
            detail(said, self._secrets) if isinstance(said, str) else "",
            datetime.fromtimestamp(at, UTC) if isinstance(at, int) and 0 < at < LATEST else None,
        )

    async def close(self) -> None:
        """Closes the connection, if one was opened."""
        if self._exchange is not None:
            await self._exchange.close()
            self._exchange = None

    async def _call(self, method: str, asked: dict[str, object], patience: timedelta) -> object:
        """What a method answers. Raises `Unavailable`: to ask once more does no harm."""
        request = Request("POST", f"{self._address}/{method}", JSON, json.dumps(asked).encode())
        try:
            answer = await (await self._open(patience)).ask(request)
        except Uncertain as lost:
            reason = lost.code
        else:
            return self._result(answer)
        raise Unavailable(f"Telegram no respondió ({reason}).", code=reason, scope=Scope.ACCOUNT)

    def _result(self, answer: Answer) -> object:
        document = answer.document
        if answer.status == HTTPStatus.OK and isinstance(document, dict) and document.get("ok") is True:
            return document.get("result")
        said = document.get("description") if isinstance(document, dict) else None
        raise self._refused(answer, detail(str(said or answer.text), self._secrets))

    def _refused(self, answer: Answer, said: str) -> Unavailable:
        code = str(answer.status)
        match answer.status:
            case HTTPStatus.UNAUTHORIZED | HTTPStatus.NOT_FOUND:
                reason = f"Telegram no acepta el token del bot ({said}); pida otro a @BotFather y cámbielo."
                return Unavailable(reason, code=code, scope=Scope.ACCOUNT, needs_person=True)
            case HTTPStatus.CONFLICT if "webhook" in said.lower():
                reason = (
                    "El bot avisa a otra dirección (tiene puesto un «webhook»), y así no se le puede consultar: "
                    "quítelo con deleteWebhook en el otro programa, o escriba «entrada: aviso»."
                )
                return Unavailable(reason, code=code, retry_after=RETRY, scope=Scope.ACCOUNT)
            case HTTPStatus.CONFLICT:
                reason = (
                    "Otro programa consulta el mismo bot, y Telegram solo deja a uno: detenga el otro, o cree otro bot "
                    "para esta alcaldía."
                )
                return Unavailable(reason, code=code, retry_after=RETRY, scope=Scope.ACCOUNT)
            case HTTPStatus.TOO_MANY_REQUESTS:
                return Unavailable("Telegram pide esperar.", code=code, retry_after=_wait(answer), scope=Scope.ACCOUNT)
        return Unavailable(f"Telegram no pudo responder ({said}).", code=code, scope=Scope.ACCOUNT)

    async def _open(self, patience: timedelta) -> Exchange:
        if self._exchange is None or self._patience != patience:
            await self.close()
            read = patience.total_seconds() + self._deadlines.read
            self._exchange = Exchange("Telegram", self._secrets, 1, self._deadlines.connect, read)
            self._patience = patience
        return self._exchange


def _wait(answer: Answer) -> timedelta:
    """What a 429 asks for (https://core.telegram.org/bots/api#responseparameters); a minute where it names nothing."""
    document = answer.document
    parameters = document.get("parameters") if isinstance(document, dict) else None
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return timedelta(seconds=min(max(seconds, 1), 86_400)) if isinstance(seconds, int) else RETRY
