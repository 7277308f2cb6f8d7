"""A message with `informe`, against the accounts that carry it: somebody must be able to read its report."""

from campaigns.account import Account
from campaigns.assembly.findings import Findings
from campaigns.campaign import MessageEntry


def check_report(
    findings: Findings, here: tuple[str | int, ...], entry: MessageEntry, accounts: tuple[Account, ...]
) -> None:
    """Notes a report whose files none of the `accounts` carries, and that has no page."""
    if entry.report is None or not accounts or any(each.type == "web" or _carries(each) for each in accounts):
        return
    named = ", ".join(f"«{each.name}»" for each in accounts)
    said = f"nadie podría leer el informe: sus archivos no caben por {named}, y el mensaje no tiene página"
    findings.add((*here, "informe"), said, "agregue a «canales» una cuenta de tipo web, o una de correo")


def _carries(account: Account) -> bool:
    return bool(account.profile.attachments.types) and account.profile.caption is None
