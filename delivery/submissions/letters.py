"""Who sent something is told by mail what became of it, where an address was left: as every mail goes out."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from campaigns.subscribing import confirming_account
from delivery.notices.confirmation import write_answer
from delivery.notices.notice import PROGRAM, Notice, in_lines, outlet, write
from delivery.staff import Staff, mail_of
from delivery.submissions.links import link_of
from delivery.workplace import Workplace
from storage.submissions import Submission

USEFUL = timedelta(days=3)
"""How long such a mail is tried."""
SUBMISSIONS = "solicitudes"
"""The office's page of them."""


def tell_sender(
    connection: Connection,
    workplace: Workplace,
    submission: Submission,
    event: str,
    lines: Sequence[str],
    now: datetime,
) -> bool:
    """Write to whoever sent it; whether a mail goes out. `event`: names what is told, once.

    Nothing of what was sent stands in it: an address that a stranger typed gets no words of the stranger's.
    """
    body = workplace.tenant.municipality.body
    subject = f"Su envío número {submission.id}: {body}"
    if submission.person:
        return _tell_member(connection, workplace, submission, event, subject, lines, now)
    account = confirming_account(workplace.tenant)
    if account is None or not submission.address or submission.key is None:
        return False
    said = [*lines, f"Todo lo de su envío está en esta página:\n{link_of(workplace, submission)}"]
    recipient = (submission.key, submission.address)
    return write_answer(connection, workplace, account, f"{submission.id}-{event}", recipient, subject, said, now)


def _tell_member(
    connection: Connection,
    workplace: Workplace,
    submission: Submission,
    event: str,
    subject: str,
    lines: Sequence[str],
    now: datetime,
) -> bool:
    account, mail = outlet(workplace), mail_of(workplace.tenant.municipality, submission.person)
    if account is None or not mail:
        return False
    said = [*lines, *_page(workplace, submission)]
    notice = Notice(PROGRAM, f"solicitud~{event}", str(submission.id))
    person = Staff(submission.person, mail)
    return write(connection, workplace, account, notice, in_lines(subject, said), (), now + USEFUL, now, [person])


def ask_voters(
    connection: Connection,
    workplace: Workplace,
    submission: Submission,
    title: str,
    voters: Sequence[str],
    now: datetime,
) -> None:
    """Write to those whose word is missing, once for each content."""
    account = outlet(workplace)
    if account is None or not voters:
        return
    lines = [f"Espera su aprobación para publicarse: «{title}».", *_page(workplace, submission)]
    notice = Notice(PROGRAM, f"solicitud~aprobar-{submission.id}", submission.digest[:16])
    words = in_lines(f"Por aprobar: solicitud {submission.id}", lines)
    write(connection, workplace, account, notice, words, voters, now + USEFUL, now)


def _page(workplace: Workplace, submission: Submission) -> list[str]:
    desk = workplace.tenant.municipality.desk_url
    return [f"{desk}/panel/{workplace.tenant.slug}/{SUBMISSIONS}/{submission.id}"] if desk else []
