"""A mail address as SMTP and MIME want it."""

import re
from email.utils import parseaddr
from functools import lru_cache
from typing import NamedTuple

import idna

CONTROL = re.compile(r"[\x00-\x1f\x7f]")
LOCAL = re.compile(r"(?!\.)(?!.*\.\.)[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]{1,64}(?<!\.)")
"""Unquoted local part (RFC 5321 §4.5.3.1.1 limits it to 64 octets); quoted ones are refused: no one needs them."""

MUTE = ("noreply", "noresponder", "noresponda", "donotreply", "nocontestar", "noconteste", "sinrespuesta")
"""Names and addresses that say that nobody reads the answers, written without separators."""


class Mailbox(NamedTuple):
    """One address, its domain in ASCII, with the name shown beside it."""

    name: str
    local: str
    domain: str
    """ASCII: an internationalised domain in its `xn--` form (RFC 5890)."""

    @property
    def address(self) -> str:
        """`local@domain`, as the envelope carries it."""
        return f"{self.local}@{self.domain}"

    @property
    def needs_utf8(self) -> bool:
        """Only a relay with SMTPUTF8 (RFC 6531) can take it."""
        return not self.local.isascii()

    @property
    def mute(self) -> bool:
        """It says that nobody reads the answers: before or behind the @, or in the name that is shown."""
        plain = [re.sub(r"[-_.\s]", "", part.casefold()) for part in (self.name, self.local, self.domain)]
        return any(word in part for word in MUTE for part in plain)


@lru_cache(maxsize=256)
def mailbox(text: str) -> Mailbox:
    """Reads `a@b` or `Nombre <a@b>`; the last ones are kept. Raises ValueError with the reason in Spanish."""
    if not text.isprintable() and CONTROL.search(text):
        raise ValueError("la dirección de correo contiene saltos de línea o caracteres de control")
    name, address = parseaddr(text) if "<" in text else ("", text.strip())
    local, at, domain = address.rpartition("@")
    if not at or not LOCAL.fullmatch(local):
        raise ValueError(f"«{text}» no es una dirección de correo; se espera algo como persona@municipio.gov.co")
    return Mailbox(name, local, ascii_domain(domain))


@lru_cache(maxsize=4096)
def ascii_domain(domain: str) -> str:
    """The domain as DNS knows it, kept: most people write from a few. Raises ValueError with the reason in Spanish."""
    try:
        found = idna.encode(domain.lower(), uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise ValueError(f"«{domain}» no es un dominio de correo válido") from error
    return found
