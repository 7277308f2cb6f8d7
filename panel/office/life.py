"""The life of one person as a page shows it: addresses, consents, topics, messages and what became of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from audience.dossier import Document, dossier
from audience.dossier_words import PARTS, VALUES, line
from audience.subscriptions import OF_TOPIC, SHORT, notices_of, topics_of
from audience.suppression import Suppressed, suppressions_of
from audience.whose import NOBODY, Holder, holder_of, holders, holders_or_kept, subject_of
from campaigns.language import language_name
from delivery.workplace import Workplace
from panel.office.account_names import account_name
from panel.office.asked import NOT_THERE, Asked
from panel.office.audit_words import who
from panel.office.message_names import message_name
from panel.office.slugs import in_words
from storage.audit import append
from storage.tables import address, audit

MOST = 50
"""Rows of each part that are shown: all of them are in what a person is handed."""
FEW = 20
"""The same of the parts that stand below: most have none, and a page stays light."""
APART = ("consents", "subscriptions", "suppressions", "messages")
"""Parts of a dossier that have tables of their own."""
DONE: Mapping[str, str] = {
    "export_person": "Se le entregaron sus datos",
    "correct_person": "Se corrigieron sus datos",
    "change_topics": "Cambió sus temas",
    "grant_consent": "Dio su consentimiento",
    "revoke_consent": "Retiró su consentimiento",
    "suppress": "Pidió no recibir",
    "readmit": "Se le volvió a escribir",
}
"""What the audit calls it, and what staff read."""
KIND_NAMES: Mapping[str, str] = {
    "correo": "Correo",
    "telegram": "Telegram",
    "telefono": "Teléfono",
    "domicilio": "Domicilio",
}


@dataclass(frozen=True, slots=True)
class Place:
    """One address."""

    kind: str
    text: str
    key: str
    others: int
    """How many other people have it, too."""
    silent: tuple[Suppressed, ...]
    """What is not sent there, and why."""
    topics: frozenset[str]
    """To which it is subscribed."""


class Done(NamedTuple):
    """Something that the office did at the person's word."""

    at: datetime
    actor: str
    """By name."""
    words: str
    how: str
    """How it was asked for; empty where the audit does not say."""


class Told(NamedTuple):
    """One message, and what became of it."""

    title: str
    """What staff read it as."""
    campaign: str
    account: str
    state: str
    """As the database has it."""
    words: str
    sent: datetime | None
    bounced: datetime | None
    reason: str
    mode: str


@dataclass(frozen=True, slots=True)
class Life:
    """All that the page shows."""

    person: Holder
    listed: bool
    """A list or the person themself told of them; else something is kept of an address alone."""
    language: str
    came: datetime | None
    list: str
    places: Sequence[Place]
    attributes: Mapping[str, Sequence[str]]
    """What the list says: columns and values as people write them."""
    consents: Sequence[Mapping[str, Any]]
    notices: Mapping[str, str]
    """The texts that were read, by their digests."""
    topics: Sequence[Mapping[str, Any]]
    messages: Sequence[Told]
    done: Sequence[Done]
    """What was asked of the office, the latest first."""
    rest: Mapping[str, Sequence[str]]
    """Title to lines."""
    more: Mapping[str, int]
    """How many rows are not shown, by title or part."""

    @property
    def silent(self) -> bool:
        """Nothing at all is sent to any of the addresses."""
        return bool(self.places) and all(
            any(not each.channel and not each.of_class for each in place.silent) for place in self.places
        )


def whose(asked: Asked, connection: Connection) -> Holder:
    """Whom the address of a page is about. Raises `Turned`."""
    given, number = asked.request.path_params, asked.place.tenant_id
    if "number" in given:
        found = holder_of(connection, number, given["number"])
    else:
        kept = holders_or_kept(connection, number, [given["key"]])
        found = kept[0] if len(kept) == 1 else None
    if found is None:
        raise NOT_THERE
    return found


def way_of(person: Holder) -> str:
    """Under which address the pages about somebody lie."""
    return f"personas/clave/{min(person.keys)}" if person.contact == NOBODY else f"personas/{person.contact}"


