"""Words that a restore lost: until somebody has looked for them, what goes out by a person's own word alone waits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from campaigns.account import Account
from campaigns.tenant import CampaignMessage
from channels.adapter import Kind
from delivery.suspensions import Suspension, standing
from delivery.workplace import Workplace
from storage.standing_orders import OrderKind, orders_given

MARK = "copia:"
"""What a row keeps that waits until somebody has looked for what people said."""
LETS_GO = "pregonero release --after-restore --reason «QUÉ SE REVISÓ»"
COUNSEL = (
    "Revise el buzón de bajas y de rebotes, las cartas y los radicados, anote a cada quien con "
    f"«pregonero contacts suppress» o «pregonero contacts erase», y suelte estos mensajes con «{LETS_GO}»."
)


@dataclass(frozen=True, slots=True)
class LostWords(Suspension):
    """A copy was put back, and there was no database to take over what people had said since.

    `reason` tells of which copy; it holds back what asks for a consent, and what goes to subscribers.
    """

    @property
    def mark(self) -> str:
        """What the rows that it holds back keep of it."""
        return MARK

    @property
    def stood(self) -> str:
        """Why it made something late, for a sentence."""
        return "no se había revisado quiénes pidieron no recibir desde la copia que se recuperó"

    @property
    def because(self) -> str:
        """It is said already."""
        return ""

    @property
    def told(self) -> str:
        """Why something waits, in Spanish, and what helps."""
        return f"{self.reason} {COUNSEL}"


def read_lost_words(connection: Connection, tenant_id: int) -> tuple[LostWords, ...]:
    """All that there were, those that were let go among them."""
    given = orders_given(connection, tenant_id, OrderKind.LOST_WORDS)
    return tuple(LostWords("", order.since, order.until, order.reason) for order in given)


def is_by_their_word(message: CampaignMessage, account: Account) -> bool:
    """Whether a message goes, on an account, to persons who have to have asked for it or consented to it."""
    to_persons = (account.kind is Kind.DIRECT or account.lists_people) and not message.entry.becomes
    return to_persons and (message.consent is not None or message.entry.subscription is not None)


def lost_words_of(
    connection: Connection, workplace: Workplace, message: CampaignMessage, account: Account
) -> tuple[LostWords, ...]:
    """Those that concern a message on an account."""
    if not workplace.restorations or not is_by_their_word(message, account):
        return ()
    return read_lost_words(connection, workplace.tenant_id)


def lost_words_of_row(connection: Connection, workplace: Workplace, row: Row[Any]) -> tuple[LostWords, ...]:
    """Those that concern a publication, or a correction of it, as its row has it."""
    if not workplace.restorations or row.kind != Kind.DIRECT.value or not (row.purpose or row.topics):
        return ()
    return read_lost_words(connection, workplace.tenant_id)


def why_not_yet(connection: Connection, workplace: Workplace, row: Row[Any], now: datetime) -> str:
    """Why nobody may go on with a publication that had begun in the copy, in Spanish; empty: one may."""
    order = standing(lost_words_of_row(connection, workplace, row), now)
    return "" if order is None else order.told
