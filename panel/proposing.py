"""One visit to the pages where people propose: what a form lacks, what it asks for, and what became of it. No HTTP."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection

from audience.addresses import Address, BadAddress, read_address
from audience.plain_text import BadText, bears_web_address, one_line
from campaigns.tenant import Tenant
from delivery.sending.ballots import REGION, network_of
from delivery.submissions.answering import withdraw_own
from delivery.submissions.links import link_token
from delivery.submissions.taking import (
    LONGEST_ALT,
    LONGEST_NAME,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_PICTURES,
    Picture,
    Sent,
    receive,
    sections_for_people,
)
from delivery.workplace import Workplace
from panel.visits import Flooded, Visitor, is_own_form
from storage.states import Sender, SubmissionKind
from storage.submissions import Submission, origins_since, submission_by_id

PAGE = b"proponer"
"""Begins what its forms bear."""
HOUR = timedelta(hours=1)
FLOOD = 120
"""How many are taken within an hour: more are not a town's people, or not only."""
FEW = 2
"""How many a network may have sent that is let in beyond that."""
SENDERS: Mapping[str, Sender] = {
    "ciudadania": Sender.CITIZEN,
    "ninos": Sender.CHILD,
    "veeduria": Sender.OVERSIGHT,
    "junta": Sender.BOARD,
    "organizacion": Sender.ORGANISATION,
}
"""By the word of the form."""
KINDS: Mapping[str, SubmissionKind] = {
    "publicar": SubmissionKind.PROPOSAL,
    "sugerencia": SubmissionKind.SUGGESTION,
}


class Wrong(StrEnum):
    """What a form lacks, as the page says it."""

    STALE = (
        "La página estuvo abierta mucho tiempo, o cambió su conexión. Revise lo que escribió, escoja otra vez las "
        "fotos y envíelo."
    )
    KIND = "Diga si quiere que se publique, o si es una sugerencia."
    SENDER = "Diga quién envía."
    NAME = "Los nombres tienen signos que no se pueden guardar, llevan una dirección de Internet o son muy largos."
    MAIL = "El correo está mal escrito. Corríjalo, o déjelo vacío."
    ADULT = "De un niño, una niña o un adolescente responde un adulto: escriba el nombre del adulto."
    SECTION = "Escoja en qué parte del sitio se publicaría."
    CHILD_SECTION = "Esa parte del sitio es solo para lo que envían niñas, niños y adolescentes."
    ADDRESSEE = "Escoja para quién es la sugerencia."
    TITLE = f"Escriba un título, en una línea, de hasta {LONGEST_TITLE} letras."
    TEXT = f"Escriba el texto, de hasta {LONGEST_TEXT} letras."
    MOST = f"Se pueden enviar hasta {MOST_PICTURES} fotos."
    ACCEPTANCE = "Para recibirlo necesitamos su autorización: marque la casilla del final."


@dataclass(frozen=True, slots=True)
class Request:
    """What stood in a form, as it was typed."""

    kind: str = "publicar"
    sender: str = ""
    name: str = ""
    adult: str = ""
    mail: str = ""
    section: str = ""
    addressee: str = ""
    title: str = ""
    text: str = ""
    alts: Sequence[str] = ()
    """What each picture shows."""
    signs: bool = False
    shows: bool = False
    accepts: bool = False
    form: str = ""
    trap: str = ""
    """What nobody sees who is no program."""


def addressees_of(tenant: Tenant) -> dict[str, str]:
    """Contributors who can be asked, and their names."""
    return {slug: each.name for slug, each in tenant.municipality.contributors.items()}