def look(connection: Connection, asked: Asked) -> Life:
    """Somebody's life, and that it was looked at; the connection may write. Raises `Turned`."""
    person = whose(asked, connection)
    append(connection, asked.place.tenant_id, asked.actor, "see_person", subject_of(person), {}, asked.now)
    return read_life(connection, asked.place, person)


def read_life(connection: Connection, place: Workplace, person: Holder) -> Life:
    """As it stands."""
    told, zone = dossier(connection, place.tenant_id, person), place.tenant.municipality.zone
    consents = told["consents"][::-1]
    rest = {title: [line(row, zone) for row in told[part]] for part, title in PARTS.items() if part not in APART}
    more = {title: len(rows) - FEW for title, rows in rest.items() if len(rows) > FEW}
    return Life(
        person=person,
        listed=told["created_at"] is not None,
        language=language_name(told["language"]) if told["language"] else "",
        came=told["created_at"],
        list=told["list"] or "",
        places=_places(connection, place.tenant_id, person),
        attributes={in_words(name): [*map(in_words, values)] for name, values in told["attributes"].items()},
        consents=[_said(place, row) for row in consents],
        notices=notices_of(connection, place.tenant_id, [row["notice"] for row in consents if row["notice"]]),
        topics=[row | {"name": _topic(place, row["topic"])} for row in told["subscriptions"]],
        messages=[_message(place, row) for row in told["messages"][: -MOST - 1 : -1]],
        done=_done(connection, place, person),
        rest={title: rows[-FEW:] for title, rows in rest.items() if rows},
        more=more | {"messages": max(0, len(told["messages"]) - MOST)},
    )


def _done(connection: Connection, place: Workplace, person: Holder) -> list[Done]:
    """Found by looking through the audit, which grows by what people do and not by what is sent."""
    its, subjects = audit.c, {subject_of(person), *person.keys}
    mine = (its.tenant == place.tenant_id, its.subject.in_(sorted(subjects)), its.verb.in_(DONE))
    rows = connection.execute(select(its.at, its.actor, its.verb, its.detail).where(*mine).order_by(its.id.desc()))
    return [
        Done(row.at, who(place.tenant, row.actor), DONE[row.verb], _how(row.detail)) for row in rows.fetchmany(MOST)
    ]


def _how(detail: Mapping[str, Any]) -> str:
    return str(detail.get("reason") or detail.get("proof") or "")


def _places(connection: Connection, tenant: int, person: Holder) -> list[Place]:
    its = address.c
    asked = select(its.kind, its.address, its.key).where(its.contact == person.contact).order_by(its.id)
    rows = [tuple(row) for row in connection.execute(asked)] or [("", "", key) for key in sorted(person.keys)]
    silent = suppressions_of(connection, tenant, person.keys)
    sharing = [each.keys for each in holders(connection, tenant, person.keys) if each.contact != person.contact]
    return [
        Place(
            kind=KIND_NAMES.get(kind, kind),
            text=text or "",
            key=key,
            others=sum(key in keys for keys in sharing),
            silent=tuple(each for each in silent if each.key == key),
            topics=topics_of(connection, tenant, key),
        )
        for kind, text, key in rows
    ]


def _said(place: Workplace, row: Document) -> Document:
    purpose = row["purpose"]
    of_topic = purpose.startswith(OF_TOPIC)
    words = f"Tema {_topic(place, purpose.removeprefix(OF_TOPIC))}" if of_topic else VALUES["purpose"].get(purpose)
    return row | {
        "purpose_words": words or purpose,
        "basis_words": VALUES["basis"].get(row["basis"], row["basis"]),
        "version": row["notice"][:SHORT],
    }


def _topic(place: Workplace, slug: str) -> str:
    topic = place.tenant.municipality.topics.get(slug)
    return topic.name if topic is not None else slug


def _message(place: Workplace, row: Document) -> Told:
    tenant = place.tenant
    campaign = tenant.campaigns.get(row["campaign"])
    return Told(
        title=message_name(tenant, row["campaign"], row["message"]),
        campaign=campaign.entry.title if campaign is not None else row["campaign"],
        account=account_name(tenant, row["account"]),
        state=row["state"],
        words=VALUES["state"].get(row["state"], row["state"]),
        sent=row["sent_at"],
        bounced=row["bounced_at"],
        reason=row["reason"] or "",
        mode=row["mode"],
    )
