"""What Meta calls an account with, signed as Meta does it."""

import hashlib
import hmac
import json
from typing import Any

from tests.servers.graph import SECRET

AT = 1_798_462_800
"""2026-12-28 08:00 in Colombia."""
Headers = dict[str, str]


def value(number: str = "5060", **parts: Any) -> dict[str, Any]:
    """A whole document about a number."""
    told = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": number}, **parts}
    return {"object": "whatsapp_business_account", "entry": [{"id": "7080", "changes": [{"value": told}]}]}


def status(word: str, key: str, message: str = "wamid.1", at: int = AT, code: int = 0) -> dict[str, Any]:
    """One step of a message."""
    its = {"id": message, "status": word, "timestamp": str(at), "biz_opaque_callback_data": key}
    return its | ({"errors": [{"code": code, "message": "Falló", "error_data": {"details": "x"}}]} if code else {})


def wrote(text: str, person: str = "573001234567", message: str = "wamid.9", at: int = AT) -> dict[str, Any]:
    """Somebody wrote to the number."""
    return {"from": person, "id": message, "timestamp": str(at), "type": "text", "text": {"body": text}}


def wished(
    value: str, person: str = "573001234567", at: int = AT, category: str = "marketing_messages"
) -> dict[str, Any]:
    """Somebody told WhatsApp whether publicity is wanted."""
    return {"wa_id": person, "detail": "x", "category": category, "value": value, "timestamp": at}


def pressed(title: str, kind: str = "button", **its: Any) -> dict[str, Any]:
    """Somebody pressed a template's button, or chose among what an interactive message offers."""
    shown = {"text": title, "payload": title} if kind == "button" else {"type": kind, kind: {"id": "1", "title": title}}
    name = "button" if kind == "button" else "interactive"
    plain = {name: each for name, each in wrote("", **its).items() if name != "text"}
    return plain | {"type": name, name: shown}


def signed(document: Any, secret: str = SECRET) -> tuple[bytes, Headers]:
    """A call's body, and its headers in small letters."""
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return body, {"content-type": "application/json", "x-hub-signature-256": f"sha256={signature}"}
