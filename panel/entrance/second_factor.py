"""The second factor: a code of six digits that an application on a telephone makes every thirty seconds (RFC 6238)."""

import re
from datetime import datetime
from io import BytesIO

from pyotp import TOTP, random_base32

from panel.entrance import sealed
from storage.keyring import Keyring

STEP = 30
"""Seconds that a code is good."""
AROUND = 1
"""Steps before and after now whose code is taken: clocks differ, and people type (RFC 6238 §5.2)."""
DIGITS = 6
_PURPOSE = b"pregonero second factor"
_SECRET = re.compile(r"[A-Z2-7]{32}")


def new_secret() -> str:
    """In base32, 160 bits (RFC 4226 §4)."""
    return random_base32()


def is_secret(told: str) -> bool:
    """Whether a text is a secret as we make them: no other is drawn, counted with or kept."""
    return _SECRET.fullmatch(told) is not None


def address(secret: str, person: str, body: str) -> str:
    """What an application reads: `otpauth://totp/…`. `body`: who speaks, shown above the code."""
    return TOTP(secret).provisioning_uri(name=person, issuer_name=body)


def picture(address: str) -> bytes:
    """The same to be photographed: SVG."""
    import segno  # noqa: PLC0415 - loads only where somebody begins with a second factor

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


def seal(keyring: Keyring, secret: str, now: datetime) -> str:
    """A secret as its row has it: whoever has the database alone makes no codes."""
    return sealed.seal(keyring, _PURPOSE, secret, now)


def unseal(keyring: Keyring, told: str, now: datetime) -> str | None:
    """What was sealed; None: with other keys."""
    return sealed.unseal(keyring, _PURPOSE, told, now)
