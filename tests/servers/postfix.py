"""A real Postfix on a high port of this machine: its log, and the mailbox into which it delivers everything."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Self

from tests.servers.access import Access
from tests.servers.certificates import Certificate
from tests.servers.postfix_package import Package, need_root, postfix_package

OWNER = "mail"
"""Of queue and mailbox; Postfix wants one that is neither root nor nobody."""
GROUP = "operator"
STARTING = 20.0
MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
daemon_directory = {daemons}
command_directory = {commands}
shlib_directory = {libraries}
meta_directory = {folder}/conf
mail_owner = {owner}
setgid_group = {group}
import_environment = LD_LIBRARY_PATH MAIL_CONFIG
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
inet_interfaces = loopback-only
inet_protocols = ipv4
myhostname = relevo.example
mydestination =
mynetworks = 127.0.0.0/8
alias_maps =
virtual_mailbox_domains = example.com, example.org, muerto.example
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = inline:{{ @example.com=all/, @example.org=all/ }}
smtpd_reject_unlisted_recipient = no
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{uid}
virtual_minimum_uid = 1
smtpd_recipient_restrictions = check_recipient_access {access}, permit_mynetworks, reject
{more}
"""
TLS = """\
smtpd_tls_received_header = yes
smtpd_tls_security_level = encrypt
smtpd_tls_cert_file = {certificate}
smtpd_tls_key_file = {key}
"""
MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""
PRIVATE = ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "saved", "trace", "private")
SHARED = ("maildrop", "public")


class Postfix:
    """One running Postfix, from its own folder; mails to `muerto.example` it takes, and sends back."""

    def __init__(self, folder: Path, port: int, access: Access, process: "subprocess.Popen[bytes]") -> None:
        self.port = port
        self._folder = folder
        self._access = access
        self._process = process

    @classmethod
    def start(cls, certificate: Certificate | None = None) -> Self:
        """One that wants STARTTLS where there is a certificate. Skips the test where Postfix cannot be had."""
        package = postfix_package()
        need_root()
        folder = Path(tempfile.mkdtemp(prefix="postfix"))
        port, access = _free_port(), Access()
        _lay_out(package, folder, port, access.table, certificate)
        environment = {**package.environment, "MAIL_CONFIG": str(folder / "conf")}
        master = [str(package.daemons / "master"), "-d", "-c", str(folder / "conf")]
        process = subprocess.Popen(master, env=environment, cwd=folder, start_new_session=True)
        made = cls(folder, port, access, process)
        made._wait()
        return made

    def answer(self, access: Mapping[str, str]) -> None:
        """From now on these recipients get these answers, such as `550 5.1.1 No such user`; all others are taken."""
        self._access.answers = dict(access)

    def mails(self, count: int) -> list[EmailMessage]:
        """What it has delivered, once there are so many or `STARTING` seconds are over; in no order."""
        until = time.monotonic() + STARTING
        while len(found := list((self._folder / "mail/all/new").glob("*"))) < count and time.monotonic() < until:
            time.sleep(0.05)
        return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in found]

    def log(self) -> str:
        """What it wrote down."""
        return (self._folder / "log").read_text("utf-8")

    def stop(self) -> None:
        """Ends it, and takes its folder away."""
        self._process.terminate()
        self._process.wait(STARTING)
        self._access.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _wait(self) -> None:
        """Until it greets."""
        until = time.monotonic() + STARTING
        while time.monotonic() < until and self._process.poll() is None:
            try:
                with socket.create_connection(("127.0.0.1", self.port), 5) as line:
                    if line.recv(3) == b"220":
                        return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"Postfix did not start: {self.log() if (self._folder / 'log').exists() else 'no log'}")


def _free_port() -> int:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port: int = unused.getsockname()[1]
        return port


def _lay_out(package: Package, folder: Path, port: int, access: str, certificate: Certificate | None) -> None:
    """What Debian's package makes when it is installed, in a folder of its own."""
    owner = pwd.getpwnam(OWNER)
    folder.chmod(0o755)
    for name in ("conf", "data", "mail", "queue/pid", *(f"queue/{each}" for each in (*PRIVATE, *SHARED))):
        (folder / name).mkdir(parents=True)
    for name in ("data", "mail", *(f"queue/{each}" for each in PRIVATE)):
        os.chown(folder / name, owner.pw_uid, -1)
        (folder / name).chmod(0o700)
    for name in SHARED:
        shutil.chown(folder / "queue" / name, OWNER, GROUP)
        (folder / "queue" / name).chmod(0o730)
    tls = "" if certificate is None else TLS.format(certificate=certificate.certificate, key=certificate.key)
    main = MAIN.format(
        folder=folder,
        daemons=package.daemons,
        commands=package.commands,
        libraries=package.libraries,
        owner=OWNER,
        group=GROUP,
        uid=owner.pw_uid,
        access=access,
        more=tls,
    )
    (folder / "conf/main.cf").write_text(main, "utf-8")
    (folder / "conf/master.cf").write_text(MASTER.format(port=port), "utf-8")
    (folder / "conf/dynamicmaps.cf").touch()
