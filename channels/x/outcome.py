"""What each error of tweepy and requests means for a post. Loads both; only `connection` imports it."""

from collections.abc import Iterable
from datetime import timedelta
from email.utils import parsedate_to_datetime
from enum import Enum, auto
from http import HTTPStatus

import requests
import tweepy
from requests import exceptions
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

from channels.causes import cause_of
from channels.certificate import certificate_refused
from channels.message import DUPLICATE, NotSent, Rejected, Scope, Unavailable, Uncertain


class Meaning(Enum):
    """What an error says about the post."""

    ANSWERED = auto()
    """X answered: the status decides, `BY_STATUS`."""
    CONNECTION = auto()
    """Not sent where the connection was never made; else uncertain."""
    UNREACHABLE = auto()
    ADDRESS = auto()
    REFUSED = auto()
    KEYS = auto()
    CREDITS = auto()
    CAPPED = auto()
    """The month's share, or the plan's, is used up."""
    FORBIDDEN = auto()
    """A duplicate, or the account may not post."""
    FLOOD = auto()
    UNCERTAIN = auto()


BY_CLASS: dict[type[Exception], Meaning] = {
    tweepy.BadRequest: Meaning.ANSWERED,
    tweepy.Unauthorized: Meaning.ANSWERED,
    tweepy.Forbidden: Meaning.ANSWERED,
    tweepy.NotFound: Meaning.ANSWERED,
    tweepy.TooManyRequests: Meaning.ANSWERED,
    tweepy.TwitterServerError: Meaning.ANSWERED,
    tweepy.HTTPException: Meaning.ANSWERED,
    tweepy.TweepyException: Meaning.UNCERTAIN,
    exceptions.ConnectTimeout: Meaning.UNREACHABLE,
    exceptions.ProxyError: Meaning.UNREACHABLE,
    exceptions.ConnectionError: Meaning.CONNECTION,
    exceptions.SSLError: Meaning.CONNECTION,
    exceptions.MissingSchema: Meaning.ADDRESS,
    exceptions.InvalidSchema: Meaning.ADDRESS,
    exceptions.InvalidURL: Meaning.ADDRESS,
    exceptions.InvalidProxyURL: Meaning.ADDRESS,
    exceptions.URLRequired: Meaning.ADDRESS,
    exceptions.InvalidHeader: Meaning.KEYS,
    exceptions.ReadTimeout: Meaning.UNCERTAIN,
    exceptions.Timeout: Meaning.UNCERTAIN,
    exceptions.ChunkedEncodingError: Meaning.UNCERTAIN,
    exceptions.ContentDecodingError: Meaning.UNCERTAIN,
    exceptions.StreamConsumedError: Meaning.UNCERTAIN,
    exceptions.JSONDecodeError: Meaning.UNCERTAIN,
    exceptions.InvalidJSONError: Meaning.UNCERTAIN,
    exceptions.TooManyRedirects: Meaning.UNCERTAIN,
    exceptions.RetryError: Meaning.UNCERTAIN,
    exceptions.UnrewindableBodyError: Meaning.UNCERTAIN,
    exceptions.HTTPError: Meaning.UNCERTAIN,
    exceptions.RequestException: Meaning.UNCERTAIN,
}
BY_STATUS: dict[int, Meaning] = {
    HTTPStatus.UNAUTHORIZED: Meaning.KEYS,
    HTTPStatus.PAYMENT_REQUIRED: Meaning.CREDITS,
    HTTPStatus.FORBIDDEN: Meaning.FORBIDDEN,
    HTTPStatus.NOT_FOUND: Meaning.ADDRESS,
    HTTPStatus.TOO_MANY_REQUESTS: Meaning.FLOOD,
}
"""Any other 4xx refuses the post; any other status leaves it uncertain."""

