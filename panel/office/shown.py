"""A message as each of its accounts will show it, in each of its languages, to somebody who was made up."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import PurePath
from typing import NamedTuple

from markupsafe import escape

from campaigns.account import Account
from campaigns.calendar import Occurrence
from campaigns.language import language_name
from campaigns.tenant import CampaignMessage, Tenant
from channels.adapter import Options
from channels.manual import WORDS_PER_SECOND, ManualOptions
from delivery.approving.exhibits import PAPERS, Exhibit
from delivery.office.office import Refused
from delivery.planning.preview import NAME, Preview, finished, languages_of
from pieces.drawing import Order
from pieces.form import Form

MAIL, SMS, WHATSAPP = "email", "sms", "whatsapp"
SHELL = """<!DOCTYPE html>
<html lang="{language}">
<head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body style="margin:1rem;font-family:system-ui,sans-serif;line-height:1.5;color:#1a1a1a"><h1>{title}</h1>
{body}
</body></html>
"""
"""Around what a site shows as a part of its own page."""


class Seen(NamedTuple):
    """A picture or document of the message, and its number among them."""

    number: int
    exhibit: Exhibit
    mark: str
    """Another one whenever it shows something else."""

    @property
    def is_paper(self) -> bool:
        """Whether it is made to be printed or read aloud; its first page is shown."""
        return self.exhibit.heading == PAPERS

    @property
    def is_seen(self) -> bool:
        """Whether a page shows it."""
        return self.is_paper or self.exhibit.drawn

    @property
    def title(self) -> str:
        """What it is, for people: «Guion», «Afiche A4»."""
        return (
            self.exhibit.name.rpartition(".")[0].replace("-", " ").capitalize() if self.is_paper else self.exhibit.name
        )


@dataclass(frozen=True, slots=True)
class Showing:
    """The message on one account, in one language."""

    account: Account
    language: str
    """Its code where it is a translation; empty: the message's own."""
    language_name: str
    subject: str
    text: str
    framed: bool
    """It is HTML, which has a page of its own."""
    length: int
    limit: int
    count: str
    """«212 de 280 unidades de X (un enlace vale 23 y un emoji 2)»."""
    notes: tuple[str, ...]
    """What else is to be known of it."""
    pictures: tuple[Seen, ...]
    """What goes with it and is not in its frame."""
    papers: tuple[Seen, ...]
    """What whoever carries it out is handed, and the card that goes with it."""
    seconds: str = ""
    """«45 segundos»: how long it takes to read aloud."""
    options: tuple[str, ...] = ()
    """Of its survey."""

    @property
    def too_long(self) -> bool:
        """Whether its service would not take it."""
        return self.length > self.limit


def showings(tenant: Tenant, occurrence: Occurrence, exhibits: Sequence[Exhibit], local: datetime) -> list[Showing]:
    """All of them. `local`: now, by the municipality's clock. Raises `TemplateError`."""
    message, all_seen = occurrence.message, seen(exhibits)
    return [
        _showing(finished(tenant, occurrence, account, local, language=code), code, all_seen)
        for account in message.accounts
        for code in languages_of(message, account)
    ]


def seen(exhibits: Sequence[Exhibit]) -> list[Seen]:
    """Each with its number."""
    return [Seen(number, each, _mark(each)) for number, each in enumerate(exhibits)]


def as_page(tenant: Tenant, occurrence: Occurrence, account: Account, code: str, local: datetime) -> str | None:
    """The HTML of an account in a language, whole, its pictures named `cid:` and a name; None where it has none.

    Raises `TemplateError`, OSError.
    """
    try:
        found = finished(tenant, occurrence, account, local, whole=True, language=code)
    except Refused:
        # Its card cannot be drawn, which its own place says.
        found = finished(tenant, occurrence, account, local, language=code)
    if found.html is None or account.type == MAIL:
        return found.html
    return SHELL.format(language=found.content.language, title=escape(found.subject), body=found.html)


