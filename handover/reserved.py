"""What only whoever has the password may open: a full copy of the database with its keys, and files of evidence.

The format is age (age-encryption.org/v1), which programs of others open: `age -d -i llave.age copia.tar.gz.age`. Files
are encrypted to a key made for this package, and that key by the password (scrypt): large files are never whole in
memory.
"""

from pathlib import Path
from typing import BinaryIO

import pyrage

KEY = "llave.age"
SHORTEST = 16
"""Characters of a password: whoever finds the package may try for years."""


class WrongPassword(Exception):
    """The password opens nothing, or is too short to keep anybody out; the message is Spanish."""


class Safe:
    """One key for a package."""

    def __init__(self) -> None:
        """A new key, that nobody else knows."""
        self._identity = pyrage.x25519.Identity.generate()

    def shut(self, source: BinaryIO, target: BinaryIO) -> None:
        """Encrypt all of `source`."""
        pyrage.encrypt_io(source, target, [self._identity.to_public()])

    def key(self, password: str) -> bytes:
        """The key itself, encrypted by the password. Raises `WrongPassword` where it is too short."""
        if len(password) < SHORTEST:
            raise WrongPassword(
                f"La contraseña tiene {len(password)} caracteres y hacen falta {SHORTEST} o más: escriba varias "
                "palabras que no se adivinen. Quien encuentre la memoria USB puede probar durante años."
            )
        return bytes(pyrage.passphrase.encrypt(str(self._identity).encode(), password))


def open_safe(key: bytes, password: str) -> pyrage.x25519.Identity:
    """The key of a package. Raises `WrongPassword`."""
    try:
        return pyrage.x25519.Identity.from_str(pyrage.passphrase.decrypt(key, password).decode())
    except (pyrage.DecryptError, pyrage.IdentityError) as error:
        raise WrongPassword("La contraseña no abre este empalme. Revísela: está en el acta sellada.") from error


def opened(identity: pyrage.x25519.Identity, source: Path, target: Path) -> None:
    """Decrypt a file into another, which only its owner reads. Raises `WrongPassword` where it was changed."""
    try:
        with source.open("rb") as read, target.open("xb") as write:
            target.chmod(0o600)
            pyrage.decrypt_io(read, write, [identity])
    except pyrage.DecryptError as error:
        target.unlink(missing_ok=True)
        raise WrongPassword(f"«{source.name}» está dañado, o no es de este empalme.") from error