BY_PROBLEM: dict[str, Meaning] = {
    "credits": Meaning.CREDITS,
    "creditsdepleted": Meaning.CREDITS,
    "usage-capped": Meaning.CAPPED,
    "usagecapexceeded": Meaning.CAPPED,
}
"""By the end of a refusal's `type`, or by its `title`: X answers 402, 403 or 429 where an account has no credits left
(https://docs.x.com/x-api/fundamentals/response-codes-and-errors)."""

GONE = "resource-not-found"
"""Ends the `type` of the 404 of a post that is not there (https://docs.x.com/x-api/fundamentals/response-codes-and-errors);
one without it comes from another server."""
UNTIMED_FLOOD = timedelta(minutes=15)
"""After a 429 that does not say when the limit ends: the window in which X counts posts."""
LEAST_WAIT = timedelta(minutes=1)
"""After a 429 whose limit is said to have ended already: clocks differ."""


def outcome(error: tweepy.TweepyException | requests.RequestException, secrets: Iterable[str]) -> NotSent:
    """The one of the three that `error` is."""
    meaning = BY_CLASS.get(type(error), Meaning.UNCERTAIN)
    status = _status(error)
    if meaning is Meaning.ANSWERED:
        refused = HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR
        named = _problem(error) if refused else None
        meaning = named or BY_STATUS.get(status, Meaning.REFUSED if refused else Meaning.UNCERTAIN)
    elif meaning is Meaning.CONNECTION:
        meaning = Meaning.UNREACHABLE if _never_connected(error) else Meaning.UNCERTAIN
    said = cause_of(error, secrets)
    code = str(status) if status else type(error).__name__
    match meaning:
        case Meaning.REFUSED:
            return Rejected(f"X no acepta la publicación ({said}); corrija el texto.", code=code)
        case Meaning.FORBIDDEN:
            return _forbidden(said, code)
        case Meaning.FLOOD:
            return _flood(error, said, code)
        case Meaning.UNREACHABLE:
            return _unreachable(error, said, code)
        case Meaning.KEYS | Meaning.CREDITS | Meaning.CAPPED | Meaning.ADDRESS:
            return _for_a_person(meaning, said, code)
        case _:
            return Uncertain(
                f"No se sabe si X publicó el mensaje ({said}); mire la cuenta antes de publicarlo otra vez.", code=code
            )


def unreadable() -> Uncertain:
    """X said yes in words that cannot be read."""
    return Uncertain(
        "X respondió algo que no se entiende; mire la cuenta antes de publicar el mensaje otra vez.", code="respuesta"
    )


def not_uploaded(failed: NotSent) -> NotSent:
    """The outcome of a post whose image failed: whatever became of the image, the post did not go out."""
    if not isinstance(failed, Uncertain):
        return failed
    return Unavailable("X no confirmó que recibió la imagen, y la publicación no salió.", code=failed.code)


def not_read(error: tweepy.TweepyException | requests.RequestException, secrets: Iterable[str]) -> NotSent:
    """The outcome of a look at the timeline that failed: a refusal says nothing on the post."""
    failed = outcome(error, secrets)
    if isinstance(failed, Rejected):
        return Uncertain("X no dejó leer las publicaciones de la cuenta.", code=failed.code)
    return failed


def not_counted(error: tweepy.TweepyException | requests.RequestException, secrets: Iterable[str]) -> NotSent:
    """The outcome of reading a post that failed: to ask once more does no harm."""
    if isinstance(error, tweepy.NotFound) and GONE in error.response.text:
        return Rejected("X ya no tiene esa publicación.", code="404")
    failed = outcome(error, secrets)
    return Unavailable(failed.reason, code=failed.code) if isinstance(failed, Uncertain) else failed


def not_deleted(error: tweepy.TweepyException | requests.RequestException, secrets: Iterable[str]) -> NotSent | None:
    """The outcome of a deletion that failed; None: X has no such post any more. To ask once more does no harm."""
    if isinstance(error, tweepy.NotFound) and GONE in error.response.text:
        return None
    failed = outcome(error, secrets)
    if isinstance(failed, Rejected):
        return Rejected("X no acepta retirar la publicación; revise si todavía se ve.", code=failed.code)
    return Unavailable(failed.reason, code=failed.code) if isinstance(failed, Uncertain) else failed


