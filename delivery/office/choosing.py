"""What goes out now of a message that a person sends: which time of it, on which accounts. Only read, never written."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from campaigns.account import Account
from campaigns.articles import of
from campaigns.calendar import Occurrence
from campaigns.debtors import name_of
from campaigns.tenant import Campaign, CampaignMessage
from delivery.alert_orders import orders_of
from delivery.office.office import Refused, Unknown
from delivery.publications.due import at_once, repeats
from delivery.publications.existing import Existing, Key, existing
from delivery.publications.occurring import of_day
from delivery.publications.taken import Taken
from delivery.workplace import Workplace
from storage.standing_orders import StandingOrder
from storage.states import NOT_BEGUN, PublicationState


class Spent(Refused):
    """What somebody wants to send has gone out, is being repeated, or another would go out now in its place."""


class Choice(NamedTuple):
    """What would go out now of a message that is sent by hand."""

    occurrence: Occurrence
    """Of an alert, which has its times by its order alone: today's."""
    name: str
    """Which sending it is: its occurrence, or of an alert the order that would be given, `o3`."""
    rows: Mapping[Key, Existing]
    """Publications that it has already."""
    open: Sequence[tuple[Account, Existing | None]]
    """Accounts on which it has not begun, with the row that it may have; none: nothing is left to send."""
    spent: str
    """Why nothing is, in Spanish; empty: something is."""


def choose(
    connection: Connection, workplace: Workplace, campaign: Campaign, message: CampaignMessage, now: datetime
) -> Choice:
    """What `send_now` sends: read only, so that a page may tell it before."""
    if message.rule.until_lifted:
        local = now.astimezone(workplace.tenant.municipality.zone)
        orders = orders_of(connection, workplace.tenant_id, message)
        name = f"o{max((each.number for each in orders), default=0) + 1}"
        spent = _repeating(workplace, message, orders, now)
        accounts = [] if spent else [(account, None) for account in message.accounts]
        return Choice(at_once(campaign, message, local), name, {}, accounts, spent)
    occurrence = sent_now(connection, workplace, campaign, message, now)
    rows = existing(connection, workplace, [occurrence])
    chosen = _open_accounts(occurrence, rows, Taken(connection, workplace, campaign))
    spent = "" if chosen else _already(campaign, message, occurrence, {row.state for row in rows.values()})
    return Choice(occurrence, occurrence.name, rows, chosen, spent)


def known(workplace: Workplace, campaign_id: str, message_id: str) -> tuple[Campaign, CampaignMessage]:
    """By their names. Raises `Unknown`."""
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


def _repeating(workplace: Workplace, message: CampaignMessage, orders: Sequence[StandingOrder], now: datetime) -> str:
    """By whose order it repeats already; empty: it does not."""
    zone = workplace.tenant.municipality.zone
    for order in orders:
        if order.until is None or order.until > now:
            since = f"{order.since.astimezone(zone):%Y-%m-%d %H:%M}"
            whose = of(name_of(workplace.tenant.municipality, order.by))
            return (
                f"«{message.reference}» se está repitiendo desde el {since}, por orden {whose}. "
                f"Se levanta con «pregonero lift {message.campaign}»."
            )
    return ""


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
