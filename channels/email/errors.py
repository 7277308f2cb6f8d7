"""The one map from what SMTP says, or fails to say, to the three ways in which a send does not end well."""

import re
import socket
import ssl
from collections.abc import Callable, Collection
from datetime import timedelta
from enum import StrEnum

import aiosmtplib

from channels.detail import detail
from channels.email.mailbox import CONTROL
from channels.message import NotSent, Rejected, Scope, Unavailable, Uncertain


class Phase(StrEnum):
    """How far a transaction had come."""

    CONNECT = "conexión"
    TLS = "cifrado"
    AUTH = "identificación"
    MAIL = "remitente"
    RCPT = "destinatario"
    DATA = "inicio del mensaje"
    BODY = "cuerpo del mensaje"
    """From the first byte of the body to the answer to its final dot: only here can the server have the message."""


OPENING = frozenset({Phase.CONNECT, Phase.TLS, Phase.AUTH})
COMMON = OPENING | {Phase.MAIL}
"""Phases before the recipient is named: what fails there fails for all."""
GREYLISTED = timedelta(minutes=5)
"""The least wait that greylisting servers ask (RFC 6647 §5)."""
FULL = timedelta(hours=1)
UNWANTED = timedelta(hours=1)
ENHANCED = re.compile(r"^#?(([245])\.\d{1,3}\.\d{1,3})(?=\s|$)", re.MULTILINE)
"""At the beginning of a line only: further on it may be a piece of an IP address."""
LOST = "lost"
"""The code of a connection that broke or an answer that never came."""


def _gone(reason: str, code: str) -> NotSent:
    return Rejected(f"La dirección de correo no existe: {reason}", code=code, recipient_gone=True)


def _refused(reason: str, code: str) -> NotSent:
    return Rejected(f"El servidor de correo rechazó el mensaje: {reason}", code=code)


def _later(reason: str, code: str) -> NotSent:
    return Unavailable(f"El servidor de correo pide intentar más tarde: {reason}", code=code)


def _greylisted(reason: str, code: str) -> NotSent:
    return Unavailable(f"El servidor de correo pide esperar: {reason}", code=code, retry_after=GREYLISTED)


def _full(reason: str, code: str) -> NotSent:
    return Unavailable(f"El buzón está lleno: {reason}", code=code, retry_after=FULL)


def _busy(reason: str, code: str) -> NotSent:
    return Unavailable(f"El servidor de correo frena los envíos: {reason}", code=code, scope=Scope.ACCOUNT)


def _blocked(reason: str, code: str) -> NotSent:
    login = code[:3] in ("454", "530", "534", "535", "538")
    advice = "Revise usuario y clave." if login else "Revise el remitente y SPF, DKIM y DMARC de su dominio."
    text = f"El servidor de correo no acepta los envíos de esta cuenta: {reason}. {advice}"
    return Unavailable(text, code=code, scope=Scope.ACCOUNT, needs_person=True)


def _unwanted(reason: str, code: str) -> NotSent:
    text = f"El servidor de correo no acepta los envíos a esta persona: {reason}"
    return Unavailable(text, code=code, retry_after=UNWANTED, account_if_repeated=True)


Decision = Callable[[str, str], NotSent]
Secrets = Collection[str]
"""What no reason may show, in each form in which a server could repeat it."""
ANY = frozenset(Phase)
NAMED = ANY - COMMON
ALONE = frozenset({Phase.RCPT})
"""Where an answer is to the recipient's own command."""

REPLIES: tuple[tuple[str, frozenset[Phase], Decision], ...] = (
    (r"4\d\d .*gr[ae]ylist", NAMED, _greylisted),
    (r"421 ", ANY, _busy),
    (r"(454|530|534|535|538) ", ANY, _blocked),
    (r"55[04] 5\.7\.1 ", ALONE, _unwanted),
    (r"\d{3} 5\.7\.", ANY, _blocked),
    (r"4\d\d \S+ ([\d.]+ )?(<[^>]*>: )?(client host|helo command|sender address) rejected", ANY, _busy),
    (r"45[01] 4\.7\.1 (?!.*(too many|limit|quota|slow down|unavailable))", ALONE, _greylisted),
    (r"\d{3} 4\.(7\.\d+|3\.[12]) ", ANY, _busy),
    (r"\d{3} 5\.1\.(1|2|10) ", NAMED, _gone),
    (r"\d{3} 5\.1\.[78] ", ANY, _blocked),
    (r"\d{3} [45]\.2\.2 ", NAMED, _full),
    (r"(552 |\d{3} 5\.3\.4 )", ANY, _refused),
    (r"450 ", NAMED, _greylisted),
    (r"4\d\d ", COMMON, _busy),
    (r"4\d\d ", ANY, _later),
    (r"5\d\d ", COMMON, _blocked),
    (r"5\d\d ", ANY, _refused),
)
"""The first line that fits decides: `code enhanced text`, by enhanced code (RFC 3463) before the basic one.

5.7 is policy, authentication and reputation: never the recipient's fault, so nobody is suppressed for it; 5.7.1 to a
recipient's command may be the policy of his own domain, and only several in a row tell that it is about us. 4.7 is the
same for a while; but 4.7.1 to a recipient's command is «per-host or per-recipient» (RFC 3463 §3.8), and greylisting
servers say it without that word, so that it holds up that one alone, unless the words mean the sender: those in which
Postfix refuses him, not such as it repeats of another server, and those of limits and filters.
"""


