"""Work that falls into parts, done by several processes at once."""

import os
import pickle
import threading
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NoReturn, TypeVar

Part = TypeVar("Part")
Outcome = TypeVar("Outcome")


def processes() -> int:
    """How many processes can work at once: one where this one has threads, since a copy would have only one of them."""
    return len(os.sched_getaffinity(0)) if threading.active_count() == 1 else 1


def stretches(items: Sequence[Part], most: int) -> list[Sequence[Part]]:
    """The items in as many pieces of about one length, in their order; in one where there is nothing to share out."""
    count = max(1, most)
    ends = [len(items) * number // count for number in range(count + 1)]
    return [items[since:until] for since, until in pairwise(ends)]


def forked(work: Callable[[Part], Outcome], parts: Sequence[Part]) -> list[Outcome]:
    """Do the first part here and each other one in a copy of this process; the outcomes in the order of the parts.

    What `work` changes in a copy is lost: all that counts has to be in its outcome, which must be picklable. A part
    whose copy could not be made, or did not answer, is done here, so that its errors show as ever.
    """
    copies = [_copy(work, part) for part in parts[1:]]
    outcomes = [work(part) for part in parts[:1]]
    for part, copy in zip(parts[1:], copies, strict=True):
        told = b"" if copy is None else _answer(*copy)
        outcomes.append(pickle.loads(told) if told else work(part))  # noqa: S301 - bytes of our own copy
    return outcomes


def _copy(work: Callable[[Part], Outcome], part: Part) -> tuple[int, int] | None:
    """A process that does the part, and where its answer can be read; None where the system allows no more."""
    reading, writing = os.pipe()
    try:
        process = os.fork()
    except OSError:
        os.close(reading)
        os.close(writing)
        return None
    if process == 0:
        _tell(work, part, writing)
    os.close(writing)
    return process, reading


def _tell(work: Callable[[Part], Outcome], part: Part, writing: int) -> NoReturn:
    """In the copy: answer and end, without what a process does at its end: streams and locks are the other's."""
    try:
        answer = pickle.dumps(work(part), pickle.HIGHEST_PROTOCOL)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(answer)
    finally:
        os._exit(0)


def _answer(process: int, reading: int) -> bytes:
    """What a copy told, whole; empty where it did not get so far."""
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    os.waitpid(process, 0)
    return told if told.endswith(pickle.STOP) else b""