def wrongs(place: Workplace, request: Request, visitor: Visitor, pictures: int, now: datetime) -> tuple[Wrong, ...]:
    """What a form lacks. `pictures`: how many came along."""
    found = []
    if request.trap or not is_own_form(place, PAGE, request.form, visitor, now):
        found.append(Wrong.STALE)
    if request.kind not in KINDS:
        found.append(Wrong.KIND)
    if request.sender not in SENDERS:
        found.append(Wrong.SENDER)
    if request.sender == "ninos" and not request.adult.strip():
        found.append(Wrong.ADULT)
    found += _of_place(place.tenant, request)
    if _line(request.title, LONGEST_TITLE) in (None, ""):
        found.append(Wrong.TITLE)
    if _text(request.text) in (None, ""):
        found.append(Wrong.TEXT)
    if any(_name(text) is None for text in (request.name, request.adult)):
        found.append(Wrong.NAME)
    if request.mail.strip() and _mail(request.mail) is None:
        found.append(Wrong.MAIL)
    if pictures > MOST_PICTURES:
        found.append(Wrong.MOST)
    if not request.accepts:
        found.append(Wrong.ACCEPTANCE)
    return tuple(found)


def propose(
    connection: Connection,
    place: Workplace,
    request: Request,
    pictures: Sequence[Picture],
    visitor: Visitor,
    now: datetime,
) -> str:
    """Take in a form that lacks nothing; what its sender's link bears. The connection may write.

    Raises `Flooded`, and OSError where a picture cannot be kept.
    """
    own = network_of(visitor.address, REGION)
    networks = [network_of(each, REGION) for each in origins_since(connection, place.tenant_id, now - HOUR)]
    if len(networks) >= FLOOD and networks.count(own) >= FEW:
        raise Flooded
    child = request.sender == "ninos"
    kind = KINDS[request.kind]
    sent = Sent(
        kind=kind,
        sender=SENDERS[request.sender],
        title=_line(request.title, LONGEST_TITLE) or "",
        text=_text(request.text) or "",
        section=request.section if kind is SubmissionKind.PROPOSAL else "",
        addressee=request.addressee if kind is SubmissionKind.SUGGESTION else "",
        name=_name(request.name) or "",
        adult=(_name(request.adult) or "") if child else "",
        signs=request.signs,
        shows=request.shows and child,
        address=_mail(request.mail),
        pictures=pictures,
        origin=visitor.address,
    )
    return link_token(place, receive(connection, place, sent, now), now)


def look(connection: Connection, place: Workplace, number: int) -> Submission | None:
    """What a link shows; None: of nothing that is known here."""
    return submission_by_id(connection, place.tenant_id, number)


def withdraw(connection: Connection, place: Workplace, number: int, now: datetime) -> tuple[str, ...]:
    """Its sender wants it no more: the digests of pictures that are to go. The connection may write."""
    return withdraw_own(connection, place, number, "", now)


def alt_of(typed: str) -> str:
    """What a picture shows, in one line; empty where it cannot be kept."""
    return _line(typed, LONGEST_ALT) or ""


def clean_text(typed: str, longest: int = LONGEST_TEXT) -> str | None:
    """A text of several lines without characters that hide or reorder others; None: it is too long."""
    plain = unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n"))[: longest * 4]
    kept = "".join(each for each in plain if each in "\n\t" or unicodedata.category(each) not in _HIDDEN)
    return kept.strip() if len(kept.strip()) <= longest else None


_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def _of_place(tenant: Tenant, request: Request) -> list[Wrong]:
    if KINDS.get(request.kind) is SubmissionKind.SUGGESTION:
        known = request.addressee in ("", *addressees_of(tenant))
        return [] if known else [Wrong.ADDRESSEE]
    section = sections_for_people(tenant).get(request.section)
    if section is None:
        return [Wrong.SECTION]
    return [Wrong.CHILD_SECTION] if section.for_children and request.sender != "ninos" else []


def _line(typed: str, longest: int) -> str | None:
    try:
        return one_line(typed, longest)
    except BadText:
        return None


def _text(typed: str) -> str | None:
    return clean_text(typed)


def _name(typed: str) -> str | None:
    name = _line(typed, LONGEST_NAME)
    return None if name is None or bears_web_address(name) else name


def _mail(typed: str) -> Address | None:
    try:
        return read_address("correo", typed) if typed.strip() else None
    except BadAddress:
        return None
