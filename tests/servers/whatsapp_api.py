"""WhatsApp's server: `python -m tests.servers.whatsapp_api --journal FILE --script FILE`. Number 5060 of account 7080.

Faults besides those of `graph`: `held`, it takes the message and looks at it first; `template:WORD`, a template in that
state; `template-in:es`, in that language alone; `template-body:TEXT` and `template-title`, with other variables;
`template-none`, there is none.
"""

import sys
from typing import Any, ClassVar

from tests.servers.graph import GraphApi
from tests.servers.scripted_http import serve

NUMBER, BUSINESS = "5060", "7080"


class WhatsAppApi(GraphApi):
    """Takes messages of one number, and lists its account's templates."""

    messages: ClassVar[list[str]] = []

    def serve(self) -> None:
        """One call."""
        match self.command, self.parts:
            case "POST", [number, "messages"] if number == NUMBER:
                self._take({})
            case "GET", [business, "message_templates"] if business == BUSINESS:
                self._templates()
            case _:
                self.refuse(100, 33)

    def fault(self, name: str) -> bool:
        """Answers in WhatsApp's odder ways."""
        word = name.partition(":")[2]
        if name == "held":
            self._take({"message_status": "held_for_quality_assessment"})
        elif name == "template-none":
            self.tell({"data": []})
        elif name == "template-title":
            self._templates(title="Aviso {{1}}")
        elif name.startswith("template:"):
            self._templates(status=word)
        elif name.startswith("template-in:"):
            self._templates(language=word)
        elif name.startswith("template-body:"):
            self._templates(body=word)
        else:
            return super().fault(name)
        return True

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
        self, status: str = "APPROVED", language: str = "es_CO", body: str = "Aviso: {{1}}", title: str = "Aviso"
    ) -> None:
        parts = [{"type": "HEADER", "format": "TEXT", "text": title}, {"type": "BODY", "text": body}]
        name = self.query.get("name")
        mine = {"name": name, "language": language, "status": status, "components": parts}
        self.tell({"data": [mine, mine | {"name": f"{name}_otra", "language": "en"}]})


if __name__ == "__main__":
    serve(WhatsAppApi, sys.argv[1:])
