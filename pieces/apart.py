"""A process of its own for what draws: it takes more memory than a daemon at rest may have."""

import subprocess
import sys

from pieces.refusal import CannotDraw

LONGEST = 600
"""Seconds after which the process is given up: a piece takes some tenths of one, a report some seconds."""


def run_apart(module: str, written: str, what: str) -> str:
    """What a module of ours answers, run as a program, to a text on its standard input.

    `what` it draws, in Spanish, for the message: «las piezas». Raises `CannotDraw` where the process fails.
    """
    command = [sys.executable, "-m", module]
    try:
        ran = subprocess.run(command, input=written, capture_output=True, text=True, timeout=LONGEST, check=False)  # noqa: S603 - our own module, and no word of anybody in the command
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotDraw(f"El programa que dibuja {what} no respondió: {error}.") from error
    if ran.returncode != 0:
        last = ran.stderr.strip().rpartition("\n")[2]
        raise CannotDraw(f"El programa que dibuja {what} falló: {last or ran.returncode}.")
    return ran.stdout
