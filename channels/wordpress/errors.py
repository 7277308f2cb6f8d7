"""What each error of WordPress means for a message.

https://developer.wordpress.org/rest-api/reference/ names no list: these are its posts', files' and terms' own.
"""

from collections.abc import Mapping
from enum import Enum, auto
from http import HTTPStatus
from typing import TYPE_CHECKING

from channels.message import NotSent, Rejected, Scope, Unavailable, Uncertain
from channels.statuses import MISPLACED

if TYPE_CHECKING:
    from channels.exchange import Answer


class Meaning(Enum):
    """What an answer says about the message."""

    KEYS = auto()
    UNKNOWN_USER = auto()
    """WordPress saw no user at all: the password did not reach it."""
    RIGHTS = auto()
    SPACE = auto()
    ADDRESS = auto()
    WALL = auto()
    """Something before WordPress keeps calls out."""
    REFUSED = auto()
    LATER = auto()
    UNCERTAIN = auto()


BY_CODE: Mapping[str, Meaning] = {
    "incorrect_password": Meaning.KEYS,
    "invalid_username": Meaning.KEYS,
    "invalid_email": Meaning.KEYS,
    "application_passwords_disabled": Meaning.KEYS,
    "application_passwords_disabled_for_user": Meaning.KEYS,
    "rest_not_logged_in": Meaning.UNKNOWN_USER,
    "rest_cannot_create": Meaning.RIGHTS,
    "rest_cannot_publish": Meaning.RIGHTS,
    "rest_cannot_edit": Meaning.RIGHTS,
    "rest_cannot_edit_others": Meaning.RIGHTS,
    "rest_cannot_assign_term": Meaning.RIGHTS,
    "rest_cannot_delete": Meaning.RIGHTS,
    "rest_user_cannot_delete_post": Meaning.RIGHTS,
    "rest_forbidden": Meaning.RIGHTS,
    "rest_forbidden_context": Meaning.RIGHTS,
    "rest_forbidden_status": Meaning.RIGHTS,
    "rest_no_route": Meaning.ADDRESS,
    "rest_invalid_handler": Meaning.ADDRESS,
    "rest_invalid_param": Meaning.REFUSED,
    "rest_missing_callback_param": Meaning.REFUSED,
    "rest_invalid_json": Meaning.REFUSED,
    "rest_post_invalid_id": Meaning.REFUSED,
    "rest_invalid_featured_media": Meaning.REFUSED,
    "empty_content": Meaning.REFUSED,
    "rest_upload_sideload_error": Meaning.REFUSED,
    "rest_upload_image_type_not_supported": Meaning.REFUSED,
    "rest_upload_file_too_big": Meaning.REFUSED,
    "rest_upload_limited_space": Meaning.SPACE,
    "rest_upload_user_quota_exceeded": Meaning.SPACE,
    "rest_upload_hash_mismatch": Meaning.LATER,
    "rest_upload_unknown_error": Meaning.LATER,
    "db_insert_error": Meaning.UNCERTAIN,
    "internal_server_error": Meaning.UNCERTAIN,
}
"""By WordPress's own `code`; one that is not here is read by its status."""

BY_STATUS: Mapping[int, Meaning] = {
    **dict.fromkeys(MISPLACED, Meaning.ADDRESS),
    HTTPStatus.FOUND: Meaning.ADDRESS,
    HTTPStatus.UNAUTHORIZED: Meaning.WALL,
    HTTPStatus.FORBIDDEN: Meaning.WALL,
    HTTPStatus.REQUEST_TIMEOUT: Meaning.UNCERTAIN,
    413: Meaning.REFUSED,
    HTTPStatus.TOO_MANY_REQUESTS: Meaning.LATER,
    HTTPStatus.SERVICE_UNAVAILABLE: Meaning.LATER,
}
"""Without a code that is known. Any other 4xx refuses the message; any other status leaves it uncertain."""


def code_of(answer: "Answer") -> str:
    """WordPress's own word for an error; empty where the answer is none of its."""
    document = answer.document
    code = document.get("code") if isinstance(document, dict) else None
    return code if isinstance(code, str) else ""


def meaning_of(answer: "Answer") -> Meaning:
    """What an answer that is no 2xx says."""
    meaning = BY_CODE.get(code_of(answer))
    if meaning is Meaning.RIGHTS and answer.status == HTTPStatus.UNAUTHORIZED:
        return Meaning.UNKNOWN_USER
    refused = HTTPStatus.BAD_REQUEST <= answer.status < HTTPStatus.INTERNAL_SERVER_ERROR
    return meaning or BY_STATUS.get(answer.status, Meaning.REFUSED if refused else Meaning.UNCERTAIN)


def failed(answer: "Answer", host: str, said: str) -> NotSent:
    """The outcome of an answer that is no yes. `said`: its words, without secrets."""
    code = code_of(answer) or str(answer.status)
    meaning = meaning_of(answer)
    if meaning in STOPPING:
        reason = STOPPING[meaning].format(host=host, said=said)
        return Unavailable(reason, code=code, scope=Scope.ACCOUNT, needs_person=True)
    if meaning is Meaning.LATER:
        reason = f"{host} pide intentarlo después ({said})."
        return Unavailable(reason, code=code, scope=Scope.ACCOUNT, retry_after=answer.retry_after)
    if meaning is Meaning.REFUSED:
        return Rejected(f"WordPress no acepta la publicación ({said}).", code=code)
    return Uncertain(f"No se sabe si {host} publicó el mensaje ({said}).", code=code)


def unsent(failure: NotSent) -> NotSent:
    """The outcome of a call that publishes nothing: without an answer it can be made again."""
    return Unavailable(failure.reason, code=failure.code) if isinstance(failure, Uncertain) else failure


STOPPING: Mapping[Meaning, str] = {
    Meaning.KEYS: "{host} no acepta el usuario o la clave ({said}); genere otra contraseña de aplicación en «Perfil».",
    Meaning.UNKNOWN_USER: (
        "La clave no le llega a WordPress en {host} ({said}); pida a quien administra el servidor que deje pasar el "
        "encabezado Authorization."
    ),
    Meaning.RIGHTS: "El usuario no tiene permiso en {host} ({said}); dele en WordPress el perfil de Editor.",
    Meaning.SPACE: "No queda espacio para archivos en {host} ({said}); libere espacio o amplíe el alojamiento.",
    Meaning.ADDRESS: "{host} no tiene la API de WordPress en esa dirección ({said}); revise «servidor».",
    Meaning.WALL: (
        "Algo delante de WordPress no deja entrar en {host} ({said}); revise los complementos de seguridad y el "
        "cortafuegos."
    ),
}
"""What stops the account until a person has mended it, in Spanish."""
