"""A process that was begun is gone once whoever began it has ended, however it is hurried."""

import asyncio
from asyncio.subprocess import Process
from pathlib import Path

import pytest

from delivery import apart
from delivery.daemon.duties import _together

OBEDIENT = "import sys, time\nsys.stdout.close()\ntime.sleep(60)\n"
STUBBORN = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + OBEDIENT
MODULE = "obrero_de_prueba"


@pytest.fixture(params=[pytest.param(OBEDIENT, id="ends when told to"), pytest.param(STUBBORN, id="has to be killed")])
def worker(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a module that works for a minute."""
    (tmp_path / f"{MODULE}.py").write_text(request.param)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(apart, "ENDING", 0.3)
    return MODULE


async def work(module: str, begun: "asyncio.Queue[Process]") -> None:
    """As the webmaster works: it waits for what the process says."""
    async with apart.at_work(module, b"") as worker:
        begun.put_nowait(worker.process)
        await worker.heard(asyncio.Event())


@pytest.mark.parametrize("times", [1, 2, 5])
async def test_it_is_gone_however_often_its_caller_is_cancelled(worker: str, times: int) -> None:
    """And its caller is cancelled all the same."""
    begun: asyncio.Queue[Process] = asyncio.Queue()
    caller = asyncio.create_task(work(worker, begun))
    process = await begun.get()
    for _ in range(times):
        caller.cancel()
        await asyncio.sleep(0)
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert process.returncode is not None


async def test_duties_that_are_cancelled_leave_no_process(worker: str) -> None:
    """They are told once, and what tidies up is let do so."""
    begun: asyncio.Queue[Process] = asyncio.Queue()
    daemon = asyncio.create_task(_together(work(worker, begun), asyncio.sleep(60)))
    process = await begun.get()
    daemon.cancel()
    await asyncio.gather(daemon, return_exceptions=True)
    assert process.returncode is not None


async def test_duties_end_with_the_first_that_fails(worker: str) -> None:
    """Its error is told as it is, once the others have tidied up."""
    begun: asyncio.Queue[Process] = asyncio.Queue()
    seen: list[Process] = []

    async def fails() -> None:
        seen.append(await begun.get())
        raise OSError("otro pregonero tomó la base")

    with pytest.raises(OSError, match="otro pregonero"):
        await _together(work(worker, begun), fails())
    assert [process.returncode is None for process in seen] == [False]


async def test_whoever_is_to_end_does_not_wait(worker: str) -> None:
    """It hears nothing, and the process is gone."""
    stop = asyncio.Event()
    async with apart.at_work(worker, b"") as at_work:
        stop.set()
        assert await at_work.heard(stop) is None
    assert at_work.process.returncode is not None


async def test_others_are_told_that_it_is_still_at_work(worker: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As often as was asked for."""
    monkeypatch.setattr(apart, "BEAT", 0.01)
    stop, beats = asyncio.Event(), list[int]()

    async def beat() -> None:
        beats.append(len(beats))
        if len(beats) == 3:
            stop.set()

    async with apart.at_work(worker, b"") as at_work:
        assert await at_work.heard(stop, beat) is None
    assert beats == [0, 1, 2]


async def test_it_is_heard_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it was told, and what it said on both outputs."""
    (tmp_path / "eco.py").write_text("import sys\nprint(sys.stdin.read())\nprint('mal', file=sys.stderr)\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    async with apart.at_work("eco", b"hola") as at_work:
        assert await at_work.heard(asyncio.Event()) == (b"hola\n", b"mal\n")
    assert at_work.process.returncode == 0
