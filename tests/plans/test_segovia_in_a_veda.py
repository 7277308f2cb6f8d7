"""Segovia's year of 2027 under the hours of the law and an electoral veda, each line of its plan held to an oracle.

The oracle knows the plan as it is without either rule, and what the law says; it reads clock and calendar by itself.
"""

import shutil
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import holidays
import pytest
import yaml

from campaigns.loader import load
from campaigns.tenant import Tenant
from delivery.planned import Planned
from delivery.planning.known import Known
from delivery.planning.planning import plan
from tests.plans.played import configuration

ZONE = ZoneInfo("America/Bogota")
FIRST, LAST = date(2027, 6, 30), date(2027, 10, 31)
YEAR = datetime(2027, 1, 1, tzinfo=ZONE), datetime(2028, 1, 1, tzinfo=ZONE)
NOW = datetime(2026, 12, 1, 8, 0, tzinfo=ZONE)
VEDA = "Veda electoral hasta el 31 de octubre de 2027"
LAWYER = "Secretaría de Gobierno"
POLICIES = {
    "": "",
    "avisar": "avisar",
    "aprobacion-legal": "aprobacion-legal, aprueba: secretaria-gobierno",
    "detener": "detener",
}
LAW = {**dict.fromkeys(range(5), (7, 19)), 5: (8, 15)}
NARROW = {1: (14, 16), 3: (14, 16)}
HOURS = {"ley-2300": LAW, "ventanas": NARROW}
LINES = {"ley-2300": "", "ventanas": 'ventanas: {dias: {"martes, jueves": 14:00 a 16:00}}\n', "no": "ventanas: no\n"}
WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")


@cache
def days_off() -> dict[date, str]:
    """Of the country: Segovia has none of its own."""
    found = holidays.country_holidays("CO", years=(2027, 2028), language="es")
    return {day: name.replace("señor", "Señor") for day, name in found.items()}


def rows_of(folder: Path, hours: str, policy: str) -> list[Planned]:
    """The plan of 2027 with these hours and this veda."""
    shutil.copytree(configuration("segovia"), folder)
    veda = f"{{nombre: Veda electoral, desde: {FIRST}, hasta: {LAST}, politica: {POLICIES[policy]}}}"
    with (folder / "municipio.yaml").open("a", encoding="utf-8") as file:
        file.write(LINES[hours] + (f"vedas: [{veda}]\n" if policy else ""))
    loaded = load(folder, {})
    assert loaded.problems == ()
    return plan(_only(loaded.tenants), Known(), *YEAR, NOW)


def _only(tenants: Iterable[Tenant]) -> Tenant:
    [tenant] = tenants
    return tenant


def is_open(at: datetime, hours: dict[int, tuple[int, int]]) -> bool:
    """Whether the clock shows an open hour of a day that is no holiday."""
    opens, closes = hours.get(at.weekday(), (0, 0))
    return at.date() not in days_off() and opens <= at.hour < closes


def opening(at: datetime, hours: dict[int, tuple[int, int]]) -> datetime:
    """The first minute from `at` on that is open."""
    while not is_open(at, hours):
        at = (at + timedelta(minutes=1)).replace(second=0, microsecond=0)
    return at


@cache
def campaigns() -> dict[str, dict[str, Any]]:
    """The files of Segovia's campaigns by name, by the library alone."""
    files = (configuration("segovia") / "campanas").glob("*.yaml")
    read = [yaml.load(path.read_text("utf-8"), yaml.CSafeLoader) for path in files]
    return {each["campaña"]: each for each in read}


def ends_of(row: Planned) -> datetime | None:
    """When the event of a line is over, which happens once or on listed dates; None: it has none, or no end."""
    event = campaigns()[row.campaign].get("evento", {})
    if not event or "repite" in event:
        return None
    dates = event.get("fechas") or [event]
    own = [each for each in dates if each.get("id") == row.key.partition("@")[2]]
    return max(_moment(each.get("termina") or each["inicia"]) for each in own or dates)


def _moment(written: object) -> datetime:
    """A date alone is over with its day."""
    text = str(written)
    at = datetime.fromisoformat(text[:16]).replace(tzinfo=ZONE)
    return at if len(text) > 10 else at + timedelta(days=1)


def must_not_be_later(row: Planned) -> bool:
    """Whether its message says `nunca-despues`."""
    [found] = [each for each in campaigns()[row.campaign]["mensajes"] if each["id"] == row.message]
    return bool(found.get("nunca-despues"))


