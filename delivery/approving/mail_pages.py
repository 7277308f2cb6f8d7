"""The mails of a content as their readers see them: the finished page of each account and language."""

from datetime import datetime
from typing import NamedTuple

from campaigns.account import Account
from campaigns.language import language_name
from channels.adapter import Kind
from delivery.approving.questions import Question
from delivery.approving.shown import occurrence_of
from delivery.planning.preview import finished, languages_of
from delivery.workplace import Workplace


class Mail(NamedTuple):
    """One mail of a content."""

    account: Account
    code: str
    """Of its language; empty: the message's own."""

    @property
    def name(self) -> str:
        """«correo, en inglés»."""
        return f"{self.account.name}, en {language_name(self.code)}" if self.code else self.account.name


def mails_of(question: Question) -> list[Mail]:
    """Each that has a page; a correction has words alone, and a report none before its figures are counted."""
    message = question.message
    if question.occurrence is None or message.entry.report is not None:
        return []
    return [
        Mail(account, code)
        for account in message.accounts
        if account.kind is Kind.DIRECT and account.profile.html
        for code in languages_of(message, account)
    ]


def mail_page(workplace: Workplace, question: Question, mail: Mail, now: datetime) -> str:
    """As it goes out, its card drawn: a document in HTML in which a picture is named `cid:` and its file's name.

    Empty where the account writes plain text. Raises `Refused` where a card cannot be drawn, OSError where a file
    cannot be read.
    """
    local = now.astimezone(workplace.tenant.municipality.zone)
    occurrence = occurrence_of(workplace.tenant, question, local)
    return finished(workplace.tenant, occurrence, mail.account, local, whole=True, language=mail.code).html or ""
