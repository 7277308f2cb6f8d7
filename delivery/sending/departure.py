"""The way out that one person's message bears: the own page and token, in its foot and for its headers."""

from audience.leaving_token import Leaver, leaving_token, topic_mark
from campaigns.content.frozen import FrozenMailing
from campaigns.content.mailing import SHORT, STAND_IN
from channels.message import Leaving, Message
from delivery.sending.chunk import Chunk
from storage.keyring import Keyring
from storage.states import Mode


class Departures:
    """Those of one publication: what all its recipients share is laid out once."""

    def __init__(self, chunk: Chunk, mailing: FrozenMailing, keyring: Keyring, tenant_id: int) -> None:
        """`chunk`: any of the publication's."""
        topics = frozenset(map(topic_mark, mailing.topics))
        # By what was never sent nobody leaves, though whoever tries it out may click.
        trial = chunk.mode is not Mode.REAL
        self._leaver = Leaver(tenant_id, "", "" if topics else mailing.class_, topics, trial)
        self._mailing, self._keyring = mailing, keyring
        self._short = chunk.channel in SHORT
        self._desk = mailing.page.removesuffix(STAND_IN)

    def with_own(self, message: Message, recipient_key: str) -> Message:
        """The message of one recipient, who leaves by it."""
        token = leaving_token(self._keyring, self._leaver._replace(key=recipient_key), short=self._short)
        if not self._desk:
            return message._replace(leaving=Leaving(self._mailing.list_id, token))
        page, stand_in = f"{self._desk}{token}", self._mailing.page
        return message._replace(
            text=message.text.replace(stand_in, page),
            html=message.html.replace(stand_in, page) if message.html is not None else None,
            leaving=Leaving(self._mailing.list_id, token, page),
        )
