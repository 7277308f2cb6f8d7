"""WhatsApp's server: `python -m tests.servers.whatsapp_api --journal FILE --script FILE`. Number 5060 of account 7080.

Faults besides those of `graph`: `held`, it takes the message and looks at it first; `template:WORD`, a template in that
state; `template-in:es`, in that language alone; `template-body:TEXT` and `template-title`, with other variables;
`template-header:WORD`, with a title of that format; `template-button:JSON`, with that button; `template-part:WORD`;
`template-none`, there is none; `no-apps`, nobody
is called; `tier:WORD`, the day's tier, `quality:WORD`, what people think of the number.
"""

import json
import sys
from collections.abc import Sequence
from typing import Any, ClassVar

from tests.servers.graph import GraphApi
from tests.servers.scripted_http import serve

NUMBER, BUSINESS = "5060", "7080"
PLAIN_BUTTON = {"type": "URL", "text": "Ver más", "url": "https://villaclara.gov.co"}
PLAIN = (
    {"type": "HEADER", "format": "TEXT", "text": "Aviso"},
    {"type": "FOOTER", "text": "Alcaldía"},
    {"type": "BUTTONS", "buttons": [PLAIN_BUTTON, {"type": "PHONE_NUMBER", "phone_number": "+576011234567"}]},
)


class WhatsAppApi(GraphApi):
    """Takes messages of one number, and lists its account's templates."""

    scopes = ("whatsapp_business_messaging", "whatsapp_business_management")
    messages: ClassVar[list[str]] = []

    def serve(self) -> None:
        """One call."""
        match self.command, self.parts:
            case "POST", [number, "messages"] if number == NUMBER:
                self._take({})
            case "GET", [number] if number == NUMBER:
                self._tell_of_the_number("GREEN", "TIER_250")
            case "GET", [business, "subscribed_apps"] if business == BUSINESS:
                self.tell({"data": [{"whatsapp_business_api_data": {"id": "1", "name": "Alcaldía"}}]})
            case "GET", [business, "message_templates"] if business == BUSINESS:
                self._templates()
            case _:
                self.refuse(100, 33)

    def fault(self, name: str) -> bool:
        """Answers in WhatsApp's odder ways."""
        word = name.partition(":")[2]
        if name.startswith("tier:"):
            self._tell_of_the_number("GREEN", word)
        elif name.startswith("quality:"):
            self._tell_of_the_number(word, "TIER_250")
        elif name == "held":
            self._take({"message_status": "held_for_quality_assessment"})
        elif name in ("template-none", "no-apps"):
            self.tell({"data": []})
        elif name == "template-title":
            self._templates(more=[{"type": "HEADER", "format": "TEXT", "text": "Aviso {{1}}"}])
        elif name.startswith("template-header:"):
            self._templates(more=[{"type": "HEADER", "format": word, "example": {"header_handle": ["https://x/1"]}}])
        elif name.startswith("template-button:"):
            self._templates(more=[{"type": "BUTTONS", "buttons": [PLAIN_BUTTON, json.loads(word)]}])
        elif name.startswith("template-part:"):
            self._templates(more=[{"type": word}])
        elif name.startswith("template:"):
            self._templates(status=word)
        elif name.startswith("template-in:"):
            self._templates(language=word)
        elif name.startswith("template-body:"):
            self._templates(body=word)
        else:
            return super().fault(name)
        return True

    def _tell_of_the_number(self, quality: str, tier: str) -> None:
        """Only what was asked for: of a field that it does not know Meta refuses the whole."""
        known = {
            "display_phone_number": "+57 300 1234567",
            "verified_name": "Alcaldía",
            "quality_rating": quality,
            "whatsapp_business_manager_messaging_limit": tier,
        }
        fields = str(self.query.get("fields")).split(",")
        if set(fields) <= set(known):
            self.tell({"id": NUMBER} | {name: known[name] for name in fields})
        else:
            self.refuse(100)

    def _take(self, more: dict[str, Any]) -> None:
        given = self.document
        if given.get("messaging_product") != "whatsapp" or not str(given.get("to")).isdecimal():
            self.refuse(131_009)
            return
        with self.lock:
            self.messages.append(f"wamid.{len(self.messages) + 1}")
            number = self.messages[-1]
        contact = {"input": given["to"], "wa_id": given["to"]}
        self.tell({"messaging_product": "whatsapp", "contacts": [contact], "messages": [{"id": number} | more]})

    def _templates(
        self,
        status: str = "APPROVED",
        language: str = "es_CO",
        body: str = "Aviso: {{1}}",
        more: Sequence[dict[str, Any]] = PLAIN,
    ) -> None:
        parts = [*more, {"type": "BODY", "text": body, "example": {"body_text": [["Hola {{1}}"]]}}]
        name = self.query.get("name")
        mine = {"name": name, "language": language, "status": status, "components": parts}
        self.tell({"data": [mine, mine | {"name": f"{name}_otra", "language": "en"}]})


if __name__ == "__main__":
    serve(WhatsAppApi, sys.argv[1:])
