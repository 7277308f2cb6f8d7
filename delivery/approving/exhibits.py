"""What is looked at before a word is said: pictures and cards as they go out, documents and papers to be opened."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from campaigns.calendar import Occurrence
from campaigns.reading.file_kind import UNKNOWN_KIND, file_kind
from campaigns.tenant import CampaignMessage, Tenant
from delivery.approving.questions import Question
from delivery.approving.shown import CARD, document_heading, occurrence_of, picture_heading
from delivery.planning.preview import Preview, finished
from delivery.publications.cards import bears_card, card, card_order
from delivery.reporting.glimpse import ReportFile
from delivery.tasks.sheets import papers_of
from delivery.workplace import Workplace
from pieces.drawing import Order

LARGEST = 25_000_000
"""Octets of a file that a page hands out: a mail bears no more either."""
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""What every browser draws by itself, and nothing that could bear a script."""
PAPERS = "Para imprimir o leer"


class Changed(ValueError):
    """The file on the disk is another one than what is asked about."""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One picture or document."""

    heading: str
    """Under which heading of what is read it stands."""
    name: str
    mime: str
    alt: str
    """What it shows, for whoever does not see it; empty: it only adorns, or is no picture."""
    source: Path | Order | ReportFile
    accounts: str = ""
    """Those on which it goes out, where not all bear the same one."""
    sha256: str = ""
    """What its bytes have to be, where they are a file's."""
    size: int = 0
    """Octets, where it is a file."""

    @property
    def drawn(self) -> bool:
        """Whether a page shows it, and does not only hand it out."""
        return self.mime in PICTURES and self.size <= LARGEST

    @property
    def too_large(self) -> bool:
        """Whether it is not handed out at all."""
        return self.size > LARGEST

    def read(self) -> bytes:
        """The bytes; what is drawn is drawn now. Raises OSError, `Changed`, `CannotDraw` and `CannotMake`."""
        if isinstance(self.source, ReportFile):
            return self.source.read()
        if isinstance(self.source, Order):
            return card(self.source)
        data = self.source.read_bytes()
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise Changed(self.name)
        return data


def exhibits(workplace: Workplace, question: Question, now: datetime) -> list[Exhibit]:
    """Of one content, in the order in which it is read; a correction has words alone. Raises `TemplateError`."""
    if question.occurrence is None:
        return []
    tenant = workplace.tenant
    local = now.astimezone(tenant.municipality.zone)
    return exhibits_of(tenant, occurrence_of(tenant, question, local), local)


def exhibits_of(tenant: Tenant, occurrence: Occurrence, local: datetime) -> list[Exhibit]:
    """Those of a message at one of its times. `local`: now, by the municipality's clock. Raises `TemplateError`."""
    message = occurrence.message
    previews = [finished(tenant, occurrence, account, local) for account in message.accounts]
    return [*_files(tenant, message), *_cards(tenant, message, previews), *_papers(tenant, previews)]


def _files(tenant: Tenant, message: CampaignMessage) -> Iterator[Exhibit]:
    for image in message.entry.all_images:
        alt = "" if image.decorative else image.alt or ""
        yield from _file(tenant, message, picture_heading(image), image.file, alt)
    for document in message.entry.attachments:
        yield from _file(tenant, message, document_heading(document), document.file, "")


def _file(tenant: Tenant, message: CampaignMessage, heading: str, name: str, alt: str) -> Iterator[Exhibit]:
    """None where it is gone meanwhile: what is read still names it."""
    path = tenant.folder / "archivos" / name
    with suppress(OSError):
        mime, size = file_kind(path) or UNKNOWN_KIND, path.stat().st_size
        yield Exhibit(heading, path.name, mime, alt, path, "", message.media.get(name, ""), size)


def _cards(tenant: Tenant, message: CampaignMessage, previews: list[Preview]) -> Iterator[Exhibit]:
    """Each card once, with the accounts that show it."""
    alike: dict[Order, list[str]] = {}
    for each in previews:
        if bears_card(message, each.account):
            alike.setdefault(card_order(tenant, message, each.account, each.content), []).append(each.account.name)
    for order, accounts in alike.items():
        yield Exhibit(CARD, order.name, order.mime, order.said.summary, order, ", ".join(accounts))


def _papers(tenant: Tenant, previews: list[Preview]) -> Iterator[Exhibit]:
    for order, account in papers_of(tenant, previews):
        yield Exhibit(PAPERS, order.name, order.mime, "", order, account)
