"""What a gateway's answer means for a message: by what the account says of its answers, else by HTTP's statuses."""

import re
from collections.abc import Mapping
from enum import Enum, auto
from http import HTTPStatus
from typing import TYPE_CHECKING

from channels.message import NotSent, Rejected, Scope, Unavailable, Uncertain
from channels.sms.options import Place, Rule, SmsOptions
from channels.statuses import MISPLACED

if TYPE_CHECKING:
    from channels.exchange import Answer


class Meaning(Enum):
    """What a status says about the message, where the account says nothing else."""

    REFUSED = auto()
    KEYS = auto()
    CREDIT = auto()
    ADDRESS = auto()
    FLOOD = auto()
    UNCERTAIN = auto()


BY_STATUS: Mapping[int, Meaning] = {
    **dict.fromkeys(MISPLACED, Meaning.ADDRESS),
    HTTPStatus.UNAUTHORIZED: Meaning.KEYS,
    HTTPStatus.PAYMENT_REQUIRED: Meaning.CREDIT,
    HTTPStatus.FORBIDDEN: Meaning.KEYS,
    HTTPStatus.REQUEST_TIMEOUT: Meaning.UNCERTAIN,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: Meaning.ADDRESS,
    HTTPStatus.TOO_MANY_REQUESTS: Meaning.FLOOD,
}
"""Any other 4xx refuses the message; any other status leaves it uncertain."""
UNREAD = frozenset(
    (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)
)
"""Who answers so says nothing of the message, whatever its words: a rule that names no `estados` is not asked."""
READ = 2_000
"""Characters of an answer in which patterns are looked for."""
LONGEST_IDENTITY = 200


def judged(answer: "Answer", options: SmsOptions, said: str) -> NotSent | None:
    """What came of the message; None: the gateway has taken it. `said`: the answer as an operator may read it.

    A rule that names no status is one of the gateway's own words. Success is among those of a 2xx alone, the others
    among those of a 2xx or a 4xx as well: what a proxy's page of 502 happens to say is nothing that was done.
    """
    well = HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES
    refused = HTTPStatus.BAD_REQUEST <= answer.status < HTTPStatus.INTERNAL_SERVER_ERROR
    own = well or (refused and answer.status not in UNREAD)
    if _fits(options.no_credit, answer, own):
        return _failed(Meaning.CREDIT, answer, options, said)
    if _fits(options.gone, answer, own):
        reason = f"El operador dice que ese número no existe o no recibe mensajes ({said})."
        return Rejected(reason, code="numero", recipient_gone=True)
    if _fits(options.refused, answer, own):
        return _failed(Meaning.REFUSED, answer, options, said)
    if _fits(options.success, answer, well) or (well and options.success is None):
        return None
    if well:
        denied = options.success is not None and options.success.path and _found(answer, options.success.path)
        return _failed(Meaning.REFUSED if denied else Meaning.UNCERTAIN, answer, options, said)
    meaning = BY_STATUS.get(answer.status, Meaning.REFUSED if refused else Meaning.UNCERTAIN)
    return _failed(meaning, answer, options, said)


def identity(answer: "Answer", place: Place | None) -> str | None:
    """The gateway's own name for the message, where the account says where it stands."""
    if place is None:
        return None
    if place.path:
        found = _found(answer, place.path)
    else:
        match = re.search(place.pattern, answer.text[:READ])
        found = (match[1] if match.re.groups else match[0]) if match else ""
    return " ".join((found or "").split())[:LONGEST_IDENTITY] or None


def _failed(meaning: Meaning, answer: "Answer", options: SmsOptions, said: str) -> NotSent:
    code, host = str(answer.status), options.host
    match meaning:
        case Meaning.REFUSED:
            return Rejected(f"El operador de SMS no acepta el mensaje ({said}).", code=code)
        case Meaning.CREDIT:
            reason = f"La cuenta de SMS se quedó sin saldo ({said}); recárguela, y siga con «pregonero resume»."
            return Unavailable(reason, code="saldo", scope=Scope.ACCOUNT, needs_person=True)
        case Meaning.KEYS:
            reason = f"El operador de SMS no acepta las claves de la cuenta ({said}); revíselas en su portal."
            return Unavailable(reason, code=code, scope=Scope.ACCOUNT, needs_person=True)
        case Meaning.ADDRESS:
            reason = f"{host} no recibe mensajes en esa dirección ({said}); revise «direccion» y «metodo»."
            return Unavailable(reason, code=code, scope=Scope.ACCOUNT, needs_person=True)
        case Meaning.FLOOD:
            reason = f"El operador de SMS pide esperar antes de enviar más ({said})."
            return Unavailable(reason, code=code, scope=Scope.ACCOUNT, retry_after=answer.retry_after)
        case _:
            reason = f"No se sabe si el operador envió el mensaje ({said}); mire su portal antes de repetirlo."
            return Uncertain(reason, code=code)


def _fits(rule: Rule | None, answer: "Answer", own: bool) -> bool:
    """`own`: the status is one at which a rule without statuses is asked."""
    if rule is None or not (answer.status in rule.statuses if rule.statuses else own):
        return False
    if rule.path:
        found = _found(answer, rule.path)
        if not found or (rule.values and found not in rule.values):
            return False
    return not rule.pattern or re.search(rule.pattern, answer.text[:READ]) is not None


def _found(answer: "Answer", path: str) -> str:
    """What stands at a place of the JSON, as a text; empty where nothing does."""
    at = answer.document
    for step in path.split("."):
        if isinstance(at, dict):
            at = at.get(step)
        elif isinstance(at, list) and step.isascii() and step.isdecimal() and len(step) < 5:
            at = at[int(step)] if int(step) < len(at) else None
        else:
            return ""
    if isinstance(at, bool):
        return "true" if at else "false"
    return str(at) if isinstance(at, str | int | float) else ""
