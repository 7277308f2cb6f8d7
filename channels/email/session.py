"""One connection to the relay, and one mail over it."""

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import aiosmtplib

from channels.email.errors import FAILURES, LOST, Phase, outcome, reply
from channels.email.mailbox import Mailbox
from channels.email.options import EmailOptions, Security
from channels.message import NotSent, Unavailable

ACCEPTED = 250
START_INPUT = 354
CLOSING = 421
OTHER_MECHANISM = frozenset({504, 534})
"""Answers that refuse the mechanism and not the password (RFC 4954 §4 and §6)."""


class Session:
    """A connection that is open, protected and identified, and does one transaction at a time."""

    def __init__(self, options: EmailOptions, local_name: str, context: ssl.SSLContext | None) -> None:
        """`local_name` is what EHLO says; `context` verifies the server, None only for `seguridad: ninguna`."""
        self.transactions = 0
        """How many were begun."""
        self._options = options
        self._secrets = options.secrets
        self._client = aiosmtplib.SMTP(
            hostname=options.host,
            port=options.port,
            local_hostname=local_name,
            timeout=options.deadlines.command,
            use_tls=options.security is Security.TLS,
            start_tls=False,
            tls_context=context,
        )

    @property
    def usable(self) -> bool:
        """Still connected and with messages left before it is recycled."""
        return self._client.is_connected and self.transactions < self._options.messages_per_connection

    async def open(self) -> None:
        """Connects, protects and identifies. Raises `Unavailable`; nothing has been said in clear."""
        try:
            with self._during(Phase.CONNECT):
                await self._client.connect(timeout=self._options.deadlines.connect)
            if self._options.security is Security.STARTTLS:
                with self._during(Phase.TLS):
                    await self._client.starttls()
            if self._options.password is not None:
                with self._during(Phase.AUTH):
                    await self._identify(self._options.user, self._options.password.get_secret_value())
        except NotSent:
            self.abort()
            raise

    async def _identify(self, user: str, password: str) -> None:
        """Says the password once: a second refusal may lock the account, and the library tries every mechanism."""
        if self._client.is_ehlo_or_helo_needed:
            await self._client.ehlo()
        # The connection is protected or stays on this machine, so PLAIN hides as much as CRAM-MD5 and works anywhere.
        ways = {
            "plain": self._client.auth_plain,
            "login": self._client.auth_login,
            "cram-md5": self._client.auth_crammd5,
        }
        offered = [way for name, way in ways.items() if name in self._client.supported_auth_methods]
        refusal = aiosmtplib.SMTPException("no mechanism in common")
        for way in offered:
            try:
                await way(user, password)
            except aiosmtplib.SMTPAuthenticationError as error:
                if error.code not in OTHER_MECHANISM:
                    raise
                refusal = error
            else:
                return
        raise refusal

    async def begin(self, sender: Mailbox, recipient: Mailbox, size: int) -> None:
        """Names the sender; the first word of a transaction. Raises `Rejected` or `Unavailable`."""
        reused = self.transactions > 0
        self.transactions += 1
        try:
            await self._mail(sender, recipient, size)
        except Unavailable as refused:
            if not (reused and refused.code == LOST):
                raise
            # The relay had let the idle connection go (RFC 5321 §4.5.3.2.7): nothing was under way on it.
            self.transactions = 1
            await self.open()
            await self._mail(sender, recipient, size)

    async def _mail(self, sender: Mailbox, recipient: Mailbox, size: int) -> None:
        with self._during(Phase.MAIL):
            # The answer to EHLO says what the server can do.
            if self._client.is_ehlo_or_helo_needed:
                await self._client.ehlo()
            utf8 = sender.needs_utf8 or recipient.needs_utf8
            if utf8 and not self._client.supports_extension("smtputf8"):
                raise aiosmtplib.SMTPNotSupported(f"{recipient.address} lleva letras que exigen SMTPUTF8")
            options = [f"SIZE={size}"] if self._client.supports_extension("size") else []
            options += ["SMTPUTF8"] if utf8 else []
            await self._client.mail(sender.address, options=options, encoding="utf-8" if utf8 else "ascii")

    async def deliver(self, recipient: Mailbox, body: bytes) -> None:
        """Names the one recipient and hands over the mail. Raises `Rejected`, `Unavailable` or `Uncertain`."""
        with self._during(Phase.RCPT):
            await self._client.rcpt(recipient.address, encoding="utf-8" if recipient.needs_utf8 else "ascii")
        with self._during(Phase.DATA):
            answer = await self._client.execute_command(b"DATA", timeout=self._options.deadlines.data)
            if answer.code != START_INPUT:
                raise reply(answer.code, answer.message, Phase.DATA, self._secrets)
        with self._during(Phase.BODY):
            protocol = self._client.protocol
            if protocol is None or not protocol.is_connected:
                raise outcome(aiosmtplib.SMTPServerDisconnected("antes del cuerpo"), Phase.DATA)
            protocol.write(_stuffed(body))
            answer = await protocol.read_response(timeout=self._options.deadlines.final)
        if answer.code != ACCEPTED:
            if answer.code == CLOSING:
                self.abort()
            raise reply(answer.code, answer.message, Phase.BODY, self._secrets)

    async def reset(self) -> None:
        """Clears a transaction that was refused, or lets the connection go where that fails."""
        if not self._client.is_connected:
            return
        try:
            await self._client.rset(timeout=self._options.deadlines.connect)
        except FAILURES:
            self.abort()

    async def quit(self) -> None:
        """Says goodbye and closes."""
        try:
            if self._client.is_connected:
                await self._client.quit(timeout=self._options.deadlines.connect)
        except FAILURES:
            self.abort()

    def leave(self) -> None:
        """Says goodbye without waiting for the answer, and closes."""
        protocol = self._client.protocol
        if protocol is not None and protocol.is_connected:
            protocol.write(b"QUIT\r\n")
        self._client.close()

    def abort(self) -> None:
        """Drops the connection at once: what it was doing is in doubt."""
        protocol = self._client.protocol
        if protocol is not None and protocol.transport is not None:
            cast(asyncio.WriteTransport, protocol.transport).abort()
        self._client.close()

    @contextmanager
    def _during(self, phase: Phase) -> Iterator[None]:
        """Turns what the library raises into one of the three outcomes."""
        try:
            yield
        except FAILURES as error:
            raise outcome(error, phase, self._secrets) from error


def _stuffed(body: bytes) -> bytes:
    """The mail with its dots doubled and its end marked (RFC 5321 §4.5.2); its lines end in CRLF already."""
    ended = body if body.endswith(b"\r\n") else body + b"\r\n"
    return ended.replace(b"\r\n.", b"\r\n..") + b".\r\n"
