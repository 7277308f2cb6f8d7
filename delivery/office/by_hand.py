"""What a person sends: a message now, or what was missed. The same gate, the same rows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from campaigns.account import Account
from campaigns.articles import of
from campaigns.calendar import Occurrence
from campaigns.debtors import name_of
from campaigns.tenant import Campaign, CampaignMessage
from channels.keys import Key as TypedKey
from delivery.alert_orders import orders_of
from delivery.keys import parse_key
from delivery.money.funds import take_turn_at_funds
from delivery.office.office import STATE_NAMES, Found, Outcome, Refused, Unknown, about, look_up, publications_named
from delivery.office.reports_by_hand import make_its_report
from delivery.publications.answer import Verdict
from delivery.publications.due import at_once, repeats
from delivery.publications.existing import Existing, Key, existing
from delivery.publications.occurring import EMERGENCY, URGENT, occurrences, of_day
from delivery.publications.taken import Taken
from delivery.publishing.counsel import for_held, for_short, for_unapproved, send
from delivery.publishing.publish import Look, consider, gate_on
from delivery.publishing.review import REACH, locate
from delivery.workplace import Workplace
from storage.audit import append
from storage.lanes import resume_lanes
from storage.standing_orders import OrderKind, give_order
from storage.states import NOT_BEGUN, PublicationState


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
) -> tuple[list[Outcome], Look]:
    """Send a message at once, on all its accounts: where it recurs, today's slot, or today's date where there is none.

    What the gate holds back on some of its accounts is told in the look's `held`: no row is written for it, and its
    hour is still to come.

    Raises `Unknown` where there is no such message; `Refused` where that key exists, and where the gate lets no account
    pass.
    """
    campaign, message = _known(workplace, campaign_id, message_id)
    take_turn_at_funds(connection, workplace)
    hurried = _hurried(message, hurry)
    if message.rule.until_lifted:
        occurrence = _ordered(connection, workplace, campaign, hurried, actor, now, hurry.emergency)
    else:
        occurrence = sent_now(connection, workplace, campaign, hurried, now)
    rows = existing(connection, workplace, [occurrence])
    chosen = _open_accounts(occurrence, rows, Taken(connection, workplace, campaign))
    if not chosen:
        raise Refused(_already(campaign, message, occurrence, {row.state for row in rows.values()}))
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
    zone = workplace.tenant.municipality.zone
    for order in orders_of(connection, workplace.tenant_id, message):
        if order.until is None or order.until > now:
            since = f"{order.since.astimezone(zone):%Y-%m-%d %H:%M}"
            whose = of(name_of(workplace.tenant.municipality, order.by))
            raise Refused(
                f"«{message.reference}» se está repitiendo desde el {since}, por orden {whose}. "
                f"Se levanta con «pregonero lift {message.campaign}»."
            )
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
        if answer.verdict is Verdict.WAIT:
            found.held[occurrence.key(account)] = f"{answer.reason} {for_held(answer, occurrence.message.class_)}"
        elif answer.verdict is Verdict.HOLD:
            key = f"{occurrence.message.reference}@{approvable(workplace, occurrence, now)}"
            advice = f" {for_short()}" if _cannot_wait(occurrence.message) else ""
            found.held[occurrence.key(account)] = f"{answer.reason} {for_unapproved(key)}{advice}"
        elif answer.verdict is not Verdict.GO:
            found.held[occurrence.key(account)] = answer.reason
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


def _cannot_wait(message: CampaignMessage) -> bool:
    """Whether it was written for an emergency."""
    return message.class_ == EMERGENCY or message.rule.until_lifted


def _hurried(message: CampaignMessage, hurry: Hurry) -> CampaignMessage:
    return replace(message, priority=URGENT) if hurry.overtakes else message


def _already(campaign: Campaign, message: CampaignMessage, occurrence: Occurrence, states: Collection[str]) -> str:
    key = f"{message.reference}@{occurrence.name}"
    if PublicationState.MISSED.value in states:
        return f"«{key}» no salió a su hora: si todavía sirve, envíela con «pregonero send --missed {key}»."
    if PublicationState.PAUSED.value in states:
        return f"«{key}» está en pausa: con «pregonero resume {key}» sigue."
    told = f"«{key}» ya existe: no se envía dos veces."
    if repeats(campaign, message):
        return f"{told} Un mensaje que se repite sale a mano una vez al día; para más, escriba otro mensaje."
    return f"{told} Si debe salir otra vez, ponga «repetir: {message.entry.repeat + 1}» en el mensaje."


def _not_missed(text: str, key: TypedKey, rows: Sequence[Found]) -> str:
    if rows:
        states = " y ".join(sorted({STATE_NAMES[row.state] for row in rows}))
        return f"«{text}» no está entre lo que no salió a su hora: está {states}."
    return (
        f"«{text}» no quedó anotada entre lo que no salió a su hora, y --missed es solo para eso. "
        f"Para enviar el mensaje ahora: «{send(key.campaign, key.message)}»."
    )


def _known(workplace: Workplace, campaign_id: str, message_id: str) -> tuple[Campaign, CampaignMessage]:
    campaign = workplace.tenant.campaigns.get(campaign_id)
    if campaign is None:
        raise Unknown(f"No hay ninguna campaña «{campaign_id}» en la configuración.")
    message = campaign.message(message_id)
    if message is None:
        names = ", ".join(each.id for each in campaign.messages)
        raise Unknown(f"La campaña «{campaign_id}» no tiene el mensaje «{message_id}». Tiene: {names}.")
    return campaign, message


def sent_now(
    connection: Connection, workplace: Workplace, campaign: Campaign, message: CampaignMessage, now: datetime
) -> Occurrence:
    """What is sent now: the first slot of today that has not gone out, or today itself where the calendar has none."""
    local = now.astimezone(workplace.tenant.municipality.zone)
    slots = of_day(connection, workplace, campaign, message, local.date()) if repeats(campaign, message) else []
    if not slots:
        return at_once(campaign, message, local)
    rows, taken = existing(connection, workplace, slots), Taken(connection, workplace, campaign)
    free = [slot for slot in slots if _open_accounts(slot, rows, taken)]
    chosen = free[0] if free else slots[-1]
    return chosen._replace(slot=chosen.slot._replace(local=local, moved_by=()))


def approvable(workplace: Workplace, occurrence: Occurrence, now: datetime) -> str:
    """By which occurrence what a person sends is approved: an alert's times are not known before it is ordered."""
    if not occurrence.message.rule.until_lifted:
        return occurrence.name
    local = now.astimezone(workplace.tenant.municipality.zone)
    return at_once(occurrence.campaign, occurrence.message, local).name


def _open_accounts(
    occurrence: Occurrence, rows: Mapping[Key, Existing], taken: Taken
) -> list[tuple[Account, Existing | None]]:
    """The accounts on which an occurrence has not begun, with the row that it may have."""
    found: list[tuple[Account, Existing | None]] = []
    for account in occurrence.message.accounts:
        row = rows.get((occurrence.message.id, account.name, occurrence.name))
        if not taken.holds(occurrence, account) if row is None else row.state in NOT_BEGUN:
            found.append((account, row))
    return found
