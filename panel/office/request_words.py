"""What the buttons of a request do: each changes rows in one transaction, and names the note that its page shows."""

from collections.abc import Mapping
from typing import Protocol

from sqlalchemy import Connection

from delivery.submissions.answering import answer, found, reject, take_over
from delivery.submissions.edited import Edited
from delivery.submissions.publishing import accept, take_back, vote
from panel.office.asked import Asked
from panel.proposing import alt_of, clean_text
from storage.approvals import Approval, Decision
from storage.states import SubmissionState


class Doing(Protocol):
    """What a button does. Raises `Refused`."""

    def __call__(self, connection: Connection, asked: Asked, number: int) -> str:
        """The key of the note."""


def words_of(typed: str, longest: int = 300) -> str:
    """A text without what hides or reorders others; empty where it is too long."""
    return clean_text(typed, longest) or ""


def _answer(connection: Connection, asked: Asked, number: int) -> str:
    answer(connection, asked.place, number, words_of(asked.field("respuesta"), 20_000), asked.actor, asked.now)
    return "solicitud-respondida"


def _reject(connection: Connection, asked: Asked, number: int) -> str:
    reject(connection, asked.place, number, words_of(asked.field("razon"), 20_000), asked.actor, asked.now)
    return "solicitud-rechazada"


def _accept(connection: Connection, asked: Asked, number: int) -> str:
    sender, shown = found(connection, asked.place, number).person, tuple(asked.fields("fotos"))
    alts = {digest: alt_of(asked.field(f"descripcion-{digest}")) for digest in shown}
    edited = Edited(
        title=" ".join(words_of(asked.field("titulo"), 20_000).split()),
        text=words_of(asked.field("texto"), 20_000),
        section=asked.field("seccion"),
        signature=" ".join(words_of(asked.field("firma"), 20_000).split()),
        contributor=sender if sender in asked.tenant.municipality.contributors else "",
        files=shown,
        alts={digest: alt for digest, alt in alts.items() if alt},
    )
    made = accept(connection, asked.place, number, edited, asked.actor, asked.now)
    return "solicitud-publicada" if made.state is SubmissionState.PUBLISHED else "solicitud-aceptada"


def _take_over(connection: Connection, asked: Asked, number: int) -> str:
    take_over(connection, asked.place, number, asked.actor, asked.now)
    return "solicitud-tomada"


def _take_back(connection: Connection, asked: Asked, number: int) -> str:
    take_back(connection, asked.place, number, asked.actor, asked.now)
    return "solicitud-retirada"


def _yes(connection: Connection, asked: Asked, number: int) -> str:
    return _word(connection, asked, number, Decision.APPROVED)


def _no(connection: Connection, asked: Asked, number: int) -> str:
    return _word(connection, asked, number, Decision.REJECTED)


def _word(connection: Connection, asked: Asked, number: int, decision: Decision) -> str:
    spoken = Approval(decision, asked.actor, words_of(asked.field("nota"), 2_000), asked.now)
    made = vote(connection, asked.place, number, spoken, asked.now)
    return "solicitud-publicada" if made.state is SubmissionState.PUBLISHED else "solicitud-voto"


DOING: Mapping[str, Doing] = {
    "responder": _answer,
    "rechazar": _reject,
    "publicar": _accept,
    "tomar": _take_over,
    "quitar": _take_back,
    "si": _yes,
    "no": _no,
}
"""By the button's word."""
