"""What a person sends: a message now, or what was missed. The same gate, the same rows."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from campaigns.calendar import Occurrence
from campaigns.tenant import Campaign, CampaignMessage
from campaigns.when import Slot
from delivery.existing import existing
from delivery.keys import parse_key
from delivery.office import Outcome, Refused, nominal_of, publications_named
from delivery.publish import URGENT, Look, consider, gate_on, repeats
from delivery.review import locate
from delivery.workplace import Workplace
from storage.audit import append
from storage.states import PublicationState


def send_now(
    connection: Connection,
    workplace: Workplace,
    campaign_id: str,
    message_id: str,
    actor: str,
    now: datetime,
    *,
    urgent: bool = False,
    emergency: str = "",
) -> tuple[list[Outcome], Look]:
    """Send a message at once, on all its accounts, under the key `1`, or today's date where it recurs.

    `urgent`: it overtakes what its lanes are sending. `emergency`: why it is one, kept in the audit; urgent too.

    Raises `Refused` where that key exists, where the message is unknown, and where the gate does not let it pass.
    """
    campaign, message = _known(workplace, campaign_id, message_id)
    if urgent or emergency:
        message = replace(message, priority=URGENT)
    occurrence = _at_once(workplace, campaign, message, now)
    if existing(connection, workplace, [occurrence]):
        raise Refused(_already(campaign, message, occurrence))
    _refuse_stopped(connection, workplace, occurrence, now)
    found = Look()
    outcomes = [
        Outcome(occurrence.key(account), state.value)
        for account in message.accounts
        if (state := consider(connection, workplace, occurrence, account, None, now, found, by_hand=True)) is not None
    ]
    detail = {"urgent": urgent or bool(emergency), "emergency": emergency}
    append(connection, workplace.tenant_id, actor, "send", f"{message.reference}@{occurrence.name}", detail, now)
    return outcomes, found


def _already(campaign: Campaign, message: CampaignMessage, occurrence: Occurrence) -> str:
    told = f"«{message.reference}@{occurrence.name}» ya existe: no se envía dos veces."
    if repeats(campaign, message):
        return f"{told} Un mensaje que se repite sale a mano una vez al día; para más, escriba otro mensaje."
    return f"{told} Si debe salir otra vez, ponga «repetir: {message.entry.repeat + 1}» en el mensaje."


def send_missed(
    connection: Connection, workplace: Workplace, text: str, actor: str, now: datetime
) -> tuple[list[Outcome], Look]:
    """Send what did not go out at its hour. Raises `Refused` and `BadKey`."""
    key = parse_key(text)
    rows = publications_named(connection, workplace, key)
    missed = [row for row in rows if row.state == PublicationState.MISSED.value]
    if not missed:
        raise Refused(f"«{text}» no está entre lo que no salió a su hora. «pregonero status» lo muestra.")
    near = missed[0].planned_at or nominal_of(key, now)
    occurrence = locate(connection, workplace, key.campaign, key.message, key.occurrence, near)
    if occurrence is None:
        raise Refused(f"«{text}» ya no está en la configuración: no se sabe qué enviar.")
    _refuse_stopped(connection, workplace, occurrence, now)
    found, outcomes = Look(), []
    for row in missed:
        account = next((each for each in occurrence.message.accounts if each.name == row.account), None)
        if account is None:
            raise Refused(f"El mensaje ya no sale por «{row.account}»: no se puede enviar por ahí.")
        state = consider(connection, workplace, occurrence, account, row, now, found, by_hand=True)
        if state is not None:
            outcomes.append(Outcome(occurrence.key(account), state.value))
    append(connection, workplace.tenant_id, actor, "send_missed", text, {"count": len(outcomes)}, now)
    return outcomes, found


def _known(workplace: Workplace, campaign_id: str, message_id: str) -> tuple[Campaign, CampaignMessage]:
    campaign = workplace.tenant.campaigns.get(campaign_id)
    if campaign is None:
        raise Refused(f"No hay ninguna campaña «{campaign_id}» en la configuración.")
    message = campaign.message(message_id)
    if message is None:
        names = ", ".join(each.id for each in campaign.messages)
        raise Refused(f"La campaña «{campaign_id}» no tiene el mensaje «{message_id}». Tiene: {names}.")
    return campaign, message


def _at_once(workplace: Workplace, campaign: Campaign, message: CampaignMessage, now: datetime) -> Occurrence:
    local = now.astimezone(workplace.tenant.municipality.zone)
    if repeats(campaign, message):
        today = local.date().isoformat()
        return Occurrence(campaign, message, Slot(today, local, local), today)
    return Occurrence(campaign, message, Slot("1", local, local), str(message.entry.repeat))


def _refuse_stopped(connection: Connection, workplace: Workplace, occurrence: Occurrence, now: datetime) -> None:
    answer = gate_on(connection, workplace, occurrence, now, by_hand=True)
    if answer.reason:
        raise Refused(answer.reason)
