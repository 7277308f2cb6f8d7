"""What the office, or a contributor, says to whoever sent something; and what a sender takes back."""

from datetime import datetime

from sqlalchemy import Connection

from delivery.office.office import Refused
from delivery.submissions.letters import tell_sender
from delivery.submissions.taking import PUBLIC
from delivery.workplace import Workplace
from storage.audit import append
from storage.states import OPEN_SUBMISSION, SubmissionState
from storage.submissions import Submission, change_submission, forget_submissions, submission_by_id

LONGEST_ANSWER = 5_000
FASTER = "Alguien más ya atendió esta solicitud: vuelva a leerla antes de contestar."
GONE = "Esta solicitud ya no está."


def found(connection: Connection, workplace: Workplace, number: int) -> Submission:
    """The one with a number. Raises `Refused`."""
    submission = submission_by_id(connection, workplace.tenant_id, number)
    if submission is None:
        raise Refused(GONE)
    return submission


def answer(
    connection: Connection, workplace: Workplace, number: int, text: str, actor: str, now: datetime
) -> Submission:
    """Answer, once; the sender is told. Raises `Refused`."""
    return _close(connection, workplace, number, SubmissionState.ANSWERED, text, actor, now)


def reject(
    connection: Connection, workplace: Workplace, number: int, reason: str, actor: str, now: datetime
) -> Submission:
    """Say that it is not published, and why; the sender is told. Raises `Refused`."""
    return _close(connection, workplace, number, SubmissionState.REJECTED, reason, actor, now)


def take_over(connection: Connection, workplace: Workplace, number: int, actor: str, now: datetime) -> None:
    """The office answers what a contributor was asked and has not answered. Raises `Refused`."""
    submission = found(connection, workplace, number)
    if not submission.addressee or not change_submission(connection, number, OPEN_SUBMISSION, addressee=""):
        raise Refused(FASTER)
    append(
        connection, workplace.tenant_id, actor, "take_over_submission", str(number), {"from": submission.addressee}, now
    )


def withdraw_own(
    connection: Connection, workplace: Workplace, number: int, person: str, now: datetime
) -> tuple[str, ...]:
    """A sender wants it no more: all of it goes, but that it was there. The digests of pictures to delete.

    `person`: the slug of whoever signed in; empty: it is done by the link.
    """
    gone = forget_submissions(connection, [number], now)
    append(connection, workplace.tenant_id, person or PUBLIC, "withdraw_submission", str(number), {}, now)
    return gone


def _close(
    connection: Connection,
    workplace: Workplace,
    number: int,
    state: SubmissionState,
    text: str,
    actor: str,
    now: datetime,
) -> Submission:
    said = text.strip()
    if not said:
        raise Refused("Escriba la respuesta: quien envió esto la va a leer.")
    if len(said) > LONGEST_ANSWER:
        raise Refused(f"La respuesta pasa de {LONGEST_ANSWER} caracteres: acórtela.")
    submission = found(connection, workplace, number)
    told = {"state": state.value, "answer": said, "answered_at": now, "handled_by": actor}
    if not change_submission(connection, number, OPEN_SUBMISSION, **told):
        raise Refused(FASTER)
    verb = "answer_submission" if state is SubmissionState.ANSWERED else "reject_submission"
    late = submission.is_late(now)
    append(connection, workplace.tenant_id, actor, verb, str(number), {"late": late}, now)
    begin = "Le contestamos:" if state is SubmissionState.ANSWERED else "Lo revisamos, y no se publica. La razón:"
    tell_sender(connection, workplace, submission, state.value, [begin, said], now)
    return found(connection, workplace, number)
