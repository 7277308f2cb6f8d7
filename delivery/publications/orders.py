"""Work orders: what a publication on a manual medium asks of which people, where, until when."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from sqlalchemy import Connection, select

from audience.unreached import list_unreached
from campaigns.account import Account
from campaigns.calendar import Occurrence
from campaigns.content import Content, Renderer
from campaigns.debtors import debtors
from campaigns.tenant import CampaignMessage, Tenant
from campaigns.when import Workdays, parse_lead
from channels.adapter import Kind
from channels.manual import ManualOptions
from channels.registry import adapter
from delivery.publications.draft import responsible
from delivery.publications.listing_people import how_many, told_listed, unreached_by
from delivery.publications.sections import sentence, standings
from delivery.workplace import Workplace
from storage.checklists import add_checklist
from storage.ledger import NewDelivery, add_deliveries, reconsider
from storage.states import DeliveryState, Mode
from storage.tables import delivery
from storage.work_orders import add_work_order

NOTHING_LEFT = "No alcanzaron las existencias: no había qué repartir en este lugar."
NOBODY_LEFT = "No había a quién llamar o visitar: a todos les llega por otro canal, o no quieren que se les busque."
TERM = "1 día hábil"
"""How long an order may take where neither message nor account says."""
AT_ONCE = "30 minutos"
"""The same of an emergency, whatever the account says: an alert of a flood is read out now."""
OPENS, CLOSES = time(8), time(18)
"""The office's day, by the municipality's clock: within it ends a term that is counted in days."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One order to be: its slug within the publication, and who does it where."""

    slug: str
    place: str
    responsible: str
    about: str = ""
    """What its sheet says besides the message's text."""


def write_orders(
    connection: Connection,
    workplace: Workplace,
    occurrence: Occurrence,
    account: Account,
    publication_id: int,
    content: Content,
    now: datetime,
    left: int | None = None,
    only: Collection[str] | None = None,
) -> None:
    """Write a publication's deliveries and their work orders together; the deliveries follow the orders.

    `left`: how many there are to hand out in all; None: as many as are wanted. Where none is left there is no order.
    `only`: the slugs of those whom it is for; None: everybody.
    """
    everybody = errands_of(workplace.tenant, occurrence.message, account)
    errands = [each for each in everybody if only is None or each.slug in only]
    persons = how_many(connection, workplace, occurrence.message, account)
    wanted = occurrence.message.entry.count * (1 if persons is None else persons)
    parts = portions(wanted, len(errands), left)
    if persons is not None:
        errands = [replace(each, about=_about(occurrence.message, account, persons)) for each in errands]
    why = ("stock", NOTHING_LEFT) if persons != 0 else ("nobody", NOBODY_LEFT)
    audience = occurrence.message.audience
    new = [_delivery(errand, audience, part, why) for errand, part in zip(errands, parts, strict=True)]
    numbers = _written(connection, publication_id, new)
    rendered = Renderer(content, account.profile, Kind.MANUAL).render({})
    local = now.astimezone(workplace.tenant.municipality.zone)
    shared = _shared(occurrence, account) | {
        "tenant": workplace.tenant_id,
        "publication": publication_id,
        "title": rendered.subject or occurrence.campaign.entry.title,
        "due_at": due_at(occurrence, account, workplace.tenant.workdays, local),
    }
    points = _points(connection, workplace, occurrence, workplace.mode(account), now)
    for errand, part in zip(errands, parts, strict=True):
        if not part:
            continue
        own = {"responsible": errand.responsible, "place": errand.place, "planned": part}
        sheet = "\n\n".join(filter(None, (rendered.text, errand.about)))
        made = add_work_order(connection, **shared, **own, delivery=numbers[f"orden:{errand.slug}"], sheet=sheet)
        if made is not None:
            add_checklist(connection, made, points)
            _list_people(connection, workplace, occurrence.message, account, made)
    if persons == 0:
        reconsider(connection, publication_id, now)


def _list_people(
    connection: Connection, workplace: Workplace, message: CampaignMessage, account: Account, order: int
) -> None:
    who = unreached_by(workplace.tenant, message, account)
    if who is not None:
        list_unreached(connection, workplace.tenant_id, order, who)


