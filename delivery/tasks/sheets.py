"""The pieces of a message: what a person is handed on paper, and what social networks show, drawn from its event."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from audience.unreached import Listed
from campaigns.account import Account
from campaigns.content import Content
from campaigns.content.announcing import announce
from campaigns.content.look import look
from campaigns.moment import Moment
from campaigns.templates.variables import responsible_name
from campaigns.tenant import CampaignMessage, Tenant
from channels.adapter import Kind
from channels.keys import Key
from channels.manual import ACCENTS, ManualOptions, counted
from delivery.planning.preview import Preview, preview
from delivery.publications.cards import card_form, shows_pictures
from pieces.address import address, printed
from pieces.announcement import Pairs
from pieces.drawing import Order, Piece, draw
from pieces.form import GROUPS, Form
from storage.checklists import Item, checklists
from storage.tables import publication, work_order

WORKS: Mapping[str, tuple[Form, ...]] = {
    "aviso-parroquial": (Form.POSTER_A4, Form.SCRIPT),
    "boletin": (Form.RELEASE,),
    "cartelera": (Form.POSTER_A4, Form.POSTER_A3),
    "comunicado": (Form.RELEASE,),
    "emisora": (Form.SCRIPT,),
    "impreso": (Form.LEAFLET,),
    "perifoneo": (Form.SCRIPT,),
    "prensa": (Form.RELEASE,),
    "television": (Form.SCRIPT,),
}
"""What each `clase` of manual account is handed; any other gets a sheet with the text and what is asked."""
WORK_ORDER = frozenset({Form.SCRIPT, Form.SHEET})
"""Papers for whoever does the work: they say where, how often and until when. What is shown to people does not."""


NOBODY: Mapping[int, Sequence[Listed]] = {}
LONGEST_LINK = 80
"""Characters of an address that a paper bears whole; of a longer one it names the site."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One piece that a message may have."""

    message: CampaignMessage
    order: Order


def forms_of(account: Account) -> tuple[Form, ...]:
    """The pieces that an account's messages are made into; none where it shows no picture, as SMS."""
    if isinstance(account.options, ManualOptions):
        return WORKS.get(account.options.kind.translate(ACCENTS), (Form.SHEET,))
    return (card_form(account),) if shows_pictures(account) else ()


def forms_of_order(account: Account, becomes: str, asked_by: str) -> tuple[Form, ...]:
    """The pieces of one work order. A duty or a survey on paper is asked of a person: no card is drawn for it."""
    return (Form.SHEET,) if becomes or asked_by else forms_of(account)


def forms_named(name: str) -> tuple[Form, ...]:
    """The forms behind a word: `afiche` is both posters."""
    return GROUPS.get(name) or (Form(name),)


def wanted(tenant: Tenant, campaign: str, message: str | None, forms: Sequence[Form], now: datetime) -> list[Wanted]:
    """The pieces of a campaign's messages at their next occurrence; all that their accounts use where `forms` is empty.

    Raises `Unknown` where there is no such campaign or message.
    """
    by_message: dict[str, list[Preview]] = {}
    for each in preview(tenant, campaign, message, None, now):
        by_message.setdefault(each.message.id, []).append(each)
    return [found for previews in by_message.values() for found in _wanted(tenant, previews, forms)]


def papers_of(tenant: Tenant, previews: Iterable[Preview]) -> Iterator[tuple[Order, str]]:
    """What whoever carries a message out by hand is given to show, print or read, each with its account's name."""
    for each in previews:
        if isinstance(each.account.options, ManualOptions) and not each.message.entry.becomes:
            subject = each.content.subject or subject_of(each.message)
            for form in forms_of(each.account):
                details = (("Medio", each.account.medium),) if form in WORK_ORDER else ()
                yield _order(tenant, each.content, each.account, form, subject, details), each.account.name


def papers(
    connection: Connection, tenant: Tenant, numbers: Collection[int], people: Mapping[int, Sequence[Listed]] = NOBODY
) -> dict[int, list[Order]]:
    """The papers of some work orders, by number: frozen words in the municipality's look of today.

    `people`: whom each is about, where they are to stand on it: no mail carries them. Those are left out whose account
    is no longer in the configuration.
    """
    found: dict[int, list[Order]] = {}
    lists = checklists(connection, numbers)
    for row in connection.execute(_ORDERS.where(work_order.c.id.in_(numbers)).order_by(work_order.c.id)):
        account = tenant.accounts.get(row.account)
        if account is not None:
            points = (*map(_point, lists.get(row.id, ())), *map(_person, people.get(row.id, ())))
            details = (*_details(tenant, row, account), *points)
            found[row.id] = _papers(tenant, row, account, details)
    return found


