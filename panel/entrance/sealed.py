"""What only this installation reads again: kept in a row, or handed to a browser and brought back by it."""

from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from storage.keyring import Keyring

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


def seal(keyring: Keyring, purpose: bytes, told: str, now: datetime) -> str:
    """A text for one purpose: whoever has the database or the browser alone reads and makes none."""
    return _box(keyring, purpose).encrypt_at_time(told.encode(), int(now.timestamp())).decode()


def unseal(keyring: Keyring, purpose: bytes, sealed: str, now: datetime, lasts: timedelta | None = None) -> str | None:
    """What was sealed; None: with other keys, for something else, or longer ago than it `lasts`."""
    from cryptography.fernet import InvalidToken  # noqa: PLC0415 - see below

    seconds = None if lasts is None else int(lasts.total_seconds())
    try:
        if seconds is None:
            return _box(keyring, purpose).decrypt(sealed.encode()).decode()
        return _box(keyring, purpose).decrypt_at_time(sealed.encode(), seconds, int(now.timestamp())).decode()
    except InvalidToken:
        return None


def _box(keyring: Keyring, purpose: bytes) -> "Fernet":
    # It weighs 6 MB, and most days nobody types a code here.
    from cryptography.fernet import Fernet  # noqa: PLC0415 - see above
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 - the same
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415 - the same

    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(keyring.address_key)
    return Fernet(urlsafe_b64encode(key))
