"""A disk that is full: nothing leaves that was not written down first; it is told once, and goes on by itself."""

import resource
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.servers.mail import MailServer
from tests.story.daemon import Daemon, wait_until
from tests.story.place import Place, campaign, mail_account, message, this_minute

pytestmark = pytest.mark.waits(10)

Start = Callable[..., MailServer]
PEOPLE = 300
SMALL = 40 * 1024 * 1024
"""Bytes of the small file system."""
LIMIT = 100_000
"""Bytes of a file beyond which the kernel refuses to write, as on a full disk."""


def _mount(folder: Path) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _unmount(folder: Path) -> None:
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _may_mount() -> bool:
    with TemporaryDirectory() as folder:
        try:
            mounted = _mount(Path(folder))
        except FileNotFoundError:
            return False
        if mounted:
            _unmount(Path(folder))
        return mounted


KINDS = ["limit", "file system"] if _may_mount() else ["limit"]
"""A small file system needs the right to mount one; a limit on the daemon's files does not."""


TROUBLES = ("lane stopped by its database", "results cannot be recorded yet", "sweep stopped by its database")
"""Each may be told, once."""


@dataclass(slots=True)
class Disk:
    """What the daemon writes to."""

    kind: str
    folder: Path

    def fill(self, daemon: Daemon) -> None:
        """From now on there is no room."""
        if self.kind == "limit":
            resource.prlimit(daemon.process.pid, resource.RLIMIT_FSIZE, (LIMIT, resource.RLIM_INFINITY))
            return
        with (self.folder / "lastre").open("wb", buffering=0) as file:
            for size in (1 << 20, 4096, 1):
                try:
                    while True:
                        file.write(b"\0" * size)
                except OSError:
                    continue

    def free(self, daemon: Daemon) -> None:
        """There is room again."""
        if self.kind == "limit":
            unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            resource.prlimit(daemon.process.pid, resource.RLIMIT_FSIZE, unlimited)
        else:
            (self.folder / "lastre").unlink()


def _told(daemon: Daemon) -> list[str]:
    return [event["event"] for name in TROUBLES for event in daemon.events(name)]


@pytest.fixture(params=KINDS)
def disk(request: pytest.FixtureRequest, place: Place) -> Iterator[Disk]:
    """The disk under `var/`."""
    if request.param == "limit":
        yield Disk("limit", place.var)
        return
    assert _mount(place.var)
    try:
        yield Disk("file system", place.var)
    finally:
        _unmount(place.var)


def test_a_full_disk_stops_before_it_sends_and_repeats_nobody(
    place: Place, disk: Disk, start_mail_server: Start
) -> None:
    """No room for the intention: nothing leaves. Told once. Room again: everyone gets the message once."""
    mail = start_mail_server()
    account = mail_account(mail.port, 4, "por-segundo: 150, rafaga: 1")
    place.configure(
        account, agua=campaign("agua", message("aviso", this_minute(), "correo", more="tolerancia: 3 horas"))
    )
    mails = place.people(PEOPLE)
    with place.daemon() as daemon:
        wait_until(lambda: len(mail.taken()) > 20, "mail goes out")
        disk.fill(daemon)
        wait_until(lambda: len(_told(daemon)) > 0, "the lane stops")
        taken = len(mail.taken())
        assert taken < PEOPLE
        time.sleep(3)
        assert len(mail.taken()) == taken
        assert len(_told(daemon)) <= len(TROUBLES)
        assert "No hay espacio en el disco" in daemon.log()
        disk.free(daemon)
        wait_until(lambda: place.publications()["aviso/correo@1"].startswith("done"), "it goes on")
        assert daemon.stop() == 0
    assert sorted(record["to"] for record in mail.taken()) == mails
    assert place.states("aviso") == {"sent": PEOPLE}
    place.assert_counted()


NO_LOG = ("sh", "-c", 'exec "$@" 2>/dev/full', "sh")
"""Runs a command whose standard error is refused as by a full disk."""


def test_a_log_that_cannot_be_written_stops_nothing(place: Place, start_mail_server: Start) -> None:
    """The disk of the log is full, that of the database is not: each message goes out once and is written down."""
    mail = start_mail_server()
    account = mail_account(mail.port, 4)
    place.configure(account, agua=campaign("agua", message("aviso", this_minute(), "correo")))
    mails = place.people(50)
    with place.daemon(wrapper=NO_LOG) as daemon:
        wait_until(lambda: place.publications().get("aviso/correo@1", "").startswith("done"), "all is sent")
        assert daemon.stop() == 0
    assert sorted(record["to"] for record in mail.taken()) == mails
    assert place.states("aviso") == {"sent": 50}
