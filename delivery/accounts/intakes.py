"""Which accounts take in news, and how: one for each credential, for a service tells it once."""

from collections.abc import Sequence

from campaigns.account import Account
from campaigns.tenant import Tenant
from channels import registry
from channels.capabilities import Answers, Intake, Subscribes
from channels.registry import adapter
from storage.states import Mode

HOOKS = "/avisos"
"""The path under which the panel answers to services."""
EAR = "/entrada"
"""Behind the name of a credential: the lane that asks for its news, with an epoch and a lease of its own."""


def intake(account: Account) -> Intake:
    """How an account's news comes in."""
    return registry.intake(account.type, account.options, account.target)


def hook_url(tenant: Tenant, account: Account) -> str:
    """The public address at which an account's service may call; empty where staff have named none."""
    desk = tenant.municipality.desk_url
    return f"{desk}{HOOKS}/{tenant.slug}/{account.name}" if desk and intake(account) is Intake.HOOK else ""


def hearers(tenant: Tenant, by: Intake) -> dict[str, Account]:
    """The accounts that take in news in this way and send for real, by credential: the first of each."""
    found: dict[str, Account] = {}
    for account in tenant.accounts.values():
        if account.mode == Mode.REAL.value and intake(account) is by:
            found.setdefault(account.sender, account)
    return found


def heard(tenant: Tenant) -> Sequence[Account]:
    """The accounts that are asked, and those whose service is to be told where to call: one for each credential."""
    called = hearers(tenant, Intake.HOOK).values()
    told = [each for each in called if issubclass(adapter(each.type), Subscribes) and hook_url(tenant, each)]
    return (*hearers(tenant, Intake.POLL).values(), *told)


def answers_through(tenant: Tenant, sender: str) -> bool:
    """Whether a credential has an account that answers who writes to it."""
    return any(account.sender == sender and answers(account) for account in tenant.accounts.values())


def answers(account: Account) -> bool:
    """Whether who writes to the account gets an answer."""
    return issubclass(adapter(account.type), Answers)