def message_problems(tenant: Tenant, message: CampaignMessage) -> Iterator[str]:
    """What is wrong with it in its file as it is now, in Spanish."""
    campaign = tenant.campaigns[message.campaign]
    place = f"mensajes[{campaign.messages.index(message)}]"
    for each in tenant.problems:
        if each.file == campaign.file and each.path.startswith(place):
            yield f"Línea {each.line}: {each.message}{f'; {each.hint}' if each.hint else ''}."


def _showing(found: Preview, code: str, all_seen: Sequence[Seen]) -> Showing:
    account, survey = found.account, found.content.survey
    its = tuple(each for each in all_seen if account.name in each.exhibit.accounts.split(", "))
    return Showing(
        account=account,
        language=code,
        language_name=language_name(found.content.language) if len(languages_of(found.message, account)) > 1 else "",
        subject=found.subject,
        text=_as_sent(account, found.text),
        framed=found.html is not None,
        length=found.length,
        limit=found.limit,
        count=_count(found),
        notes=tuple(_notes(found)),
        pictures=tuple(_pictures(found, all_seen)),
        papers=() if _is_mail(found) else its,
        seconds=_seconds(its),
        options=survey.options if survey is not None and survey.poll else (),
    )


def _pictures(found: Preview, all_seen: Sequence[Seen]) -> Iterator[Seen]:
    """A mail bears them within itself, and whoever carries it out is handed them."""
    named = {PurePath(each.name).name for each in found.content.images}
    for each in all_seen if not (_is_mail(found) or isinstance(found.account.options, ManualOptions)) else ():
        if not each.exhibit.accounts and each.exhibit.drawn and each.exhibit.name in named:
            yield each


def _is_mail(found: Preview) -> bool:
    return found.account.type == MAIL


def _as_sent(account: Account, text: str) -> str:
    """An SMS in the letters in which it leaves."""
    if account.type != SMS:
        return text
    from channels.sms.options import SmsOptions  # noqa: PLC0415 - loads only where there are SMS
    from channels.sms.segments import plain, unaccented  # noqa: PLC0415 - the same

    bare = isinstance(account.options, SmsOptions) and account.options.unaccented
    return unaccented(text) if bare else plain(text)


def _count(found: Preview) -> str:
    if isinstance(found.account.options, ManualOptions):
        return ""
    return f"{found.length:,} de {found.limit:,}".replace(",", ".") + f" {found.account.profile.text.unit}"


def _notes(found: Preview) -> Iterator[str]:
    explain = found.account.profile.text.explain
    if found.account.type == WHATSAPP:
        yield from _template(found.account.options)
    if explain is not None:
        told = explain(found.text)
        yield f"{told.said.capitalize()}.{f' Se acorta con {told.remedy}.' if told.remedy else ''}"
    if NAME in f"{found.subject} {found.text}":
        yield f"{NAME} es una persona inventada: cada quien lo recibe con su nombre."


def _template(options: Options) -> Iterator[str]:
    from channels.whatsapp.options import WhatsAppOptions  # noqa: PLC0415 - loads only where there is WhatsApp

    if isinstance(options, WhatsAppOptions):
        named = ", ".join(f"«{name}» lleva el {part}" for name, part in options.variables.items())
        filled = named or "su variable lleva el texto"
        yield f"Sale en la plantilla «{options.template}» ({options.language}): {filled}."


def _seconds(papers: Sequence[Seen]) -> str:
    scripts = [each.exhibit.source for each in papers if isinstance(each.exhibit.source, Order)]
    script = next((each for each in scripts if each.form is Form.SCRIPT), None)
    if script is None:
        return ""
    # What says numbers in words weighs 3 MB, and most days nobody opens a script.
    from pieces.reading_time import duration, reading_seconds  # noqa: PLC0415 - see above

    return duration(reading_seconds(script.said.text, script.said.words_per_second or WORDS_PER_SECOND))


def _mark(exhibit: Exhibit) -> str:
    if isinstance(exhibit.source, Order):
        return sha256(json.dumps(exhibit.source.to_json(), sort_keys=True).encode()).hexdigest()[:12]
    return exhibit.sha256[:12]
