"""The way to a connection that may be used: connected, protected, identified. Here alone aiosmtplib speaks."""

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import aiosmtplib

from channels.email.errors import FAILURES, Phase, outcome
from channels.email.options import EmailOptions, Security
from channels.message import NotSent

OTHER_MECHANISM = frozenset({504, 534})
"""Answers that refuse the mechanism and not the password (RFC 4954 §4 and §6)."""


async def connect(options: EmailOptions, local_name: str, context: ssl.SSLContext | None) -> aiosmtplib.SMTP:
    """A client that has said all but its first MAIL. Raises `Unavailable`; nothing has been said in clear.

    `local_name` is what EHLO says; `context` verifies the server, None only for `seguridad: ninguna`.
    """
    client = aiosmtplib.SMTP(
        hostname=options.host,
        port=options.port,
        local_hostname=local_name,
        timeout=options.deadlines.command,
        use_tls=options.security is Security.TLS,
        start_tls=False,
        tls_context=context,
    )
    try:
        with _during(Phase.CONNECT, options):
            await client.connect(timeout=options.deadlines.connect)
        if options.security is Security.STARTTLS:
            with _during(Phase.TLS, options):
                await client.starttls()
        if options.password is not None:
            with _during(Phase.AUTH, options):
                await _identify(client, options.user, options.password.get_secret_value())
        with _during(Phase.MAIL, options):
            # The answer to EHLO says what the server can do.
            if client.is_ehlo_or_helo_needed:
                await client.ehlo()
    except (NotSent, asyncio.CancelledError):
        drop(client)
        raise
    return client


def drop(client: aiosmtplib.SMTP) -> None:
    """Close without a word."""
    if isinstance(client.transport, asyncio.WriteTransport):
        client.transport.abort()
    client.close()


async def _identify(client: aiosmtplib.SMTP, user: str, password: str) -> None:
    """Says the password once: a second refusal may lock the account, and the library tries every mechanism."""
    if client.is_ehlo_or_helo_needed:
        await client.ehlo()
    # The connection is protected or stays on this machine, so PLAIN hides as much as CRAM-MD5 and works anywhere.
    ways = {"plain": client.auth_plain, "login": client.auth_login, "cram-md5": client.auth_crammd5}
    offered = [way for name, way in ways.items() if name in client.supported_auth_methods]
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


@contextmanager
def _during(phase: Phase, options: EmailOptions) -> Iterator[None]:
    """Turns what the library raises into one of the three outcomes."""
    try:
        yield
    except FAILURES as error:
        raise outcome(error, phase, options.secrets) from error
