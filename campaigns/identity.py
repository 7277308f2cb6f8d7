"""Under whose name a message goes out: what stands at its foot, who sends it, and who is answered.

All messages of a municipality share it, so that no approval of one is bound to it (`docs/decisions/approvals.md`).
"""

from collections.abc import Mapping
from typing import NamedTuple

from campaigns.account import Account
from campaigns.content.presentation import FooterStyle, presentation
from campaigns.tenant import CampaignMessage, Tenant
from channels.adapter import ANSWERED, Kind

Signed = Mapping[str, str]
"""On one account, what each part of it is called, in Spanish, to what it says."""
Identity = Mapping[str, Signed]
"""By the account's name."""

SIGNED = (FooterStyle.FULL, FooterStyle.SHORT, FooterStyle.SPOKEN)
"""How the channels of attention stand in what an account says; elsewhere they do not."""


class Part(NamedTuple):
    """One part that is another than it was; empty: there was none, or there is none any more."""

    name: str
    was: str
    is_: str

    @property
    def told(self) -> str:
        """«contacto, Teléfono (antes «604 831 0000», ahora «604 831 0001»)», for a sentence."""
        was = f"antes «{self.was}»" if self.was else "antes no estaba"
        is_ = f"ahora «{self.is_}»" if self.is_ else "ahora no está"
        return f"{self.name} ({was}, {is_})"


def identity_of(tenant: Tenant, message: CampaignMessage) -> dict[str, dict[str, str]]:
    """Of a message on all its accounts."""
    return {account.name: signed(tenant, message, account) for account in message.accounts}


def signed(tenant: Tenant, message: CampaignMessage, account: Account) -> dict[str, str]:
    """Of a message on one account."""
    municipality, campaign = tenant.municipality, tenant.campaigns[message.campaign]
    found: dict[str, str] = {}
    if presentation(account.type).footer in SIGNED:
        found["entidad"] = municipality.body
        found |= {f"contacto, {name}": value for name, value in municipality.contact.items()}
    if account.kind is Kind.DIRECT:
        found["política de datos"] = str(municipality.data_policy)
    answered = message.entry.reply_to or campaign.entry.reply_to
    # What the message itself says of it is part of what is approved.
    own = {name: value for name, value in account.options.known_as.items() if not (answered and name == ANSWERED)}
    found |= own or ({"cuenta": account.sender} if account.sender else {})
    return found


def changed(before: Signed, now: Signed) -> tuple[Part, ...]:
    """What is another than it was, in the order of now."""
    found = (Part(name, before.get(name, ""), now.get(name, "")) for name in dict.fromkeys([*now, *before]))
    return tuple(each for each in found if each.was != each.is_)
