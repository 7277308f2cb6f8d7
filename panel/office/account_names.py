"""What staff read an account as, wherever the office names one."""

from campaigns.tenant import Tenant


def account_name(tenant: Tenant, account: str) -> str:
    """Its medium, as `canales.yaml` or its service has it: «Sitio web», «Telegram (telegram-canal)».

    `account`: its id, as a publication keeps it. It stands beside where several are of one medium; and alone where the
    files know it no more.
    """
    known = tenant.accounts.get(account)
    if known is None or known.medium.casefold() == account:
        return account if known is None else known.medium
    same = [each for each in tenant.accounts.values() if each.medium.casefold() == known.medium.casefold()]
    return known.medium if len(same) == 1 else f"{known.medium} ({account})"
