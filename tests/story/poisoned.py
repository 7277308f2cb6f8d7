"""A daemon that dies of one message: `python -m tests.story.poisoned ADDRESS python scheduler.py …`.

It dies as by a fault of the machine while it prepares the message for that address, each time.
"""

import os
import runpy
import signal
import sys

from delivery.sending.chunk import Chunk
from delivery.sending.finishing import Finishing
from delivery.sending.verdict import Outgoing
from storage.ledger import Claimed
from tests.seams import Function


def deadly(finish: Function, address: str) -> Function:
    """`finish`, which ends the process at that address."""

    def finishing(self: Finishing, chunk: Chunk, row: Claimed, *more: object) -> Outgoing | str:
        if row.address == address:
            os.kill(os.getpid(), signal.SIGKILL)
        made: Outgoing | str = finish(self, chunk, row, *more)
        return made

    return finishing


if __name__ == "__main__":
    Finishing.finish = deadly(Finishing.finish, sys.argv[1])  # type: ignore[method-assign]  # a seam
    sys.argv = sys.argv[3:]
    runpy.run_path(sys.argv[0], run_name="__main__")
