"""Files that come with a form: taken by what they are, named without traps, laid ready before any transaction begins.

What is kept is given out as it came, to be put on a disk and never to be shown as a page of ours: nothing decodes it.
"""

import asyncio
import re
import unicodedata
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from starlette.datastructures import UploadFile
from starlette.responses import FileResponse, Response

from campaigns.reading.file_kind import HEAD, UNKNOWN_KIND
from channels.filetypes import SUFFIXES
from delivery.tasks.evidence import Evidence, kind_by, picture_fault
from panel.office.asked import Turned
from storage.files import file_path, lay_aside

MOST_OF_FORM = 30_000_000
"""Octets of a form with its files: what the nginx of the guide lets through."""
LONGEST_NAME = 100
OTHER_SUFFIXES: Mapping[str, tuple[str, ...]] = {
    "audio/aac": (".aac",),
    "audio/amr": (".amr",),
    "audio/mp4": (".m4a", ".mp4"),
    "audio/ogg": (".ogg", ".oga", ".opus"),
    "audio/wav": (".wav",),
    "image/heic": (".heic", ".heif"),
    "image/jpeg": (".jpg", ".jpeg"),
    "video/mp4": (".mp4", ".mov", ".m4v", ".3gp"),
    "video/webm": (".webm",),
}
"""Under which names a kind is known, the first one where a name says none of them; of others as `SUFFIXES` has it."""
DOWNLOAD_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}
NOT_KEPT = Turned(
    410,
    "El archivo ya no está",
    "Su fila dice que se guardó, pero en el disco no se encuentra.",
    "Avise a quien administra Pregonero: se recupera de una copia de seguridad.",
)
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]')


class NotTaken(Exception):
    """A file cannot be kept; the text is Spanish and says which, why, and what to attach instead."""


@dataclass(frozen=True, slots=True)
class Takes:
    """What a form takes."""

    begins: tuple[str, ...]
    """How the MIME types begin that it takes: `image/`."""
    words: str
    """The same as people say it: «una foto o un PDF»."""
    most: int = 25_000_000
    """Octets of each."""
    files: int = 10

    def takes(self, mime: str) -> bool:
        """Whether a kind is among them."""
        return mime.startswith(self.begins)


EVIDENCE = Takes(
    ("image/", "audio/", "video/", "application/", "text/plain", "text/csv"),
    "una foto, un audio, un video, un PDF o un documento",
)
PICTURES = Takes(("image/jpeg", "image/png", "image/webp"), "una foto en JPEG, PNG o WebP", most=10_000_000, files=5)
ACCEPTS = "image/*,audio/*,video/*,application/pdf,.docx,.xlsx,.pptx,.odt,.ods,.txt,.csv"
"""What a browser offers first for `EVIDENCE`; what comes is looked at all the same."""


@asynccontextmanager
async def laid_ready(uploads: Sequence[UploadFile], takes: Takes, folder: Path) -> AsyncIterator[list[Evidence]]:
    """The files, looked at and copied into `folder` (`var/archivos`), where whoever keeps them only names them.

    What nobody kept is gone at the end. Raises `NotTaken`, `OSError`.
    """
    if len(uploads) > takes.files:
        raise NotTaken(f"Son {len(uploads)} archivos, y de una vez se reciben {takes.files}: envíelos en dos veces.")
    with ExitStack() as stack:
        yield await asyncio.to_thread(_lay_all, stack, uploads, takes, folder)


def download(folder: Path, digest: str, name: str, mime: str) -> Response:
    """A file that is kept, to be put on a disk. Raises `Turned` where it is gone."""
    path = file_path(folder, digest)
    if not path.is_file():
        raise NOT_KEPT
    kind = mime or UNKNOWN_KIND
    return FileResponse(path, media_type=kind, filename=named(name, kind), headers=dict(DOWNLOAD_HEADERS))


def named(told: str, mime: str) -> str:
    """A name for a file without folders, without signs that hide or turn it, ending as files of its kind do."""
    plain = unicodedata.normalize("NFC", told.replace("\\", "/").rpartition("/")[2])
    kept = "".join(sign for sign in plain if unicodedata.category(sign)[0] != "C")
    kept = _FORBIDDEN.sub("", kept).strip(" .") or "archivo"
    endings = _endings(mime)
    ending = PurePosixPath(kept).suffix
    if endings and ending.lower() not in endings:
        kept, ending = f"{kept}{endings[0]}", endings[0]
    return kept if len(kept) <= LONGEST_NAME else f"{kept.removesuffix(ending)[: LONGEST_NAME - len(ending)]}{ending}"


def _endings(mime: str) -> tuple[str, ...]:
    return OTHER_SUFFIXES.get(mime) or tuple(filter(None, [SUFFIXES.get(mime)]))


def _lay_all(stack: ExitStack, uploads: Sequence[UploadFile], takes: Takes, folder: Path) -> list[Evidence]:
    kinds = [_kind(each, takes) for each in uploads]
    return [
        Evidence(stack.enter_context(lay_aside(folder, _begun(each))), named(each.filename or "", mime), mime)
        for each, mime in zip(uploads, kinds, strict=True)
    ]


def _kind(upload: UploadFile, takes: Takes) -> str:
    name, size = named(upload.filename or "", ""), upload.size or 0
    if not size:
        raise NotTaken(f"«{name}» está vacío. Adjunte {takes.words}.")
    if size > takes.most:
        raise NotTaken(
            f"«{name}» pesa {size / 1_000_000:.0f} MB, y aquí se reciben archivos de hasta {takes.most // 1_000_000}. "
            "Adjunte uno más pequeño, o una parte."
        )
    head = _begun(upload).read(HEAD)
    mime = kind_by(head, PurePosixPath(name).suffix)
    if not mime or not takes.takes(mime):
        raise NotTaken(f"«{name}» no es de una clase que se reciba. Adjunte {takes.words}.")
    if fault := picture_fault(_begun(upload), mime):
        raise NotTaken(f"«{name}» {fault}")
    return mime


def _begun(upload: UploadFile) -> BinaryIO:
    """What it holds, from its beginning."""
    upload.file.seek(0)
    return upload.file
