"""May a person be written to: what a message that asks for a consent finds in its way, in the order it is told.

One place for all who ask: whoever writes recipients down, whoever lets a message leave, whoever counts beforehand.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, false, func, select

from campaigns.purpose import CONSENT
from storage.tables import consent, delivery, excluded, exclusion_register, publication


@dataclass(frozen=True, slots=True)
class Barrier:
    """One thing that stands in the way."""

    code: str
    """A short word for counting."""
    name: str
    """In Spanish, after a number."""
    text: str
    """In Spanish, for the row of whoever gets nothing."""
    bars: Callable[[ColumnElement[int], ColumnElement[str], ColumnElement[str]], ColumnElement[bool]]
    """Of a municipality, an address's key and a purpose: whether it does."""

    @property
    def of_delivery(self) -> ColumnElement[bool]:
        """The same of a delivery whose publication asks for a consent."""
        its = publication.c
        mine = (its.id == delivery.c.publication) & its.purpose.is_not(None)
        return exists().where(mine, self.bars(its.tenant, delivery.c.recipient_key, its.purpose))


def consented(tenant: ColumnElement[int], key: ColumnElement[str], purpose: ColumnElement[str]) -> ColumnElement[bool]:
    """The last word on the purpose is a yes. Silence is none, and a legal function gives none to praise oneself."""
    its = consent.c
    spoken = (its.tenant == tenant, its.key == key, its.purpose == purpose, its.basis == CONSENT)
    last = select(its.given).where(*spoken).order_by(its.at.desc(), its.id.desc()).limit(1)
    return func.coalesce(last.correlate_except(consent).scalar_subquery(), false())


def is_excluded(tenant: ColumnElement[int], key: ColumnElement[str]) -> ColumnElement[bool]:
    """It stands in the register of excluded numbers that counts."""
    its = exclusion_register.c
    found = select(1).where(its.tenant == tenant, its.stands, excluded.c.register == its.id, excluded.c.key == key)
    return found.correlate_except(excluded, exclusion_register).exists()


BARRIERS = (
    Barrier(
        "sin-consentimiento",
        "sin consentimiento",
        "La persona no ha dado su consentimiento para recibir mensajes de gestión, o lo retiró.",
        lambda tenant, key, purpose: ~consented(tenant, key, purpose),
    ),
    Barrier(
        "rne",
        "en el registro de números excluidos",
        "El número o el correo está en el Registro de Números Excluidos de la CRC.",
        lambda tenant, key, _purpose: is_excluded(tenant, key),
    ),
)
"""What is told of who meets two is the first."""
