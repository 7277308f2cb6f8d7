"""The e-mail adapter: what it can do, and one message through the pool."""

import asyncio
import ssl
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from channels.adapter import Kind, MediaRule, Options, Pace, Profile, Surroundings, TextLimit
from channels.capabilities import Finding, Intake, Line, Standing
from channels.email import mime
from channels.email.carrier import Carrier
from channels.email.errors import Phase, outcome
from channels.email.incoming.handing_on import resent, went_through
from channels.email.letter import Letter
from channels.email.mailbox import ascii_domain, mailbox
from channels.email.options import EmailOptions, Security
from channels.email.pool import Pool
from channels.email.session import Session
from channels.message import Composed, Message, NotSent, Rejected, Remember, Sent, Uncertain
from channels.news import Polled

if TYPE_CHECKING:
    from channels.email.dkim import Signer
    from channels.email.inbox import ReturnsInbox

IMAGES = ("image/jpeg", "image/png", "image/gif")
DOCUMENTS = (
    "application/pdf",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "audio/mpeg",
    "text/calendar",
    "text/csv",
    "text/plain",
)


class Email:
    """An account that writes to persons through an SMTP relay."""

    name: ClassVar[str] = "email"
    profile: ClassVar[Profile] = Profile(
        medium="correo electrónico",
        kinds=(Kind.DIRECT,),
        text=TextLimit(100_000, "caracteres"),
        subject=TextLimit(200, "caracteres"),
        html=True,
        media=MediaRule(IMAGES, mime.LARGEST, maximum_count=10),
        attachments=MediaRule(IMAGES + DOCUMENTS, mime.LARGEST, maximum_count=10),
        files_together=mime.LARGEST,
        pace=Pace(per_second=10.0, burst=10, concurrency=4),
    )
    options_model: ClassVar[type[Options]] = EmailOptions

    def __init__(self, options: Options, surroundings: Surroundings) -> None:
        assert isinstance(options, EmailOptions)
        self._options = options
        self._domain = surroundings.domain
        self._sender = mailbox(options.sender)
        self._signer = _signer(options)
        self._context: ssl.SSLContext | None = None
        self._inbox: ReturnsInbox | None = None
        self._pool = Pool(options.connections, self._session)

    @classmethod
    def sender(cls, options: Options) -> str:
        """`smtp:host:port:user`."""
        assert isinstance(options, EmailOptions)
        return f"smtp:{options.host}:{options.port}:{options.user}"

    def compose(self, message: Message) -> Composed:
        """The mail as it leaves, signed where the account says so: an `.eml` file. Raises `Rejected`."""
        mail = mime.compose(message, self._sender, self._options.reply_to, self._domain)
        return Composed(".eml", mail if self._signer is None else self._signer.signed(mail))

    async def send(self, message: Message, remember: Remember) -> Sent:
        """Hands one mail to the relay; `remote_id` is its Message-ID. Raises the three outcomes."""
        alone = _Alone(message)
        await self.carry(alone)
        if isinstance(alone.outcome, Sent):
            return alone.outcome
        raise alone.outcome

    async def carry(self, line: Line) -> None:
        """Hands mail after mail to the relay, over one connection while it lasts."""
        await Carrier(self._pool, self._letter, line).carry()

    @classmethod
    def intake(cls, options: Options, target: str) -> Intake:
        """A mailbox of returns is read where the account names one."""
        assert isinstance(options, EmailOptions)
        return Intake.POLL if options.returns is not None and options.returns.inbox is not None else Intake.NONE

    async def poll(self, cursor: str, patience: timedelta) -> Polled:
        """What came back to the mailbox of returns. Raises `Unavailable`."""
        return await self._returns_inbox().poll(cursor, patience)

    def _returns_inbox(self) -> "ReturnsInbox":
        returns = self._options.returns
        assert returns is not None
        assert returns.inbox is not None
        if self._inbox is None:
            from channels.email.inbox import ReturnsInbox  # noqa: PLC0415 - loads only when used

            self._inbox = ReturnsInbox(returns, returns.inbox, self._options.reply_to)
        return self._inbox

    async def hand_on(self, mail: bytes, now: datetime) -> None:
        """Sends it to `responder-a`, from the account's own address: what fails then comes to people, not back here."""
        if went_through(mail):
            raise Rejected("El correo ya pasó por aquí: alguien lo reenvía a los rebotes.", code="loop")
        to = mailbox(self._options.reply_to)
        message = Message(publication="", key="", destination=to.address, written_at=now, text="")
        letter = Letter(message, self._sender, to, resent(mail, self._sender, to, now), "")
        async with self._pool.session() as session:
            refused = await session.announce(letter)
            if refused is None:
                refused, _ = await session.deliver(letter, None)
        if refused is not None:
            raise refused

    def _letter(self, message: Message) -> Letter:
        body, returns = self.compose(message).data, self._options.returns
        sender = returns.named(message.way_back) if returns is not None and message.way_back else self._sender
        identity = mime.message_id(message.key, self._domain)
        return Letter(message, sender, mailbox(message.destination), body, identity)

    async def examine(self, now: datetime) -> Sequence[Finding]:
        """The relay with its certificate, and what the DNS says of the sender's domain; no mail is sent."""
        from channels.email.examination import examined  # noqa: PLC0415 - loads the DNS' library and `cryptography`

        try:
            context = await self._verified()
        except NotSent as wrong:
            return (Finding("relay", Standing.BAD, wrong.reason, "Corrija «ca» en canales.yaml."),)
        found = await examined(self._options, ascii_domain(self._domain), context, now)
        if self._options.deliveries is not None:
            from channels.email.inbox import deliveries_examined  # noqa: PLC0415 - loads only when used

            found = (*found, await deliveries_examined(self._options.deliveries))
        if self.intake(self._options, "") is Intake.NONE:
            return found
        return (*found, await self._returns_inbox().examine())

    async def close(self) -> None:
        """Says goodbye to the relay."""
        await self._pool.close()

    async def _session(self) -> Session:
        return Session(self._options, ascii_domain(self._domain), await self._verified())

    async def _verified(self) -> ssl.SSLContext | None:
        """What verifies the relay; None for `seguridad: ninguna`. Raises `Unavailable` where its authority is wrong."""
        if self._context is None and self._options.security is not Security.NONE:
            try:
                self._context = await asyncio.to_thread(_verifying, self._options)
            except OSError as error:
                raise outcome(ssl.SSLError(f"no se puede leer la autoridad «ca»: {error}"), Phase.TLS) from error
        return self._context


class _Alone:
    """A line of one message."""

    def __init__(self, message: Message) -> None:
        self._message: Message | None = message
        self.outcome: Sent | NotSent = Uncertain("No se sabe qué fue del mensaje.")

    def next(self) -> Message | None:
        """The message, once."""
        message, self._message = self._message, None
        return message

    def leaves(self, _message: Message) -> bool:
        """Whoever has called `send` has decided."""
        return True

    def done(self, message: Message, outcome: Sent | NotSent) -> None:
        """Kept."""
        self.outcome = outcome


def _signer(options: EmailOptions) -> "Signer | None":
    if options.dkim is None or not options.dkim.key.get_secret_value():
        return None
    from channels.email.dkim import Signer  # noqa: PLC0415 - loads `cryptography`: only where mails are signed
    from channels.email.signing_key import read_key  # noqa: PLC0415 - the same

    return Signer(options.dkim.domain, options.dkim.selector, read_key(options.dkim.key.get_secret_value()))


def _verifying(options: EmailOptions) -> ssl.SSLContext:
    """A context that verifies chain and host name, for TLS 1.2 or newer."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if options.authority is not None:
        context.load_verify_locations(cafile=options.authority)
    return context
