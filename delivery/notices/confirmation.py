"""The mail that asks whoever subscribed on a page to confirm it: a publication of the program's own, as notices are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from audience.signups import CAMPAIGN, LASTS, MESSAGE, Asked, occurrence_of
from campaigns.account import Account
from campaigns.content import Content
from campaigns.content.frozen import Footer
from campaigns.content.presentation import presentation
from channels.adapter import Kind
from delivery.notices.signatures import without_signatures
from delivery.publications.occurring import URGENT
from delivery.workplace import Workplace
from storage.ledger import NewDelivery, add_deliveries, add_publication
from storage.states import PublicationState
from storage.subscribed import CONFIRMING

AUDIENCE = "por-confirmar"
"""What these mails are counted under."""
_SUBJECT = "Confirme su suscripción: {{ entidad }}"
# Nothing that the person wrote stands in it: whoever types a stranger's address says nothing to the stranger.
_TEXT = """Alguien pidió recibir en este correo lo que se publique sobre: {{ temas }}.

Si fue usted, confírmelo en esta página:

{{ enlace }}

Si no fue usted, no haga nada: sin confirmar no le llega nada más, y esta dirección se borra en 7 días.
"""
RIGHTS_MESSAGE = "datos~confirmacion"
"""Under which the mails stand that bear the link to somebody's data; their occurrence is the day and the recipient."""
RIGHTS_LAST = timedelta(days=1)
_SHORT = 20
ANSWER_MESSAGE = "envio~respuesta"
"""Under which the mails stand that tell somebody what became of what they sent."""
ANSWERED = "quienes-envian"
"""What these are counted under."""
_ANSWER_SUBJECT = "{{ asunto }}"
_ANSWER_TEXT = """{% for linea in lineas %}{{ linea }}

{% endfor %}"""
_RIGHTS_SUBJECT = "Vea o borre sus datos: {{ entidad }}"
_RIGHTS_TEXT = """Alguien pidió, en la página de suscripciones, ver o borrar los datos de esta dirección.

Si fue usted, hágalo en esta página. El enlace sirve un día, y no lo debe pasar a nadie:

{{ enlace }}

Si no fue usted, no haga nada: nada cambia.
"""


def write_confirmation(
    connection: Connection,
    workplace: Workplace,
    account: Account,
    number: int,
    asked: Asked,
    link: str,
    now: datetime,
) -> None:
    """Ask for the confirmation of a signup, by its number. `link`: the page where it is done."""
    municipality = workplace.tenant.municipality
    topics = [municipality.topics[topic].name for topic in asked.topics]
    values = {"entidad": municipality.body, "temas": ", ".join(topics), "enlace": link}
    content = _content(workplace, account, _SUBJECT, _TEXT, values)
    recipient = NewDelivery(asked.key, asked.address.text, 0, AUDIENCE)
    mail = _Mail(MESSAGE, occurrence_of(number, now), content, recipient, now + LASTS)
    assert _write(connection, workplace, account, mail, now)


def write_rights(
    connection: Connection, workplace: Workplace, account: Account, key: str, address: str, link: str, now: datetime
) -> bool:
    """Send somebody the link to all that is known of them. False: they were sent one today already.

    `link`: the page where it is told, and erased.
    """
    day = now.astimezone(workplace.tenant.municipality.zone).date()
    values: dict[str, object] = {"entidad": workplace.tenant.municipality.body, "enlace": link}
    content = _content(workplace, account, _RIGHTS_SUBJECT, _RIGHTS_TEXT, values)
    recipient = NewDelivery(key, address, 0, AUDIENCE)
    mail = _Mail(RIGHTS_MESSAGE, f"{day}.{key[:_SHORT]}", content, recipient, now + RIGHTS_LAST)
    return _write(connection, workplace, account, mail, now)


def write_answer(
    connection: Connection,
    workplace: Workplace,
    account: Account,
    occurrence: str,
    recipient: tuple[str, str],
    subject: str,
    lines: Sequence[str],
    now: datetime,
) -> bool:
    """Tell somebody what became of what they sent, in paragraphs. False: this was told already.

    `occurrence`: names what is told; `recipient`: key and address.
    """
    content = _content(workplace, account, _ANSWER_SUBJECT, _ANSWER_TEXT, {"asunto": subject, "lineas": lines})
    key, address = recipient
    mail = _Mail(ANSWER_MESSAGE, occurrence, content, NewDelivery(key, address, 0, ANSWERED), now + LASTS)
    return _write(connection, workplace, account, mail, now)


@dataclass(frozen=True, slots=True)
class _Mail:
    """To one person, urgent but for alerts."""

    message: str
    occurrence: str
    content: Content
    recipient: NewDelivery
    expires_at: datetime


def _write(connection: Connection, workplace: Workplace, account: Account, mail: _Mail, now: datetime) -> bool:
    made = add_publication(
        connection,
        tenant=workplace.tenant_id,
        campaign=CAMPAIGN,
        message=mail.message,
        account=account.name,
        occurrence=mail.occurrence,
        kind=Kind.DIRECT.value,
        channel=account.type,
        medium=account.medium,
        publishes=False,
        mode=workplace.mode(account).value,
        class_=CONFIRMING,
        actions=[],
        audience=mail.recipient.audience,
        sender=account.sender,
        priority=URGENT + 1,
        planned_local=now.astimezone(workplace.tenant.municipality.zone).isoformat(timespec="minutes"),
        planned_at=now,
        state=PublicationState.RUNNING.value,
        digest="",
        condition=None,
        content=mail.content.to_json(),
        created_at=now,
        started_at=now,
        expanded_at=now,
        expires_at=mail.expires_at,
    )
    if made is not None:
        add_deliveries(connection, made, [mail.recipient])
    return made is not None


def _content(workplace: Workplace, account: Account, subject: str, text: str, values: Mapping[str, object]) -> Content:
    municipality = workplace.tenant.municipality
    shown = presentation(account.type)
    content = Content(
        subject=subject,
        text=text,
        values=values,
        link=municipality.site_url,
        footer=Footer(municipality.body, tuple(municipality.contact.items()), str(municipality.data_policy)),
        footer_style=shown.footer,
        html_style=shown.html,
        colour=municipality.brand.colour,
    )
    return without_signatures(workplace.keyring, content)
