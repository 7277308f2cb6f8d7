"""A sending that is above its account's quota: over how many stretches it goes, and whether there is time for them."""

from datetime import datetime, timedelta

from campaigns.account import Account
from channels.adapter import Pace
from delivery.gate import lasting

DAY = timedelta(days=1)


def stretches(pace: Pace, recipients: int) -> int:
    """How many windows of the quota so many messages take; 1 where they fit into one."""
    return 1 if pace.quota is None else max(1, -(-recipients // pace.quota))


def told(account: Account, recipients: int, begins: datetime, expires: datetime) -> str:
    """How long a sending takes that is above its account's quota, in Spanish; empty where it fits.

    `begins` and `expires`: aware; what `expires` comes before does not go out, and that is said.
    """
    pace, count = account.pace, stretches(account.pace, recipients)
    if count == 1 or pace.quota is None:
        return ""
    window = "24 horas" if pace.quota_window == DAY else lasting(pace.quota_window)
    # The first of a day's quota goes out on the first day: what takes five of them ends on the fifth day.
    whole = f"{count} días" if pace.quota_window == DAY else lasting((count - 1) * pace.quota_window)
    said = f"Son {_figure(recipients)} personas y la cuenta admite {_figure(pace.quota)} en {window}: toma {whole}."
    in_time = pace.quota * (1 + max((expires - begins) // pace.quota_window, 0))
    if in_time >= recipients:
        return said
    return f"{said} Vence antes y solo alcanza para {_figure(in_time)}: alargue «vence»."


def _figure(number: int) -> str:
    return f"{number:,}".replace(",", ".")
