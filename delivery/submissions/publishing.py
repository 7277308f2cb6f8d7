"""What was sent becomes a page of its section: accepted, approved where its campaign asks for it, let out once."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from channels.keys import Key
from delivery.office import withdrawal
from delivery.office.office import Refused
from delivery.publications.answer import Answer, Verdict
from delivery.publications.question import Approval as Spoken
from delivery.publications.votes import Ballot, ballot, name_of
from delivery.submissions.answering import FASTER, found
from delivery.submissions.edited import Edited
from delivery.submissions.letters import ask_voters, tell_sender
from delivery.submissions.page import page_url, write_page
from delivery.submissions.section_gate import ask_gate, asked_of, section_of
from delivery.submissions.taking import LONGEST_NAME, LONGEST_TEXT, LONGEST_TITLE, sections_of
from delivery.workplace import Workplace
from storage.approvals import Approval, Decision, decide, decisions
from storage.audit import append
from storage.execution import execute
from storage.states import OPEN_SUBMISSION, Sender, SubmissionState
from storage.submissions import Submission, change_submission
from storage.tables import publication
from storage.turns import take_turn

NO_FACES = "De una niña, un niño o un adolescente no se publican fotos sin el permiso del adulto responsable."
GONE_PART = "La parte del sitio para la que se aceptó ya no está: la oficina escoge otra y pide otra vez la aprobación."
STRANGER = "Su voto no se pide para esta publicación."

_ITS = publication.c
_KEY = select(_ITS.campaign, _ITS.message, _ITS.account, _ITS.occurrence).where(_ITS.id == bindparam("number"))


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an accepted one is."""

    ballots: Mapping[str, Ballot]
    """By the slug of whoever is asked."""
    words: Sequence[Approval]
    gone: bool = False
    """The part of the site for which it was accepted is no longer there: nobody is asked."""

    def may_vote(self, person: str) -> bool:
        """Whether a person's word is still missing."""
        return any(person in each.silent for each in self.ballots.values() if each.decided is None)


def accept(
    connection: Connection, workplace: Workplace, number: int, edited: Edited, actor: str, now: datetime
) -> Submission:
    """Publish what the office made of it, or ask for the approval that its section's campaign wants first.

    Raises `Refused` where it cannot be published now: then nothing has changed.
    """
    take_turn(connection, workplace.tenant_id)
    submission = found(connection, workplace, number)
    _check(submission, edited)
    digest = _digest(submission, edited)
    told = {"state": SubmissionState.ACCEPTED.value, "edited": edited.to_json(), "digest": digest, "handled_by": actor}
    if not change_submission(connection, number, OPEN_SUBMISSION, **told):
        raise Refused(FASTER)
    append(connection, workplace.tenant_id, actor, "accept_submission", str(number), {"digest": digest}, now)
    submission = found(connection, workplace, number)
    answer = ask_gate(connection, workplace, submission, edited.section, now)
    if answer.verdict is Verdict.GO:
        return _publish(connection, workplace, submission, edited, actor, now)
    if answer.verdict is not Verdict.HOLD:
        raise Refused(_held(answer))
    missing = _voters(standing(connection, workplace, submission))
    ask_voters(connection, workplace, submission, edited.title, missing, now)
    return submission


def vote(connection: Connection, workplace: Workplace, number: int, spoken: Approval, now: datetime) -> Submission:
    """Say a committee's word on what was accepted; with the last one it is published. A no gives it back to the office.

    Raises `Refused`.
    """
    take_turn(connection, workplace.tenant_id)
    submission = found(connection, workplace, number)
    if submission.state is not SubmissionState.ACCEPTED or submission.edited is None:
        raise Refused(FASTER)
    if spoken.decision is Decision.REJECTED and not spoken.note.strip():
        raise Refused("Diga por qué no: quien lo preparó lo necesita para corregirlo.")
    edited = Edited.from_json(submission.edited)
    stands = standing(connection, workplace, submission)
    if stands.gone:
        raise Refused(GONE_PART)
    slug = next((slug for slug, each in stands.ballots.items() if spoken.person in each.voters), None)
    if slug is None:
        raise Refused(STRANGER)
    section = section_of(workplace.tenant, edited.section)
    word = replace(spoken, approver=slug)
    after = ballot(workplace.tenant, slug, submission.handled_by, [*stands.words, word])
    complete = after.decided is not None and after.decided.decision is Decision.APPROVED
    word = replace(word, complete=complete and word.decision is Decision.APPROVED)
    decide(connection, workplace.tenant_id, section.campaign, edited.section, submission.digest, word, "panel")
    return _after_word(connection, workplace, submission, edited, word, now)


