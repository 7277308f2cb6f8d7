"""What one message says, against the accounts that carry it: texts, subjects, variants, links and answers."""

import re
from urllib.parse import urlsplit

from campaigns.account import Account
from campaigns.assembly.base import Base
from campaigns.assembly.findings import Findings
from campaigns.assembly.messages import PREFERRED
from campaigns.campaign import CampaignEntry, MessageEntry
from campaigns.checks.approvers import check_drafter
from campaigns.checks.contributors import check_contributor
from campaigns.checks.duties import check_duty
from campaigns.checks.households import check_household
from campaigns.checks.leads import check_lead
from campaigns.checks.media import check_media
from campaigns.checks.reports import check_report
from campaigns.checks.subscriptions import check_subscription
from campaigns.checks.translations import check_translations
from campaigns.reading.files import ACCOUNTS
from campaigns.reading.tree import Location
from campaigns.tenant import CampaignMessage
from channels.adapter import Kind
from channels.email.mailbox import mailbox


def check_message(
    findings: Findings, campaign: CampaignEntry, position: int, accounts: tuple[Account, ...], base: Base
) -> None:
    """Notes everything that would make the message unfit to go out, but for its words.

    `accounts`: those that it names and that are there.
    """
    entry = campaign.messages[position]
    here = ("mensajes", position)
    _texts(findings, here, entry, accounts)
    _variants(findings, here, entry, accounts, base)
    _subjects(findings, here, entry, accounts)
    check_media(findings, here, entry, accounts, base.files)
    if entry.link is not None:
        check_link(findings, (*here, "enlace"), entry.link)
    check_contributor(findings, (*here, "de"), entry, accounts, base)
    if entry.reply_to is not None:
        check_reply(findings, (*here, "responder-a"), entry.reply_to)
    check_language(findings, (*here, "idioma"), entry.language)
    check_translations(findings, here, campaign, entry, accounts)
    check_household(findings, here, entry, accounts)
    if entry.minimum_lead is not None and campaign.event is None:
        said = "«con-antelacion-minima» se cuenta hasta el evento, y la campaña no tiene"
        findings.add((*here, "con-antelacion-minima"), said, "agregue «evento:» a la campaña, o borre la línea")
    if entry.term is not None:
        check_lead(findings, (*here, "plazo"), entry.term)
    check_drafter(findings, campaign, position, base)
    check_duty(findings, here, entry, base)
    check_report(findings, here, entry, accounts)
    check_subscription(findings, here, entry, accounts, base)


def check_repeat(findings: Findings, campaign: CampaignEntry, position: int, message: CampaignMessage) -> None:
    """Notes where `repetir` would do nothing: only what goes out once can go out once more."""
    if message.entry.repeat > 1 and (message.rule.recurring or _many_dates(campaign)):
        said = f"el mensaje «{message.id}» sale muchas veces, y «repetir» solo sirve para el que sale una sola"
        hint = "borre la línea; si debe salir otra vez, escriba otro mensaje con su fecha"
        findings.add(("mensajes", position, "repetir"), said, hint)


def _many_dates(campaign: CampaignEntry) -> bool:
    return campaign.event is not None and (bool(campaign.event.dates) or campaign.event.repeats is not None)


def _texts(findings: Findings, here: tuple[str | int, ...], entry: MessageEntry, accounts: tuple[Account, ...]) -> None:
    if entry.text is not None and entry.template is not None:
        findings.add((*here, "plantilla"), "el mensaje tiene a la vez «texto» y «plantilla»", "deje uno solo")
    if entry.text is not None or entry.template is not None or entry.survey or entry.forum or entry.duty:
        return
    silent = [account.name for account in accounts if not _says(entry, account)]
    if silent:
        said = f"el mensaje «{entry.id}» no tiene texto para {', '.join(silent)}"
        findings.add(here, said, "agregue «texto: |» y debajo lo que se va a leer, o «plantilla:»")


def variant_keys(account: Account) -> tuple[str, str]:
    """The keys under which `variantes` may speak of an account, the nearest first: its name, its type."""
    return account.name, account.type


def _says(entry: MessageEntry, account: Account) -> bool:
    return any(key in entry.variants and entry.variants[key].text for key in variant_keys(account))


def _variants(
    findings: Findings, here: tuple[str | int, ...], entry: MessageEntry, accounts: tuple[Account, ...], base: Base
) -> None:
    """Asked where it is known what each account of the message is: a variant may be that of another."""
    named = () if PREFERRED in (entry.accounts, *entry.accounts) else entry.accounts
    if not accounts or base.hollow or ACCOUNTS in base.lost or not base.accounts.keys() >= set(named):
        return
    usable = sorted({key for each in (*accounts, *map(base.accounts.__getitem__, named)) for key in variant_keys(each)})
    for key in entry.variants:
        if key not in usable:
            location = (*here, "variantes", key)
            said = f"la variante «{key}» no es de ningún canal de este mensaje"
            findings.add(
                location, said, f"use uno de estos: {', '.join(usable)}", at=findings.document.key_place(location)
            )


def _subjects(
    findings: Findings, here: tuple[str | int, ...], entry: MessageEntry, accounts: tuple[Account, ...]
) -> None:
    """A mail needs a subject, and a subject is one line: line ends would end the header (RFC 5322 §2.2)."""
    subjects: dict[tuple[str | int, ...], str | None] = {(*here, "asunto"): entry.subject}
    subjects |= {(*here, "variantes", key, "asunto"): each.subject for key, each in entry.variants.items()}
    for location, subject in subjects.items():
        if subject is not None and "\n" in subject.strip():
            findings.add(location, "el asunto tiene varias líneas", "escríbalo en una sola, sin «|»")
    for account in accounts:
        if account.kind is not Kind.DIRECT or account.profile.subject is None:
            continue
        own = (entry.variants[key].subject for key in variant_keys(account) if key in entry.variants)
        if entry.subject is None and not any(own):
            said = f"el mensaje «{entry.id}» va por «{account.name}» y no tiene asunto"
            findings.add(here, said, "agregue «asunto:» con el título del correo")


def check_link(findings: Findings, location: Location, text: str) -> None:
    """A page that anyone can open."""
    parts = urlsplit(text) if re.fullmatch(r"[^\s]+", text) else None
    if parts is None or parts.scheme not in ("http", "https") or not parts.netloc:
        findings.add(location, f"«{text[:60]}» no es una dirección de la web", "escríbala completa, con https://")


def check_language(findings: Findings, location: Location, text: str) -> None:
    """A code of ISO 639, as pages and readers aloud want it: `es`, `guc` for wayuunaiki."""
    if not re.fullmatch(r"[a-z]{2,3}", text):
        hint = "escriba el código ISO 639 en minúsculas: es (español), en (inglés), guc (wayuunaiki), pbb (nasa yuwe)"
        findings.add(location, f"«{text[:60]}» no es el código de un idioma", hint)


def check_reply(findings: Findings, location: Location, text: str) -> None:
    """An address that somebody reads: a citizen's answer may be a petition (Ley 1755 de 2015)."""
    try:
        found = mailbox(text)
    except ValueError as error:
        message, _, hint = str(error).partition("; ")
        findings.add(location, message, hint or "escríbala completa, por ejemplo prensa@municipio.gov.co")
        return
    if found.mute:
        findings.add(
            location,
            f"«{text}» dice que nadie lee las respuestas",
            "escriba un buzón que alguien atienda, por ejemplo contactenos@municipio.gov.co",
        )
