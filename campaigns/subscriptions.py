"""`suscripciones` of `municipio.yaml`: by which account a subscription is confirmed, and what people agree to."""

from pydantic import Field

from campaigns.entry import Entry, Slug, Text

MAIL = "email"


class Subscriptions(Entry):
    """The page where people subscribe."""

    account: Slug | None = Field(default=None, alias="cuenta")
    """The account by whose mails subscriptions are confirmed; left out: that of `avisos`, where it sends mails."""
    notice: Text | None = Field(default=None, alias="aviso", max_length=4000)
    """The privacy notice that people agree to; left out: `usual_notice`."""


def usual_notice(body: str, policy: str) -> str:
    """What articles 14 and 15 of Decreto 1377 de 2013 ask for: who, what for, which rights, and where all of it stands.

    `body`: who speaks; `policy`: the address of its policy on personal data.
    """
    return (
        f"Responsable de sus datos: {body}. Usará su correo, su nombre, si lo escribe, y los temas que escoja "
        "para enviarle lo que usted pide aquí, y los avisos de servicio y de emergencia del municipio, que son función "
        "de ley; para nada más. Guardará la fecha y la dirección de red desde las que lo pide y lo "
        "confirma, como prueba de su autorización (Ley 1581 de 2012). Sus datos no se entregan a nadie más. Usted "
        "puede conocerlos, corregirlos, borrarlos y retirar su autorización cuando quiera, gratis: con el enlace que "
        f"trae cada mensaje o por los canales de atención. La política de tratamiento de datos está en {policy}"
    )


def chat_notice(body: str, policy: str) -> str:
    """The same in a chat: whoever subscribes there has written first, and nothing but the chat's address is kept."""
    return (
        "Al suscribirse, usted autoriza que se le escriba por aquí sobre los temas que escoja (Ley 1581 de 2012); "
        "también le llegan los avisos de servicio y de emergencia. "
        f"Responsable de sus datos: {body}. "
        f"Se puede retirar cuando quiera. Política de tratamiento de datos personales: {policy}"
    )