def reply(code: int, text: str, phase: Phase, secrets: Secrets) -> NotSent:
    """What an answer of the server means."""
    said = _quote(text, secrets)
    found = ENHANCED.search(text)
    # RFC 2034 §4: both codes are of one class; an enhanced one of another class is not to be trusted.
    enhanced = found[1] if found and found[2] == str(code)[0] else "-"
    line = f"{code} {enhanced} {said.lower()}"
    shown = str(code) if enhanced == "-" else f"{code} {enhanced}"
    for pattern, phases, decide in REPLIES:
        if phase in phases and re.match(pattern, line):
            return decide(f"{code} {said}".strip(), shown)
    return _broken(f"El servidor de correo dio una respuesta que no se entiende ({said})", phase)


def _answered(error: Exception, phase: Phase, secrets: Secrets) -> NotSent:
    assert isinstance(error, aiosmtplib.SMTPResponseException)
    return reply(error.code, error.message, phase, secrets)


def _recipients(error: Exception, phase: Phase, secrets: Secrets) -> NotSent:
    assert isinstance(error, aiosmtplib.SMTPRecipientsRefused)
    return _answered(error.recipients[0], phase, secrets)


def _lost(error: Exception, phase: Phase, _secrets: Secrets) -> NotSent:
    how = "no respondió a tiempo" if isinstance(error, TimeoutError) else "cerró la conexión"
    return _broken(f"El servidor de correo {how} (paso: {phase})", phase)


def _broken(what: str, phase: Phase) -> NotSent:
    if phase is Phase.BODY:
        return Uncertain(f"{what}, y pudo haber recibido el mensaje.", code=LOST)
    return Unavailable(f"{what}.", code=LOST, scope=Scope.ACCOUNT if phase in COMMON else Scope.RECIPIENT)


def _unreachable(error: Exception, phase: Phase, secrets: Secrets) -> NotSent:
    cause = error.__cause__
    if isinstance(cause, ssl.SSLError):
        return _insecure(cause, phase, secrets)
    why = "nadie responde en esa dirección y puerto"
    if isinstance(cause, socket.gaierror):
        why = "no se encuentra su nombre en el DNS"
    elif isinstance(error, TimeoutError):
        why = "no respondió a tiempo"
    return Unavailable(f"No hay conexión con el servidor de correo: {why}.", code="unreachable", scope=Scope.ACCOUNT)


def _insecure(error: Exception, phase: Phase, secrets: Secrets) -> NotSent:
    if phase not in OPENING:
        return _lost(error, phase, secrets)
    why = _quote(error.verify_message if isinstance(error, ssl.SSLCertVerificationError) else str(error), secrets)
    return _unusable(f"no se pudo establecer un cifrado confiable ({why}); revise su certificado u opción «ca»")


def _incapable(error: Exception, phase: Phase, secrets: Secrets) -> NotSent:
    missing = {Phase.TLS: "no ofrece STARTTLS", Phase.AUTH: "no ofrece una identificación (AUTH) que se pueda usar"}
    return _unusable(missing.get(phase, _quote(str(error), secrets)))


def _unusable(why: str) -> NotSent:
    text = f"No se envía nada por este servidor de correo: {why}"
    return Unavailable(text, code="setup", scope=Scope.ACCOUNT, needs_person=True)


def _unsupported(error: Exception, _phase: Phase, secrets: Secrets) -> NotSent:
    said = _quote(str(error), secrets)
    return Rejected(f"El servidor de correo no admite esta dirección: {said}", code="unsupported")


EXCEPTIONS: dict[type[Exception], Callable[[Exception, Phase, Secrets], NotSent]] = {
    aiosmtplib.SMTPException: _incapable,
    aiosmtplib.SMTPServerDisconnected: _lost,
    aiosmtplib.SMTPConnectError: _unreachable,
    aiosmtplib.SMTPTimeoutError: _lost,
    aiosmtplib.SMTPConnectTimeoutError: _unreachable,
    aiosmtplib.SMTPReadTimeoutError: _lost,
    aiosmtplib.SMTPNotSupported: _unsupported,
    aiosmtplib.SMTPResponseException: _answered,
    aiosmtplib.SMTPConnectResponseError: _answered,
    aiosmtplib.SMTPHeloError: _answered,
    aiosmtplib.SMTPDataError: _answered,
    aiosmtplib.SMTPAuthenticationError: _answered,
    aiosmtplib.SMTPSenderRefused: _answered,
    aiosmtplib.SMTPRecipientRefused: _answered,
    aiosmtplib.SMTPRecipientsRefused: _recipients,
    ssl.SSLError: _insecure,
    OSError: _lost,
    ValueError: _incapable,
}
"""Every class that a conversation can raise. ValueError: a challenge or a name that cannot be encoded."""

FAILURES = (aiosmtplib.SMTPException, OSError, ValueError)
"""What to catch around a conversation."""


def outcome(error: Exception, phase: Phase, secrets: Secrets = ()) -> NotSent:
    """What a failure in this phase means. After the body began, only an answer proves that it was not taken."""
    kind = next(kind for kind in type(error).__mro__ if kind in EXCEPTIONS)
    if phase is Phase.BODY and EXCEPTIONS[kind] not in (_answered, _recipients):
        return _lost(error, phase, secrets)
    return EXCEPTIONS[kind](error, phase, secrets)


def _quote(text: str, secrets: Secrets) -> str:
    """A server's words, fit for a row: no secret, control characters, broken UTF-8 nor pages of text."""
    return detail(CONTROL.sub(" ", text.encode("utf-8", "replace").decode()), secrets)
