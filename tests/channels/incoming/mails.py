"""Mails as they come to a mailbox of returns, written here after the examples of the standards and of mail servers."""

from channels.email.returns import Returns

RETURNS = Returns.model_validate({"direccion": "rebotes@villaclara.gov.co"})
TOKEN = "aaaaaaaa2aaaaaaabbbbbbbb"
"""Looks like one; what reads mails believes none."""
TO = f"rebotes+{TOKEN}@villaclara.gov.co"


def lines(text: str) -> bytes:
    """As they go over a line."""
    return text.replace("\n", "\r\n").encode()


def returned_mail(token_address: str = TO) -> str:
    """The mail that came back, as a report quotes it."""
    return f"""\
Return-Path: <{token_address}>
From: Alcaldia <prensa@villaclara.gov.co>
To: vecina@example.org
Subject: Matriculas
Message-ID: <aaaa@villaclara.gov.co>

Empiezan las matriculas.
"""


def report(
    action: str = "failed",
    status: str = "5.1.1",
    diagnostic: str = "smtp; 550 5.1.1 <vecina@example.org>: user unknown",
    to: str = TO,
    more: str = "",
) -> bytes:
    """A delivery status notification (RFC 3464 §1), as most servers write it."""
    fields = "\n".join(
        f"{name}: {value}"
        for name, value in (
            ("Final-Recipient", "rfc822; vecina@example.org"),
            ("Action", action),
            ("Status", status),
            ("Diagnostic-Code", diagnostic),
        )
        if value
    )
    return lines(f"""\
Return-Path: <>
Delivered-To: {to}
From: Mail Delivery System <MAILER-DAEMON@mx.example.org>
To: {to}
Auto-Submitted: auto-replied
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="partes"

--partes
Content-Type: text/plain

This is the mail system. Your message could not be delivered.

--partes
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

{fields}
{more}
--partes
Content-Type: message/rfc822

{returned_mail(to)}
--partes--
""")


def complaint(kind: str = "abuse", to: str = TO) -> bytes:
    """A feedback report (RFC 5965 §2), which hides the person and bears the mail as it left us."""
    return lines(f"""\
Return-Path: <fbl@example.org>
From: <fbl@example.org>
To: abuso@villaclara.gov.co
Subject: FW: Matriculas
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="partes"

--partes
Content-Type: text/plain

This is an email abuse report.

--partes
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: SomeGenerator/1.0
Version: 1
Original-Mail-From: <{to}>

--partes
Content-Type: message/rfc822

{returned_mail(to)}
--partes--
""")


def letter(
    text: str = "Buenas tardes, solicito copia del acta.", subject: str = "Re: Matriculas", **headers: str
) -> bytes:
    """A mail with a text."""
    named = {"From": "Vecina <vecina@example.org>", "To": TO, "Subject": subject}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    told = "".join(f"{name}: {value}\n" for name, value in named.items())
    return lines(f"{told}\n{text}\n")


QMAIL = letter(
    f"""\
Hi. This is the qmail-send program at mx.example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<vecina@example.org>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

{returned_mail()}""",
    "failure notice",
    From="MAILER-DAEMON@mx.example.org",
    Return_Path="<>",
)
"""A bounce in qmail's own form."""
EXIM = letter(
    f"""\
This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  vecina@example.org
    Unrouteable address

------ This is a copy of the message, including all the headers. ------

{returned_mail()}""",
    "Mail delivery failed: returning message to sender",
    From="Mail Delivery System <Mailer-Daemon@mx.example.org>",
    Return_Path="<>",
    X_Failed_Recipients="vecina@example.org",
    Auto_Submitted="auto-replied",
)
"""A bounce in Exim's own form, without any code."""
EXIM_TIMEOUT = EXIM.replace(b"Unrouteable address", b"retry timeout exceeded")
