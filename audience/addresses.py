"""Addresses of people: which channel takes which, how they are written, and the key that stands for one."""

import hmac
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email
from email_validator.rfc_constants import CASE_INSENSITIVE_MAILBOX_NAMES

from audience.plain_text import BadText, one_line

AddressKind = Literal["correo", "telegram", "telefono", "domicilio"]
KINDS: tuple[AddressKind, ...] = ("correo", "telegram", "telefono")
"""Those at which messages arrive, each with a column of its own; who has none may be visited at a `domicilio`."""
HOME: AddressKind = "domicilio"

KIND_OF_CHANNEL: Mapping[str, AddressKind] = {
    "email": "correo",
    "telegram": "telegram",
    "whatsapp": "telefono",
    "sms": "telefono",
    "webhook": "telefono",
}
"""Which kind of address each `tipo:` of account writes to; a type that is not here writes to no person."""


def shares_addresses(channel: str) -> bool:
    """Whether other kinds of accounts write to the same addresses, as WhatsApp and SMS do to a telephone."""
    kinds = list(KIND_OF_CHANNEL.values())
    return kinds.count(KIND_OF_CHANNEL[channel]) > 1


_LONGEST = 320
_LONGEST_PLAIN = 120
"""Far below what RFC 5321 §4.5.3.1 allows a mail address, however its domain is written."""
_PLAIN_LOCAL = re.compile(r"[A-Za-z0-9_+-]{1,40}(?:\.[A-Za-z0-9_+-]{1,20})?")
_BETWEEN_DIGITS = str.maketrans("", "", " -.()")
_MOBILE = re.compile(r"(?:\+57)?(3[0-9]{9})")
_NOTHING = r"(?!)"
_TELEGRAM_NUMBER = re.compile(r"-?[1-9][0-9]{0,18}")
_TELEGRAM_NAME = re.compile(r"@[A-Za-z][A-Za-z0-9_]{3,31}")


class BadAddress(ValueError):
    """A text that is no address; the message is Spanish and says why."""


@dataclass(frozen=True, slots=True)
class Address:
    """One address in its two forms."""

    kind: AddressKind
    text: str
    """As it is sent to: the mail address as it was written (its domain in lower case), the number in E.164."""
    normalised: str
    """What the key is made from. Its rules never change: keys outlive addresses, and an address whose normal form
    changed would be a new recipient who gets everything a second time."""


def read_address(kind: str, text: str) -> Address:
    """An address as somebody typed it. Raises BadAddress; KeyError for an unknown kind."""
    try:
        plain = one_line(text, _LONGEST)
    except BadText as error:
        raise BadAddress(f"la dirección {error}") from error
    return _READERS[kind](plain)


def normalise(kind: str, text: str) -> str:
    """The one spelling of an address from which its key is made; normalising it again changes nothing.

    `correo`: NFC, the part before the @ casefolded, the domain in its lower-case ASCII form (RFC 5890). Servers may
    tell `Ana@` from `ana@` (RFC 5321 §2.4); none that people use does, and the same person would get two mails.
    `telefono`: E.164; without a country it is Colombian. `telegram`: the number of the chat, or the public name in
    lower case with its @. Raises BadAddress; KeyError for an unknown kind.
    """
    return read_address(kind, text).normalised


def recipient_key(secret: bytes, normalised: str) -> str:
    """What stands for an address in deliveries and suppressions: HMAC-SHA256 (RFC 2104) in 64 hexadecimal digits.

    Without `secret` (the keyring's address key) nobody can tell from it whether an address that they know is there.
    No two kinds share a normal form: a mail address has its @ inside, a number its + before, a chat neither.
    """
    return hmac.digest(secret, normalised.encode(), "sha256").hex()


def _mail(text: str) -> Address:
    return _plain_mail(text) or _any_mail(text)


