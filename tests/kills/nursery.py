"""Daemons by the hundred: a process that has imported everything makes a copy of itself for each life.

    python -m tests.kills.nursery

Each line of its input is a life, `{"config", "url", "var", "point", "nth", "delay", "plant"}`. It answers `{"pid"}`,
waits for an empty line, lets the copy go, and answers how it ended: `{"signal"}` or `{"code"}`.
"""

import gc
import json
import os
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import scheduler
from channels.registry import adapter
from logs import configure
from tests.kills.hearing_plants import PLANTS as OF_HEARING
from tests.kills.hearing_points import ARMS as WHILE_HEARING
from tests.kills.points import ARMS, Trap
from tests.kills.reporting_points import ARMS as WHILE_REPORTING
from tests.kills.reporting_points import BOTH, both_have_made_it
from tests.schedules.plants import FOR_KILLS
from tests.story.place import ENVIRONMENT

OUTPUT, LOG = "daemon.out", "daemon.log"
"""Beside `var`: what this life says, and what all of them logged."""


def live(life: dict[str, Any], gate: int) -> int:
    """Be the daemon, as `python scheduler.py` is; its exit code."""
    folder = Path(life["var"]).parent
    for name, descriptor, mode in ((OUTPUT, 1, os.O_TRUNC), (LOG, 2, os.O_APPEND)):
        os.dup2(os.open(folder / name, os.O_WRONLY | os.O_CREAT | mode, 0o644), descriptor)
    meeting: Mapping[str, Callable[[Trap], None]] = {BOTH: partial(both_have_made_it, folder)}
    arm = {**ARMS, **WHILE_HEARING, **WHILE_REPORTING, **meeting}.get(life["point"])
    if arm is not None:
        arm(Trap(life["nth"], life["delay"]))
    if life["plant"]:
        {**FOR_KILLS, **OF_HEARING}[life["plant"]](setattr)
    configure(level="INFO")
    os.read(gate, 1)
    environment = {**os.environ, **ENVIRONMENT, "PREGONERO_VAR": life["var"]}
    return scheduler.start(Path(life["config"]), life["url"], environment)


def born(life: dict[str, Any]) -> None:
    """Make a copy, tell of it, let it go and tell of its end."""
    assert threading.active_count() == 1, "a process with threads must not be copied"
    gate, key = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            code = live(life, gate)
        finally:
            # The copy must not go on as its parent, whatever befell it.
            if sys.exc_info()[0] is not None:
                traceback.print_exc()
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    tell(pid=pid)
    sys.stdin.readline()
    os.write(key, b"g")
    os.close(key)
    os.close(gate)
    _, status = os.waitpid(pid, 0)
    tell(**({"signal": os.WTERMSIG(status)} if os.WIFSIGNALED(status) else {"code": os.WEXITSTATUS(status)}))


def tell(**words: int) -> None:
    """One line."""
    print(json.dumps(words), flush=True)


def main() -> None:
    """Copies until the input ends."""
    for kind in ("email", "telegram", "x", "web"):
        adapter(kind)
    import_module("delivery.engines.cluster")
    gc.freeze()
    tell(ready=1)
    while line := sys.stdin.readline():
        born(json.loads(line))


if __name__ == "__main__":
    main()
