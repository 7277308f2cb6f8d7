"""A second SMTP server, by other hands (aiosmtpd), that puts what it takes into a Maildir.

    python -m tests.servers.mailbox --folder PATH

It prints `PORT n`. What both servers read alike is not a habit of our own server.
"""

import argparse
import asyncio
from pathlib import Path

from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import SMTP


async def serve(folder: Path) -> None:
    """Listens until the process ends."""
    handler = Mailbox(folder)
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(handler, enable_SMTPUTF8=True, hostname="buzon.example"), "127.0.0.1", 0
    )
    print(f"PORT {server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, required=True)
    asyncio.run(serve(parser.parse_args().folder))
