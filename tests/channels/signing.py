"""Keys that sign mails, and a verifier that is not ours: dkimpy, which reads the public half where the DNS would be."""

from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import dkim
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from channels.adapter import Surroundings
from channels.email import Email
from channels.email.options import EmailOptions

PrivateKey = RSAPrivateKey | Ed25519PrivateKey
OPTIONS = {
    "servidor": "smtp.genova.gov.co",
    "remitente": "Alcaldía de Génova <prensa@genova.gov.co>",
    "responder-a": "contacto@genova.gov.co",
}


@dataclass(frozen=True, slots=True)
class Pair:
    """A key and what the DNS says of it."""

    key: PrivateKey
    record: bytes

    @property
    def text(self) -> str:
        """The private half as `openssl` writes it."""
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()

    @property
    def block(self) -> dict[str, str]:
        """The option `dkim` of an account that signs with it."""
        return {"dominio": "genova.gov.co", "selector": "pregonero", "clave": self.text}

    def verifies(self, mail: bytes, domain: str = "genova.gov.co") -> bool:
        """Whether a receiver finds the mail signed and unchanged; nothing else may be asked of the DNS."""

        def answer(name: bytes, timeout: int = 5) -> bytes | None:
            del timeout
            return self.record if name == f"pregonero._domainkey.{domain}.".encode() else None

        found: bool = dkim.verify(mail, dnsfunc=answer)
        return found


@cache
def rsa(bits: int = 2048) -> Pair:
    """An RSA key, made once."""
    key = generate_private_key(65537, bits)
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return Pair(key, b"v=DKIM1; k=rsa; p=" + b64encode(public))


@cache
def ed25519() -> Pair:
    """An Ed25519 key; its record holds the bare key (RFC 8463 §4.2)."""
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return Pair(key, b"v=DKIM1; k=ed25519; p=" + b64encode(public))


def adapter_of(pair: Pair | None) -> Email:
    """An account that signs with a key; without one, an account that signs nothing."""
    signing = {} if pair is None else {"dkim": pair.block}
    options = EmailOptions.model_validate({**OPTIONS, **signing})
    return Email(options, Surroundings(Path(), "correo", "", "https://genova.gov.co", "genova.gov.co"))
