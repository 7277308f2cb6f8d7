"""The committee's word: approve or reject the content behind a key."""

from datetime import datetime

from sqlalchemy import Connection

from campaigns.tenant import CampaignMessage
from delivery.keys import parse_key
from delivery.office import Outcome, Refused, Unknown, key_of, publications_named
from delivery.review import review
from delivery.workplace import Workplace
from storage.approvals import Approval, Decision, decide
from storage.states import PublicationState


def approve(
    connection: Connection, workplace: Workplace, text: str, person: str, note: str, now: datetime
) -> list[Outcome]:
    """Approve; it serves every occurrence and account with the same content. Raises `Refused` and `BadKey`."""
    return _speak(connection, workplace, text, Approval(Decision.APPROVED, person, note, now), now)


def reject(
    connection: Connection, workplace: Workplace, text: str, person: str, note: str, now: datetime
) -> list[Outcome]:
    """Reject, saying why. Raises `Refused` and `BadKey`."""
    if not note.strip():
        raise Refused("Diga en --note por qué no se aprueba: quien lo escribió lo necesita para corregirlo.")
    return _speak(connection, workplace, text, Approval(Decision.REJECTED, person, note, now), now)


def _speak(connection: Connection, workplace: Workplace, text: str, spoken: Approval, now: datetime) -> list[Outcome]:
    key = parse_key(text)
    campaign = workplace.tenant.campaigns.get(key.campaign)
    message = campaign.message(key.message) if campaign else None
    if message is None:
        raise Unknown(f"No hay ningún mensaje «{key.campaign}/{key.message}» en la configuración.")
    _may_speak(workplace, message, spoken.person)
    decide(connection, workplace.tenant_id, message.campaign, message.id, message.digest, spoken)
    review(connection, workplace, now)
    rows = publications_named(connection, workplace, key)
    return [Outcome(key_of(row), row.state) for row in rows] or [Outcome(text, PublicationState.PLANNED.value)]


def _may_speak(workplace: Workplace, message: CampaignMessage, person: str) -> None:
    if message.approver is None:
        raise Refused(f"«{message.reference}» no pide aprobación: sale a su hora.")
    committee = workplace.tenant.municipality.committees.get(message.approver)
    allowed = committee.members if committee else (message.approver,)
    if person not in allowed:
        names = ", ".join(allowed)
        raise Refused(f"«{person}» no aprueba este mensaje. Lo pueden aprobar: {names}. Dígalo con --as.")
