"""The fields of `multipart/form-data` (RFC 7578), read in one pass: anyone may send such a form."""

import re
from collections.abc import Mapping

MULTIPART = "multipart/form-data"
LONGEST_HEADER = 200
"""Characters of a `Content-Type`: a boundary has at most 70 (RFC 2046 §5.1.1)."""
_BOUNDARY = re.compile(r';[ \t]*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70})(?=[\s;]|$))', re.IGNORECASE)
_NAME = re.compile(rb';\s*name=(?:"([^"]{0,100})"|([^\s;"]{1,100}))', re.IGNORECASE)


def is_multipart(kind: str) -> bool:
    """Whether a `Content-Type` says so."""
    return kind.strip().lower().startswith(MULTIPART)


def fields(kind: str, body: bytes) -> Mapping[str, str]:
    """The last value of each field; what is none is left out. `kind`: the header that bears the boundary."""
    boundary = _BOUNDARY.search(kind) if len(kind) <= LONGEST_HEADER else None
    if boundary is None:
        return {}
    between = b"\n--" + (boundary[1] or boundary[2]).encode("latin-1", "replace")
    found: dict[str, str] = {}
    for part in (b"\n" + body.replace(b"\r\n", b"\n")).split(between)[1:]:
        if part.startswith(b"--"):
            break
        head, _, content = part.partition(b"\n\n")
        if (name := _name(head)) is not None:
            found[name] = content.decode("ascii", "replace").strip()
    return found


def _name(head: bytes) -> str | None:
    """What a part is the value of; None: it does not say."""
    for line in head.split(b"\n"):
        key, _, value = line.partition(b":")
        if key.strip().lower() == b"content-disposition" and (named := _NAME.search(value)) is not None:
            return bytes(named[1] if named[1] is not None else named[2]).decode("ascii", "replace")
    return None
