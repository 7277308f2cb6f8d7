"""Who is in charge is told once when a budget is nearly used up, and once when something waits for more."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from campaigns.money import pesos
from delivery.limits import Fund
from delivery.notices.notice import PROGRAM, Notice, Words, in_lines, is_written, outlet, write
from delivery.staff import in_charge
from delivery.workplace import Workplace

MESSAGE = "presupuesto~{}"
NEARLY, HELD = "casi", "falta"
USEFUL = timedelta(days=15)
"""How long such a mail is tried."""


def tell_of(connection: Connection, workplace: Workplace, funds: Iterable[Fund], now: datetime, held: str = "") -> int:
    """Tell of each budget that is nearly used up, or that holds back the publication `held`; how many mails that made.

    A municipality without `avisos` wants no mail of ours: `status` tells it.
    """
    account, made = outlet(workplace), 0
    for fund in funds if account is not None else ():
        occurrence = HELD if held and fund.short else NEARLY if fund.warns else ""
        notice = Notice(PROGRAM, MESSAGE.format(fund.id), occurrence)
        if account is None or not occurrence or is_written(connection, workplace, notice):
            continue
        words = _held(fund, held) if occurrence == HELD else _nearly(fund)
        people = in_charge(workplace.tenant.municipality)
        made += write(connection, workplace, account, notice, words, people, now + USEFUL, now)
    return made


def _nearly(fund: Fund) -> Words:
    part = int(fund.spent / fund.limit * 100)
    first = f"{fund.of[:1].upper()}{fund.of[1:]}, que es de {pesos(fund.limit)}, ya van {pesos(fund.spent)}"
    waits = "Lo que no alcance a pagarse queda en espera."
    if fund.left > 0:
        return in_lines(
            f"Va en el {part} % {fund.name}", [f"{first}: el {part} %.", f"Quedan {pesos(fund.left)}. {waits}"]
        )
    if fund.left < 0:
        past = pesos(-fund.left)
        return in_lines(f"Se pasó en {past} {fund.name}", [f"{first}: se pasó en {past}.", waits])
    return in_lines(f"Se acabó {fund.name}", [f"{first}: ya no queda nada.", waits])


def _held(fund: Fund, key: str) -> Words:
    lines = [
        f"{key} quedó en espera. {fund.told}",
        f"Si debe salir así: pregonero release {key}",
        "Lo demás que pague ese presupuesto también espera, sin que se avise otra vez.",
    ]
    return in_lines(f"No alcanza {fund.name}", lines)