def _plain_mail(text: str) -> Address | None:
    """The same as `_any_mail` for nearly all of a list, at a tenth of its cost: a domain is looked at once."""
    local, at, domain = text.rpartition("@")
    if not at or len(text) > _LONGEST_PLAIN or not _PLAIN_LOCAL.fullmatch(local):
        return None
    # The offices' own names (RFC 2142) are written in lower case.
    local = local.lower() if local.lower() in CASE_INSENSITIVE_MAILBOX_NAMES else local
    known = _domain(domain)
    return known and Address("correo", f"{local}@{known[0]}", f"{local.casefold()}@{known[1]}")


@lru_cache(maxsize=4096)
def _domain(domain: str) -> tuple[str, str] | None:
    """As it is written and in its ASCII form; None for what is no domain."""
    try:
        found = validate_email(f"a@{domain}", check_deliverability=False, allow_smtputf8=True)
    except EmailNotValidError:
        return None
    return found.domain, found.ascii_domain.lower()


def _any_mail(text: str) -> Address:
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=True)
    except EmailNotValidError as error:
        raise BadAddress(f"«{text}» no es una dirección de correo{_mail_reason(text)}") from error
    local = unicodedata.normalize("NFC", found.local_part)
    return Address("correo", found.normalized, f"{local.casefold()}@{found.ascii_domain.lower()}")


def _mail_reason(text: str) -> str:
    if text.count("@") != 1:
        return ": debe llevar una sola @"
    local, domain = text.split("@")
    if " " in text:
        return ": tiene espacios"
    if not local or not domain:
        return ": falta lo que va antes o después de la @"
    if "." not in domain:
        return f": al dominio «{domain}» le falta la terminación (.com, .gov.co…)"
    if domain.lower().rpartition(".")[2] in SPECIAL_USE_DOMAIN_NAMES:
        return f": «{domain}» está en un dominio reservado para pruebas, al que no llega correo"
    return "; se espera algo como persona@municipio.gov.co"


def _phone(text: str) -> Address:
    import phonenumbers  # noqa: PLC0415 - loads only when used: most municipalities write no telephone

    # A Colombian mobile, which nearly every telephone of a list is, at a tenth of the cost of the rest.
    mobile = _MOBILE.fullmatch(text.translate(_BETWEEN_DIGITS))
    if mobile and _mobiles().fullmatch(mobile[1]):
        return Address("telefono", f"+57{mobile[1]}", f"+57{mobile[1]}")
    try:
        number = phonenumbers.parse(text, "CO")
    except phonenumbers.NumberParseException as error:
        raise BadAddress(f"«{text}» no es un número de teléfono; se espera algo como 300 123 4567") from error
    if number.extension:
        raise BadAddress(f"«{text}» tiene extensión, y a una extensión no llegan mensajes")
    if not phonenumbers.is_possible_number(number) or not phonenumbers.is_valid_number(number):
        raise BadAddress(
            f"el número «{text}» no existe; revise cuántas cifras tiene, y el indicativo si es de otro país"
        )
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Address("telefono", written, written)


@lru_cache(maxsize=1)
def _mobiles() -> re.Pattern[str]:
    """The mobile numbers of Colombia, as phonenumbers knows them."""
    import phonenumbers  # noqa: PLC0415 - loads only when used, as above

    known = phonenumbers.PhoneMetadata.metadata_for_region("CO", None)
    pattern = known.mobile.national_number_pattern if known and known.mobile else None
    return re.compile(pattern or _NOTHING)


def _telegram(text: str) -> Address:
    if _TELEGRAM_NUMBER.fullmatch(text) or _TELEGRAM_NAME.fullmatch(text):
        return Address("telegram", text, text.lower())
    raise BadAddress(
        f"«{text}» no es una dirección de Telegram; se espera el número del chat, que el bot conoce cuando la persona "
        "le escribe, o un nombre como @vecinos_segovia"
    )


_READERS = {"correo": _mail, "telefono": _phone, "telegram": _telegram}
