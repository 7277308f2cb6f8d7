"""What a failed call means for a message: the errors that Meta's services share, and how a service's own are read."""

from collections.abc import Mapping
from datetime import timedelta
from enum import Enum, auto
from http import HTTPStatus
from typing import NamedTuple

from channels.graph.failure import Failure, How
from channels.message import DUPLICATE, NotSent, Rejected, Scope, Unavailable, Uncertain


class Meaning(Enum):
    """What an error says about the message."""

    REFUSED = auto()
    """The message will never do."""
    UNREACHED = auto()
    """Nor will its recipient, where the next one does not either."""
    DECLINED = auto()
    """Its recipient wants no publicity."""
    DUPLICATE = auto()
    LATER = auto()
    """Not now, for this message."""
    LIMITED = auto()
    """Not now, for the account."""
    STOPPED = auto()
    """The account, until a person has mended it."""
    UNCERTAIN = auto()


class Rule(NamedTuple):
    """What is made of one error."""

    meaning: Meaning
    what: str
    """What happened, in Spanish, without a stop: Meta's own words follow in brackets."""
    advice: str
    """What to do, in Spanish, without a stop."""
    wait: timedelta | None = None
    """The least wait, where Meta names none."""


Errors = Mapping[tuple[int, int], Rule]
"""By code and subcode; subcode 0 stands for every other one, code 0 for every code with that subcode."""

HOUR = timedelta(hours=1)
_ANOTHER = "genere otro en Meta Business Suite, de un usuario del sistema, y cámbielo donde lo nombra canales.yaml"
_LIMIT = Rule(Meaning.LIMITED, "Meta pide esperar antes de seguir", "sale solo cuando pase el límite", HOUR)
_RIGHTS = Rule(
    Meaning.STOPPED,
    "El token no tiene permiso para esto",
    "dele a la aplicación los permisos que pide docs/canales.md y genere otro token",
)

SHARED: Errors = {
    (1, 0): Rule(Meaning.UNCERTAIN, "Meta tuvo un error", "mire si salió antes de enviarlo otra vez"),
    (2, 0): Rule(Meaning.UNCERTAIN, "Meta tuvo un error pasajero", "mire si salió antes de enviarlo otra vez"),
    (3, 0): _RIGHTS,
    (4, 0): _LIMIT,
    (10, 0): _RIGHTS,
    (17, 0): _LIMIT,
    (32, 0): _LIMIT,
    (100, 0): Rule(Meaning.REFUSED, "Meta no acepta el mensaje", "corrija el texto o las imágenes"),
    (100, 33): Rule(
        Meaning.STOPPED,
        "Meta no encuentra la cuenta, o el token no puede verla",
        "revise el número de la cuenta en canales.yaml y que el token sea de ella",
    ),
    (102, 0): Rule(Meaning.STOPPED, "La sesión del token se cerró", _ANOTHER),
    (190, 0): Rule(Meaning.STOPPED, "Meta no acepta el token", _ANOTHER),
    (190, 458): Rule(Meaning.STOPPED, "La aplicación ya no está autorizada", "autorícela otra vez y genere otro token"),
    (190, 459): Rule(Meaning.STOPPED, "Meta pide que la persona del token confirme quién es", "entre a facebook.com"),
    (190, 460): Rule(Meaning.STOPPED, "Cambió la contraseña de la persona del token", _ANOTHER),
    (190, 463): Rule(Meaning.STOPPED, "El token se venció", _ANOTHER),
    (190, 464): Rule(Meaning.STOPPED, "La persona del token no ha confirmado su cuenta", "que entre a facebook.com"),
    (190, 467): Rule(Meaning.STOPPED, "El token ya no vale", _ANOTHER),
    (190, 492): Rule(Meaning.STOPPED, "La persona del token ya no administra la página", _ANOTHER),
    (341, 0): Rule(Meaning.LIMITED, "La aplicación llegó a su límite de publicaciones", "sale solo más tarde", HOUR),
    (368, 0): Rule(
        Meaning.STOPPED,
        "Meta bloqueó por un tiempo a la cuenta por sus normas",
        "mire en Meta Business Suite, en «Calidad de la cuenta», qué pasó y pida que lo revisen",
    ),
    (506, 0): Rule(
        Meaning.DUPLICATE, "La cuenta ya tiene una publicación igual", "cámbiela un poco, por ejemplo con la fecha"
    ),
    (613, 0): _LIMIT,
    (803, 0): Rule(
        Meaning.STOPPED,
        "Meta no conoce el número de la cuenta",
        "revise en canales.yaml el número, que solo tiene cifras",
    ),
}
"""https://developers.facebook.com/docs/graph-api/guides/error-handling"""
RANGES: tuple[tuple[range, Rule], ...] = ((range(200, 300), _RIGHTS), (range(80_000, 80_015), _LIMIT))
PROOF = Rule(
    Meaning.STOPPED,
    "La aplicación pide que cada llamada lleve la prueba del secreto, y no la acepta",
    "escriba en «secreto-app» el secreto de la aplicación a la que pertenece el token",
)
"""Meta gives it the code 100, as it does to texts that it does not like."""
UNTIMED = timedelta(minutes=15)
"""Where neither Meta nor the table says how long."""
PASSING = timedelta(minutes=5)
"""After a refusal of which Meta says that it will pass."""


