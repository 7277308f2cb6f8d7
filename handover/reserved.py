"""What only whoever has the password may open: a full copy of the database with its keys, and files of evidence.

The format is age (age-encryption.org/v1), which programs of others open: `age -d -i llave.age copia.tar.gz.age`. Files
are encrypted to a key made for this package, and that key by the password (scrypt): large files are never whole in
memory.
"""

from collections.abc import Iterator
from contextlib import contextmanager
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
        """Encrypt all of `source`. Raises OSError."""
        read, write = _File(source), _File(target)
        try:
            pyrage.encrypt_io(read, write, [self._identity.to_public()])
        except (pyrage.EncryptError, OSError):
            read.tell_refusal()
            write.tell_refusal()
            raise

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


def opened(identity: pyrage.x25519.Identity, source: Path, target: BinaryIO) -> None:
    """Decrypt a file into another. Raises OSError, `WrongPassword` where it was changed."""
    write = _File(target)
    with source.open("rb") as stream:
        read = _File(stream)
        try:
            pyrage.decrypt_io(read, write, [identity])
        except (pyrage.DecryptError, OSError) as error:
            # Of a changed piece it says so in an OSError of its own.
            read.tell_refusal()
            write.tell_refusal()
            raise WrongPassword(f"«{source.name}» está dañado, o no es de este empalme.") from error


class _File:
    """A file as `pyrage` uses it, which tells of a disk that is full as of a file that cannot be decrypted."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._refusal: OSError | None = None

    def read(self, size: int = -1) -> bytes:
        """As a file does."""
        with self._remembering():
            return self._stream.read(size)

    def write(self, data: bytes) -> int:
        """As a file does."""
        with self._remembering():
            return self._stream.write(data)

    def flush(self) -> None:
        """As a file does."""
        with self._remembering():
            self._stream.flush()

    def tell_refusal(self) -> None:
        """Raises the OSError that there was; there may have been none."""
        if self._refusal is not None:
            raise self._refusal

    @contextmanager
    def _remembering(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self._refusal = error
            raise