def all_papers(connection: Connection, tenant: Tenant, tenant_id: int) -> dict[Key, list[Order]]:
    """The papers of all publications on manual accounts, by their keys, without what each order asks for itself."""
    asked = _ORDERS.where(work_order.c.tenant == tenant_id).order_by(work_order.c.id)
    found: dict[Key, list[Order]] = {}
    for row in connection.execute(asked):
        key = Key(row.campaign, row.message, row.account, row.occurrence)
        account = tenant.accounts.get(row.account)
        if key not in found and account is not None:
            found[key] = _papers(tenant, row, account, (("Medio", account.medium),))
    return found


def drawn_once(orders: Iterable[Order]) -> dict[Order, Piece]:
    """Each order's piece; equal ones are drawn once. Raises `CannotDraw` where nothing can be drawn at all."""
    different = list(dict.fromkeys(orders))
    return dict(zip(different, draw(different), strict=True))


def _papers(tenant: Tenant, row: Row[Any], account: Account, details: Pairs) -> list[Order]:
    content = Content.from_json(row.content)
    campaign = tenant.campaigns.get(row.campaign)
    subject = content.subject or subject_of(campaign.message(row.message) if campaign else None)
    forms = forms_of_order(account, row.becomes, row.asked_by)
    return [_order(tenant, content, account, form, subject, details) for form in forms]


def subject_of(message: CampaignMessage | None) -> str:
    """The template of a message's title; empty where it has none."""
    return (message.entry.subject or "") if message is not None else ""


_ITS = (publication.c[name] for name in ("campaign", "message", "account", "occurrence", "content"))
_ORDERS = select(work_order, *_ITS).join(publication, publication.c.id == work_order.c.publication)


def _wanted(tenant: Tenant, previews: Sequence[Preview], forms: Sequence[Form]) -> Iterator[Wanted]:
    """Each form once, with the words of the account that uses it, else of one that speaks to all."""
    by_form = {form: each for each in reversed(previews) for form in forms_of(each.account)}
    spoken = sorted(previews, key=lambda each: each.account.kind is Kind.DIRECT)
    for form in forms or tuple(form for form in Form if form in by_form):
        each = by_form.get(form, spoken[0])
        details = (("Medio", each.account.medium),) if form in WORK_ORDER else ()
        subject = each.content.subject or subject_of(each.message)
        yield Wanted(each.message, _order(tenant, each.content, each.account, form, subject, details))


def _order(tenant: Tenant, content: Content, account: Account, form: Form, subject: str, details: Pairs) -> Order:
    pace = account.options.words_per_second if isinstance(account.options, ManualOptions) else 0
    asked = (*details, *_more(tenant, content)) if form in WORK_ORDER else ()
    said = announce(content, subject, details=asked, words_per_second=pace, spoken=form in WORK_ORDER)
    return Order(form, said, look(tenant.municipality.brand, tenant.folder))


def _more(tenant: Tenant, content: Content) -> Pairs:
    """The page that tells the whole story, which papers for the public bear by themselves; the site is no news."""
    link = content.link
    if not link or link in content.text or link.rstrip("/") == tenant.municipality.site_url.rstrip("/"):
        return ()
    return (("Más información", printed(link) if len(link) <= LONGEST_LINK else address(link)),)


def _point(item: Item) -> tuple[str, str]:
    """One thing that has to be looked at, and what was said of it."""
    if item.ticked_at is not None:
        return f"Punto {item.position}", f"{item.text} (revisado)"
    return f"Punto {item.position}", f"{item.text} (no se cumple: {item.note})" if item.note else item.text


def _person(each: Listed) -> tuple[str, str]:
    """Who is called or visited, and where."""
    return each.name or "(sin nombre)", " · ".join(filter(None, (each.place, each.telephone)))


def _details(tenant: Tenant, row: Row[Any], account: Account) -> Pairs:
    """What the order asks of whom."""
    name, _ = responsible_name(tenant.municipality, row.responsible)
    due = Moment((row.extended_to or row.due_at).astimezone(tenant.municipality.zone))
    asked = (
        ("Medio", account.medium),
        ("Dónde", row.place),
        ("Cantidad", counted(row.kind, row.planned) if row.planned > 1 else ""),
        ("Responsable", name or row.responsible),
        ("Fecha límite", f"{due.day}, {due.time}"),
        ("Tarea", f"número {row.id}"),
    )
    return tuple((label, value) for label, value in asked if value)
