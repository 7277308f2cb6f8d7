"""A message with `informe`, against the accounts that carry it: somebody must be able to read its report."""

from campaigns.account import Account
from campaigns.assembly.findings import Findings
from campaigns.campaign import MessageEntry, ReportEntry
from campaigns.content.reported import MIMES

MEND = "agregue a «canales» una cuenta de tipo web, o una de correo"


def check_report(
    findings: Findings, here: tuple[str | int, ...], entry: MessageEntry, accounts: tuple[Account, ...]
) -> None:
    """Notes a report that has no page, and whose files none of the `accounts` carries, or one not all of them."""
    if entry.report is None or not accounts or any(each.type == "web" for each in accounts):
        return
    carrying = [each for each in accounts if _carries(each)]
    if not carrying:
        named = ", ".join(f"«{each.name}»" for each in accounts)
        said = f"nadie podría leer el informe: sus archivos no caben por {named}, y el mensaje no tiene página"
        findings.add((*here, "informe"), said, MEND)
        return
    for account in carrying:
        if left := _left(account, entry.report):
            said = f"«{account.name}» no lleva archivos {', '.join(left)}, y el mensaje no tiene página donde leerlos"
            hint = "agregue a «canales» una cuenta de tipo web, o pida otro «formato»"
            findings.add((*here, "informe"), said, hint)


def _carries(account: Account) -> bool:
    return bool(account.profile.attachments.types) and account.profile.caption is None


def _left(account: Account, report: ReportEntry) -> list[str]:
    return [form for form in report.formats if MIMES[form] not in account.profile.attachments.types]
