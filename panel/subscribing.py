"""One visit to the pages of subscriptions: what is asked for, confirmed and changed. Rows alone; it knows no HTTP."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from audience import signups
from audience.addresses import BadAddress, read_address, recipient_key
from audience.contact_row import LONGEST_NAME
from audience.plain_text import BadText, bears_web_address, one_line
from audience.signups import Asked, Signup
from audience.subscriptions import Proof, add_notice
from audience.suppression import is_suppressed
from campaigns.moment import Moment
from campaigns.subscribing import confirming_account, notice_of, offered_topics
from delivery.notices.confirmation import write_confirmation
from delivery.sending.ballots import REGION, network_of
from delivery.workplace import Workplace
from panel.public import SUBSCRIPTIONS
from panel.visits import Flooded, Visitor, is_own_form
from storage.subscribed import OWN_WORDS
from storage.tokens import BadToken, ExpiredToken, Use, read, sign

PAGE = b"suscripcion"
"""Begins what its forms bear."""
_NUMBER = 8
"""Octets of a row's number."""


class Wrong(StrEnum):
    """What a form lacks, as the page says it."""

    STALE = "La página estuvo abierta mucho tiempo, o cambió su conexión. Revise lo que escribió y envíelo otra vez."
    MAIL = "Falta su correo, o está mal escrito."
    NAME = (
        "El nombre tiene signos que no se pueden guardar, lleva una dirección de Internet o es muy largo. Escríbalo "
        "otra vez, o déjelo vacío."
    )
    TOPICS = "Escoja al menos un tema."
    ACCEPTANCE = "Para escribirle necesitamos su autorización: marque la casilla."


@dataclass(frozen=True, slots=True)
class Request:
    """What stood in a form, as it was typed."""

    mail: str = ""
    name: str = ""
    topics: Sequence[str] = ()
    accepts: bool = False
    form: str = ""
    trap: str = ""
    """What nobody sees who is no program."""


class Stage(StrEnum):
    """What somebody with a link for confirming sees."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    BEFORE = "before"
    """It was confirmed before."""
    OVER = "over"
    """The link is too old."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """All that the page for confirming shows."""

    stage: Stage
    topics: Sequence[str] = ()
    """Their names."""
    tenant: int = 0
    """The municipality's number; 0 where nobody knows any more."""
    key: str = ""
    """Of the address; empty where it is not confirmed."""


def wrongs(place: Workplace, request: Request, visitor: Visitor, now: datetime) -> tuple[Wrong, ...]:
    """What a form lacks; nothing of it tells whether an address is known."""
    found = []
    if not is_own_form(place, PAGE, request.form, visitor, now):
        found.append(Wrong.STALE)
    if not _mail_is_right(request.mail):
        found.append(Wrong.MAIL)
    if _name(request.name) is None:
        found.append(Wrong.NAME)
    if not _topics(place, request):
        found.append(Wrong.TOPICS)
    if not request.accepts:
        found.append(Wrong.ACCEPTANCE)
    return tuple(found)


def ask(connection: Connection, place: Workplace, request: Request, visitor: Visitor, now: datetime) -> None:
    """Ask for the confirmation of a form that lacks nothing, where one may be asked for. The connection may write.

    Raises `Flooded`, whatever the address. Nothing else tells what became of it.
    """
    origins = signups.recent_origins(connection, place.tenant_id, now)
    if signups.is_flooded([network_of(each, REGION) for each in origins], network_of(visitor.address, REGION)):
        raise Flooded
    account = confirming_account(place.tenant)
    assert account is not None
    found = read_address("correo", request.mail)
    key = recipient_key(place.keyring.address_key, found.normalised)
    # A dead address, or one from which we are reported, is asked nothing; who wanted no more may want this.
    if request.trap or is_suppressed(connection, place.tenant_id, account.type, key, besides=OWN_WORDS):
        return
    notice = add_notice(connection, place.tenant_id, notice_of(place.tenant), now)
    asked = Asked(found, key, _name(request.name) or "", _topics(place, request), "es", notice, visitor.address)
    number = signups.ask(connection, place.tenant_id, asked, now)
    if number is not None:
        token = confirming_token(place, number, key, now)
        link = f"{place.tenant.municipality.desk_url}{SUBSCRIPTIONS}confirmar/{token}"
        write_confirmation(connection, place, account, number, asked, link, now)


def look(connection: Connection, places: Mapping[int, Workplace], token: str, now: datetime) -> Confirmation | None:
    """What a link for confirming shows before anything is done; None: it is none of ours."""
    found = _found(connection, places, token, now)
    if found is None or isinstance(found, Confirmation):
        return found
    place = places[found.tenant]
    if found.confirmed_at is not None:
        return Confirmation(Stage.BEFORE, _names(place, found), found.tenant, found.key)
    return Confirmation(Stage.ASKED, _names(place, found), found.tenant)


def confirm(
    connection: Connection, places: Mapping[int, Workplace], token: str, visitor: Visitor, now: datetime
) -> Confirmation | None:
    """Somebody pressed the button: the topics begin, once. The connection may write."""
    found = _found(connection, places, token, now)
    if found is None or isinstance(found, Confirmation):
        return found
    place = places[found.tenant]
    first = signups.confirm(connection, found, _proof(place, found, visitor, now), now)
    return Confirmation(Stage.CONFIRMED if first else Stage.BEFORE, _names(place, found), found.tenant, found.key)


def _found(
    connection: Connection, places: Mapping[int, Workplace], token: str, now: datetime
) -> Signup | Confirmation | None:
    keyring = next((place.keyring for place in places.values()), None)
    if keyring is None:
        return None
    try:
        content = read(keyring, Use.SUBSCRIBE, token, now)
    except ExpiredToken:
        return Confirmation(Stage.OVER)
    except BadToken:
        return None
    number, key = int.from_bytes(content[:_NUMBER], "big"), content[_NUMBER:].hex()
    found = signups.find(connection, number, key, now)
    return found if found is not None and found.tenant in places else Confirmation(Stage.OVER)


def _proof(place: Workplace, found: Signup, visitor: Visitor, now: datetime) -> Proof:
    """When and from where it was asked for and confirmed: what Decreto 1377 de 2013, art. 8, wants kept."""
    zone = place.tenant.municipality.zone
    asked, confirmed = (Moment(moment.astimezone(zone)) for moment in (found.asked_at, now))
    return Proof(
        f"Formulario de suscripción, {asked}, desde {found.origin}; confirmada con el enlace del correo, {confirmed}, "
        f"desde {visitor.address}",
        found.notice,
    )


def _names(place: Workplace, found: Signup) -> tuple[str, ...]:
    topics = place.tenant.municipality.topics
    return tuple(topics[topic].name if topic in topics else topic for topic in found.topics)


def confirming_token(place: Workplace, number: int, key: str, now: datetime) -> str:
    """What the link to the confirmation of a signup bears, by its number and the key of its address."""
    content = number.to_bytes(_NUMBER, "big") + bytes.fromhex(key)[:_NUMBER]
    return sign(place.keyring, Use.SUBSCRIBE, content, now + signups.LASTS)


def _topics(place: Workplace, request: Request) -> tuple[str, ...]:
    """Those that are offered, of what was sent."""
    return tuple(topic for topic in offered_topics(place.tenant) if topic in request.topics)


def _mail_is_right(text: str) -> bool:
    try:
        read_address("correo", text)
    except BadAddress:
        return False
    return True


def _name(text: str) -> str | None:
    try:
        name = one_line(text, LONGEST_NAME)
    except BadText:
        return None
    return None if bears_web_address(name) else name
