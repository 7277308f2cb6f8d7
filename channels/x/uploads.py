"""Images that X holds already for a post that is not out yet: what a crash must not upload a second time."""

from typing import NamedTuple

BEGIN = "x-media:"
_PENDING = "?"


class Upload(NamedTuple):
    """One image at X."""

    number: str
    ready: bool = True
    """False: X was still working on it when it was last asked."""
    check_after: int = 0
    """Seconds after which X wants to be asked again."""


def token(uploads: tuple[Upload, ...]) -> str:
    """What is remembered of them, in their order."""
    return BEGIN + ",".join(each.number + ("" if each.ready else _PENDING) for each in uploads)


def remembered(resumption: str | None) -> tuple[Upload, ...]:
    """What `token` kept; none where it is not one of ours."""
    if resumption is None or not resumption.startswith(BEGIN):
        return ()
    words = [word for word in resumption.removeprefix(BEGIN).split(",") if word]
    found = tuple(Upload(word.removesuffix(_PENDING), not word.endswith(_PENDING)) for word in words)
    return found if all(each.number.isdecimal() for each in found) else ()
