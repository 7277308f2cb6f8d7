"""A webhook's receiver: `python -m tests.servers.receiver --journal FILE --script FILE`. It checks each signature.

Faults besides the shared ones: `named` (says `id` and `url`), `odd` (says them in odd ways), `later`, `later-untimed`,
`echo` (repeats the secret).
"""

import hashlib
import hmac
import json
import sys
from typing import Any

from tests.servers.scripted_http import Handler, serve

SECRET = "canario-secreto-del-webhook-de-pruebas"
ANSWERS: dict[str, tuple[int, dict[str, Any], dict[str, str]]] = {
    "named": (201, {"id": 17, "url": "https://pantallas.example/17"}, {}),
    "odd": (200, {"id": {"?": 1}, "url": "javascript:alert(1)"}, {}),
    "later": (503, {}, {"Retry-After": "30"}),
    "later-untimed": (429, {}, {}),
    "echo": (422, {"error": f"{SECRET} no"}, {}),
}


class Receiver(Handler):
    """Takes what is signed."""

    def entry(self) -> dict[str, Any]:
        """Whether the signature holds, the headers, and the document."""
        document = json.loads(self.body) if self.body else None
        return {
            "method": self.command,
            "signed": self._signed(),
            "document": document,
            "headers": dict(self.headers.items()),
        }

    def good(self) -> None:
        """204, without a body."""
        self.answer(204 if self.command == "HEAD" or self._signed() else 401, "text/plain", b"")

    def fault(self, name: str) -> bool:
        """Answers as the script says."""
        if name in ANSWERS:
            self.say(*ANSWERS[name])
        return name in ANSWERS

    def _signed(self) -> bool:
        moment = self.headers.get("Pregonero-Timestamp", "")
        made = hmac.new(SECRET.encode(), moment.encode() + b"." + self.body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(f"sha256={made}", self.headers.get("Pregonero-Signature", ""))


if __name__ == "__main__":
    serve(Receiver, sys.argv[1:])
