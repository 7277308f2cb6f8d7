"""Files that show that something was done: looked at before they are kept, by what they are and not by their names."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

from sqlalchemy import Connection

from campaigns.reading.file_kind import HEAD, kind_of
from campaigns.reading.pixels import pixels_in
from storage.files import Aside, keep_aside, put_path

MOST = 50_000_000
"""Bytes of one file: some minutes of a telephone's video."""
MOST_PIXELS = 110_000_000
"""Of a picture: no telephone's has more, and one that says so fills the memory of whoever opens it."""
PHONES: tuple[tuple[int, bytes, str], ...] = (
    (4, b"ftyphei", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftypM4A", "audio/mp4"),
    (0, b"OggS", "audio/ogg"),
    (8, b"WAVE", "audio/wav"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"\xff\xf1", "audio/aac"),
    (0, b"\xff\xf9", "audio/aac"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
)
"""What telephones and recorders make besides the kinds that messages carry: offset, bytes, MIME type."""


class NotEvidence(Exception):
    """A file cannot stand as evidence; the text is Spanish and says why, and what to attach instead."""


class Evidence(NamedTuple):
    """One file, looked at."""

    source: Path | Aside
    """Where it lies, or what of it lies ready in the folder of what is kept."""
    name: str
    mime: str


def looked_at(paths: Iterable[Path]) -> list[Evidence]:
    """The files and what they are; nothing is kept yet. Raises `NotEvidence`, `OSError`."""
    return [Evidence(path, path.name, _kind(path)) for path in paths]


def keep(connection: Connection, folder: Path, evidence: Evidence, now: datetime) -> Mapping[str, object]:
    """Keep a file under `folder` (`var/archivos`); how a work order names it. Raises `OSError`."""
    source, name, mime = evidence
    if isinstance(source, Path):
        return {"sha256": put_path(connection, folder, source, mime, now), "name": name}
    return {"sha256": keep_aside(connection, folder, source, name, mime, now), "name": name}


def kind_by(head: bytes, suffix: str) -> str:
    """What a file is by its first `HEAD` bytes; its name's ending decides between two. Empty: of no known kind."""
    kind = next((mime for at, begins, mime in PHONES if head[at : at + len(begins)] == begins), "")
    return kind or kind_of(head, suffix.lower())


def picture_fault(file: BinaryIO, mime: str) -> str:
    """Why a picture is not kept, in Spanish after its name; empty: it is, or is no picture. `file` from its beginning.

    Its header alone is read: nothing is decoded.
    """
    if not mime.startswith("image/"):
        return ""
    pixels = pixels_in(file, mime)
    if pixels is None:
        return "está dañado: no se puede leer como foto. Tómela o guárdela otra vez."
    if pixels > MOST_PIXELS:
        return (
            f"dice tener {pixels // 1_000_000} millones de puntos, más que la foto de cualquier teléfono. "
            "Redúzcala antes de adjuntarla."
        )
    return ""


def _kind(path: Path) -> str:
    size = path.stat().st_size
    if not size:
        raise NotEvidence(f"{path} está vacío: adjunte la foto, el audio o el acta.")
    if size > MOST:
        raise NotEvidence(
            f"{path} pesa {size / 1_000_000:.0f} MB, y una evidencia llega hasta {MOST // 1_000_000}: adjunte una "
            "parte, o diga en --note dónde está."
        )
    with path.open("rb") as file:
        kind = kind_by(file.read(HEAD), path.suffix)
        file.seek(0)
        fault = picture_fault(file, kind)
    if not kind:
        raise NotEvidence(
            f"{path} no es de una clase que se conozca: adjunte una foto, un audio, un video, un PDF o un documento."
        )
    if fault:
        raise NotEvidence(f"{path} {fault}")
    return kind
