"""The states of everything that moves."""

from enum import StrEnum


class PublicationState(StrEnum):
    """Where one message on one account, at one occurrence, stands."""

    PLANNED = "planned"
    WAITING = "waiting"
    AWAITING_APPROVAL = "awaiting_approval"
    RUNNING = "running"
    PAUSED = "paused"
    MISSED = "missed"
    DONE = "done"
    DONE_WITH_ERRORS = "done_with_errors"
    CANCELLED = "cancelled"


class DeliveryState(StrEnum):
    """Where one recipient's message, one post or one work order stands."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"
    UNCERTAIN = "uncertain"


BOUNCED = "bounced"
"""No state: the counter of deliveries that came back. They stay `sent`, and are counted there too."""


class WorkOrderState(StrEnum):
    """Where something that a person does stands."""

    TO_DO = "to_do"
    HANDED_OVER = "handed_over"
    DONE = "done"
    NOT_DONE = "not_done"
    POSTPONED = "postponed"
    COUNTED = "counted"
    CANCELLED = "cancelled"


class ReplyState(StrEnum):
    """Where an answer to a person stands."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    """It may have gone out, and is not sent again."""


class Mode(StrEnum):
    """In which world a publication takes place; frozen into it."""

    REAL = "real"
    SANDBOX = "pruebas"
    SIMULATED = "simulada"


class Outcome(StrEnum):
    """How one attempt ended."""

    SENT = "sent"
    REJECTED = "rejected"
    UNAVAILABLE = "unavailable"
    UNCERTAIN = "uncertain"


OPEN_PUBLICATION = (
    PublicationState.PLANNED,
    PublicationState.WAITING,
    PublicationState.AWAITING_APPROVAL,
    PublicationState.RUNNING,
    PublicationState.PAUSED,
    PublicationState.MISSED,
)
NOT_BEGUN = (PublicationState.PLANNED, PublicationState.WAITING, PublicationState.AWAITING_APPROVAL)
"""Nothing of it has gone out, and nobody has stopped it: a person may send it now."""
OPEN_DELIVERY = (DeliveryState.PENDING, DeliveryState.CLAIMED, DeliveryState.SENDING)
OPEN_WORK_ORDER = (WorkOrderState.TO_DO, WorkOrderState.HANDED_OVER, WorkOrderState.POSTPONED)
DONE_WORK_ORDER = (WorkOrderState.DONE, WorkOrderState.COUNTED)
SAID_WORK_ORDER = (*DONE_WORK_ORDER, WorkOrderState.NOT_DONE)
"""Of which somebody has said what became of it."""


class Voter(StrEnum):
    """How a voter on our own page is told from others."""

    TOKEN = "token"  # noqa: S105 - a word in a column
    """By the link that his message alone bears."""
    DEVICE = "device"
    """By his address in the network and his browser: several people behind one count as one."""


class PollState(StrEnum):
    """Where the poll of a service stands."""

    OPEN = "open"
    """Its votes are not known yet."""
    COUNTED = "counted"
    NEEDS_PERSON = "needs_person"
    """The service does not tell them any more: somebody has to look and say."""
    VOID = "void"
    """There are none: it was never posted, or went with its post."""


class SubmissionKind(StrEnum):
    """What somebody asks of the office."""

    REQUEST = "request"
    """A department asks for a publication."""
    PROPOSAL = "proposal"
    """Somebody sends a text or a picture to be published."""
    SUGGESTION = "suggestion"
    """Somebody says what could be better, and wants an answer."""


class Sender(StrEnum):
    """From whom it comes."""

    DEPARTMENT = "department"
    CITIZEN = "citizen"
    CHILD = "child"
    """Through an adult who answers for it."""
    OVERSIGHT = "oversight"
    """A veeduría."""
    BOARD = "board"
    """A Junta de Acción Comunal."""
    ORGANISATION = "organisation"


class SubmissionState(StrEnum):
    """Where it stands."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    """It is to be published, and waits for an approval."""
    REJECTED = "rejected"
    ANSWERED = "answered"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    """Whoever sent it wants it no more, or what was published was taken back."""


OPEN_SUBMISSION = (SubmissionState.RECEIVED, SubmissionState.ACCEPTED)
"""Somebody waits for it."""
