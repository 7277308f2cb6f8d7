"""One task on the desk of whoever says something of it: held by the transaction, and by whom it may be spoken for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from campaigns.municipality import Municipality
from campaigns.tenant import Tenant
from delivery.publications.errands import Errand, errand
from delivery.staff import in_charge, not_theirs, people_behind
from delivery.tasks.standing import TASKS
from storage.work_orders import hold

END_OF_DAY = time(23, 59)


class NotSaid(Exception):
    """What somebody says of a task does not do; the text is Spanish and says what is missing, and where to say it."""


class TooLate(Exception):
    """The task's state no longer allows it; the text is Spanish."""


@dataclass(frozen=True, slots=True)
class Voice:
    """How one is answered where something is missing: by a terminal's options, by a page's fields.

    All texts are Spanish, and stand within a sentence.
    """

    count: str
    """«en --count»."""
    more: str
    """«añada --more»."""
    cost: str
    """«--cost»."""
    note: str
    """«en --note»."""
    not_done: str
    """«con --not-done»."""
    until: str
    """«en --until»."""
    evidence: str
    """«Adjunte con --evidence»."""
    files: str
    """«Adjunte con --file»."""
    points: str
    """How the points of a list are said: a whole sentence."""
    receive: str
    """«con: pregonero receive 12 --file ARCHIVO»."""
    recount: str
    """«: pregonero confirm 12 --count N --reason …»."""
    confirm: str
    """«con «pregonero confirm 12»»."""
    extend: str
    """«con «pregonero extend 12 --until 2031-05-01 --note …»»."""
    speaker: str
    """«Si es su caso, dígalo: --as {}.»; empty: nobody can speak for another."""
    moment: Callable[[datetime, ZoneInfo], str]
    day: Callable[[date], str]


@dataclass(frozen=True, slots=True)
class Desk:
    """One task, in a transaction that writes; no keys are needed, nobody is written to."""

    connection: Connection
    tenant: Tenant
    tenant_id: int
    folder: Path
    """Where evidence is kept (`var/archivos`)."""
    order: Errand
    actor: str
    """Who speaks, for the audit."""
    now: datetime
    voice: Voice
    of_office: bool = False
    """Who speaks answers for all tasks of the office."""

    @property
    def zone(self) -> ZoneInfo:
        """The municipality's."""
        return ZoneInfo(self.order.zone)

    @property
    def until(self) -> str:
        """Its term, in words."""
        return self.voice.moment(self.order.due, self.zone)


def held(connection: Connection, tenant_id: int, number: int) -> Errand | None:
    """The task of that number, which nobody else changes until the transaction ends; None where there is none."""
    return errand(connection, tenant_id, number) if hold(connection, tenant_id, number) else None


def too_late(order: Errand) -> TooLate:
    """Its state does not allow what was said."""
    return TooLate(f"La tarea {order.id} está {TASKS[order.state]}: eso ya no se puede decir de ella.")


def speakers(municipality: Municipality, *slugs: str) -> frozenset[str]:
    """The people behind these slugs, and who is in charge of all."""
    named = (*slugs, *in_charge(municipality))
    return frozenset(person for slug in named for person in people_behind(municipality, slug))


def only(desk: Desk, allowed: frozenset[str], doing: str, whose: str) -> None:
    """Raises `NotSaid` for whoever is none of them. `doing`: «aplazarla»; `whose`: what is theirs to do."""
    if allowed and desk.actor not in allowed:
        who = not_theirs(desk.tenant.municipality, desk.actor, doing, sorted(allowed), desk.voice.speaker)
        raise NotSaid(f"{whose} {who}")