def rule_of(failure: Failure, errors: Errors) -> Rule:
    """The rule for an error of Meta's. One that is in no table refuses the message, or leaves it in doubt."""
    number, subcode = failure.number, failure.subcode
    if "appsecret_proof" in failure.said:
        return PROOF
    exact = ((number, subcode), (0, subcode)) if subcode else ()
    for key in (*exact, (number, 0)):
        for table in (errors, SHARED):
            if key in table:
                return _passing(table[key], failure)
    for numbers, rule in RANGES:
        if number in numbers:
            return rule
    return _passing(SHARED[100, 0], failure, known=False)


def _passing(rule: Rule, failure: Failure, *, known: bool = True) -> Rule:
    """A refusal of which Meta says that it will pass is none; an error of the server's own leaves doubt."""
    if rule.meaning is not Meaning.REFUSED:
        return rule
    if failure.status >= HTTPStatus.INTERNAL_SERVER_ERROR or (failure.transient and not known):
        return SHARED[2, 0]
    return rule._replace(meaning=Meaning.LATER, wait=PASSING) if failure.transient else rule


def outcome(failure: Failure, service: str, errors: Errors) -> NotSent:
    """What becomes of a message whose sending failed so. `service`: its name, for people."""
    said, code = failure.said, failure.code
    match failure.how:
        case How.REFUSED:
            return _ruled(rule_of(failure, errors), failure)
        case How.FLOODED:
            return _ruled(_LIMIT, failure)
        case How.UNREACHABLE:
            return Unavailable(f"No hay conexión con {service} ({said}).", code=code, scope=Scope.ACCOUNT)
        case How.BUSY:
            return Unavailable(f"Todas las conexiones con {service} están ocupadas.", code=code)
        case How.CERTIFICATE:
            reason = f"El certificado del servidor de {service} no es de confianza ({said}); revise la red y la hora."
            return Unavailable(reason, code="certificado", scope=Scope.ACCOUNT, needs_person=True)
        case How.ADDRESS:
            reason = f"La dirección de «servidor» de la cuenta no sirve ({said}); corríjala en canales.yaml."
            return Unavailable(reason, code=code, scope=Scope.ACCOUNT, needs_person=True)
        case How.UNKNOWN:
            reason = f"No se sabe si {service} recibió el mensaje ({said}); mire la cuenta antes de enviarlo otra vez."
            return Uncertain(reason, code=code)


def unreadable(service: str) -> Uncertain:
    """It said yes in words that cannot be read."""
    reason = f"{service} respondió algo que no se entiende; mire la cuenta antes de enviar el mensaje otra vez."
    return Uncertain(reason, code="respuesta")


def unsent(failure: Failure, service: str, errors: Errors) -> NotSent:
    """The outcome of a message of which an earlier step failed: whatever became of that, the message did not go out."""
    failed = outcome(failure, service, errors)
    if not isinstance(failed, Uncertain):
        return failed
    reason = f"{service} no confirmó un paso anterior ({failure.said}), y el mensaje no salió."
    return Unavailable(reason, code=failed.code)


def undelivered(failure: Failure, service: str, errors: Errors) -> NotSent:
    """The outcome of a message of which the service tells afterwards that it failed: of that there is no doubt."""
    failed = outcome(failure, service, errors)
    if not isinstance(failed, Uncertain):
        return failed
    reason = f"{service} no lo entregó por un error suyo ({failure.said})."
    return Unavailable(reason, code=failed.code, retry_after=UNTIMED)


def unread(failure: Failure, service: str, errors: Errors) -> NotSent:
    """The outcome of a look that failed: a refusal says nothing on the message."""
    failed = outcome(failure, service, errors)
    if isinstance(failed, Rejected):
        return Uncertain(f"{service} no dejó leer lo que publicó la cuenta.", code=failed.code)
    return failed


def _ruled(rule: Rule, failure: Failure) -> NotSent:
    reason, code = f"{rule.what} ({failure.said}); {rule.advice}.", failure.code
    match rule.meaning:
        case Meaning.REFUSED:
            return Rejected(reason, code=code)
        case Meaning.UNREACHED:
            return Rejected(reason, code=code, gone_if_repeated=True)
        case Meaning.DECLINED:
            return Rejected(reason, code=code, declined=True)
        case Meaning.DUPLICATE:
            return Rejected(reason, code=DUPLICATE)
        case Meaning.LATER:
            return Unavailable(reason, code=code, retry_after=failure.wait or rule.wait)
        case Meaning.LIMITED:
            return Unavailable(reason, code=code, retry_after=failure.wait or rule.wait or UNTIMED, scope=Scope.ACCOUNT)
        case Meaning.STOPPED:
            return Unavailable(reason, code=code, scope=Scope.ACCOUNT, needs_person=True)
        case Meaning.UNCERTAIN:
            return Uncertain(reason, code=code)
