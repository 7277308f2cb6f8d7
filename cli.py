"""The console script `pregonero`: the verbs of the catalogue, in Spanish."""

import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

from verbs.commands import application

SELDOM = (50_000, 20, 50)
"""How many objects come between two searches for cycles, of which a verb of a few seconds leaves hardly any."""


def main() -> None:
    """Carry out what was typed, and end the process with its exit code."""
    gc.set_threshold(*SELDOM)
    try:
        application().main(prog_name="pregonero")
    except SystemExit as ended:
        if not isinstance(ended.code, int):
            raise
        _end(ended.code)


def _end(code: int) -> NoReturn:
    """At once: Python would first take apart, piece by piece, what the system takes back whole."""
    for stream in (sys.stdout, sys.stderr):
        # Who has stopped reading, or has a full disk, was told so already.
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
