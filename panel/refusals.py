"""What a citizen is told where a public page cannot be had: why, and what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

SOON: Mapping[str, str] = {"Retry-After": "10"}


@dataclass(frozen=True, slots=True)
class Refusal:
    """One. All texts are Spanish."""

    code: int
    """Of HTTP."""
    title: str
    reason: str
    advice: str
    headers: Mapping[str, str] = field(default_factory=dict)


class Refusals(NamedTuple):
    """What the pages under one prefix say where they do not answer."""

    unknown: Refusal
    too_often: Refusal
    busy: Refusal
    too_slow: Refusal
    wrong_way: Refusal
    too_large: Refusal


UNKNOWN = Refusal(
    404,
    "Aquí no hay ninguna encuesta",
    "El enlace está incompleto, o algo cambió en él por el camino.",
    "Ábralo otra vez desde el mensaje que recibió. Si lo copió, revise que esté completo: a veces se corta al final.",
)
"""Also of a link that is not ours: who guesses learns nothing."""
TOO_OFTEN = Refusal(
    429,
    "Demasiadas visitas desde su red",
    "Desde la misma red llegaron muchas visitas en pocos segundos. Lo que ya se votó quedó anotado.",
    "Espere diez segundos y abra la página otra vez.",
    SOON,
)
BUSY = Refusal(
    503,
    "Ahora no se puede votar",
    "El servicio está ocupado. Si acababa de votar, puede que su voto no haya quedado.",
    "Espere un momento y abra la página otra vez: si su voto quedó, ella se lo dice; si no, vote.",
    SOON,
)
TOO_SLOW = Refusal(
    408,
    "Su voto no alcanzó a llegar",
    "La conexión estuvo muy lenta y el voto no llegó completo, así que no se contó.",
    "Abra la página otra vez y vote; si sigue lenta, intente desde otra red.",
    {"Connection": "close"},
)
WRONG_WAY = Refusal(
    405,
    "Esta página solo se abre o recibe un voto",
    "Lo que pidió su programa no es ninguna de esas dos cosas.",
    "Abra la encuesta con un navegador, desde el mensaje que recibió.",
    {"Allow": "GET, HEAD, POST"},
)
TOO_LARGE = Refusal(
    413,
    "Eso es más de lo que cabe en un voto",
    "Lo que envió su navegador no es un voto, y no se contó.",
    "Abra la encuesta otra vez desde el mensaje que recibió y escoja una respuesta.",
)
SURVEYS = Refusals(UNKNOWN, TOO_OFTEN, BUSY, TOO_SLOW, WRONG_WAY, TOO_LARGE)
"""Of the pages where people vote."""
SUBSCRIPTIONS = Refusals(
    Refusal(
        404,
        "Aquí no hay ninguna suscripción",
        "El enlace está incompleto o algo cambió en él por el camino, o la suscripción por esta página está cerrada.",
        "Ábralo otra vez desde el mensaje que recibió. Si lo copió, revise que esté completo.",
    ),
    Refusal(
        429,
        "Demasiadas visitas desde su red",
        "Desde la misma red llegaron muchas visitas o muchas suscripciones en poco tiempo.",
        "Espere unos minutos y abra la página otra vez. Lo que ya se confirmó quedó anotado.",
        SOON,
    ),
    Refusal(
        503,
        "Ahora no se puede hacer",
        "El servicio está ocupado. Si acababa de enviar algo, puede que no haya quedado.",
        "Espere un momento y abra la página otra vez.",
        SOON,
    ),
    Refusal(
        408,
        "Lo que envió no alcanzó a llegar",
        "La conexión estuvo muy lenta y los datos no llegaron completos, así que no se guardó nada.",
        "Abra la página otra vez; si sigue lenta, intente desde otra red.",
        {"Connection": "close"},
    ),
    Refusal(
        405,
        "Esta página solo se abre o recibe un formulario",
        "Lo que pidió su programa no es ninguna de esas dos cosas.",
        "Ábrala con un navegador.",
        {"Allow": "GET, HEAD, POST"},
    ),
    Refusal(
        413,
        "Eso es más de lo que cabe en una suscripción",
        "Lo que envió su navegador no es el formulario de esta página, y no se guardó nada.",
        "Abra la página otra vez y llene el formulario.",
    ),
)
"""Of the pages where people subscribe, confirm and change what they get."""
_APPROVAL_UNKNOWN = Refusal(
    404,
    "Este enlace no sirve",
    "Está incompleto, cambió por el camino o ya pasaron sus catorce días.",
    "Ábralo otra vez desde el correo más reciente que recibió. También se aprueba con «pregonero approve».",
)
_APPROVAL_TOO_OFTEN = Refusal(
    429,
    "Demasiadas visitas desde su red",
    "Desde la misma red llegaron muchas visitas en pocos segundos. Lo que ya se decidió quedó anotado.",
    "Espere diez segundos y abra la página otra vez.",
    SOON,
)
_APPROVAL_BUSY = Refusal(
    503,
    "Ahora no se puede decidir",
    "El servicio está ocupado. Si acababa de decidir, puede que su palabra no haya quedado.",
    "Espere un momento y abra la página otra vez: si quedó, ella se lo dice.",
    SOON,
)
_APPROVAL_TOO_SLOW = Refusal(
    408,
    "Su palabra no alcanzó a llegar",
    "La conexión estuvo muy lenta y no llegó completa, así que no se anotó.",
    "Abra la página otra vez y decida; si sigue lenta, intente desde otra red.",
    {"Connection": "close"},
)
_APPROVAL_WRONG_WAY = Refusal(
    405,
    "Esta página solo se abre o recibe una decisión",
    "Lo que pidió su programa no es ninguna de esas dos cosas.",
    "Abra el enlace con un navegador, desde el correo que recibió.",
    {"Allow": "GET, HEAD, POST"},
)
_APPROVAL_TOO_LARGE = Refusal(
    413,
    "La nota es demasiado larga",
    "Lo que envió su navegador no cabe en una nota, y no se anotó nada.",
    "Vuelva a la página y escriba una nota más corta.",
)
APPROVALS = Refusals(
    _APPROVAL_UNKNOWN,
    _APPROVAL_TOO_OFTEN,
    _APPROVAL_BUSY,
    _APPROVAL_TOO_SLOW,
    _APPROVAL_WRONG_WAY,
    _APPROVAL_TOO_LARGE,
)
"""Of the pages where a word is said by a link."""
NOT_SHOWN = Refusal(
    503,
    "Ahora no se puede mostrar",
    "El archivo cambió, se movió o no se pudo dibujar.",
    "Vuelva a la página del enlace y ábrala otra vez. Si sigue igual, dígaselo a la oficina de comunicaciones: "
    "«pregonero check» dice qué tiene.",
    SOON,
)
"""Of a picture or a document that is asked about and cannot be read."""
LEAVING = Refusals(
    Refusal(
        404,
        "Este enlace no sirve",
        "Está incompleto, o algo cambió en él por el camino.",
        "Ábralo otra vez desde el mensaje que recibió. Si lo copió, revise que esté completo. "
        "También puede responder a ese mensaje y pedir que no le escriban más.",
    ),
    Refusal(
        429,
        "Demasiadas visitas seguidas",
        "Llegaron muchas en pocos segundos. Lo que ya se había anotado sigue anotado.",
        "Espere diez segundos y abra la página otra vez.",
        SOON,
    ),
    Refusal(
        503,
        "Ahora no se puede anotar",
        "El servicio está ocupado, y puede que su baja no haya quedado.",
        "Espere un momento y abra el enlace otra vez: la página le dice si quedó.",
        SOON,
    ),
    Refusal(
        408,
        "Su baja no alcanzó a llegar",
        "La conexión estuvo muy lenta y lo que envió no llegó completo, así que no se anotó.",
        "Abra el enlace otra vez; si sigue lento, intente desde otra red.",
        {"Connection": "close"},
    ),
    Refusal(
        405,
        "Esta página solo se abre o recibe una baja",
        "Lo que pidió su programa no es ninguna de esas dos cosas.",
        "Abra el enlace con un navegador, desde el mensaje que recibió.",
        {"Allow": "GET, HEAD, POST"},
    ),
    Refusal(
        413,
        "Eso es más de lo que cabe en una baja",
        "Lo que envió su navegador no es una baja, y no se anotó.",
        "Abra el enlace otra vez desde el mensaje que recibió y use un botón de la página.",
    ),
)
"""Of the page where people leave a list."""
TRIAL = Refusal(
    404,
    "Este enlace es de una prueba",
    "El mensaje se mostró antes de escribirle a nadie: todavía no es de ninguna persona.",
    "En el mensaje que llega, el enlace es el de quien lo recibe.",
)
"""Of what a message shows before it is written to anybody."""
RIGHTS_OVER = Refusal(
    410,
    "El enlace venció",
    "El enlace para ver o borrar sus datos sirve un día.",
    "Ábralo otra vez desde su página de suscripciones y pida otro.",
)
