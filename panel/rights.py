"""What somebody may ask from the own mailbox: all that is known of them, and to be forgotten. Rows, and no HTTP."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection

from audience.dossier import Document, dossier
from audience.dossier_words import PARTS, line, word
from audience.erasure import erase
from audience.leaving import leave_all
from audience.leaving_token import Leaver
from audience.whose import Holder, holders, holders_or_kept, subject_of
from campaigns.moment import Moment
from campaigns.subscribing import confirming_account
from delivery.notices.confirmation import RIGHTS_LAST, write_rights
from delivery.publishing.freeze import media_folder
from delivery.retention.forgetting import forget_kept
from panel.preferring import Owner, mailbox, token_of
from panel.public import SUBSCRIPTIONS
from storage.audit import append
from storage.files import remove_files
from storage.tokens import Use

PAGE = "datos/"
HERSELF = "la persona misma"
"""Who did it, in the audit."""
OF_PERSON = frozenset(
    {"name", "language", "created_at", "list", "addresses", "attributes", "changes", "signups", "submissions"}
)
"""Parts of a dossier that are of a person and not of an address: told to whoever is alone behind it."""


@dataclass(frozen=True, slots=True)
class Rights:
    """All that the page shows."""

    alone: bool = True
    """The address is one person's; of a house's, only what is the address's own is told, and nobody is erased."""
    facts: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Title to lines."""
    unsure: bool = False
    """The box was not ticked."""
    erased: bool = False
    """Nobody is known under the address any more."""
    silenced: bool = False
    """A house's address gets nothing more."""


def ask_for_link(connection: Connection, owner: Owner, now: datetime) -> None:
    """Send the link to the mailbox; one a day, whoever asks. The connection may write."""
    mail, account = mailbox(connection, owner), confirming_account(owner.place.tenant)
    if mail and account is not None:
        token = token_of(owner, Use.RIGHTS, now + RIGHTS_LAST)
        link = f"{owner.place.tenant.municipality.desk_url}{SUBSCRIPTIONS}{PAGE}{token}"
        write_rights(connection, owner.place, account, owner.key, mail, link, now)


def rights(connection: Connection, owner: Owner, *, unsure: bool = False) -> Rights:
    """What is known, as people read it."""
    behind = _behind(connection, owner)
    if not behind:
        return Rights(erased=True)
    told, zone = _told(connection, owner, behind), owner.place.tenant.municipality.zone
    facts: dict[str, str] = {}
    if told.get("created_at") is not None:
        facts |= {"Nombre": told["name"] or "(sin nombre)", "Llegó": word(told["created_at"], zone)}
        facts |= {"Lista": told["list"]} if told["list"] else {}
        facts |= {each["kind"].capitalize(): each["address"] for each in told["addresses"]}
        facts |= {name: ", ".join(values) for name, values in told["attributes"].items()}
    parts = {title: tuple(line(row, zone) for row in told[part]) for part, title in PARTS.items() if part in told}
    return Rights(len(behind) == 1, facts, parts, unsure)


def as_json(connection: Connection, owner: Owner) -> str:
    """The same for a program."""
    behind = _behind(connection, owner)
    told = _told(connection, owner, behind) if behind else {}
    return json.dumps(told, ensure_ascii=False, indent=2, default=str)


def forget(connection: Connection, owner: Owner, now: datetime) -> Rights:
    """Erase whoever is alone behind the address, at once, as the office does; the connection may write.

    A house's address gets nothing more and is subscribed to nothing: whose data is whose there, the office has to ask.
    """
    place, behind = owner.place, _behind(connection, owner)
    said = (
        f"Lo pidió en su página, con el enlace de su correo, {Moment(now.astimezone(place.tenant.municipality.zone))}."
    )
    if not behind:
        return Rights(erased=True)
    if len(behind) > 1:
        leave_all(connection, Leaver(place.tenant_id, owner.key), said, now)
        return Rights(alone=False, silenced=True)
    [person] = behind
    gone = erase(connection, place.tenant_id, person, said, now)
    detail = {"keys": list(gone.keys), "deliveries": gone.deliveries, "reason": said}
    append(connection, place.tenant_id, HERSELF, "erase_person", subject_of(person), detail, now)
    forget_kept(gone.files, place.sandbox)
    remove_files(media_folder(place.folder), gone.pictures)
    return Rights(erased=True)


def _behind(connection: Connection, owner: Owner) -> tuple[Holder, ...]:
    return holders_or_kept(connection, owner.place.tenant_id, [owner.key])


def _told(connection: Connection, owner: Owner, behind: tuple[Holder, ...]) -> Document:
    """All of whoever is alone there, but for what is known by an address that they share; of a house, the address's."""
    first, number = behind[0], owner.place.tenant_id
    if len(behind) == 1:
        others = holders(connection, number, first.keys)
        shared = {key for each in others if each.contact != first.contact for key in each.keys}
        return dossier(connection, number, replace(first, keys=first.keys - shared))
    told = dossier(connection, number, replace(first, keys=frozenset({owner.key})))
    return {name: value for name, value in told.items() if name not in OF_PERSON | {"subscriptions"}}
