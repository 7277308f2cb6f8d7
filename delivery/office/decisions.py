"""The committee's word: approve or reject the content behind a key."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from campaigns.articles import of, the
from campaigns.identity import identity_of
from campaigns.tenant import CampaignMessage, Tenant
from delivery.blackouts import blackouts_of
from delivery.keys import parse_key
from delivery.office.choosing import approvable, sent_now
from delivery.office.office import STATE_NAMES, Found, Outcome, Refused, Unknown, key_of, look_up, publications_named
from delivery.office.refused import stop_refused
from delivery.office.rejections import tell
from delivery.publications.legal import approvers_of, asked_of, legal_words
from delivery.publications.question import Legal
from delivery.publications.votes import approval_of, awaited, completed, name_of
from delivery.publishing.correction_gate import SUFFIX
from delivery.publishing.counsel import for_missed, for_rejected
from delivery.publishing.review import review
from delivery.staff import not_theirs
from delivery.workplace import Workplace
from storage.approvals import Approval, Decision, decide, decisions
from storage.states import NOT_BEGUN, PublicationState
from storage.turns import take_turn

HELD = (*NOT_BEGUN, PublicationState.PAUSED, PublicationState.MISSED)
"""Nothing of it has gone out, or not all, and it waits for somebody."""


def approve(
    connection: Connection, workplace: Workplace, text: str, person: str, note: str, now: datetime
) -> list[Outcome]:
    """Approve; it serves every occurrence and account with the same content.

    Raises `Refused`, `BadKey`, and `Unknown` for what neither the calendar nor the rows have.
    """
    return _speak(connection, workplace, text, Decision.APPROVED, person, note, now)


def reject(
    connection: Connection, workplace: Workplace, text: str, person: str, note: str, now: datetime
) -> list[Outcome]:
    """Reject, saying why. Raises the same."""
    if not note.strip():
        raise Refused("Diga en --note por qué no se aprueba: quien lo escribió lo necesita para corregirlo.")
    return _speak(connection, workplace, text, Decision.REJECTED, person, note, now)


def cast(
    connection: Connection,
    workplace: Workplace,
    message: CampaignMessage,
    name: str,
    digest: str,
    spoken: Approval,
    by: str = "",
) -> bool:
    """Write a person's word on a digest down, `by` the way that it came, and let go what may go.

    `name`: the message's id as rows have it, a correction's with its suffix. False: it is what the person said last.
    Raises `Refused` where the person has no vote.
    """
    # Of two who speak at once the second reads the first one's word: one of them is the last that is needed.
    take_turn(connection, workplace.tenant_id)
    _may_speak(workplace, message, spoken.person)
    words = decisions(connection, workplace.tenant_id, digest)
    before = next((word for word in reversed(words) if word.person == spoken.person), None)
    spoken = replace(spoken, identity=identity_of(workplace.tenant, message))
    same = before is not None and (before.decision, before.note) == (spoken.decision, spoken.note)
    # Said again of another foot or sender, it is a new one: nobody is told of the change any more.
    if same and before is not None and before.identity in (None, spoken.identity):
        return False
    asked = asked_of(workplace.tenant, message, spoken.person)
    word = completed(workplace.tenant, message, words, replace(spoken, approver=asked[0]))
    decide(connection, workplace.tenant_id, message.campaign, name, digest, word, by)
    review(connection, workplace, spoken.at)
    stop_refused(connection, workplace, digest, spoken.at)
    tell(connection, workplace, message, name, digest)
    return True


def _speak(
    connection: Connection,
    workplace: Workplace,
    text: str,
    decision: Decision,
    person: str,
    note: str,
    now: datetime,
) -> list[Outcome]:
    spoken = Approval(decision, person, note, now)
    key = parse_key(text)
    campaign = workplace.tenant.campaigns.get(key.campaign)
    message = campaign.message(key.message.partition(SUFFIX)[0]) if campaign else None
    if campaign is None or message is None:
        raise Unknown(f"No hay ningún mensaje «{key.campaign}/{key.message}» en la configuración.")
    _may_speak(workplace, message, spoken.person)
    take_turn(connection, workplace.tenant_id)
    if SUFFIX in key.message:
        return _of_correction(connection, workplace, text, message, spoken, now)
    first = sent_now(connection, workplace, campaign, message, now)
    by_hand = key.occurrence in (first.name, approvable(workplace, first, now))
    if not (by_hand and key.account in ("", *(each.name for each in message.accounts))):
        look_up(connection, workplace, key, now)
    cast(connection, workplace, message, message.id, message.digest, spoken)
    rows = publications_named(connection, workplace, key)
    words = decisions(connection, workplace.tenant_id, message.digest)
    if not rows:
        planned = PublicationState.PLANNED.value
        return [Outcome(text, planned, _told(workplace.tenant, message, words, text, planned, begun=False))]
    return [_outcome(workplace.tenant, message, words, row) for row in rows]


def _of_correction(
    connection: Connection, workplace: Workplace, text: str, message: CampaignMessage, spoken: Approval, now: datetime
) -> list[Outcome]:
    """A correction has rows from the beginning; all its accounts say the same words."""
    key = parse_key(text)
    rows = publications_named(connection, workplace, key)
    if not rows:
        raise Unknown(f"No hay ninguna corrección «{text}». Las que esperan las muestra «pregonero status».")
    digest = rows[0].digest
    cast(connection, workplace, message, key.message, digest, spoken)
    words = decisions(connection, workplace.tenant_id, digest)
    return [_outcome(workplace.tenant, message, words, row) for row in publications_named(connection, workplace, key)]


def _outcome(tenant: Tenant, message: CampaignMessage, words: Sequence[Approval], row: Found) -> Outcome:
    key, begun = key_of(row), row.started_at is not None
    return Outcome(key, row.state, _told(tenant, message, words, key, row.state, begun=begun))


def _told(
    tenant: Tenant, message: CampaignMessage, words: Sequence[Approval], key: str, state: str, *, begun: bool
) -> str:
    """Where the whole approval stands after a word, and what comes next for one publication; `begun`: to go out."""
    approval, legal = approval_of(tenant, message, words), _legal(tenant, message, words)
    spoken = [each for each in (approval, *(each.approval for each in legal)) if each is not None]
    rejected = next((each for each in spoken if not each.approved), None)
    missing = [each.name for each in legal if each.approval is None]
    if rejected is None and approval is None and (message.approver is not None or missing):
        own = awaited(tenant, message, words)
        wanted = " y ".join(of(each) for each in (*([own] if own is not None else []), *missing))
        return f"anotado el visto bueno. Falta la aprobación {wanted}."
    if rejected is None:
        besides = f"En veda necesita además la aprobación {' y '.join(map(of, missing))}. " if missing else ""
        return f"aprobada. {besides}{_after_approval(key, state)}"
    said, campaign = f"rechazada por {the(rejected.person)}", tenant.campaigns[message.campaign]
    if state == PublicationState.CANCELLED and begun:
        return f"{said}. Lo que ya salió queda; lo demás no sale."
    if state == PublicationState.CANCELLED:
        next_ = for_rejected(campaign, message) if SUFFIX not in key else "Se puede escribir otra."
        return f"{said}. {next_}"
    if state in HELD:
        return f"{said}. No sale así: al corregir el mensaje se pide la aprobación otra vez."
    return f"{said}, pero ya había salido: está {STATE_NAMES[state]}."


def _legal(tenant: Tenant, message: CampaignMessage, words: Sequence[Approval]) -> list[Legal]:
    """How those stand to it whom vedas ask that are not over when the last word is said."""
    last = max(word.at for word in words)
    left = [each for each in blackouts_of(tenant, message.class_) if each.until is None or each.until > last]
    return list(legal_words(tenant, left, message.drafter, words).values())


def _after_approval(key: str, state: str) -> str:
    if state in (PublicationState.PLANNED, PublicationState.WAITING):
        return "Cuándo sale lo muestra «pregonero plan»."
    if state == PublicationState.MISSED:
        return f"Ya pasó su hora. {for_missed(key)}"
    if state == PublicationState.PAUSED:
        return f"Está en pausa: con «pregonero resume {key}» sigue."
    return f"Está {STATE_NAMES[state]}."


def _may_speak(workplace: Workplace, message: CampaignMessage, person: str) -> None:
    approvers, municipality = approvers_of(workplace.tenant, message), workplace.tenant.municipality
    if not approvers:
        raise Refused(f"«{message.reference}» no pide aprobación: sale a su hora.")
    if asked_of(workplace.tenant, message, person):
        return
    allowed = dict.fromkeys(each for slug in approvers for each in municipality.voters(slug, message.drafter))
    if person == message.drafter and any(person in municipality.voters(slug, None) for slug in approvers):
        others = ", ".join(f"{name_of(workplace.tenant, each)} ({each})" for each in allowed)
        wrote = the(name_of(workplace.tenant, person))
        raise Refused(
            f"«{message.reference}» sigue como estaba. La redactó {wrote}, y aquí aprueba otra persona: {others}."
        )
    told = not_theirs(municipality, person, "aprobarla ni rechazarla", tuple(allowed))
    raise Refused(f"«{message.reference}» sigue como estaba. {told}")
