"""Where Postfix is on this machine: unpacked into `.postfix` by `make postfix`, or installed."""

import os
from dataclasses import dataclass
from pathlib import Path

from tests.optional import missing
from tests.servers.process import ROOT

UNPACKED = ROOT / ".postfix"
INSTALLED = Path("/")


@dataclass(frozen=True, slots=True)
class Package:
    """A tree that has `usr/sbin` and `usr/lib/postfix/sbin`."""

    root: Path

    @property
    def commands(self) -> Path:
        """Folder of `smtp-sink`, `postconf` and the like."""
        return self.root / "usr/sbin"

    @property
    def daemons(self) -> Path:
        """Folder of `master`, `smtpd` and the like."""
        return self.libraries / "sbin"

    @property
    def libraries(self) -> Path:
        """Folder of its shared libraries."""
        return self.root / "usr/lib/postfix"

    @property
    def environment(self) -> dict[str, str]:
        """What its programs need to find their libraries, and those that were unpacked beside them."""
        beside = (self.root / "usr/lib").glob("*-linux-gnu*") if self.root == UNPACKED else ()
        return {**os.environ, "LD_LIBRARY_PATH": ":".join(map(str, (self.libraries, *beside)))}


def postfix_package() -> Package:
    """The one to use. Skips the test where there is none."""
    for found in (Package(UNPACKED), Package(INSTALLED)):
        if (found.daemons / "master").exists() and (found.commands / "smtp-sink").exists():
            break
    else:
        missing("Postfix", "on Debian: make postfix")
    return found


def need_root() -> None:
    """A whole Postfix gives each of its programs a user of its own. Skips the test where that is not allowed."""
    if os.geteuid() != 0:
        missing("the right to run Postfix", "run as root")
