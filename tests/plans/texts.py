"""The texts of the shipped configuration, as each account finishes them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from campaigns.loader import load
from campaigns.tenant import Tenant
from delivery.planning.preview import preview
from tests.plans.played import ROOT

NEW_YEAR = datetime(2027, 1, 1, 5, tzinfo=UTC)
_LINK = re.compile(r"\{\{\s*enlace\s*\}\}")
_FIELD = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")


@dataclass(frozen=True, slots=True)
class Piece:
    """One message as one account finishes it."""

    tenant: str
    message: str
    """`campaign/message`."""
    account: str
    rows: tuple[str, ...]
    words: str
    """What staff wrote, with the link in its place, the title before it."""
    finished: str
    """What a sample person reads: title, text, channels of attention."""
    length: int
    limit: int

    @property
    def name(self) -> str:
        """Tells it in a failure."""
        return f"{self.tenant}: {self.message}/{self.account}"


@cache
def tenants() -> tuple[Tenant, ...]:
    """The demonstration and the five plans."""
    read = [load(ROOT / "config", {}), load(ROOT / "config" / "planes", {})]
    assert [problem for each in read for problem in each.problems] == []
    return tuple(tenant for each in read for tenant in each.tenants)


@cache
def pieces() -> tuple[Piece, ...]:
    """Every message on each of its accounts, at its next time from the first of January 2027."""
    return tuple(piece for tenant in tenants() for piece in _pieces(tenant))


def plain(text: str) -> str:
    """Lower case, no accents, no marks, no fields: what remains is what was said."""
    letters = unicodedata.normalize("NFKD", _FIELD.sub(" ", text).lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]+", " ", letters).strip()


def unaccented(text: str) -> str:
    """Lower case, no accents."""
    return unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()


def _pieces(tenant: Tenant) -> Iterator[Piece]:
    for campaign in tenant.campaigns:
        for each in preview(tenant, campaign, None, None, NEW_YEAR):
            words = _LINK.sub(each.content.link or "", f"{each.content.subject}\n{each.content.text}")
            yield Piece(
                tenant=tenant.slug,
                message=each.message.reference,
                account=each.account.name,
                rows=tuple(each.message.actions),
                words=words,
                finished=f"{each.subject}\n{each.text}",
                length=each.length,
                limit=each.limit,
            )
