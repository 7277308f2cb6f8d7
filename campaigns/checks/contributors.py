"""Messages that a contributor signs: who it is, and whether its readers will see it."""

from campaigns.account import Account
from campaigns.assembly.base import Base
from campaigns.assembly.findings import Findings
from campaigns.campaign import MessageEntry
from campaigns.content.freezing import WEB
from campaigns.reading.files import MUNICIPALITY
from campaigns.reading.tree import Location


def check_contributor(
    findings: Findings, location: Location, entry: MessageEntry, accounts: tuple[Account, ...], base: Base
) -> None:
    """Notes a signature of nobody, and one that nobody would see: it stands on the site's pages."""
    if entry.contributor is None:
        return
    known = base.municipality.contributors
    if entry.contributor not in known:
        findings.unknown(location, "entre «colaboradores» la organización", entry.contributor, known, MUNICIPALITY)
    elif accounts and not base.hollow and all(account.type != WEB for account in accounts):
        said = f"«{entry.contributor}» firma el mensaje «{entry.id}», y la firma solo se ve en el sitio"
        findings.add(location, said, "agregue a «canales» una cuenta de tipo web, o borre la línea")
