"""A look at a mail account: the relay as a message would meet it, its certificate, and the sender's domain."""

import ssl
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

import aiosmtplib

from channels.capabilities import Finding, Standing
from channels.certificate import certificate_finding, ends_in
from channels.email.errors import FAILURES
from channels.email.mailbox import mailbox
from channels.email.options import EmailOptions, Security
from channels.email.records import examined as domain_examined
from channels.email.records import returns_examined
from channels.email.relay import connect, drop
from channels.message import NotSent, Unavailable


async def examined(
    options: EmailOptions, local_name: str, context: ssl.SSLContext | None, now: datetime
) -> Sequence[Finding]:
    """Connect, say the password, say goodbye; then ask the DNS. No mail is sent."""
    relay = await _relay(options, local_name, context, now)
    sender = mailbox(options.sender).domain
    found = (*relay, *await domain_examined(sender, options.dkim))
    if options.returns is None:
        return found
    return (*found, *await returns_examined(options.returns.box.domain, sender))


async def _relay(
    options: EmailOptions, local_name: str, context: ssl.SSLContext | None, now: datetime
) -> Sequence[Finding]:
    try:
        client = await connect(options, local_name, context)
    except NotSent as refused:
        mends = isinstance(refused, Unavailable) and refused.needs_person
        advice = (
            "Corrija la cuenta en canales.yaml."
            if mends
            else "Inténtelo en unos minutos; si sigue, pregunte a quien lo administra."
        )
        return (Finding("relay", Standing.BAD if mends else Standing.UNKNOWN, refused.reason, advice),)
    who = f" y aceptó la clave de {options.user}" if options.password is not None else ""
    found = [Finding("relay", Standing.GOOD, f"{options.host}:{options.port} responde{who}.")]
    if options.security is not Security.NONE:
        found.append(_certificate(client, options.host, now))
    with suppress(*FAILURES):
        await client.quit(timeout=options.deadlines.connect)
    drop(client)
    return found


def _certificate(client: aiosmtplib.SMTP, host: str, now: datetime) -> Finding:
    ends = ends_in(client.get_transport_info("peercert"))
    if ends is None:
        return Finding("certificate", Standing.UNKNOWN, f"{host} no dijo hasta cuándo vale su certificado.")
    return certificate_finding("certificate", host, ends, now, "no se envía nada")
