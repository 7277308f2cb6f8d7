"""The report that a message takes along: whether it is there, and how each account's words and files bear it."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection

from campaigns.account import Account
from campaigns.calendar import Occurrence
from campaigns.content import Content, FrozenFile
from campaigns.content.reported import report_values
from campaigns.tenant import Tenant
from channels.adapter import MediaRule
from delivery.publications.votes import name_of
from delivery.workplace import Workplace
from storage.reports import KeptFile, KeptReport, Place, report_at

BEING_MADE = "Espera a que se haga su informe."
SHOWN = 6
"""Figures that a reason names; the report itself marks every one."""


class TooLarge(ValueError):
    """An account does not bear a file of a report, and there is no page where it stands; the text says what to do."""


def place_of(workplace: Workplace, occurrence: Occurrence) -> Place:
    """Which time of which message its report belongs to."""
    message = occurrence.message
    return Place(workplace.tenant_id, message.campaign, message.id, occurrence.name)


def day_of(occurrence: Occurrence, zone_now: datetime) -> date:
    """The day as staff wrote it: the last period that was over by then is reported, whatever moved the message.

    `zone_now`: now, in the municipality's zone; what has no hour of its own is of today.
    """
    return (occurrence.slot.nominal or occurrence.slot.local or zone_now).date()


def unreported(connection: Connection, workplace: Workplace, occurrence: Occurrence) -> str:
    """Why its report is not there yet, in Spanish; empty where it is, and for messages without one."""
    if occurrence.message.entry.report is None:
        return ""
    found = report_at(connection, place_of(workplace, occurrence))
    if found is not None and found.serves(workplace.tenant.digest):
        return ""
    return BEING_MADE if found is None or found.made_at is not None else _why(workplace.tenant, found)


def _why(tenant: Tenant, found: KeptReport) -> str:
    if found.trouble:
        return f"No se pudo hacer su informe: {found.trouble}"
    if not found.missing:
        return BEING_MADE
    told = [missing_words(tenant, *each) for each in found.missing[:SHOWN]]
    more = len(found.missing) - len(told)
    rest = f" y {more} más" if more else ""
    count = len(found.missing)
    what = "la cifra que falta" if count == 1 else f"{count} cifras que faltan"
    return f"El informe de {found.period_name} espera {what}: {'; '.join(told)}{rest}."


def missing_words(tenant: Tenant, indicator: str, slug: str) -> str:
    """«Visitas a la página», de Ana Gómez."""
    return f"«{indicator}»" + (f", de {name_of(tenant, slug)}" if slug else "")


def with_report(
    connection: Connection, workplace: Workplace, occurrence: Occurrence, account: Account, content: Content
) -> Content:
    """The content with its report's values, and those of its files that the account bears.

    Raises `TooLarge` where it bears one not, and nobody could read it elsewhere.
    """
    if occurrence.message.entry.report is None:
        return content
    found = _made(connection, workplace, occurrence)
    borne = [each for each in found.files if bears(account.profile.attachments, each)]
    together = account.profile.files_together
    others = sum(each.size for each in (*content.attachments, *content.images))
    room = not together or others + sum(each.size for each in borne) <= together
    borne = borne if room and takes_files(account) else []
    left = [each for each in found.files if each not in borne]
    if left and takes_files(account) and not has_page(occurrence):
        raise TooLarge(_too_large(account, left[0]))
    elsewhere = content.link if left and has_page(occurrence) else ""
    marks = [(each.name, each.sha256) for each in found.files]
    values = {**content.values, "informe": report_values(found.period_name, found.summary, marks, elsewhere)}
    facts = {**content.facts, "report": found.period, "report_name": found.period_name}
    files = tuple(FrozenFile(each.sha256, each.name, each.mime, each.size) for each in borne)
    return replace(content, values=values, facts=facts, attachments=(*content.attachments, *files))


def takes_files(account: Account) -> bool:
    """Whether a report's files go out on the account itself; where a file would shorten the text, a link does."""
    return bool(account.profile.attachments.types) and account.profile.caption is None


def bears(rule: MediaRule, file: KeptFile) -> bool:
    """Whether an account takes a file of this kind and size."""
    return file.mime in rule.types and (not rule.maximum_bytes or file.size <= rule.maximum_bytes)


def has_page(occurrence: Occurrence) -> bool:
    """Whether the message has a page of its own on the site, where all files of its report lie."""
    return any(each.type == "web" for each in occurrence.message.accounts)


def told_of_report(connection: Connection, workplace: Workplace, occurrence: Occurrence) -> dict[str, object]:
    """Its period, and name and sha256 of each file, as the chained record keeps them."""
    found = _made(connection, workplace, occurrence)
    return {"period": found.period, "files": {each.name: each.sha256 for each in found.files}}


def _made(connection: Connection, workplace: Workplace, occurrence: Occurrence) -> KeptReport:
    found = report_at(connection, place_of(workplace, occurrence))
    assert found is not None, "the gate lets nothing pass whose report is not there"
    return found


def _too_large(account: Account, file: KeptFile) -> str:
    size = f"{file.size / 1_000_000:.1f}".replace(".", ",")
    return (
        f"«{account.name}» no lleva «{file.name}» ({size} MB). Agregue el canal web al mensaje, para que el informe "
        "tenga su página, o pida otro «formato»."
    )
