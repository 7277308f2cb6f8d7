"""Files that went up already, by the numbers that their service gave them, as a token remembers them over a crash."""

import asyncio
import json
from collections.abc import Sequence
from typing import NamedTuple

from channels.message import Media, Unavailable


class Uploaded(NamedTuple):
    """One file at its service."""

    sha256: str
    number: str


def written(uploaded: Sequence[Uploaded]) -> str:
    """As a resumption token."""
    return json.dumps([list(each) for each in uploaded])


def remembered(token: str | None, media: Sequence[Media]) -> list[Uploaded]:
    """Those that went up already, in the message's order; an unknown token remembers none."""
    try:
        found = json.loads(token or "[]")
        known = [Uploaded(str(sha256), str(number)) for sha256, number in found]
    except (ValueError, TypeError, RecursionError):
        return []
    alike = [one for one, each in zip(known, media, strict=False) if one.sha256 == each.sha256]
    return alike if len(alike) == len(known) else []


async def read(media: Media) -> bytes:
    """The frozen bytes of a file. Raises `Unavailable` where they cannot be read."""
    try:
        return await asyncio.to_thread(media.path.read_bytes)
    except OSError as problem:
        raise Unavailable(
            f"No se puede leer el archivo «{media.name}» ({problem.strerror}); revise {media.path}.",
            code="archivo",
            needs_person=True,
        ) from problem
