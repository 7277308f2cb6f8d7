"""What a person sends: a message now, or what was missed. The same gate, the same rows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from campaigns.account import Account
from campaigns.calendar import Occurrence
from campaigns.tenant import Campaign, CampaignMessage
from channels.keys import Key as TypedKey
from delivery.keys import parse_key
from delivery.money.funds import take_turn_at_funds
from delivery.office.choosing import Spent, approvable, choose, known
from delivery.office.office import STATE_NAMES, Found, Outcome, Refused, about, look_up, publications_named
from delivery.office.reports_by_hand import make_its_report
from delivery.publications.answer import Answer, Verdict
from delivery.publications.due import at_once, repeats
from delivery.publications.existing import Existing
from delivery.publications.occurring import EMERGENCY, URGENT, occurrences
from delivery.publishing.counsel import for_held, for_short, for_unapproved, send
from delivery.publishing.publish import Look, consider, gate_on
from delivery.publishing.review import REACH, locate
from delivery.workplace import Workplace
from storage.audit import append
from storage.lanes import resume_lanes
from storage.standing_orders import OrderKind, give_order
from storage.states import PublicationState
from storage.turns import take_turn

OTHERWISE = "No se envió nada: lo que saldría ahora ya no es lo que se mostró. Revise y confirme otra vez."


@dataclass(frozen=True, slots=True)
class Hurry:
    """How much a sending by hand cannot wait."""

    urgent: bool = False
    """It overtakes what its lanes are sending."""
    emergency: str = ""
    """Why it is one: it overtakes too, and waits for no approval; kept with its rows and in the audit."""

    @property
    def overtakes(self) -> bool:
        """An emergency does, said or not."""
        return self.urgent or bool(self.emergency)


NO_HURRY = Hurry()


def send_now(
    connection: Connection,
    workplace: Workplace,
    campaign_id: str,
    message_id: str,
    actor: str,
    now: datetime,
    hurry: Hurry = NO_HURRY,
    shown: str = "",
) -> tuple[list[Outcome], Look]:
    """Send a message at once, on all its accounts: where it recurs, today's slot, or today's date where there is none.

    What the gate holds back on some of its accounts is told in the look's `held`: no row is written for it, and its
    hour is still to come. `shown`: which sending somebody was shown before (`Choice.name`), so that a button that is
    pressed twice does not send the day's next one, too; empty: whichever comes.

    Raises `Unknown` where there is no such message; `Spent` where that key exists, or is another than was shown;
    `Refused` where the gate lets no account pass.
    """
    campaign, message = known(workplace, campaign_id, message_id)
    take_turn_at_funds(connection, workplace)
    hurried = _hurried(message, hurry)
    if shown:
        # Of two presses at once the second waits here, and then finds what the first one did.
        take_turn(connection, workplace.tenant_id)
    choice = choose(connection, workplace, campaign, hurried, now)
    if choice.spent or (shown and choice.name != shown):
        raise Spent(choice.spent or OTHERWISE)
    occurrence, chosen = choice.occurrence, choice.open
    if message.rule.until_lifted:
        occurrence = _ordered(connection, workplace, campaign, hurried, actor, now, hurry.emergency)
    outcomes, found = _send(connection, workplace, occurrence, chosen, now, hurry.emergency)
    detail = {"urgent": hurry.overtakes, "emergency": hurry.emergency}
    append(connection, workplace.tenant_id, actor, "send", f"{message.reference}@{occurrence.name}", detail, now)
    return outcomes, found


def _ordered(
    connection: Connection,
    workplace: Workplace,
    campaign: Campaign,
    message: CampaignMessage,
    actor: str,
    now: datetime,
    emergency: str,
) -> Occurrence:
    """The first time of an alert that repeats from now on until it is lifted; refused, the order is undone with it."""
    given = give_order(connection, workplace.tenant_id, OrderKind.ALERT, message.reference, actor, emergency, now)
    times = occurrences(connection, workplace, campaign, message, now, now + timedelta(minutes=1))
    return next(each for each in times if each.name.startswith(f"o{given.number}."))


def send_missed(
    connection: Connection,
    workplace: Workplace,
    text: str,
    actor: str,
    now: datetime,
    hurry: Hurry = NO_HURRY,
) -> tuple[list[Outcome], Look]:
    """Send what did not go out at its hour; the rest as for `send_now`. Raises `Refused` and `BadKey`."""
    key = parse_key(text)
    take_turn_at_funds(connection, workplace)
    rows = publications_named(connection, workplace, key)
    missed = [row for row in rows if row.state == PublicationState.MISSED.value]
    if not missed:
        look_up(connection, workplace, key, now)
        raise Refused(_not_missed(text, key, rows))
    near, reach = (missed[0].planned_at, REACH) if missed[0].planned_at else about(key, now)
    occurrence = locate(connection, workplace, key.campaign, key.message, key.occurrence, near, reach)
    occurrence = occurrence or _sent_by_hand(workplace, key, near)
    if occurrence is None:
        raise Refused(f"«{text}» ya no está en la configuración: no se sabe qué enviar.")
    occurrence = occurrence._replace(message=_hurried(occurrence.message, hurry))
    chosen: list[tuple[Account, Existing | None]] = []
    for row in missed:
        account = next((each for each in occurrence.message.accounts if each.name == row.account), None)
        if account is None:
            raise Refused(f"El mensaje ya no sale por «{row.account}»: no se puede enviar por ahí.")
        chosen.append((account, row))
    outcomes, found = _send(connection, workplace, occurrence, chosen, now, hurry.emergency)
    detail = {"count": len(outcomes), "emergency": hurry.emergency}
    append(connection, workplace.tenant_id, actor, "send_missed", text, detail, now)
    return outcomes, found


def _sent_by_hand(workplace: Workplace, key: TypedKey, near: datetime) -> Occurrence | None:
    """What a person sent on a day on which the calendar does not have it; None where the key is no such day."""
    campaign = workplace.tenant.campaigns.get(key.campaign)
    message = campaign.message(key.message) if campaign else None
    local = near.astimezone(workplace.tenant.municipality.zone)
    if campaign is None or message is None or not repeats(campaign, message):
        return None
    found = at_once(campaign, message, local)
    return found if found.name == key.occurrence else None


def _send(
    connection: Connection,
    workplace: Workplace,
    occurrence: Occurrence,
    chosen: Sequence[tuple[Account, Existing | None]],
    now: datetime,
    emergency: str,
) -> tuple[list[Outcome], Look]:
    """What the gate lets pass; all of it is refused where that is nothing."""
    make_its_report(connection, workplace, occurrence, now)
    found, outcomes = Look(), []
    for account, _ in chosen:
        answer = gate_on(connection, workplace, occurrence, now, account, by_hand=True, emergency=emergency)
        if why := why_held(workplace, occurrence, answer, now):
            found.held[occurrence.key(account)] = why
    for account, row in chosen:
        key = occurrence.key(account)
        if key in found.held:
            continue
        state = consider(connection, workplace, occurrence, account, row, now, found, by_hand=True, emergency=emergency)
        if state is not None:
            outcomes.append(Outcome(key, state.value, exceeds=found.exceeded.get(key, ())))
    if not outcomes and found.held:
        raise Refused("\n".join(dict.fromkeys(found.held.values())))
    if emergency:
        # What stopped an account may be over, and there is no time to find out first.
        for sender in sorted({account.sender for account, _ in chosen if account.sender}):
            resume_lanes(connection, workplace.tenant_id, sender)
    return outcomes, found


def why_held(workplace: Workplace, occurrence: Occurrence, answer: Answer, now: datetime) -> str:
    """Why the gate lets nothing out that a person wants to send, with what to do; empty: it does."""
    if answer.verdict is Verdict.WAIT:
        return f"{answer.reason} {for_held(answer, occurrence.message.class_)}"
    if answer.verdict is Verdict.HOLD:
        key = f"{occurrence.message.reference}@{approvable(workplace, occurrence, now)}"
        advice = f" {for_short()}" if _cannot_wait(occurrence.message) else ""
        return f"{answer.reason} {for_unapproved(key)}{advice}"
    return "" if answer.verdict is Verdict.GO else answer.reason


def _cannot_wait(message: CampaignMessage) -> bool:
    """Whether it was written for an emergency."""
    return message.class_ == EMERGENCY or message.rule.until_lifted


def _hurried(message: CampaignMessage, hurry: Hurry) -> CampaignMessage:
    return replace(message, priority=URGENT) if hurry.overtakes else message


def _not_missed(text: str, key: TypedKey, rows: Sequence[Found]) -> str:
    if rows:
        states = " y ".join(sorted({STATE_NAMES[row.state] for row in rows}))
        return f"«{text}» no está entre lo que no salió a su hora: está {states}."
    return (
        f"«{text}» no quedó anotada entre lo que no salió a su hora, y --missed es solo para eso. "
        f"Para enviar el mensaje ahora: «{send(key.campaign, key.message)}»."
    )
