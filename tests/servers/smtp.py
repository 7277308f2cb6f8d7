"""An SMTP server that keeps what it accepts and fails where it is told to.

    python -m tests.servers.smtp --port 0 --journal PATH [--faults PATH] [--tls starttls|implicit|none]
        [--certificate PEM --key PEM] [--user NAME --password WORD] [--without EXTENSION …] [--eager]

It prints `PORT n`. Each line of the journal is a JSON object: `{"event": "connection", "number": 1}`, an AUTH command
with its arguments, `{"event": "login", "number": 1, "line"}`, or a message that the server has taken: `{"event":
"message", "connection", "tls", "user", "from", "to", "options", "data"}`, where `data` is the mail's bytes read as
Latin-1. A line is on disk before its answer leaves.

The faults are a JSON list, read again when the file changes. Each is
`{"at": PHASE, "contains": TEXT, "answer": LINE or "hang" or "drop", "times": N, "after": N}`: PHASE is CONNECT or a
command's word or BODY (the answer to the final dot); `contains` looks into the command's line; `times` is how often it
strikes (always, without it) and `after` how many matches it lets pass first. At BODY, "hang" and "drop" come after the
message was taken. "kill" kills the client, the process `victim` of the fault, and drops what it was saying: at BODY
after the message was taken, at HALF when only a mail's headers have come.
"""

import argparse
import asyncio
import base64
import json
import os
import signal
import ssl
from pathlib import Path
from typing import Any


