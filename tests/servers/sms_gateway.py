"""An SMS gateway: `python -m tests.servers.sms_gateway --journal FILE --script FILE`. It wants `Bearer canario-sms`.

Faults besides the shared ones: `unknown-number`, `no-credit` and `denied` (200, told by a field), `bad-request`,
`unauthorized`, `pay`, `forbidden`, `not-found`, `flood`, `flood-untimed`, `server-error`, `moved`, `fieldless`, `plain`
(`OK: 42`), `plain-error` (`ERR 7: saldo`), `echo` (repeats the secret), `says:STATUS:TEXT`.
"""

import sys
from typing import Any

from tests.servers.scripted_http import Handler, serve

TOKEN = "canario-sms"
REFUSALS: dict[str, tuple[int, dict[str, Any], dict[str, str]]] = {
    "unknown-number": (200, {"status": "error", "code": 31}, {}),
    "no-credit": (200, {"status": "error", "code": 35}, {}),
    "denied": (200, {"status": "error", "code": 40, "message": "remitente sin registrar"}, {}),
    "fieldless": (200, {"hello": "world"}, {}),
    "bad-request": (400, {"status": "error", "message": "texto vacío"}, {}),
    "unauthorized": (401, {"status": "error", "message": "token"}, {}),
    "pay": (402, {"status": "error", "message": "saldo"}, {}),
    "forbidden": (403, {"status": "error", "message": "IP"}, {}),
    "not-found": (404, {"status": "error"}, {}),
    "flood": (429, {"status": "error"}, {"Retry-After": "7"}),
    "flood-untimed": (429, {"status": "error"}, {"Retry-After": "pronto"}),
    "server-error": (503, {"status": "error"}, {}),
    "moved": (307, {}, {"Location": "/elsewhere"}),
    "echo": (400, {"status": "error", "message": f"«Bearer {TOKEN}» no sirve"}, {}),
}
PLAIN = {"plain": "OK: 42", "plain-error": "ERR 7: saldo"}


class SmsGateway(Handler):
    """Takes one message a call, whatever its form, and answers with its number."""

    def entry(self) -> dict[str, Any]:
        """The whole call."""
        kind = self.headers.get("Content-Type", "")
        allowed = self.headers.get("Authorization") == f"Bearer {TOKEN}"
        return {
            "method": self.command,
            "path": self.path,
            "type": kind,
            "allowed": allowed,
            "body": self.body.decode(),
        }

    def good(self) -> None:
        """Takes it."""
        if self.command == "HEAD":
            self.answer(200, "text/plain", b"")
        elif not self.entry()["allowed"]:
            self.say(*REFUSALS["unauthorized"])
        else:
            self.say(200, {"status": "ok", "code": 0, "messages": [{"id": "m-1"}]})

    def fault(self, name: str) -> bool:
        """Refuses, in JSON or in plain text."""
        if name.startswith("says:"):
            _, status, text = name.split(":", 2)
            self.answer(int(status), "text/plain", text.encode())
            return True
        if name in PLAIN:
            self.answer(200, "text/plain", PLAIN[name].encode())
        elif name in REFUSALS:
            self.say(*REFUSALS[name])
        return name in PLAIN or name in REFUSALS


if __name__ == "__main__":
    serve(SmsGateway, sys.argv[1:])
