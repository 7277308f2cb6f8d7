"""The keys in `var/claves`: one that turns addresses into recipient keys for ever, and those that sign links."""

import hashlib
import json
import os
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select

from storage import meta
from storage.errors import StorageError
from storage.tables import address, delivery, suppression


class WrongKeys(StorageError):
    """The key file is missing, unreadable, open to others, or not the one of this database."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that signs links; `id` is written into what it signs, so that older links stay good."""

    id: str
    key: bytes


@dataclass(frozen=True, slots=True)
class Keyring:
    """`address_key` never changes; `signing_keys` are added to, and the last one signs."""

    address_key: bytes
    signing_keys: tuple[SigningKey, ...]

    @property
    def fingerprint(self) -> str:
        """What the database remembers of the address key: it tells nothing of the key itself."""
        return hashlib.sha256(b"pregonero address key\0" + self.address_key).hexdigest()

    def signing_key(self, key_id: str) -> SigningKey | None:
        """The signing key with this id, or None where it was never ours."""
        return next((key for key in self.signing_keys if key.id == key_id), None)


def open_keyring(connection: Connection, path: Path) -> Keyring:
    """The keys of this database; new ones where neither the file nor anything keyed by it exists yet.

    The connection may write. Raises WrongKeys: under another address key the same person would get every message
    again, and nobody's unsubscription would hold.
    """
    known = meta.get(connection, meta.ADDRESS_KEY)
    if path.exists():
        keyring = read_keyring(path)
    elif known is not None or _holds_keys(connection):
        raise WrongKeys(
            f"Falta el archivo de claves {path}, con el que esta base de datos reconoce a las personas. "
            "Recupérelo de la última copia de seguridad (`pregonero restore`); no cree uno nuevo: con otras claves "
            "se repetirían mensajes ya enviados y se perderían las bajas."
        )
    else:
        keyring = _create(path)
    if known is None and not _holds_keys(connection):
        meta.put(connection, meta.ADDRESS_KEY, keyring.fingerprint)
    elif known != keyring.fingerprint:
        raise WrongKeys(
            f"El archivo de claves {path} no es el de esta base de datos. "
            "Revise que --db y PREGONERO_VAR apunten a la misma instalación, o recupere el archivo de la copia de "
            "seguridad de esta base: con otras claves se repetirían mensajes ya enviados y se perderían las bajas."
        )
    return keyring


def read_keyring(path: Path) -> Keyring:
    """The keys in a file. Raises WrongKeys where it cannot be understood or others may read it."""
    if path.stat().st_mode & 0o077:
        raise WrongKeys(f"Otros usuarios pueden leer el archivo de claves {path}. Ejecute: chmod 600 {path}")
    try:
        told = json.loads(path.read_text("utf-8"))
        signing = tuple(SigningKey(str(key["id"]), b64decode(key["key"])) for key in told["signing_keys"])
        return Keyring(b64decode(told["address_key"]), signing)
    except (ValueError, KeyError, TypeError) as error:
        raise WrongKeys(
            f"El archivo de claves {path} está dañado. Recupérelo de la última copia de seguridad."
        ) from error


def write_keyring(path: Path, keyring: Keyring) -> None:
    """Write the keys so that only their owner reads them; whole or not at all."""
    told = {
        "address_key": b64encode(keyring.address_key).decode(),
        "signing_keys": [{"id": key.id, "key": b64encode(key.key).decode()} for key in keyring.signing_keys],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(json.dumps(told, indent=1) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(path)


def rotate_signing_key(path: Path, now: datetime) -> Keyring:
    """Add a signing key, named by its moment, which signs from now on; the address key stays."""
    old = read_keyring(path)
    keyring = Keyring(old.address_key, (*old.signing_keys, _new_signing_key(now.strftime("%Y%m%dT%H%M%SZ"))))
    write_keyring(path, keyring)
    return keyring


def _create(path: Path) -> Keyring:
    keyring = Keyring(secrets.token_bytes(32), (_new_signing_key("1"),))
    write_keyring(path, keyring)
    return keyring


def _new_signing_key(key_id: str) -> SigningKey:
    return SigningKey(key_id, secrets.token_bytes(32))


def _holds_keys(connection: Connection) -> bool:
    tables = (address, suppression, delivery)
    return any(connection.execute(select(table.c.id).limit(1)).first() is not None for table in tables)