def _written(connection: Connection, publication_id: int, new: Sequence[NewDelivery]) -> dict[str, int]:
    """The deliveries' numbers by their keys, once they are written down."""
    add_deliveries(connection, publication_id, new)
    asked = select(delivery.c.recipient_key, delivery.c.id).where(delivery.c.publication == publication_id)
    return {row.recipient_key: row.id for row in connection.execute(asked)}


def _about(message: CampaignMessage, account: Account, persons: int) -> str:
    """Names are personal data: they go into no mail, and are printed by whoever may see them."""
    told = told_listed(message, account, persons)
    return f"{told} Su lista se saca con «pregonero tasks --out CARPETA»."


def _points(
    connection: Connection, workplace: Workplace, occurrence: Occurrence, mode: Mode, now: datetime
) -> list[tuple[str, datetime | None]]:
    """A duty's check-list, its sections first: what the rows show to be so is ticked already."""
    duty = occurrence.message.entry.duty
    if duty is None:
        return []
    sections = standings(connection, workplace, duty.sections or (), mode, now)
    seen = [(sentence(workplace, each), None if each.quiet else now) for each in sections]
    return [*seen, *((text, None) for text in duty.checklist)]


def _shared(occurrence: Occurrence, account: Account) -> dict[str, object]:
    """The columns that all orders of a message have alike, whoever they are for."""
    entry = occurrence.message.entry
    columns: dict[str, object] = {"kind": order_kind(account, entry.feature)}
    if entry.duty is not None:
        columns |= {
            "extension": entry.duty.extension or "",
            "escalates_to": entry.duty.escalates_to or "",
            "asked_by": occurrence.message.responsible,
        }
    return columns


def portions(wanted: int, places: int, left: int | None) -> list[int]:
    """How many each of so many places gets: as many as are wanted, as long as there are any left."""
    if left is None:
        return [wanted] * places
    return [max(min(wanted, left - wanted * place), 0) for place in range(places)]


def _delivery(errand: Errand, audience: str, part: int, why: tuple[str, str]) -> NewDelivery:
    key = f"orden:{errand.slug}"
    if part:
        return NewDelivery(key, None, 0, audience)
    return NewDelivery(key, None, 0, audience, DeliveryState.SKIPPED, *why)


def errands_of(tenant: Tenant, message: CampaignMessage, account: Account) -> list[Errand]:
    """One order for each department, delegate, route or place; one alone where there is none of these."""
    entry = message.entry
    charged = responsible(entry.responsible, account, message.responsible)
    if entry.duty is not None:
        owing = debtors(tenant.municipality, entry.duty.of)
        return [Errand(each.slug, each.name, each.responsible, each.about) for each in owing]
    if isinstance(account.options, ManualOptions) and account.options.places:
        return [Errand(slug_of(place), place, charged) for place in account.options.places]
    return [Errand("1", "", charged)]


def due_at(occurrence: Occurrence, account: Account, workdays: Workdays, now: datetime) -> datetime:
    """Until when the order is to be done: its term counted from the publication's own hour.

    Nobody is asked for anything at 5:52 a. m.: a term in days ends while the office is open; one in hours is exact.
    """
    entry = occurrence.message.entry
    usual = AT_ONCE if occurrence.message.class_ == "emergencia" else account.term or TERM
    term = (entry.duty.term if entry.duty else None) or entry.term or usual
    lead = parse_lead(term)
    due = lead.after(occurrence.slot.local or now, workdays)
    if lead.unit.exact:
        return due
    hour = min(max(due.time(), OPENS), CLOSES)
    return due if hour == due.time() else due.replace(hour=hour.hour, minute=0, second=0, microsecond=0)


def order_kind(account: Account, feature: str) -> str:
    """What kind of work it is: what the message does besides speaking, else the manual account's `clase`, else its
    medium.
    """
    if feature:
        return feature
    if isinstance(account.options, ManualOptions):
        return account.options.kind
    return adapter(account.type).name


def slug_of(text: str) -> str:
    """A place's name as keys have it: lower case, no accents, hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "1"
