"""What each role may do. A right is asked before any page of the panel answers."""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """As rows have it."""

    ADMINISTRATOR = "administrator"
    COMMUNICATOR = "communicator"
    APPROVER = "approver"
    MEDIA = "media"
    """Answers for a medium that people operate."""
    CONTRIBUTOR = "contributor"
    """A veeduría, a Junta: proposes, and sees its own."""
    READER = "reader"


ROLE_NAMES: Mapping[Role, str] = {
    Role.ADMINISTRATOR: "Administrador",
    Role.COMMUNICATOR: "Comunicador",
    Role.APPROVER: "Aprobador (comité)",
    Role.MEDIA: "Responsable de medio",
    Role.CONTRIBUTOR: "Contribuyente (veeduría, Junta)",
    Role.READER: "Lector",
}
"""What people read."""
ROLE_WORDS: Mapping[Role, str] = {
    Role.ADMINISTRATOR: "Hace todo lo de los demás, y dice quién entra.",
    Role.COMMUNICATOR: "Redacta, envía, detiene y reintenta envíos, atiende personas, tareas, solicitudes y cifras.",
    Role.APPROVER: "Lee todo, y da su palabra cuando su comité la debe.",
    Role.MEDIA: "Lee todo, y confirma las tareas y cifras que le tocan.",
    Role.CONTRIBUTOR: "Propone publicaciones, y ve qué fue de las suyas.",
    Role.READER: "Lee el plan, el calendario, los envíos y los informes; no ve datos de personas.",
}
"""What each is for."""


class Right(StrEnum):
    """Something that may be done."""

    ENTER = "enter"
    """See one's own account."""
    SEE = "see"
    """The plan, the calendar, what goes out and what came of it; no person's data."""
    DECIDE = "decide"
    """Say the word that one's committee owes."""
    CONFIRM = "confirm"
    """Say what became of the tasks and figures that are one's own."""
    WORK = "work"
    """All tasks, figures and requests, whoever's they are."""
    WRITE = "write"
    """Edit campaigns."""
    OPERATE = "operate"
    """Pause, resume, cancel, try again, settle, correct, take back, send."""
    PEOPLE = "people"
    """See persons, bring lists in, erase."""
    AUDIT = "audit"
    """Read who did what."""
    PROPOSE = "propose"
    """Send a proposal and follow it."""
    ADMINISTER = "administer"
    """Say who comes in."""


_READER = {Right.ENTER, Right.SEE}
_COMMUNICATOR = {
    *_READER,
    *(Right.DECIDE, Right.CONFIRM, Right.WORK, Right.WRITE, Right.OPERATE, Right.PEOPLE, Right.AUDIT),
}
RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.ADMINISTRATOR: frozenset({*_COMMUNICATOR, Right.ADMINISTER}),
    Role.COMMUNICATOR: frozenset(_COMMUNICATOR),
    Role.APPROVER: frozenset({*_READER, Right.DECIDE, Right.CONFIRM}),
    Role.MEDIA: frozenset({*_READER, Right.DECIDE, Right.CONFIRM}),
    Role.CONTRIBUTOR: frozenset({Right.ENTER, Right.PROPOSE}),
    Role.READER: frozenset(_READER),
}
"""Whoever sits in a committee decides there whatever else the person does, so most roles may."""


def may(role: str, right: Right) -> bool:
    """Whether a role has a right; a word that is no role has none."""
    return role in RIGHTS and right in RIGHTS[Role(role)]
