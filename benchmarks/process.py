"""One command as a whole process: its time and its memory, by the operating system's own account."""

import os
import resource
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Measure:
    """What one finished process cost."""

    seconds: float
    cpu_seconds: float
    peak_megabytes: float


def as_installed() -> dict[str, str]:
    """The environment of a user, whose Python keeps what it has compiled; some machines for tests forbid it."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def measure(command: Sequence[str], folder: Path) -> Measure:
    """Run a command to its end, in `folder`. Raises RuntimeError where it fails."""
    begun = time.perf_counter()
    # A process of our own, waited for with wait4, which tells its memory alone.
    process = subprocess.Popen(
        command, cwd=folder, env=as_installed(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    said = process.stderr.read()
    process.stderr.close()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(
            f"{' '.join(command)} ended with {process.returncode}: {said.decode(errors='replace')[-800:]}"
        )
    return _measure(time.perf_counter() - begun, used)


def at_rest(command: Sequence[str], folder: Path, settle: float, watch: float) -> Measure:
    """Start a daemon, let it settle for `settle` seconds, and tell what it uses over the next `watch` seconds."""
    process = subprocess.Popen(
        command, cwd=folder, env=as_installed(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        time.sleep(settle)
        before = cpu_seconds(process.pid)
        time.sleep(watch)
        used = cpu_seconds(process.pid) - before
        return Measure(watch, used, resident(process.pid))
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _measure(seconds: float, used: resource.struct_rusage) -> Measure:
    return Measure(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def cpu_seconds(pid: int) -> float:
    """Seconds of processor that a process has used until now, in steps of a hundredth."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> float:
    """MB of memory that a process holds now."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))
