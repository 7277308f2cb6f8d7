"""What staff and people read of a submission, in Spanish."""

from collections.abc import Mapping

from storage.states import Sender, SubmissionKind, SubmissionState

KINDS: Mapping[SubmissionKind, str] = {
    SubmissionKind.REQUEST: "Solicitud de una dependencia",
    SubmissionKind.PROPOSAL: "Propuesta para publicar",
    SubmissionKind.SUGGESTION: "Sugerencia",
}
SENDERS: Mapping[Sender, str] = {
    Sender.DEPARTMENT: "una dependencia",
    Sender.CITIZEN: "una persona",
    Sender.CHILD: "una niña, un niño o un adolescente, por medio de un adulto",
    Sender.OVERSIGHT: "una veeduría",
    Sender.BOARD: "una junta de acción comunal",
    Sender.ORGANISATION: "una organización de la comunidad",
}
STATES: Mapping[SubmissionState, str] = {
    SubmissionState.RECEIVED: "por atender",
    SubmissionState.ACCEPTED: "espera aprobación",
    SubmissionState.REJECTED: "no se publica",
    SubmissionState.ANSWERED: "respondida",
    SubmissionState.PUBLISHED: "publicada",
    SubmissionState.WITHDRAWN: "retirada",
}
CLASS_SENDERS: Mapping[str, Sender] = {
    "veeduria": Sender.OVERSIGHT,
    "junta": Sender.BOARD,
    "organizacion": Sender.ORGANISATION,
}
"""By the class of a contributor."""