def before(at: datetime, hours: dict[int, tuple[int, int]]) -> datetime:
    """An hour before the end of the last open hours before `at`; their beginning, where they are shorter."""
    last = at
    while not is_open(last, hours):
        last -= timedelta(minutes=1)
    if last == at:
        return at
    opens, _ = hours[last.weekday()]
    return max(last.replace(hour=opens, minute=0), last + timedelta(minutes=1) - timedelta(hours=1))


def why(at: datetime, hours: dict[int, tuple[int, int]]) -> str:
    """Why nothing goes out then, as the plan says it."""
    if at.date() in days_off():
        return f"Festivo ({days_off()[at.date()].replace(' (observado)', '')})"
    return "Fuera de horario" if at.weekday() in hours else WEEKDAYS[at.weekday()].capitalize()


def expected(base: Planned, others: list[Planned], rule: str, policy: str) -> tuple[str, datetime | None, list[str]]:
    """What becomes of a line under both rules, when, and what is said of it besides."""
    if base.local is None or base.decision not in ("send", "ask_approval"):
        return base.decision, base.local, []
    at, told, early = base.local, [], must_not_be_later(base)
    if early and (moved := before(at, HOURS[rule])) != at:
        said = why(at, HOURS[rule])
        where = f"el {WEEKDAYS[moved.weekday()]} {moved:%Y-%m-%d} a las {moved:%H:%M} ({rule})"
        at, told = moved, [f"{said}, y no puede salir después: sale antes, {where}."]
    if base.kind == "direct" and base.class_ != "emergencia":
        hours, opens = HOURS[rule], opening(at, HOURS[rule])
        if opens != at:
            where = f"el {WEEKDAYS[opens.weekday()]} {opens:%Y-%m-%d} a las {opens:%H:%M} ({rule})"
            ends = ends_of(base)
            if ends is not None and at < ends <= opens:
                said = f"{why(at, hours)}: saldría {where}, y para entonces el evento ya habrá terminado."
                return "late", at, [said]
            next_ = [each for each in others if each.local and at < each.local <= opens]
            if next_:
                name = next_[-1].key.partition("@")[2]
                said = f"{why(at, hours)}: saldría {where}, y entonces sale en su lugar la siguiente, {name}."
                return "late", at, [said]
            told, at = [f"{why(at, hours)}: sale {where}."], opens
    if base.class_ != "gestion" or not FIRST <= at.date() <= LAST or not policy:
        return base.decision, at, told
    if policy == "avisar":
        # Whoever approves first is told first: what waits for an approval says only that.
        return base.decision, at, [*told, *([f"{VEDA}: sale, con este aviso."] if base.decision == "send" else [])]
    if policy == "aprobacion-legal":
        return "ask_approval", at, [*told, f"{VEDA}: necesita la aprobación de la {LAWYER}."]
    if base.decision == "ask_approval":
        return "ask_approval", base.local, []
    said = f"{VEDA}: no sale. Para entonces ya habrá pasado su hora."
    return "late", base.local, [*told, said]


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("rule", HOURS)
def test_every_line_of_the_year_is_decided_and_explained(tmp_path: Path, rule: str, policy: str) -> None:
    """Decision, hour and reason; no line more and none less, but for those that an opening takes into 2028."""
    base = rows_of(tmp_path / "base", "no", "")
    found = {row.key: row for row in rows_of(tmp_path / "ruled", rule, policy)}
    assert len(base) > 700
    kept: set[str] = set()
    for row in base:
        same = [each for each in base if each.key.partition("@")[0] == row.key.partition("@")[0]]
        decision, local, told = expected(row, same if _recurs(row, same) else [], rule, policy)
        if local is not None and local >= YEAR[1]:
            continue
        kept.add(row.key)
        line = found[row.key]
        assert (line.key, str(line.decision), line.local) == (row.key, decision, local)
        left = line.reason
        for each in told:
            assert each in left, (row.key, each, left)
            left = left.replace(each, "", 1)
        if decision == "late":
            continue
        assert " ".join(left.split()) == row.reason, row.key
    assert set(found) == kept


def _recurs(row: Planned, same: list[Planned]) -> bool:
    """Whether its own rule repeats it: its occurrences are called by their dates."""
    return len(same) > 1 and row.key.partition("@")[2][:2] == "20"
