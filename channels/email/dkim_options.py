"""What `canales.yaml` says of how mails are signed."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from channels.adapter import Options
from channels.email.mailbox import ascii_domain

SELECTOR = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*")
"""Labels of a name in the DNS (RFC 6376 §3.1)."""
SHARED = frozenset(("co", *(f"{name}.co" for name in ("com", "edu", "gov", "mil", "net", "nom", "org"))))
"""Domains under which others register: no municipality can publish a key there."""


def _domain(text: str) -> str:
    try:
        found = ascii_domain(text.strip())
    except ValueError:
        found = ""
    if "." not in found or found in SHARED:
        raise ValueError(f"«{text}» no es el dominio de una entidad; escriba uno como villaclara.gov.co")
    return found


def _selector(text: str) -> str:
    if not SELECTOR.fullmatch(text):
        raise ValueError(
            f"«{text}» no sirve de selector; use letras sin tildes, cifras y guiones: es el comienzo del nombre del "
            "registro DNS, por ejemplo pregonero en pregonero._domainkey"
        )
    return text


def _key(text: SecretStr) -> SecretStr:
    if text.get_secret_value():
        from channels.email.signing_key import read_key  # noqa: PLC0415 - loads `cryptography`: only where mails are signed

        read_key(text.get_secret_value())
    return text


class Dkim(Options):
    """The signature of mails (RFC 6376): whose it is, and with which key."""

    domain: Annotated[str, AfterValidator(_domain)] = Field(alias="dominio")
    """ASCII. Receivers take it for the sender's only where it is the sender's domain, or above or below it."""
    selector: Annotated[str, AfterValidator(_selector)] = Field(alias="selector")
    """Which of the domain's keys: its public half stands in the DNS under `<selector>._domainkey.<domain>`."""
    key: Annotated[SecretStr, AfterValidator(_key)] = Field(alias="clave")
    """A private key, RSA or Ed25519. Empty in an account in `pruebas` that has none yet: nothing is signed then."""

    def serves(self, sender: str) -> bool:
        """Whether it stands for a sender's domain, as DMARC relates them (RFC 7489 §3.1.1)."""
        return f".{sender}".endswith(f".{self.domain}") or f".{self.domain}".endswith(f".{sender}")

    @property
    def advice(self) -> tuple[str, ...]:
        """That the key should be longer."""
        text = self.key.get_secret_value()
        if not text:
            return ()
        from channels.email.signing_key import FAIR_BITS, MAKE, RsaKey, read_key  # noqa: PLC0415 - the same

        key = read_key(text)
        if not isinstance(key, RsaKey) or key.bits >= FAIR_BITS:
            return ()
        return (
            f"la llave de dkim tiene {key.bits} bits y sirve, pero se recomiendan {FAIR_BITS}; cuando pueda, haga otra "
            f"con un selector nuevo: {MAKE}",
        )
