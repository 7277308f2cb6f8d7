"""Persons erased at their word: rows, the files of finished messages, and what the audit keeps of it."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from audience.blanking import unnamed
from audience.erasure import erase, files_kept
from audience.said_to_staff import Heard
from audience.suppression import suppressed_among
from audience.whose import Holder, subject_of
from delivery.publishing.freeze import media_folder
from delivery.retention.forgetting import forget_kept
from delivery.workplace import Workplace
from storage.audit import append
from storage.files import remove_files
from storage.subscribed import ERASED

COPIES = (
    "Las copias de seguridad que ya estaban hechas todavía tienen sus datos: bórrelas, o deje que las nuevas las "
    "reemplacen. Si recupera una de ellas donde ya no esté esta base de datos, borre a la persona otra vez."
)
KEPT = "Queda lo que prueba la ley, sin su nombre ni su dirección: qué consintió, y que algo se envió."
SHARED = "Su dirección sigue, porque también es de otra persona."


class Gone(NamedTuple):
    """What an erasure took away."""

    people: int
    deliveries: int
    """Messages of which nobody knows any more to which address they went."""
    files: int
    """Finished messages of accounts in `pruebas`."""
    shared: bool
    """Each of the addresses is somebody else's too, and stays."""


def erase_people(connection: Connection, place: Workplace, people: Sequence[Holder], heard: Heard) -> Gone:
    """Forget them, and keep that it was asked for. The connection may write; once it has, `storage.traces.cut_log`.

    Raises OSError where a file cannot be removed: then nobody is erased.
    """
    reason = unnamed(connection, place.tenant_id, heard.keys, heard.how)
    gone = []
    for person in people:
        one = erase(connection, place.tenant_id, person, reason, heard.now)
        detail = {"keys": list(one.keys), "deliveries": one.deliveries, "reason": one.evidence}
        append(connection, place.tenant_id, heard.actor, "erase_person", subject_of(person), detail, heard.now)
        gone.append(one)
    # Before the commit: once it is written that they are gone, nobody looks for their files any more.
    files = forget_kept([each for one in gone for each in one.files], place.sandbox)
    remove_files(media_folder(place.folder), [each for one in gone for each in one.pictures])
    return Gone(len(gone), sum(one.deliveries for one in gone), files, not any(one.keys for one in gone))


def is_erased(connection: Connection, place: Workplace, keys: Collection[str]) -> bool:
    """Whether whoever had one of the addresses asked to be forgotten."""
    return ERASED in suppressed_among(connection, place.tenant_id, keys).values()


def forget_left(connection: Connection, place: Workplace, keys: Collection[str]) -> int:
    """Finished messages that an erasure left: one that was on the wire, or those of one that was broken off."""
    return forget_kept(files_kept(connection, place.tenant_id, keys), place.sandbox)