def _forbidden(said: str, code: str) -> NotSent:
    if "duplicate content" in said.lower():
        return Rejected(
            "X no publica dos veces el mismo texto, y la cuenta ya tiene uno igual; cámbielo un poco, por ejemplo con "
            "la fecha.",
            code=DUPLICATE,
        )
    return Unavailable(
        f"X no deja publicar a la cuenta ({said}); revise en el portal de desarrolladores que tenga permiso de "
        "escritura y que no esté suspendida.",
        code=code,
        scope=Scope.ACCOUNT,
        needs_person=True,
    )


def _flood(error: Exception, said: str, code: str) -> Unavailable:
    """X names the end of the limit by its own clock, so the wait is counted from the answer's own Date."""
    headers = error.response.headers if isinstance(error, tweepy.HTTPException) else {}
    try:
        answered = parsedate_to_datetime(headers["Date"]).timestamp()
        wait = max(LEAST_WAIT, timedelta(seconds=int(headers["x-rate-limit-reset"]) - answered + 1))
    except (KeyError, ValueError, OverflowError):
        wait = UNTIMED_FLOOD
    return Unavailable(
        f"X pide esperar antes de publicar más ({said}).", code=code, retry_after=wait, scope=Scope.ACCOUNT
    )


def _unreachable(error: Exception, said: str, code: str) -> Unavailable:
    if certificate_refused(error):
        reason = f"El certificado del servidor de X no es de confianza ({said}); revise la red y la hora."
        return Unavailable(reason, code="certificado", scope=Scope.ACCOUNT, needs_person=True)
    return Unavailable(f"No hay conexión con X ({said}).", code=code, scope=Scope.ACCOUNT)


def _for_a_person(meaning: Meaning, said: str, code: str) -> Unavailable:
    if meaning is Meaning.KEYS:
        reason = f"X no acepta las claves de la cuenta ({said}); genérelas otra vez en el portal de desarrolladores."
    elif meaning is Meaning.CREDITS:
        reason = (
            f"La cuenta de X se quedó sin créditos ({said}); cómprelos en console.x.com, «Credits», y siga con "
            "«pregonero resume»."
        )
    elif meaning is Meaning.CAPPED:
        reason = (
            f"La cuenta de X llegó a su tope de uso ({said}); súbalo en console.x.com o espere al mes siguiente, y "
            "siga con «pregonero resume»."
        )
    else:
        reason = f"La dirección de «servidor» de la cuenta no es la de X ({said}); corríjala en canales.yaml."
    return Unavailable(reason, code=code, scope=Scope.ACCOUNT, needs_person=True)


def _problem(error: Exception) -> Meaning | None:
    """What the refusal's own words say, before its status: X gives several statuses for one problem."""
    try:
        document = error.response.json() if isinstance(error, tweepy.HTTPException) else None
    except ValueError:
        return None
    if not isinstance(document, dict):
        return None
    kind, title = str(document.get("type", "")).rpartition("/")[2], str(document.get("title", ""))
    return BY_PROBLEM.get(kind.lower()) or BY_PROBLEM.get(title.replace(" ", "").lower())


def _status(error: Exception) -> int:
    """The status that X answered with; 0 where it did not answer."""
    return int(error.response.status_code) if isinstance(error, tweepy.HTTPException) else 0


def _never_connected(error: Exception) -> bool:
    """Whether no byte of the post can have left: urllib3 failed while it connected, or refused the certificate."""
    reason = error.args[0].reason if error.args and isinstance(error.args[0], MaxRetryError) else None
    return isinstance(reason, NewConnectionError | ConnectTimeoutError) or certificate_refused(error)
