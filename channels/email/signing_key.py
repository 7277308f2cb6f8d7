"""The private key that signs mails: RSA (RFC 6376 §3.3, RFC 8301) or Ed25519 (RFC 8463). Loads `cryptography`."""

import binascii
from base64 import b64decode
from hashlib import sha256
from typing import Protocol

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_private_key,
    load_pem_private_key,
)

FEWEST_BITS, FAIR_BITS, MOST_BITS = 1024, 2048, 4096
"""Of RSA, by RFC 8301 §3.2: what a signer must have at least, what it should have, what every receiver can check."""
MAKE = "openssl genrsa -out secretos/dkim.pem 2048"
"""The command that makes a good key."""


class SigningKey(Protocol):
    """A key that signs; the same data always gets the same signature."""

    algorithm: bytes
    """As the tag `a=` names it."""

    @property
    def public(self) -> bytes:
        """The public half as the DNS has it, not yet in base64 (RFC 6376 §3.6.1, RFC 8463 §4)."""

    def sign(self, data: bytes) -> bytes:
        """The signature of data, not yet in base64."""


class RsaKey:
    """`rsa-sha256`, by PKCS #1 v1.5."""

    algorithm = b"rsa-sha256"

    def __init__(self, key: RSAPrivateKey) -> None:
        """Keeps the key."""
        self._key = key
        self._padding = PKCS1v15()
        self._hash = SHA256()

    @property
    def bits(self) -> int:
        """The size of its modulus."""
        return self._key.key_size

    @property
    def public(self) -> bytes:
        """Its SubjectPublicKeyInfo in DER."""
        return self._key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    def sign(self, data: bytes) -> bytes:
        """A third of a millisecond with 2048 bits."""
        return self._key.sign(data, self._padding, self._hash)

    def proven(self) -> bool:
        """Whether what it signs can be verified with its public half; a damaged key fails here."""
        try:
            self._key.public_key().verify(self.sign(MAKE.encode()), MAKE.encode(), self._padding, self._hash)
        except (InvalidSignature, ValueError):
            return False
        return True


class Ed25519Key:
    """`ed25519-sha256`: the hash is signed, not the data (RFC 8463 §3)."""

    algorithm = b"ed25519-sha256"

    def __init__(self, key: Ed25519PrivateKey) -> None:
        """Keeps the key."""
        self._key = key

    @property
    def public(self) -> bytes:
        """32 bytes."""
        return self._key.public_key().public_bytes_raw()

    def sign(self, data: bytes) -> bytes:
        """64 bytes."""
        return self._key.sign(sha256(data).digest())


def read_key(text: str) -> RsaKey | Ed25519Key:
    """The key of a PEM file, or of its DER bytes in base64. Raises ValueError with the reason in Spanish.

    No message repeats any of the text.
    """
    key = _loaded(text)
    if isinstance(key, Ed25519PrivateKey):
        return Ed25519Key(key)
    if not isinstance(key, RSAPrivateKey):
        raise ValueError(f"la llave de dkim no es de una clase que firme correos; haga una RSA: {MAKE}")  # noqa: TRY004 - read by staff
    found = RsaKey(key)
    if found.bits < FEWEST_BITS:
        raise ValueError(
            f"la llave de dkim tiene {found.bits} bits, y con menos de 1024 nadie la acepta; haga otra: {MAKE}"
        )
    if found.bits > MOST_BITS:
        raise ValueError(f"la llave de dkim tiene {found.bits} bits, y muchos no leen más de 4096; haga otra: {MAKE}")
    if not found.proven():
        raise ValueError(f"la llave de dkim está dañada: lo que firma no se puede comprobar; haga otra: {MAKE}")
    return found


def _loaded(text: str) -> PrivateKeyTypes:
    # In a variable of the environment, line ends are often written as \n.
    data = text.strip().replace("\\n", "\n").encode()
    if b"PUBLIC KEY" in data:
        raise ValueError(
            "esa es la llave pública de dkim, la que va en el DNS; aquí va la privada, que es la que firma"
        )
    try:
        # Loading would take forty milliseconds over an RSA key's arithmetic: `proven` asks for less, and enough.
        if data.startswith(b"-----"):
            return load_pem_private_key(data, None, unsafe_skip_rsa_key_validation=True)
        return load_der_private_key(
            b64decode(b"".join(data.split()), validate=True), None, unsafe_skip_rsa_key_validation=True
        )
    except TypeError as error:
        raise ValueError(
            "la llave de dkim pide una contraseña; guárdela sin contraseña: openssl pkey -in … -out …"
        ) from error
    except (ValueError, binascii.Error, UnsupportedAlgorithm) as error:
        raise ValueError(f"la clave de dkim no es una llave privada en formato PEM; haga una con: {MAKE}") from error
