"""A site built in a process of its own, last in line for the machine: the daemon beside it stays small and quick.

`python -m website.builder` reads its order from standard input, where no list of processes shows a password, and writes
one line of JSON: what became of the folder, or why nothing did.
"""

import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict

from storage.database import Database
from storage.errors import StorageError
from website.folder import Busy
from website.order import Order
from website.owner import Taken
from website.site import build

IDLE = 19
"""The lowest of the system's priorities."""


def main() -> int:
    """The process."""
    with suppress(OSError):
        os.nice(IDLE)
    order = Order.from_json(sys.stdin.buffer.read())
    database = Database.open(order.database)
    try:
        print(json.dumps(asdict(build(order, database)), ensure_ascii=False))
    except Busy:
        # Another daemon is at it, with the same rows.
        print(json.dumps({"busy": True}))
    except (StorageError, OSError, Taken) as error:
        print(json.dumps({"error": str(error)}, ensure_ascii=False))
        return 1
    finally:
        database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
