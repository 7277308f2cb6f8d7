"""What each error of python-telegram-bot means for a delivery. Loads the library; only `connection` imports it."""

from datetime import timedelta
from enum import Enum, auto

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    PassportDecryptionError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from channels.broken import Broken, broken
from channels.causes import cause_of
from channels.detail import detail
from channels.message import LONGEST_WAIT, NotSent, Rejected, Scope, Unavailable, Uncertain
from channels.telegram.look import MIGRATED


class FloodControl(TelegramError):
    """A 429, with the wait that Telegram asks for, where it says one."""

    def __init__(self, wait: timedelta | None) -> None:
        super().__init__("Too Many Requests")
        self.wait = wait


class Meaning(Enum):
    """What an error says about the message."""

    REFUSED = auto()
    """The message, or the chat that it is for."""
    FORBIDDEN = auto()
    MIGRATED = auto()
    TOKEN = auto()
    CONFLICT = auto()
    FLOOD = auto()
    NETWORK = auto()
    """The cause beneath decides: `BY_CAUSE`, else `BY_BREAK`."""
    UNREACHABLE = auto()
    CERTIFICATE = auto()
    BUSY = auto()
    ADDRESS = auto()
    UNCERTAIN = auto()


BY_CLASS: dict[type[TelegramError], Meaning] = {
    BadRequest: Meaning.REFUSED,  # a NetworkError by inheritance, so the exact class is looked up
    Forbidden: Meaning.FORBIDDEN,
    ChatMigrated: Meaning.MIGRATED,
    InvalidToken: Meaning.TOKEN,
    EndPointNotFound: Meaning.TOKEN,
    Conflict: Meaning.CONFLICT,
    FloodControl: Meaning.FLOOD,
    RetryAfter: Meaning.FLOOD,
    NetworkError: Meaning.NETWORK,
    TimedOut: Meaning.NETWORK,
    PassportDecryptionError: Meaning.UNCERTAIN,
    TelegramError: Meaning.UNCERTAIN,
}
BY_CAUSE: dict[type[BaseException], Meaning] = {
    UnicodeEncodeError: Meaning.REFUSED,
    TelegramError: Meaning.UNCERTAIN,  # the body was no JSON
}
"""python-telegram-bot sets the error of httpx, or of its own reader, as `__cause__`. What is not here is httpx's."""
BY_BREAK: dict[Broken, Meaning] = {
    Broken.UNREACHABLE: Meaning.UNREACHABLE,
    Broken.CERTIFICATE: Meaning.CERTIFICATE,
    Broken.BUSY: Meaning.BUSY,
    Broken.ADDRESS: Meaning.ADDRESS,
    Broken.UNCERTAIN: Meaning.UNCERTAIN,
}

CHAT_LOST = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "chat_id is empty",
    "user is deactivated",
    "group chat was deactivated",
    "group is deactivated",
)
RIGHTS_LOST = ("not enough rights", "have no rights", "administrator rights", "chat_write_forbidden", "not a member")
"""Parts of a 400's `description`, in lower case: Telegram gives these no code of their own."""

FILE_LOST = ("wrong file identifier", "wrong remote file", "file_reference_", "file_id_invalid")
"""In the refusal of a file that was named by what Telegram called it before."""
FORGOTTEN = "olvidado"
AGAIN = timedelta(seconds=1)
UNTIMED_FLOOD = timedelta(minutes=1)
"""After a 429 that names no time."""


def outcome(error: TelegramError, target: str, token: str) -> NotSent:
    """The one of the three that `error` is. `target`: the account's group or channel, empty for persons."""
    meaning = BY_CLASS.get(type(error), Meaning.UNCERTAIN)
    secrets = (token, token.partition(":")[2])
    said = detail(error.message, secrets)
    if meaning is Meaning.NETWORK:
        meaning, said = _beneath(error.__cause__), cause_of(error, secrets)
    match meaning:
        case Meaning.REFUSED:
            return _refused(said, target)
        case Meaning.FORBIDDEN:
            return _forbidden(said, target)
        case Meaning.MIGRATED:
            return _migrated(error, target)
        case Meaning.FLOOD:
            return _flood(error)
        case Meaning.UNREACHABLE | Meaning.CERTIFICATE | Meaning.BUSY | Meaning.ADDRESS:
            return _not_reached(meaning, error, said)
        case Meaning.TOKEN | Meaning.CONFLICT:
            return _misused(meaning, said)
        case _:
            return Uncertain(
                f"No se sabe si Telegram recibió el mensaje ({said}); mire si llegó antes de enviarlo otra vez.",
                code=_code(error),
            )


def forgotten() -> Unavailable:
    """The outcome of a message whose file Telegram was named as it called it once, and holds no more: with its bytes it
    may go out."""
    reason = "Telegram ya no tiene el archivo que se le había enviado; se le manda otra vez."
    return Unavailable(reason, code=FORGOTTEN, retry_after=AGAIN)


def unreadable() -> Uncertain:
    """Telegram said yes in words that cannot be read."""
    return Uncertain(
        "Telegram respondió algo que no se entiende; mire si el mensaje llegó antes de enviarlo otra vez.",
        code="respuesta",
    )


