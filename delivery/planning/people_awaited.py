"""Subscribers who wait for what people do: their message follows one that is read on the radio or pasted up, too."""

from collections.abc import Iterator

from campaigns.calendar import follows
from campaigns.problem import Problem
from campaigns.tenant import Tenant
from delivery.planning.meeting_days import problem_at_rule
from delivery.workplace import is_manual


def awaited_people(tenant: Tenant) -> Iterator[Problem]:
    """Each such message, at its `cuando`, with the accounts that it waits for.

    Where only people publish what it follows, it is meant so.
    """
    for campaign in tenant.campaigns.values():
        for position, message in enumerate(campaign.messages):
            reference = follows(campaign, message)
            if message.entry.subscription is None or reference is None or message.rule.after_close:
                continue
            source, _, name = reference.partition("/")
            followed = tenant.campaigns[source].message(name) if source in tenant.campaigns else None
            if followed is None:
                continue
            slow = [each.name for each in followed.accounts if is_manual(each, followed.entry.becomes)]
            if slow and len(slow) < len(followed.accounts):
                named = ", ".join(slow)
                told = (
                    f"a los suscritos les llega cuando alguien confirme lo de {named} de «{name}», aunque por lo demás "
                    f"ya haya salido; para que no esperen, ponga {named} en otro mensaje"
                )
                yield problem_at_rule(tenant, campaign, position, told)
