"""A web server with figures: `python -m tests.servers.figures_api --journal FILE --script FILE`.

`/cifras.json`, `/visitas.csv` (a day in each row), `/dia.json?d=<day>` (what was asked for), `/ventana.csv` as a
spreadsheet on Windows writes it. Faults besides the shared ones: `body:<text>`, `loop` (to itself for ever).
"""

import sys
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.servers.matomo_api import visits
from tests.servers.scripted_http import Handler, serve

KEY = "canario-cifras"
TABLE = "fecha,municipio,visitas\n2027-01-01,Segovia,10\n2027-01-01,Remedios,99\n2027-01-02,Segovia,12\n"
WINDOWS = "Día;Año;Cuánto\r\n1/1/2027;2027;1.234,5\r\n2/1/2027;2027;10\r\n"


class FiguresApi(Handler):
    """Gives what lies under each path."""

    def entry(self) -> dict[str, Any]:
        """The call with the headers that may bear a key."""
        return {"path": self.path, "bearer": self.headers.get("Authorization"), "key": self.headers.get("X-Api-Key")}

    def good(self) -> None:
        """The figures of a small office."""
        parts = urlsplit(self.path)
        match parts.path:
            case "/cifras.json":
                self.say(200, {"datos": [{"visitas": 4079, "texto": "1,234", "si": True, "nada": None}]})
            case "/dia.json":
                self.say(200, {"visitas": visits(date.fromisoformat(parse_qs(parts.query)["d"][0]))})
            case "/visitas.csv":
                self.answer(200, "text/csv", TABLE.encode())
            case "/ventana.csv":
                self.answer(200, "text/csv", WINDOWS.encode("cp1252"))
            case _:
                self.answer(404, "text/plain", b"")

    def fault(self, name: str) -> bool:
        """What a server may say instead."""
        if name.startswith("body:"):
            self.answer(200, "text/plain", name.removeprefix("body:").replace("|", "\n").encode())
        elif name == "loop":
            self.answer(302, "text/plain", b"", {"Location": self.path})
        return name == "loop" or name.startswith("body:")


if __name__ == "__main__":
    serve(FiguresApi, sys.argv[1:])
