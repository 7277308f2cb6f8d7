"""Why a call got no answer, as an operator reads it: in Spanish, and behind it what the system said."""

import errno
import socket
import ssl
from collections.abc import Iterable, Iterator, Mapping

from channels.detail import detail

NO_NAME = "no se encuentra su nombre en el DNS"
NO_ANSWER = "no respondió a tiempo"
NOBODY = "nadie atiende en esa dirección y puerto"
CUT = "se cortó la conexión"
NO_WAY = "este equipo no tiene red para llegar allá"

BY_NUMBER: Mapping[int, str] = {
    errno.ECONNREFUSED: NOBODY,
    errno.ECONNRESET: CUT,
    errno.ECONNABORTED: CUT,
    errno.EPIPE: CUT,
    errno.ENETUNREACH: NO_WAY,
    errno.EHOSTUNREACH: NO_WAY,
    errno.ENETDOWN: NO_WAY,
    errno.ETIMEDOUT: NO_ANSWER,
}
BY_NAME: Mapping[str, str] = {
    "ProxyError": "el proxy no deja pasar",
    "RemoteProtocolError": "cortó la conexión, o respondió lo que no es HTTP",
    "RemoteDisconnected": CUT,
    "IncompleteRead": CUT,
    "TooManyRedirects": "lleva de una dirección a otra sin terminar",
}
"""Classes of libraries that are loaded only where they send."""
BY_CERTIFICATE: Mapping[int, str] = {
    9: "todavía no vale",
    10: "ya venció",
    18: "lo firmó su propio servidor",
    19: "lo firmó una autoridad que este equipo no conoce",
    20: "no se sabe quién lo firmó",
    62: "es de otro nombre",
    64: "es de otra dirección",
}
"""OpenSSL's X509_V_ERR numbers (https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/)."""


def cause_of(error: BaseException, secrets: Iterable[str] = ()) -> str:
    """«no se encuentra su nombre en el DNS: [Errno -2] Name or service not known»; without secrets."""
    said = detail(str(error) or type(error).__name__, secrets)
    why = next(filter(None, map(_why, _beneath(error))), "")
    return f"{why}: {said}" if why else said


def _why(error: BaseException) -> str:
    """What one error says by itself, in Spanish; empty where that is nothing."""
    name = type(error).__name__
    if isinstance(error, socket.gaierror):
        return "el DNS no responde" if error.errno == socket.EAI_AGAIN else NO_NAME
    if isinstance(error, ssl.SSLCertVerificationError):
        return BY_CERTIFICATE.get(error.verify_code, "no se pudo comprobar")
    if isinstance(error, TimeoutError) or name.endswith("Timeout"):
        return NO_ANSWER
    if (
        isinstance(error, OSError)
        and not isinstance(error, ssl.SSLError)
        and (known := BY_NUMBER.get(error.errno or 0))
    ):
        return known
    return BY_NAME.get(name, "")


def _beneath(error: BaseException) -> Iterator[BaseException]:
    """The error and what lies beneath it, the nearest first: libraries wrap the system's own, each in its way."""
    waiting, seen = [error], list[BaseException]()
    while waiting:
        each = waiting.pop(0)
        if any(each is other for other in seen):
            continue
        seen.append(each)
        yield each
        inner = (each.__cause__, each.__context__, getattr(each, "reason", None), *getattr(each, "exceptions", ()))
        waiting += [one for one in (*inner, *each.args) if isinstance(one, BaseException)]
