"""Open accounts: each account's adapter, or the sandbox that stands in front of it."""

from urllib.parse import urlsplit

from campaigns.account import Account
from channels.adapter import Adapter, Surroundings
from channels.registry import adapter
from channels.sandbox import Sandbox
from delivery.accounts.intakes import hook_url
from delivery.contained import contained
from delivery.public_folder import make_public
from delivery.workplace import Workplace
from storage.states import Mode


class Outlets:
    """Adapters of one tenant, opened when they are first needed and kept while their account is the same."""

    def __init__(self) -> None:
        """None is open yet."""
        self._open: dict[tuple[str, Mode], tuple[Account, Adapter]] = {}
        self._replaced: list[Adapter] = []
        """Of accounts that were configured anew: they may be sending still."""

    def adapter(self, workplace: Workplace, account: Account, mode: Mode) -> Adapter:
        """The adapter that sends for `account` in a publication frozen in `mode`."""
        kept = self._open.get((account.name, mode))
        if kept is not None and kept[0] == account:
            return kept[1]
        if kept is not None:
            self._replaced.append(kept[1])
        opened = _open(workplace, account, mode)
        self._open[account.name, mode] = (account, opened)
        return opened

    async def close(self) -> None:
        """Let go of every connection."""
        for opened in (*self._replaced, *(opened for _, opened in self._open.values())):
            with contained("an account could not be closed", type=opened.name):
                await opened.close()
        self._replaced.clear()
        self._open.clear()


def _open(workplace: Workplace, account: Account, mode: Mode) -> Adapter:
    site = workplace.tenant.municipality.site_url
    domain = (urlsplit(site).hostname or "localhost").removeprefix("www.")
    surroundings = Surroundings(
        folder=workplace.outgoing,
        account=account.name,
        target=account.target,
        site_url=site,
        domain=domain,
        hook_url=hook_url(workplace.tenant, account),
    )
    opened = adapter(account.type)(account.options, surroundings)
    if mode is Mode.REAL:
        make_public(workplace.outgoing)
        return opened
    return Sandbox(opened, workplace.sandbox if workplace.keeps_messages else None)
