"""`verify`: whether a file is the very report that was published."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from campaigns.tenant import Tenant
from delivery.reporting.proof import copy_words
from storage.errors import StorageError
from storage.reports import Copy, copies_of
from verbs.answer import Answer
from verbs.call import Call
from verbs.place import rows_of

WRONG: tuple[type[Exception], ...] = ()
FAILED: tuple[type[Exception], ...] = (StorageError, OSError)


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
    yield f"{path}: {copy_words(tenant, copies)}"
    yield f"  Huella SHA-256: {digest}"


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
