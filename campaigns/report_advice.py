"""Reports whose period does not go with their `cuando`: the same one again and again, or periods that none tells."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from campaigns.calendar import of_message
from campaigns.tenant import Campaign, CampaignMessage, Tenant

LOOKED_AT = timedelta(days=3 * 366)
"""How much of a calendar tells of all of it: years have three."""
ANY_DAY = date(2027, 1, 1)
"""From which a rule is played that names no beginning, of a plan that names none."""
PLACES: Mapping[str, Callable[[date], int]] = {
    "semana": lambda day: (day.toordinal() - 1) // 7,
    "mes": lambda day: _month(day),
    "bimestre": lambda day: _month(day) // 2,
    "semestre": lambda day: _month(day) // 6,
    "año": lambda day: day.year,
}
"""By kind: how many periods were before that of a day. A week begins on Monday."""
MEND = "Cambie «periodo» o «cuando»."
PLURALS = {"semana": "semanas", "mes": "meses", "bimestre": "bimestres", "semestre": "semestres", "año": "años"}


def report_advice(tenant: Tenant) -> Iterator[str]:
    """In Spanish, each with its message."""
    for campaign in tenant.campaigns.values():
        for message in campaign.messages:
            if message.entry.report is not None and message.rule.recurring:
                yield from _of_message(tenant, campaign, message, message.entry.report.period)


def _of_message(tenant: Tenant, campaign: Campaign, message: CampaignMessage, kind: str) -> Iterator[str]:
    steps = [after - before for before, after in pairwise(_told(tenant, campaign, message, kind))]
    one, several = kind, PLURALS[kind]
    where, when = message.reference, message.entry.when
    if 0 in steps:
        yield (
            f"{where}: sale «{when}» y su informe es de un periodo más largo, «{one}»: hasta que termine otro, "
            f"llevaría otra vez el mismo informe. {MEND}"
        )
    if any(step > 1 for step in steps):
        lost, whole = sum(step - 1 for step in steps if step > 1), sum(steps)
        count = f"queda 1 {one}" if lost == 1 else f"quedan {lost} {several}"
        yield (
            f"{where}: sale «{when}» y su informe es de «{one}»: de {whole} {several} {count} sin contar en ningún "
            f"informe. {MEND}"
        )


def _told(tenant: Tenant, campaign: Campaign, message: CampaignMessage, kind: str) -> list[int]:
    """Which periods its reports tell, one after the other, by the days that staff wrote."""
    first = message.rule.since or tenant.plan.starts or ANY_DAY
    since = datetime.combine(first, time(), tenant.municipality.zone)
    slots = (each.slot for each in of_message(tenant, campaign, message, since, since + LOOKED_AT))
    moments = (slot.nominal or slot.local for slot in slots)
    return sorted(PLACES[kind](moment.date()) for moment in moments if moment is not None)


def _month(day: date) -> int:
    return 12 * day.year + day.month - 1
