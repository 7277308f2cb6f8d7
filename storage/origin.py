"""Where a figure comes from: the publication behind it, as reports and lists tell figures apart."""

from dataclasses import dataclass
from typing import Any, TypedDict

from sqlalchemy import Row

from channels.keys import Key


class OriginFields(TypedDict):
    """By which `Origin` is made."""

    campaign: str
    message: str
    account: str
    occurrence: str
    medium: str
    actions: tuple[str, ...]
    audience: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What every figure has of its publication."""

    campaign: str
    message: str
    account: str
    occurrence: str
    medium: str
    actions: tuple[str, ...]
    """The rows of the plan that it serves."""
    audience: str

    @property
    def key(self) -> str:
        """`campaign/message/account@occurrence`; without an account, of all of them."""
        return str(Key(self.campaign, self.message, self.account, self.occurrence))


def origin_of(row: Row[*tuple[Any, ...]] | Origin, medium: str) -> OriginFields:
    """Of a row that has the publication's columns, or of another figure. `medium`: as it is to be told."""
    return {
        "campaign": row.campaign,
        "message": row.message,
        "account": row.account,
        "occurrence": row.occurrence,
        "medium": medium,
        "actions": tuple(row.actions),
        "audience": row.audience,
    }
