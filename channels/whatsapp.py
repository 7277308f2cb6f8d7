"""A WhatsApp number: what it declares and the message that it would send. It runs in `pruebas` until it can send."""

import json
from datetime import timedelta
from typing import ClassVar

from pydantic import Field, SecretStr

from channels.adapter import Kind, Options, Pace, Profile, Surroundings, TextLimit
from channels.address import ServerAddress
from channels.graph.options import SERVER, VERSION, GraphNumber, GraphVersion, TemplateLanguage, TemplateName
from channels.message import Composed, Message, Rejected, Remember, Sent


class WhatsAppOptions(Options):
    """What staff write under `opciones:` of a WhatsApp account."""

    number: GraphNumber = Field(alias="numero")
    """The identifier that Meta gave to the phone number; not the phone number itself."""
    token: SecretStr = Field(min_length=1)
    """Of a system user with `whatsapp_business_messaging`."""
    template: TemplateName = Field(alias="plantilla")
    """The name of an approved template whose body has one variable: the message's text."""
    language: TemplateLanguage = Field("es_CO", alias="idioma")
    """The language under which Meta approved the template."""
    server: ServerAddress = Field(SERVER, alias="servidor")
    version: GraphVersion = VERSION


class WhatsApp:
    """One number of the Cloud API, to persons who agreed to it, by approved template.

    https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-message-templates
    """

    name: ClassVar[str] = "whatsapp"
    profile: ClassVar[Profile] = Profile(
        medium="WhatsApp",
        kinds=(Kind.DIRECT,),
        text=TextLimit(1024, "caracteres"),
        pace=Pace(
            per_second=80,
            burst=10,
            quota=250,
            quota_window=timedelta(days=1),
            concurrency=16,
            per_destination=timedelta(seconds=6),
        ),
        live=False,
    )
    options_model: ClassVar[type[Options]] = WhatsAppOptions

    def __init__(self, options: Options, surroundings: Surroundings) -> None:
        """Keeps the options; opens no connection."""
        assert isinstance(options, WhatsAppOptions)
        self._options = options

    @classmethod
    def sender(cls, options: Options) -> str:
        """`whatsapp:<number>`."""
        assert isinstance(options, WhatsAppOptions)
        return f"whatsapp:{options.number}"

    def compose(self, message: Message) -> Composed:
        """The call and its body, in JSON. The text is one line: Meta refuses line breaks in a template's variable."""
        text = " ".join(message.text.split())
        body = {
            "messaging_product": "whatsapp",
            "to": message.destination.removeprefix("+"),
            "type": "template",
            "template": {
                "name": self._options.template,
                "language": {"code": self._options.language},
                "components": [{"type": "body", "parameters": [{"type": "text", "text": text}]}],
            },
            "biz_opaque_callback_data": message.key,
        }
        call = {"path": f"/{self._options.version}/{self._options.number}/messages", "body": body}
        return Composed(".json", json.dumps(call, ensure_ascii=False, indent=2).encode())

    async def send(self, message: Message, remember: Remember) -> Sent:
        """Raises `Rejected`: this version does not send to WhatsApp."""
        raise Rejected(
            "Pregonero todavía no envía por WhatsApp; llegará en una versión posterior. Deje la cuenta en "
            "«modo: pruebas» y envíe a mano el texto de var/pruebas.",
            code="sin-envio",
        )

    async def close(self) -> None:
        """Nothing is open."""