def standing(connection: Connection, workplace: Workplace, submission: Submission) -> Standing:
    """Who is asked about an accepted one, and what was said."""
    words = decisions(connection, workplace.tenant_id, submission.digest) if submission.digest else []
    if submission.edited is None:
        return Standing({}, words)
    tenant, section = workplace.tenant, str(submission.edited["section"])
    if section not in sections_of(tenant):
        return Standing({}, words, gone=True)
    slugs = asked_of(tenant, section)
    return Standing({slug: ballot(tenant, slug, submission.handled_by, words) for slug in slugs}, words)


def take_back(connection: Connection, workplace: Workplace, number: int, actor: str, now: datetime) -> Submission:
    """Take down what was published of it; the sender is told. Raises `Refused`."""
    submission = found(connection, workplace, number)
    key = key_of(connection, submission)
    if submission.state is not SubmissionState.PUBLISHED or key is None:
        raise Refused("Esta solicitud no está publicada.")
    withdrawal.withdraw(connection, workplace, str(key), actor, now)
    told = {"state": SubmissionState.WITHDRAWN.value, "handled_by": actor}
    if not change_submission(connection, number, [SubmissionState.PUBLISHED], **told):
        raise Refused(FASTER)
    append(connection, workplace.tenant_id, actor, "take_back_submission", str(number), {}, now)
    tell_sender(connection, workplace, submission, "retirada", ["La publicación se retiró del sitio."], now)
    return found(connection, workplace, number)


def key_of(connection: Connection, submission: Submission) -> Key | None:
    """The key of the publication that was made of it, whatever became of its part of the site; None: of none."""
    row = execute(connection, _KEY, {"number": submission.publication}).one_or_none()
    return None if row is None else Key(*row)


def _check(submission: Submission, edited: Edited) -> None:
    """Raises `Refused`."""
    if not edited.title or not edited.text:
        raise Refused("Para publicar hacen falta un título y un texto.")
    longest = ((edited.title, LONGEST_TITLE), (edited.text, LONGEST_TEXT), (edited.signature, LONGEST_NAME))
    if any(len(text) > most for text, most in longest):
        raise Refused(f"El título lleva hasta {LONGEST_TITLE} caracteres, y el texto hasta {LONGEST_TEXT}.")
    if not set(edited.files) <= {each.sha256 for each in submission.files}:
        raise Refused("Una de las fotos ya no está: vuelva a abrir la página.")
    if submission.sender is Sender.CHILD and edited.files and not submission.shows:
        raise Refused(NO_FACES)
    if submission.sender is Sender.CHILD and edited.signature and not submission.signs:
        raise Refused("El adulto responsable no dio permiso para publicar el nombre: deje la firma vacía.")


def _digest(submission: Submission, edited: Edited) -> str:
    """What an approval is bound to: these words, this signature, these pictures, in this section."""
    told = json.dumps({"submission": submission.id, **edited.to_json()}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _after_word(
    connection: Connection, workplace: Workplace, submission: Submission, edited: Edited, word: Approval, now: datetime
) -> Submission:
    if word.decision is Decision.REJECTED:
        change_submission(connection, submission.id, OPEN_SUBMISSION, state=SubmissionState.RECEIVED.value)
        return found(connection, workplace, submission.id)
    answer = ask_gate(connection, workplace, submission, edited.section, now)
    if answer.verdict is Verdict.GO:
        return _publish(connection, workplace, submission, edited, word.person, now)
    # What a veda or a suspension holds back beside it, the office publishes once that is over.
    return submission


def _publish(
    connection: Connection, workplace: Workplace, submission: Submission, edited: Edited, actor: str, now: datetime
) -> Submission:
    number = write_page(connection, workplace, submission, edited, now)
    told = {"state": SubmissionState.PUBLISHED.value, "publication": number, "section": edited.section}
    if not change_submission(connection, submission.id, OPEN_SUBMISSION, **told, answered_at=now):
        raise Refused(FASTER)
    append(connection, workplace.tenant_id, actor, "publish_submission", str(submission.id), {}, now)
    link = page_url(workplace, edited.section, submission.id)
    tell_sender(connection, workplace, submission, "publicada", [f"Se publica en el sitio del municipio:\n{link}"], now)
    return found(connection, workplace, submission.id)


def _voters(stands: Standing) -> list[str]:
    return list(dict.fromkeys(voter for each in stands.ballots.values() if not each.decided for voter in each.silent))


def _held(answer: Answer) -> str:
    return f"No se puede publicar todavía. {answer.reason}".strip()


def said_by(workplace: Workplace, words: Sequence[Approval]) -> list[Spoken]:
    """What was said, by name, the oldest first."""
    return [
        Spoken(each.decision is Decision.APPROVED, name_of(workplace.tenant, each.person), each.note, each.at)
        for each in words
    ]
