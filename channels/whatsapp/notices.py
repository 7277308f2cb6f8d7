"""What Meta calls us with about a WhatsApp number: proven, read, and no more kept than is needed. Pure.

https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/payload-examples
"""

import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from channels.graph.answer import text
from channels.graph.failure import refusal
from channels.graph.outcome import undelivered
from channels.message import NotSent
from channels.news import UNCERTAIN, Became, Call, Fate, Forged, News, Spoke, Word, said_about
from channels.whatsapp.errors import ERRORS

SIGNATURE = "x-hub-signature-256"
"""https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads"""
_SIGNED = re.compile("sha256=[0-9a-f]{64}")
SERVICE = "WhatsApp"
OLDEST = timedelta(days=8)
"""Meta tries a call for seven days; what tells of more is an old one that somebody plays again."""
AHEAD = timedelta(hours=1)
"""Clocks differ; more than this is no clock."""
WORDLESS = frozenset({"reaction", "system", "unsupported", "unknown"})
"""Kinds of messages by which nobody says anything to us: a thumb under a message, another number, what was deleted."""
PUBLICITY = "marketing_messages"
WISHES: Mapping[str, Word] = {"stop": Word.DECLINED, "resume": Word.WELCOMED}
FATES: Mapping[str, Fate] = {
    "sent": Fate.ACCEPTED,
    "delivered": Fate.DELIVERED,
    "read": Fate.READ,
    "failed": Fate.FAILED,
}


def signed(headers: Mapping[str, str]) -> None:
    """Raises `Forged` unless a call bears what may be a signature."""
    if not _SIGNED.fullmatch(headers.get(SIGNATURE, "")):
        raise Forged("the signature is missing")


def proven(call: Call, secret: str) -> None:
    """Raises `Forged` unless the call's bytes are signed with the app's secret."""
    expected = "sha256=" + hmac.new(secret.encode(), call.body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected.encode(), call.headers.get(SIGNATURE, "").encode()):
        raise Forged("the signature is missing or wrong")


def notices(body: bytes, number: str, now: datetime, secret: str) -> Iterator[News]:
    """The news about this number; what is about others, strange, too old or not of our time is left out.

    `secret`: the app's, by which news without a name gets one that tells nobody's telephone.
    """
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return
    for entry in _listed(document, "entry") if isinstance(document, dict) else ():
        for change in _listed(entry, "changes"):
            value = change.get("value")
            metadata = value.get("metadata") if isinstance(value, dict) else None
            if not isinstance(metadata, dict) or text(metadata, "phone_number_id") != number:
                continue
            assert isinstance(value, dict)
            told: list[Spoke | Became | None] = [_fate(each) for each in _listed(value, "statuses")]
            told += [_word(each) for each in _listed(value, "messages")]
            told += [_wish(each, secret) for each in _listed(value, "user_preferences")]
            yield from (each for each in told if each is not None and _timely(each, now))


def _fate(status: Mapping[str, Any]) -> Became | None:
    """A status comes once for each step, and may come again: the message and the step name it."""
    message, word = text(status, "id"), text(status, "status")
    fate = FATES.get(word)
    if not message or fate is None:
        return None
    failure = _failure(status) if fate is Fate.FAILED else None
    key = text(status, "biz_opaque_callback_data")
    return Became(f"{message}:{word}", message, fate, key, _moment(status), failure)


def _failure(status: Mapping[str, Any]) -> NotSent | None:
    error = next(iter(_listed(status, "errors")), None)
    failure = refusal(200, {"error": error}, None, ()) if error is not None else None
    return None if failure is None else undelivered(failure, SERVICE, ERRORS)


def _word(message: Mapping[str, Any]) -> Spoke | None:
    """Of a person's message: written, or chosen among the answers that a button or a list offers."""
    number, person = text(message, "id"), text(message, "from")
    if not number or not person.isascii() or not person.isdecimal() or text(message, "type") in WORDLESS:
        return None
    said = _said(message)
    word, topics = said_about(said)
    rest = said if word in UNCERTAIN else ""
    return Spoke(number, f"+{person}", word, _moment(message), topics=topics, text=rest)


def _wish(wish: Mapping[str, Any], secret: str) -> Spoke | None:
    """Whether somebody wants publicity, as WhatsApp's own menu lets people say.

    https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/user_preferences
    """
    person, word, at = text(wish, "wa_id"), WISHES.get(text(wish, "value")), _moment(wish)
    if text(wish, "category") != PUBLICITY or word is None or at is None:
        return None
    if not person.isascii() or not person.isdecimal():
        return None
    name = hmac.new(secret.encode(), f"{person}:{word}:{at.isoformat()}".encode(), hashlib.sha256).hexdigest()
    return Spoke(f"preference:{name}", f"+{person}", word, at)


def _said(message: Mapping[str, Any]) -> str:
    """https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components#messages-object"""
    for kind, name in (("text", "body"), ("button", "text")):
        part = message.get(kind)
        if isinstance(part, dict) and (found := text(part, name)):
            return found
    chosen = message.get("interactive")
    answers = chosen.values() if isinstance(chosen, dict) else ()
    return next((found for each in answers if isinstance(each, dict) and (found := text(each, "title"))), "")


def _moment(document: Mapping[str, Any]) -> datetime | None:
    """Meta writes seconds: as text, or as a number."""
    told = str(document.get("timestamp"))
    try:
        return datetime.fromtimestamp(int(told), UTC) if told.isascii() and told.isdecimal() else None
    except (OverflowError, OSError, ValueError):
        return None


def _listed(document: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = document.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _timely(news: Spoke | Became, now: datetime) -> bool:
    return news.at is not None and now - OLDEST <= news.at <= now + AHEAD
