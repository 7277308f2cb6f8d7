"""The WhatsApp number: what it declares, what it composes and its one verb."""

import asyncio
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar

from channels.adapter import Kind, Options, Pace, Profile, Surroundings, TextLimit
from channels.capabilities import Answering, Finding, Intake
from channels.graph.answer import rows, text
from channels.graph.failure import Failed
from channels.graph.outcome import outcome, unreadable, unsent
from channels.graph.session import Session
from channels.hour import Hour
from channels.message import Composed, Message, Rejected, Remember, Scope, Sent, Unavailable
from channels.news import Call, Forged, News
from channels.whatsapp.errors import ERRORS
from channels.whatsapp.notices import notices, proven, signed
from channels.whatsapp.options import FIRST_TIER, LONGEST, Part, WhatsAppOptions

WORDS: dict[Part, str] = {"texto": "el texto", "asunto": "el asunto", "enlace": "el enlace"}


class WhatsApp:
    """One number of the Cloud API, to persons who agreed to it, by approved template.

    https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-message-templates
    """

    name: ClassVar[str] = "whatsapp"
    profile: ClassVar[Profile] = Profile(
        medium="WhatsApp",
        kinds=(Kind.DIRECT,),
        text=TextLimit(LONGEST, "caracteres"),
        pace=Pace(
            per_second=80,
            burst=10,
            quota=FIRST_TIER,
            quota_window=timedelta(days=1),
            concurrency=16,
        ),
    )
    options_model: ClassVar[type[Options]] = WhatsAppOptions

    def __init__(self, options: Options, surroundings: Surroundings) -> None:
        """Keeps what it is given; opens no connection."""
        assert isinstance(options, WhatsAppOptions)
        self._options = options
        self._hook_url = surroundings.hook_url
        self._session = Session(options, self.profile.pace.concurrency)
        self._looked = options.business is None
        self._looking = asyncio.Lock()
        self._room = LONGEST - options.fixed_text
        """Characters that the template leaves for what fills it."""

    @classmethod
    def profile_for(cls, options: Options) -> Profile:
        """The number's own limit of people in 24 hours is its quota; of the text's, the template has its part."""
        assert isinstance(options, WhatsAppOptions)
        text = replace(cls.profile.text, maximum=LONGEST - options.fixed_text)
        return replace(cls.profile, text=text, pace=replace(cls.profile.pace, quota=options.quota))

    @classmethod
    def intake(cls, options: Options, _target: str) -> Intake:
        """As staff say; Meta can only call."""
        assert isinstance(options, WhatsAppOptions)
        return options.intake

    @classmethod
    def answers(cls, options: Options) -> Answering:
        """With the words that mailings tell people to answer."""
        assert isinstance(options, WhatsAppOptions)
        return Answering(options.replies.written, "ALTA", "BAJA", "AYUDA", "este teléfono", "a este teléfono")

    @classmethod
    def sender(cls, options: Options) -> str:
        """`whatsapp:<number>`."""
        assert isinstance(options, WhatsAppOptions)
        return f"whatsapp:{options.number}"

    def compose(self, message: Message) -> Composed:
        """The call and its body, in JSON. Raises `Rejected` where the message lacks what its template names."""
        call = {"path": f"/{self._options.version}/{self._options.number}/messages", "body": self._body(message)}
        return Composed(".json", json.dumps(call, ensure_ascii=False, indent=2).encode())

    async def send(self, message: Message, remember: Remember) -> Sent:
        """One call; before the first, the template is looked at, where the account names its business account.

        The delivery's key goes along and comes back with each notice of what became of it. An answer is made of no
        template: Meta takes free words in the 24 hours after the person's own. Raises `Rejected`, `Unavailable` or
        `Uncertain`.
        """
        body = self._body(message)
        if not message.is_answer:
            await self._look_at_the_template()
            self._fits(message)
        try:
            answer = await self._session.connection().post(f"{self._options.number}/messages", body)
            number = next((text(each, "id") for each in rows(answer, "messages")), "")
        except Failed as failed:
            failure = failed.failure
        else:
            if number:
                return Sent(number)
            raise unreadable(self.profile.medium)
        found = outcome(failure, self.profile.medium, ERRORS)
        if isinstance(found, Unavailable) and found.needs_person:
            # Whatever a person mends, the template is looked at again before the next message.
            self._looked = self._options.business is None
        raise found

    def recognise(self, headers: Mapping[str, str]) -> None:
        """A signature has one form; whether it is right shows only with the body. Raises `Forged`."""
        signed(headers)

    def hear(self, call: Call, now: datetime) -> Sequence[News]:
        """What became of messages, that somebody wrote, and who wants no publicity. Raises `Forged`."""
        secret = self._options.app_secret
        if secret is None:
            raise Forged("the account has no secret")
        proven(call, secret.get_secret_value())
        return tuple(notices(call.body, self._options.number, now, secret.get_secret_value()))

    def confirm(self, query: Mapping[str, str]) -> str:
        """The challenge of https://developers.facebook.com/docs/graph-api/webhooks/getting-started. Raises `Forged`."""
        token, asked = self._options.hook_token, query.get("hub.verify_token", "")
        known = token is not None and hmac.compare_digest(token.get_secret_value().encode(), asked.encode())
        if not known or query.get("hub.mode") != "subscribe" or not query.get("hub.challenge", "").isalnum():
            raise Forged("the verify token is missing or wrong")
        return query["hub.challenge"]

    async def examine(self, now: datetime) -> Sequence[Finding]:
        """The token, its rights and its end; the number and the day's tier; the template; limits and version."""
        from channels.whatsapp.examination import examined  # noqa: PLC0415 - loads only when used

        return await examined(self._session.connection(), self._options, now, self._hook_url)

    async def rehearse(self) -> None:
        """The template as it stands now, whatever was found of it before. Raises `Unavailable`."""
        self._looked = self._options.business is None
        await self._look_at_the_template()

    def hour(self) -> Hour | None:
        """As Meta's last answer has it."""
        return self._session.hour()

    async def close(self) -> None:
        """Closes the connections, if any was opened."""
        await self._session.close()

    async def _look_at_the_template(self) -> None:
        """Once for an open account. Raises `Unavailable` where its messages would be refused."""
        from channels.whatsapp.template import in_language, templates, wrong  # noqa: PLC0415 - loads only when used

        async with self._looking:
            if self._looked:
                return
            try:
                found = await templates(self._session.connection(), self._options)
            except Failed as failed:
                failure = failed.failure
            else:
                if why := wrong(found, self._options):
                    reason = f"{why}; corríjalo en el administrador de WhatsApp o en canales.yaml."
                    raise Unavailable(reason, code="plantilla", scope=Scope.ACCOUNT, needs_person=True)
                if (mine := in_language(found, self._options)) is not None:
                    self._room = mine.room
                self._looked = True
                return
            raise unsent(failure, self.profile.medium, ERRORS)

    def _fits(self, message: Message) -> None:
        """Raises `Rejected` where Meta would refuse the finished template as too long (132005)."""
        used = sum(len(each["text"]) for each in self._parameters(message))
        if used > self._room:
            raise Rejected(
                f"El mensaje tiene {used} caracteres y la plantilla de WhatsApp deja {self._room}; acórtelo, y escriba "
                f"«texto-fijo: {LONGEST - self._room}» en canales.yaml para que check lo avise antes.",
                code="largo",
            )

    def _parameters(self, message: Message) -> list[dict[str, str]]:
        """Values are one line each, since Meta refuses line breaks in a template's variable. Raises `Rejected`."""
        parts: dict[Part, str] = {"texto": message.text, "asunto": message.subject, "enlace": message.link or ""}
        variables: dict[str, Part] = self._options.variables or {"": "texto"}
        parameters: list[dict[str, str]] = []
        for name, part in variables.items():
            value = " ".join(parts[part].split())
            if not value:
                raise Rejected(
                    f"Al mensaje le falta {WORDS[part]}, que la plantilla de WhatsApp pide; agréguelo.", code="vacio"
                )
            parameters.append({"type": "text", **({"parameter_name": name} if name else {}), "text": value})
        return parameters

    def _body(self, message: Message) -> dict[str, object]:
        said: dict[str, object]
        if message.is_answer:
            said = {"type": "text", "text": {"body": message.text, "preview_url": False}}
        else:
            template = {
                "name": self._options.template,
                "language": {"code": self._options.language},
                "components": [{"type": "body", "parameters": self._parameters(message)}],
            }
            said = {"type": "template", "template": template}
        whom = {"messaging_product": "whatsapp", "to": message.destination.removeprefix("+")}
        return {**whom, **said, "biz_opaque_callback_data": message.key}