class Faults:
    """What goes wrong, by phase, as the file says at this moment."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.stamp = 0
        self.rules: list[dict[str, Any]] = []
        self.matches: list[int] = []

    def at(self, phase: str, line: str) -> str | None:
        """The answer that a fault dictates here; None where all goes well."""
        if self.path is None or not self.path.exists():
            return None
        stamp = self.path.stat().st_mtime_ns
        if stamp != self.stamp:
            self.stamp, self.rules = stamp, json.loads(self.path.read_text(encoding="utf-8"))
            self.matches = [0] * len(self.rules)
        for number, rule in enumerate(self.rules):
            if rule["at"] == phase and rule.get("contains", "") in line:
                self.matches[number] += 1
                after = rule.get("after", 0)
                if after < self.matches[number] <= after + rule.get("times", 10**9):
                    if rule["answer"] == "kill":
                        os.kill(rule["victim"], signal.SIGKILL)
                        return "drop"
                    return str(rule["answer"])
        return None


class Journal:
    """The file that a judge reads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connections = 0

    def write(self, **record: object) -> None:
        """Adds one line, at once."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")


class Dropped(Exception):
    """The conversation is over."""


class Conversation:
    """One client's connection."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, settings: argparse.Namespace
    ) -> None:
        self.reader, self.writer, self.settings = reader, writer, settings
        self.journal: Journal = settings.kept
        self.faults: Faults = settings.failing
        self.tls = settings.tls == "implicit"
        self.user = ""
        self.sender = self.recipient = self.options = ""
        self.journal.connections += 1
        self.number = self.journal.connections

    async def say(self, line: str) -> None:
        """Writes an answer; 421 ends the conversation."""
        self.writer.write(line.encode() + b"\r\n")
        await self.writer.drain()
        if line.startswith("421"):
            raise Dropped

    async def fail(self, phase: str, line: str = "") -> bool:
        """Acts on a fault; False where there is none."""
        answer = self.faults.at(phase, line)
        if answer is None:
            return False
        if answer == "hang":
            await asyncio.sleep(3600)
        if answer == "drop":
            raise Dropped
        await self.say(answer)
        if phase == "STARTTLS" and answer.startswith("220"):
            # What the client says next is a handshake: read as lines, its random bytes are a command once in a while.
            raise Dropped
        return True

    async def run(self) -> None:
        """Talks until the client leaves."""
        self.journal.write(event="connection", number=self.number)
        if not await self.fail("CONNECT"):
            await self.say("220 servidor.example ESMTP")
        while True:
            line = (await self.reader.readline()).decode(errors="replace")
            if not line.endswith("\r\n"):
                raise Dropped
            word = line.split()[0].upper() if line.strip() else ""
            if word == "AUTH":
                self.journal.write(event="login", number=self.number, line=line.strip())
            if not await self.fail(word, line):
                await getattr(self, f"do_{word.lower()}", self.unknown)(line.strip())

    async def unknown(self, _line: str) -> None:
        """Refuses a command that is not known."""
        await self.say("502 5.5.1 command not implemented")

    async def do_ehlo(self, _line: str) -> None:
        """Lists the extensions."""
        offered = ["PIPELINING", "ENHANCEDSTATUSCODES", "8BITMIME", "SIZE 26214400", "SMTPUTF8"]
        if self.settings.tls == "starttls" and not self.tls:
            offered.append("STARTTLS")
        if self.settings.user and (self.tls or self.settings.tls == "none"):
            offered.append("AUTH PLAIN LOGIN")
        kept = [name for name in offered if name.split()[0] not in self.settings.without]
        lines = ["servidor.example", *kept]
        self.writer.write("".join(f"250-{name}\r\n" for name in lines[:-1]).encode())
        await self.say(f"250 {lines[-1]}")

    async def do_starttls(self, _line: str) -> None:
        """Turns the connection into a protected one."""
        await self.say("220 2.0.0 ready")
        await self.writer.start_tls(self.settings.context)
        self.tls = True

    async def do_auth(self, line: str) -> None:
        """Takes PLAIN and LOGIN with the one user and password."""
        wanted = f"\0{self.settings.user}\0{self.settings.password}".encode()
        parts = line.split()
        said = base64.b64decode(parts[-1])
        if parts[1].upper() == "LOGIN":
            await self.say("334 UGFzc3dvcmQ6")
            said = b"\0" + said + b"\0" + base64.b64decode(await self.reader.readline())
        if said != wanted:
            await self.say("535 5.7.8 authentication failed")
            return
        self.user = self.settings.user
        await self.say("235 2.7.0 accepted")

    async def do_mail(self, line: str) -> None:
        """Begins a transaction."""
        if self.settings.user and not self.user:
            await self.say("530 5.7.0 authentication required")
            return
        if self.sender:
            await self.say("503 5.5.1 nested MAIL")
            return
        address, _, self.options = line[len("MAIL FROM:") :].partition(" ")
        self.sender = address.strip("<>")
        await self.say("250 2.1.0 ok")

    async def do_rcpt(self, line: str) -> None:
        """Takes the recipient."""
        if not self.sender:
            await self.say("503 5.5.1 MAIL first")
            return
        self.recipient = line[len("RCPT TO:") :].strip("<> ")
        await self.say("250 2.1.5 ok")

    async def do_data(self, _line: str) -> None:
        """Takes the mail; with `--eager` it asks for a body that nobody is to get, and refuses that."""
        nobody = not (self.sender and self.recipient)
        if nobody and not self.settings.eager:
            await self.say("554 5.5.1 no valid recipients" if self.sender else "503 5.5.1 MAIL first")
            return
        await self.say("354 go on")
        lines = []
        headers_came = False
        while (line := await self.reader.readline()) != b".\r\n":
            if not line or (line == b"\r\n" and not headers_came and self.faults.at("HALF", self.recipient)):
                raise Dropped
            headers_came = headers_came or line == b"\r\n"
            lines.append(line.removeprefix(b".") if line.startswith(b".") else line)
        answer = "554 5.5.1 no valid recipients" if nobody else self.faults.at("BODY", self.recipient)
        if answer is None or answer in {"hang", "drop"}:
            self.keep(b"".join(lines))
        self.sender = self.recipient = ""
        if answer == "hang":
            await asyncio.sleep(3600)
        if answer == "drop":
            raise Dropped
        await self.say(answer or f"250 2.0.0 queued as {self.number:X}")

    def keep(self, data: bytes) -> None:
        """Writes the mail down: from here on the server has it."""
        envelope = {"from": self.sender, "to": self.recipient, "options": self.options}
        state = {"connection": self.number, "tls": self.tls, "user": self.user}
        self.journal.write(event="message", **state, **envelope, data=data.decode("latin-1"))

    async def do_rset(self, _line: str) -> None:
        """Forgets the transaction."""
        self.sender = self.recipient = ""
        await self.say("250 2.0.0 ok")

    async def do_quit(self, _line: str) -> None:
        """Ends the conversation."""
        await self.say("221 2.0.0 bye")
        raise Dropped


async def serve(settings: argparse.Namespace) -> None:
    """Listens until the process ends."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await Conversation(reader, writer, settings).run()
        except (Dropped, OSError):
            writer.close()

    context = settings.context if settings.tls == "implicit" else None
    server = await asyncio.start_server(talk, "127.0.0.1", settings.port, ssl=context, limit=2**26)
    print(f"PORT {server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


def main() -> None:
    """Reads the command line and serves."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--journal", type=Path, required=True)
    parser.add_argument("--faults", type=Path)
    parser.add_argument("--tls", choices=["starttls", "implicit", "none"], default="none")
    parser.add_argument("--certificate", type=Path)
    parser.add_argument("--key", type=Path)
    parser.add_argument("--user", default="")
    parser.add_argument("--password", default="")
    parser.add_argument("--without", nargs="*", default=[])
    parser.add_argument("--eager", action="store_true")
    settings = parser.parse_args()
    settings.kept = Journal(settings.journal)
    settings.failing = Faults(settings.faults)
    settings.context = None
    if settings.certificate:
        settings.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        settings.context.load_cert_chain(settings.certificate, settings.key)
    asyncio.run(serve(settings))


if __name__ == "__main__":
    main()
