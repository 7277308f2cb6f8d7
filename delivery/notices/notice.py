"""What the program itself tells the staff: a publication of its own that runs at once, through the account of `avisos`.

Its message id is its source's with a suffix that staff cannot type, so that none is written twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from audience.addresses import normalise, recipient_key
from campaigns.account import Account
from campaigns.content import Content
from campaigns.content.frozen import Footer, FrozenFile
from campaigns.content.presentation import presentation
from channels.adapter import Kind
from delivery.notices.commands import for_municipality, spoken
from delivery.notices.signatures import without_signatures
from delivery.publications.occurring import URGENT
from delivery.staff import Staff, staff_of
from delivery.workplace import Workplace
from storage.execution import execute
from storage.ledger import NewDelivery, add_deliveries, add_publication
from storage.states import PublicationState
from storage.tables import publication

PROGRAM = "pregonero"
"""The campaign under which the program's own mails stand; their message ids carry a tilde, which staff cannot type."""
STAFF = "equipo"
"""The audience that notices are counted under."""

_SUBJECT = "{{ asunto }}"
_TEXT = """{% for linea in lineas %}{{ linea }}

{% endfor %}"""
_WRITTEN = select(publication.c.id).where(
    publication.c.tenant == bindparam("of"),
    publication.c.campaign == bindparam("in"),
    publication.c.message == bindparam("by"),
    publication.c.occurrence == bindparam("at"),
)


class Notice(NamedTuple):
    """Names one notice."""

    campaign: str
    message: str
    """The source's id with a suffix."""
    occurrence: str


class Words(NamedTuple):
    """What a notice says: templates, and the values that both may name."""

    subject: str
    text: str
    values: Mapping[str, object]
    attachments: tuple[FrozenFile, ...] = ()
    """Their bytes are kept already."""
    reply_to: str | None = None
    """Where answers go; None: where the account says."""


def in_lines(subject: str, lines: Sequence[str]) -> Words:
    """A notice of a few sentences, each a paragraph of its own."""
    return Words(_SUBJECT, _TEXT, {"asunto": subject, "lineas": lines})


def outlet(workplace: Workplace) -> Account | None:
    """The account that writes to the staff; None where the municipality names none."""
    return workplace.tenant.accounts.get(workplace.tenant.municipality.notices or "")


def is_written(connection: Connection, workplace: Workplace, notice: Notice) -> bool:
    """Whether it was, through this account or another."""
    key = {"of": workplace.tenant_id, "in": notice.campaign, "by": notice.message, "at": notice.occurrence}
    return execute(connection, _WRITTEN, key).first() is not None


def write(
    connection: Connection,
    workplace: Workplace,
    account: Account,
    notice: Notice,
    words: Words,
    slugs: Iterable[str],
    expires_at: datetime,
    now: datetime,
    others: Iterable[Staff] = (),
) -> bool:
    """Write to the people behind `slugs`, each address once; False where none has a mail address, or it is there.

    `others`: who is written to besides.
    """
    people = _people(workplace, slugs, others)
    if not people:
        return False
    content = _content(workplace, account, words).to_json()
    columns = _columns(workplace, account, now) | {"expires_at": expires_at, "content": content}
    made = add_publication(connection, **notice._asdict(), **columns)
    if made is None:
        return False
    add_deliveries(connection, made, [_delivery(workplace, person) for person in people])
    return True


def _people(workplace: Workplace, slugs: Iterable[str], others: Iterable[Staff]) -> list[Staff]:
    found = [person for slug in slugs for person in staff_of(workplace.tenant.municipality, slug)]
    return list({person.mail: person for person in (*others, *found)}.values())


def _columns(workplace: Workplace, account: Account, now: datetime) -> dict[str, object]:
    """What all notices have alike: they run at once, to people of the municipality."""
    return {
        "tenant": workplace.tenant_id,
        "account": account.name,
        "kind": Kind.DIRECT.value,
        "channel": account.type,
        "medium": account.medium,
        "publishes": False,
        "mode": workplace.mode(account).value,
        "class_": "interna",
        "actions": [],
        "audience": STAFF,
        "sender": account.sender,
        "priority": URGENT + 1,
        "planned_local": now.astimezone(workplace.tenant.municipality.zone).isoformat(timespec="minutes"),
        "planned_at": now,
        "state": PublicationState.RUNNING.value,
        "digest": "",
        "condition": None,
        "created_at": now,
        "started_at": now,
        "expanded_at": now,
    }


def _delivery(workplace: Workplace, person: Staff) -> NewDelivery:
    key = recipient_key(workplace.keyring.address_key, normalise("correo", person.mail))
    return NewDelivery(key, person.mail, 0, STAFF)


def _content(workplace: Workplace, account: Account, words: Words) -> Content:
    tenant, municipality = workplace.tenant, workplace.tenant.municipality
    shown = presentation(account.type)
    content = Content(
        subject=words.subject,
        text=words.text,
        values=spoken(for_municipality(words.values, tenant.slug) if tenant.in_hub else words.values),
        link=municipality.site_url,
        footer=Footer(municipality.body, tuple(municipality.contact.items()), str(municipality.data_policy)),
        footer_style=shown.footer,
        html_style=shown.html,
        colour=municipality.brand.colour,
        attachments=words.attachments,
        reply_to=words.reply_to,
    )
    return without_signatures(workplace.keyring, content)
