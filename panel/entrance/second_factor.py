"""The second factor: a code of six digits that an application on a telephone makes every thirty seconds (RFC 6238)."""

from base64 import urlsafe_b64encode
from datetime import datetime
from io import BytesIO

import segno
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pyotp import TOTP, random_base32

from storage.keyring import Keyring

STEP = 30
"""Seconds that a code is good."""
AROUND = 1
"""Steps before and after now whose code is taken: clocks differ, and people type (RFC 6238 §5.2)."""
DIGITS = 6
_PURPOSE = b"pregonero second factor"


def new_secret() -> str:
    """In base32, 160 bits (RFC 4226 §4)."""
    return random_base32()


def address(secret: str, person: str, body: str) -> str:
    """What an application reads: `otpauth://totp/…`. `body`: who speaks, shown above the code."""
    return TOTP(secret).provisioning_uri(name=person, issuer_name=body)


def picture(address: str) -> bytes:
    """The same to be photographed: SVG."""
    stream = BytesIO()
    segno.make(address, error="m").save(stream, kind="svg", scale=5, border=4)
    return stream.getvalue()


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The step that a code belongs to; None: to none near now. Compared in constant time."""
    told = "".join(code.split())
    if len(told) != DIGITS or not (told.isascii() and told.isdigit()):
        return None
    totp, current = TOTP(secret), int(now.timestamp()) // STEP
    found = None
    for step in range(current - AROUND, current + AROUND + 1):
        if totp.verify(told, for_time=step * STEP):
            found = step
    return found


def seal(keyring: Keyring, secret: str) -> str:
    """A secret as its row has it: whoever has the database alone makes no codes."""
    return _box(keyring).encrypt(secret.encode()).decode()


def unseal(keyring: Keyring, sealed: str) -> str | None:
    """What was sealed; None: with other keys."""
    try:
        return _box(keyring).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _box(keyring: Keyring) -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(keyring.address_key)
    return Fernet(urlsafe_b64encode(key))
