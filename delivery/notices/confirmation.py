"""The mail that asks whoever subscribed on a page to confirm it: a publication of the program's own, as notices are."""

from datetime import datetime

from sqlalchemy import Connection

from audience.signups import CAMPAIGN, LASTS, MESSAGE, Asked, occurrence_of
from campaigns.account import Account
from campaigns.content import Content
from campaigns.content.frozen import Footer
from campaigns.content.presentation import presentation
from channels.adapter import Kind
from delivery.publications.occurring import URGENT
from delivery.workplace import Workplace
from storage.ledger import NewDelivery, add_deliveries, add_publication
from storage.states import PublicationState
from storage.subscribed import CONFIRMING

AUDIENCE = "por-confirmar"
"""What these mails are counted under."""
_SUBJECT = "Confirme su suscripción a {{ entidad }}"
# Nothing that the person wrote stands in it: whoever types a stranger's address says nothing to the stranger.
_TEXT = """Alguien pidió que {{ entidad }} escriba a este correo sobre: {{ temas }}.

Si fue usted, confírmelo en esta página:

{{ enlace }}

Si no fue usted, no haga nada: sin confirmar no le llega nada más, y esta dirección se borra en 7 días.
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
    content = _content(workplace, account, {"entidad": municipality.body, "temas": ", ".join(topics), "enlace": link})
    made = add_publication(
        connection,
        tenant=workplace.tenant_id,
        campaign=CAMPAIGN,
        message=MESSAGE,
        account=account.name,
        occurrence=occurrence_of(number, now),
        kind=Kind.DIRECT.value,
        channel=account.type,
        medium=account.medium,
        publishes=False,
        mode=workplace.mode(account).value,
        class_=CONFIRMING,
        actions=[],
        audience=AUDIENCE,
        sender=account.sender,
        priority=URGENT + 1,
        planned_local=now.astimezone(municipality.zone).isoformat(timespec="minutes"),
        planned_at=now,
        state=PublicationState.RUNNING.value,
        digest="",
        condition=None,
        content=content.to_json(),
        created_at=now,
        started_at=now,
        expanded_at=now,
        expires_at=now + LASTS,
    )
    assert made is not None
    add_deliveries(connection, made, [NewDelivery(asked.key, asked.address.text, 0, AUDIENCE)])


def _content(workplace: Workplace, account: Account, values: dict[str, object]) -> Content:
    municipality = workplace.tenant.municipality
    shown = presentation(account.type)
    return Content(
        subject=_SUBJECT,
        text=_TEXT,
        values=values,
        link=municipality.site_url,
        footer=Footer(municipality.body, tuple(municipality.contact.items()), str(municipality.data_policy)),
        footer_style=shown.footer,
        html_style=shown.html,
        colour=municipality.brand.colour,
    )