def not_deleted(error: TelegramError, target: str, token: str) -> NotSent | None:
    """The outcome of a deletion that failed; None: there is no such message any more.

    To ask once more does no harm (https://core.telegram.org/bots/api#deletemessage).
    """
    said = detail(error.message, (token, token.partition(":")[2])).lower()
    if isinstance(error, BadRequest) and "message to delete not found" in said:
        return None
    if isinstance(error, BadRequest) and "can't be deleted" in said:
        reason = "Telegram solo borra lo que se envió hace menos de 48 horas; ya no deja retirar este mensaje."
        return Rejected(reason, code="400")
    failed = outcome(error, target, token)
    return Unavailable(failed.reason, code=failed.code) if isinstance(failed, Uncertain) else failed


def not_closed(error: TelegramError, target: str, token: str) -> NotSent:
    """The outcome of closing a poll that failed (https://core.telegram.org/bots/api#stoppoll). To ask again is safe."""
    said = detail(error.message, (token, token.partition(":")[2])).lower()
    if isinstance(error, BadRequest) and "already been closed" in said:
        reason = "La encuesta ya estaba cerrada, y Telegram dice los votos una sola vez: mírelos en el canal."
        return Rejected(reason, code="cerrada")
    if isinstance(error, BadRequest) and ("not found" in said or "can't be edited" in said) and "chat" not in said:
        return Rejected(f"Telegram no encuentra esa encuesta ({said}).", code="400")
    failed = outcome(error, target, token)
    return Unavailable(failed.reason, code=failed.code) if isinstance(failed, Uncertain) else failed


def _beneath(cause: BaseException | None) -> Meaning:
    if cause is None:
        return Meaning.UNCERTAIN
    return BY_CAUSE.get(type(cause)) or BY_BREAK[broken(cause)]


def _refused(said: str, target: str) -> NotSent:
    lowered = said.lower()
    if any(part in lowered for part in FILE_LOST):
        return forgotten()
    lost = any(part in lowered for part in CHAT_LOST)
    if target and (lost or any(part in lowered for part in RIGHTS_LOST)):
        return _target_lost("400", said, target)
    if lost:
        return Rejected(f"Telegram no encuentra a la persona ({said}).", code="400", recipient_gone=True)
    return Rejected(f"Telegram no acepta el mensaje ({said}); corrija el texto o la imagen.", code="400")


def _forbidden(said: str, target: str) -> NotSent:
    if target:
        return _target_lost("403", said, target)
    return Rejected(
        f"La persona bloqueó el bot, cerró su cuenta o nunca le escribió ({said}).", code="403", recipient_gone=True
    )


def _target_lost(code: str, said: str, target: str) -> Unavailable:
    return Unavailable(
        f"El bot no puede publicar en «{target}» ({said}); revise «destino» en canales.yaml y que el bot sea "
        "administrador de ese canal o grupo.",
        code=code,
        scope=Scope.ACCOUNT,
        needs_person=True,
    )


def _migrated(error: TelegramError, target: str) -> NotSent:
    new = error.new_chat_id if isinstance(error, ChatMigrated) else ""
    if target:
        # Nothing was sent, and the number is told: the next attempt goes there.
        return Unavailable(
            f"El grupo «{target}» se convirtió en supergrupo, y los mensajes salen a su nuevo número; en canales.yaml "
            f"escriba destino: '{new}'.",
            code=MIGRATED,
        )
    return Rejected(f"Esa dirección es un grupo que ahora tiene el número {new}; corríjala.", code=MIGRATED)


def _flood(error: TelegramError) -> Unavailable:
    asked = error.wait if isinstance(error, FloodControl) else None
    wait = UNTIMED_FLOOD if asked is None else min(asked, LONGEST_WAIT) + timedelta(seconds=1)
    return Unavailable(
        f"Telegram pide esperar {wait.total_seconds():.0f} segundos antes de enviar más.",
        code="429",
        retry_after=wait,
        scope=Scope.ACCOUNT,
    )


def _misused(meaning: Meaning, said: str) -> Unavailable:
    if meaning is Meaning.TOKEN:
        reason = f"Telegram no acepta el token del bot ({said}); pida otro a @BotFather y cámbielo en la configuración."
    else:
        reason = f"Otro programa está usando el mismo bot ({said}); deténgalo o cree otro bot."
    code = "401" if meaning is Meaning.TOKEN else "409"
    return Unavailable(reason, code=code, scope=Scope.ACCOUNT, needs_person=True)


def _not_reached(meaning: Meaning, error: TelegramError, said: str) -> Unavailable:
    code = _code(error)
    if meaning is Meaning.BUSY:
        return Unavailable("Todas las conexiones con Telegram están ocupadas.", code=code)
    if meaning is Meaning.ADDRESS:
        reason = f"La dirección de «servidor» de la cuenta no sirve ({said}); corríjala en canales.yaml."
        return Unavailable(reason, code=code, scope=Scope.ACCOUNT, needs_person=True)
    if meaning is Meaning.CERTIFICATE:
        reason = f"El certificado del servidor de Telegram no es de confianza ({said}); revise la red y la hora."
        return Unavailable(reason, code="certificado", scope=Scope.ACCOUNT, needs_person=True)
    return Unavailable(f"No hay conexión con Telegram ({said}).", code=code, scope=Scope.ACCOUNT)


def _code(error: TelegramError) -> str:
    return type(error.__cause__ or error).__name__
