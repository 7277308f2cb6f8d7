"""Addresses: how they are read, what is refused, and the key that stands for one."""

import hashlib
import hmac

import phonenumbers
import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from audience.addresses import KIND_OF_CHANNEL, KINDS, BadAddress, normalise, read_address, recipient_key


@pytest.mark.parametrize(
    ("kind", "written", "sent_to", "normalised"),
    [
        ("correo", "Ana.Perez@Segovia.GOV.co", "Ana.Perez@segovia.gov.co", "ana.perez@segovia.gov.co"),
        ("correo", "  ana@segovia.gov.co ", "ana@segovia.gov.co", "ana@segovia.gov.co"),
        ("correo", "ana+avisos@correo.co", "ana+avisos@correo.co", "ana+avisos@correo.co"),
        ("correo", "ana@ñandú.co", "ana@ñandú.co", "ana@xn--and-6ma2c.co"),
        ("correo", "Nin\u0303o@correo.co", "Niño@correo.co", "niño@correo.co"),
        ("telefono", "300 123 4567", "+573001234567", "+573001234567"),
        ("telefono", "(+57) 300-123-4567", "+573001234567", "+573001234567"),
        ("telefono", "+1 415 555 2671", "+14155552671", "+14155552671"),
        ("telegram", "123456789", "123456789", "123456789"),
        ("telegram", "-1001234567890", "-1001234567890", "-1001234567890"),
        ("telegram", "@Vecinos_Segovia", "@Vecinos_Segovia", "@vecinos_segovia"),
    ],
)
def test_an_address_is_sent_to_as_written_and_known_by_one_spelling(
    kind: str, written: str, sent_to: str, normalised: str
) -> None:
    """The text keeps what its owner wrote; the normalised form is what all spellings share."""
    found = read_address(kind, written)

    assert (found.text, found.normalised) == (sent_to, normalised)
    assert normalise(kind, normalised) == normalised


@pytest.mark.parametrize(
    ("kind", "written", "reason"),
    [
        ("correo", "ana", "debe llevar una sola @"),
        ("correo", "ana@@correo.co", "debe llevar una sola @"),
        ("correo", "ana perez@correo.co", "tiene espacios"),
        ("correo", "ana@correo", "le falta la terminación"),
        ("correo", "@correo.co", "falta lo que va antes o después de la @"),
        ("correo", "ana@correo.test", "dominio reservado"),
        ("correo", "ana@correo.co\r\nBcc: otro@correo.co", "un salto de línea"),
        ("correo", "ana\u202e@correo.co", "invierte el sentido de la escritura (U+202E)"),
        ("correo", "a" * 400 + "@correo.co", "el máximo es 320"),
        ("telefono", "123", "no existe"),
        ("telefono", "ana", "no es un número de teléfono"),
        ("telefono", "300 123 4567 ext. 12", "tiene extensión"),
        ("telegram", "vecinos", "se espera el número del chat"),
        ("telegram", "@a", "se espera el número del chat"),
        ("telegram", "0", "se espera el número del chat"),
    ],
)
def test_what_is_no_address_is_refused_with_its_reason(kind: str, written: str, reason: str) -> None:
    """The reason is Spanish and says what to put right."""
    with pytest.raises(BadAddress) as refused:
        read_address(kind, written)

    assert reason in str(refused.value)


def test_the_key_is_hmac_sha256_of_the_normal_form() -> None:
    """The same value can be computed by hand with any other HMAC."""
    by_hand = hmac.new(b"secreto", b"ana@correo.co", hashlib.sha256).hexdigest()

    assert recipient_key(b"secreto", "ana@correo.co") == by_hand
    assert recipient_key(b"otro", "ana@correo.co") != by_hand


@given(st.integers(min_value=3_000_000_000, max_value=3_509_999_999))
def test_the_same_digits_as_chat_and_as_telephone_are_two_recipients(digits: int) -> None:
    """No two kinds of address share a normal form."""
    try:
        phone = normalise("telefono", str(digits))
    except BadAddress:
        return
    assert phone != normalise("telegram", str(digits))


def test_channels_write_to_kinds_that_people_have() -> None:
    """Each channel for persons names one of the three kinds."""
    assert KIND_OF_CHANNEL["email"] == "correo"
    assert KIND_OF_CHANNEL["telegram"] == "telegram"
    assert KIND_OF_CHANNEL["whatsapp"] == "telefono"
    assert set(KIND_OF_CHANNEL.values()) <= set(KINDS)


@given(st.sampled_from(KINDS), st.text(max_size=60))
def test_any_text_is_either_an_address_or_refused(kind: str, written: str) -> None:
    """Nothing else can come out, and a normal form is its own normal form."""
    try:
        once = normalise(kind, written)
    except BadAddress:
        return
    assert normalise(kind, once) == once


LOCALS = st.text("aZ9._+-ñ@ '", max_size=50) | st.sampled_from(["info", "Abuse", "PostMaster", "a.b.c", "a..b", "ana"])
DOMAINS = st.sampled_from(
    ["correo.co", "CORREO.CO", "ñandú.co", "xn--and-6ma2c.co", "correo", "a.test", "-a.co", "a..co", "[1.2.3.4]", ""]
) | st.text("aé.-", max_size=130).map(lambda text: f"{text}.co")


@given(LOCALS, DOMAINS)
def test_a_mail_address_is_what_the_library_takes_it_for(local: str, domain: str) -> None:
    """The short way that most addresses of a list go ends where the library ends, or nowhere."""
    written = f"{local}@{domain}".strip()
    try:
        expected = validate_email(written, check_deliverability=False, allow_smtputf8=True).normalized
    except EmailNotValidError:
        expected = ""

    assert read_or_nothing("correo", written) == expected


@given(st.from_regex(r"(\+?57 ?)?\(?[36][0-9]{2}\)?[ .-]?[0-9]{3}[ .-]?[0-9]{4}", fullmatch=True))
def test_a_telephone_is_what_the_library_takes_it_for(written: str) -> None:
    """The short way that most numbers of a list go ends where the library ends, or nowhere."""
    number = phonenumbers.parse(written, "CO")
    expected = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    assert read_or_nothing("telefono", written) == (expected if phonenumbers.is_valid_number(number) else "")


def read_or_nothing(kind: str, written: str) -> str:
    """The address as it is sent to; nothing where it is refused."""
    try:
        return read_address(kind, written).text
    except BadAddress:
        return ""
