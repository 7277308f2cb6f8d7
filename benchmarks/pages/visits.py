"""Somebody signed in who opens one page after the other, at a panel of a process of its own."""

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import httpx

from benchmarks.process import as_installed, cpu_seconds
from panel.entrance.roles import Role

PASSWORD = "tres caballos y una nube"
TIMES = 20
SETTLED = 30.0
"""Seconds within which a page has what is made beside it."""
COMING = 'data-hx-trigger="load delay'
"""What a page says that asks again for what is still being made beside it."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One page, as one role opens it."""

    name: str
    path: str
    """Under the municipality's."""
    role: Role = Role.ADMINISTRATOR


@dataclass(frozen=True, slots=True)
class Cost:
    """What a page cost."""

    first: float
    """Milliseconds of the first answer, and of the others."""
    median: float
    worst: float
    processor: float
    """Milliseconds of the panel's processor for each of the others."""
    kilobytes: float
    """Over the wire, as a browser asks for it."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Where it answers, and by which process."""

    address: str
    process: int

    def sign_in(self, town: str, person: str) -> httpx.Client:
        """A browser of somebody. Raises RuntimeError where nobody comes in."""
        browser = httpx.Client(base_url=f"{self.address}/panel/{town}/", timeout=60)
        data = {"usuario": person, "clave": PASSWORD, "con": "clave"}
        answer = browser.post("entrar", data=data, headers={"Origin": self.address})
        if answer.status_code != httpx.codes.SEE_OTHER:
            raise RuntimeError(f"{person} does not come in: {answer.status_code}")
        return browser


@contextmanager
def panel(arguments: Sequence[str], folder: Path) -> Iterator[Panel]:
    """The panel alone, as an operator starts it, until it is left. Raises RuntimeError where it does not open."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    listens = f"127.0.0.1:{port}"
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", "panel", "--listen", listens, *arguments],
        env=as_installed() | {"PREGONERO_VAR": str(folder / "var")},
        stdout=subprocess.DEVNULL,
    )
    try:
        _opens(process, f"http://{listens}")
        yield Panel(f"http://{listens}", process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def cost(browser: httpx.Client, visit: Visit, process: int, times: int = TIMES) -> Cost:
    """Open a page once until it has all, then so many times. Raises RuntimeError for an answer that is no page."""
    first, _ = _open(browser, visit)
    until = time.monotonic() + SETTLED
    while COMING in _open(browser, visit)[1].text and time.monotonic() < until:
        time.sleep(0.2)
    begun = cpu_seconds(process)
    found = [_open(browser, visit) for _ in range(times)]
    used = cpu_seconds(process) - begun
    answers = [milliseconds for milliseconds, _ in found]
    size = max(answer.num_bytes_downloaded for _, answer in found)
    return Cost(first, median(answers), max(answers), 1000 * used / times, size / 1000)


def _open(browser: httpx.Client, visit: Visit) -> tuple[float, httpx.Response]:
    begun = time.perf_counter()
    answer = browser.get(visit.path)
    taken = 1000 * (time.perf_counter() - begun)
    if answer.status_code != httpx.codes.OK:
        heading = re.search(r"<h1[^>]*>(.*?)</h1>", answer.text)
        raise RuntimeError(f"{visit.path}: {answer.status_code} {heading and heading.group(1)}")
    return taken, answer


def _opens(process: "subprocess.Popen[bytes]", address: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            httpx.get(f"{address}/")
        except httpx.TransportError:
            time.sleep(0.1)
            continue
        return
    raise RuntimeError("the panel does not open")
