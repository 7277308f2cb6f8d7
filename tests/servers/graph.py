"""What the servers of Meta's services share: tokens and proofs that are checked, and errors as Meta words them.

Faults besides the shared ones: `error:CODE[:SUBCODE][:WORD…]`, an error with that code; of the words `transient` sets
its flag, `regain30` says that a limit ends in 30 minutes, a number from 400 up is the status, `proof` says what Meta
does of a proof that is wanting; `token:NAME=JSON`, another answer on the token; `version:V`, the good one and from then
on by that version, `used:N` with N per cent of the limits used; `moved` leads elsewhere, `empty` says yes and no more,
`odd` is an error without code.
"""

import hashlib
import hmac
import json
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from tests.servers.scripted_http import Handler

TOKEN, SECRET = "EAAcanario-token", "canario-secreto"
PROOF = hmac.new(SECRET.encode(), TOKEN.encode(), hashlib.sha256).hexdigest()
VERSION = "v26.0"


class GraphApi(Handler):
    """Answers whoever bears the token, and the proof where one is sent."""

    served: ClassVar[str] = VERSION
    used: ClassVar[int] = 28
    """Of the limits, in per cent."""
    kind: ClassVar[str] = "SYSTEM_USER"
    """Of the token."""
    scopes: ClassVar[tuple[str, ...]] = ()
    """What it may."""

    def entry(self) -> dict[str, Any]:
        """The method, the path without its query, whether token and proof hold, and what was said."""
        said = self.query | self.document
        return {
            "method": self.command,
            "path": urlsplit(self.path).path,
            "authorised": self.authorised,
            "proven": said.pop("appsecret_proof", None) == PROOF,
            "said": said,
        }

    @property
    def authorised(self) -> bool:
        """Whether the token came in its header, and only there."""
        in_address = TOKEN in self.path
        return self.headers.get("Authorization") == f"Bearer {TOKEN}" and not in_address

    @property
    def query(self) -> dict[str, Any]:
        """What stands behind the question mark."""
        return dict(parse_qsl(urlsplit(self.path).query))

    @property
    def document(self) -> dict[str, Any]:
        """The body: JSON, or a form."""
        if not self.headers.get("Content-Type", "").startswith("application/json"):
            return dict(self.fields())
        return dict(json.loads(self.body)) if self.body else {}

    @property
    def parts(self) -> list[str]:
        """The path's parts behind the version."""
        return urlsplit(self.path).path.strip("/").split("/")[1:]

    def good(self) -> None:
        """Answers whoever may ask."""
        if not self.authorised:
            self.refuse(190, status=401)
        elif (self.query | self.document).get("appsecret_proof", PROOF) != PROOF:
            self.fault("error:100:proof")
        elif self.parts == ["debug_token"]:
            self._tell_of_the_token({})
        else:
            self.serve()

    def _tell_of_the_token(self, more: dict[str, Any]) -> None:
        asked = self.document
        if (self.command, asked.get("method"), asked.get("input_token")) != ("POST", "get", TOKEN):
            self.refuse(100)
            return
        known = {"type": self.kind, "is_valid": True, "expires_at": 0, "scopes": list(self.scopes)}
        self.tell({"data": known | more})

    def serve(self) -> None:
        """Answers as the service does."""
        raise NotImplementedError

    def fault(self, name: str) -> bool:
        """Refuses as Meta does, or says yes in odd words."""
        if name.startswith("error:"):
            self._error(name.split(":")[1:])
        elif name.startswith("token:"):
            key, _, value = name.removeprefix("token:").partition("=")
            self._tell_of_the_token({key: json.loads(value)})
        elif name.startswith("version:"):
            self.__class__.served = name.removeprefix("version:")
            self.good()
        elif name.startswith("used:"):
            self.__class__.used = int(name.removeprefix("used:"))
            self.good()
        elif name == "moved":
            self.say(307, {}, {"Location": "/v26.0/elsewhere"})
        elif name == "empty":
            self.tell({})
        elif name == "odd":
            self.say(400, {"error": {"message": "?", "code": "x"}})
        else:
            return False
        return True

    def tell(self, document: object) -> None:
        """Says yes, with the headers that Meta sends along."""
        usage = json.dumps({"call_count": self.used, "total_time": 3, "total_cputime": 2})
        self.say(200, document, {"X-App-Usage": usage, "facebook-api-version": self.served})

    def refuse(
        self,
        code: int,
        subcode: int = 0,
        *,
        status: int = 400,
        said: str = "",
        transient: bool = False,
        headers: dict[str, str] | None = None,
    ) -> None:
        """An error in Meta's form; it echoes the token, as error pages do."""
        error: dict[str, Any] = {
            "message": said or f"(#{code}) Something about {TOKEN}",
            "type": "OAuthException",
            "code": code,
            "is_transient": transient,
            "fbtrace_id": "AbCd_12-3",
        }
        if subcode:
            error["error_subcode"] = subcode
        self.say(status, {"error": error}, headers)

    def _error(self, words: list[str]) -> None:
        numbers = [int(word) for word in words if word.lstrip("-").isdecimal()]
        status = next((each for each in numbers[1:] if 400 <= each < 600 and each not in SUBCODES), 400)
        subcode = next((each for each in numbers[1:] if each != status), 0)
        headers: dict[str, str] = {}
        for word in words:
            if word.startswith("regain"):
                count = {"type": "pages", "call_count": 100, "estimated_time_to_regain_access": int(word[6:])}
                headers["X-Business-Use-Case-Usage"] = json.dumps({"1020": [count, "?"], "x": 3})
        said = "Invalid appsecret_proof provided in the API argument" if "proof" in words else ""
        transient = "transient" in words
        self.refuse(numbers[0], subcode, status=status, said=said, transient=transient, headers=headers)


SUBCODES = {458, 459, 460, 463, 464, 467, 492}
"""Those that could be taken for a status."""
