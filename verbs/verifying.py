"""`verify`: whether a file is the very report that was published."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from campaigns.moment import Moment
from campaigns.tenant import Tenant
from delivery.worlds import marked
from storage.errors import StorageError
from storage.reports import Copy, copies_of
from verbs.answer import Answer
from verbs.call import Call
from verbs.place import rows_of

WRONG: tuple[type[Exception], ...] = ()
FAILED: tuple[type[Exception], ...] = (StorageError, OSError)
UNKNOWN = (
    "No coincide con ningún informe publicado: es otro archivo, lo cambió alguien, o el informe todavía no ha salido."
)


def verify(call: Call, files: tuple[Path, ...]) -> Answer:
    """Each file by its sha256; the exit code is 1 where one is no copy of what was published."""
    digests = {path: _digest(path) for path in files}
    with rows_of(call) as (connection, tenant, number):
        found = {path: copies_of(connection, number, digest) for path, digest in digests.items()}
        lines = [line for path, digest in digests.items() for line in _lines(tenant, path, digest, found[path])]
    document = [_document(path, digest, found[path]) for path, digest in digests.items()]
    return Answer(document, lines, code=0 if all(found.values()) else 1)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _lines(tenant: Tenant, path: Path, digest: str, copies: list[Copy]) -> Iterable[str]:
    yield f"{path}: {_told(tenant, copies) if copies else UNKNOWN}"
    yield f"  Huella SHA-256: {digest}"


def _told(tenant: Tenant, copies: list[Copy]) -> str:
    first = copies[0]
    moment = Moment(first.sent_at.astimezone(tenant.municipality.zone))
    accounts = ", ".join(dict.fromkeys(each.account for each in copies))
    said = f"Es la copia publicada el {moment.date} a las {moment.time} por {accounts}: informe de {first.period_name}."
    return marked(said, first.mode)


def _document(path: Path, digest: str, copies: list[Copy]) -> dict[str, object]:
    return {
        "file": str(path),
        "sha256": digest,
        "published": [
            {
                "key": f"{each.place.campaign}/{each.place.message}/{each.account}@{each.place.occurrence}",
                "period": each.period_name,
                "name": each.name,
                "mode": each.mode.value,
                "at": each.sent_at.isoformat(),
            }
            for each in copies
        ],
    }
