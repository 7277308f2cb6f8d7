"""`approvals`: what waits for a word, until when, who has spoken, and whose word is missing."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from campaigns.meetings import meetings_of
from campaigns.tenant import Tenant
from delivery.approving.departures import departures, silence
from delivery.approving.letters import in_blackout
from delivery.approving.questions import Question, questions
from delivery.clock import SystemClock
from delivery.planning.meeting_days import too_late
from delivery.publications.votes import name_of
from delivery.staff import staff_of
from delivery.workplace import Workplace
from reports.table import Table
from storage.approval_requests import Request, requests
from storage.approvals import Decision
from storage.errors import StorageError
from verbs.answer import Answer
from verbs.call import Call
from verbs.folder import chosen, url, without_secrets
from verbs.place import place_of, reading
from verbs.words import instant, shown

WRONG: tuple[type[Exception], ...] = ()
FAILED: tuple[type[Exception], ...] = (StorageError, OSError)

AHEAD = timedelta(days=60)
"""How far ahead is looked: farther than a committee's next meetings."""
COLUMNS = ("Sale", "Clave", "Quién aprueba", "Votos", "Han dicho", "Falta la palabra de", "Si nadie decide")
Asked = Mapping[tuple[str, str, str], Request]
"""Who was written to, by digest, approver and person."""


def approvals(call: Call) -> Answer:
    """What waits within sixty days, by its hour; what has none comes last."""
    loaded, now = without_secrets(call), SystemClock().now()
    tenant = chosen(call, loaded)
    with reading(call, url(call, loaded)) as database:
        place = place_of(call, tenant, database)
        with database.read() as connection:
            waiting, asked = questions(connection, place, now, AHEAD), requests(connection, place.tenant_id)
    document = [_document(tenant, each, asked, now) for each in waiting]
    if not waiting:
        return Answer(document, ["Nada de los próximos sesenta días espera una palabra."])
    rows = tuple(_cells(place, each, asked, now) for each in waiting)
    vedas = [f"«{each.key}»: {why}" for each in waiting if (why := in_blackout(place, each))]
    late = [f"«{each.key}»: {told}." for each in waiting if (told := _late(tenant, each, now))]
    return Answer(document, [Table("approvals", "Por aprobar", COLUMNS, rows), *vedas, *late])


def _document(tenant: Tenant, each: Question, asked: Asked, now: datetime) -> dict[str, object]:
    ballot = each.ballot
    return {
        "key": each.key,
        "title": each.message.entry.subject or each.campaign.entry.title,
        "approver": ballot.approver,
        "blackout": each.blackout.name if each.blackout is not None else None,
        "drafter": each.message.drafter,
        "hour": instant(each.hour),
        "until": instant(each.last),
        "quorum": ballot.quorum,
        "given": ballot.given,
        "spoken": [
            {"person": word.person, "decision": word.decision.value, "note": word.note, "at": instant(word.at)}
            for word in ballot.last
        ],
        "missing": [{"person": person, "asked": instant(_told_at(each, person, asked))} for person in ballot.silent],
        "late": _late(tenant, each, now),
    }


def _cells(place: Workplace, each: Question, asked: Asked, now: datetime) -> tuple[str, ...]:
    tenant, ballot, zone = place.tenant, each.ballot, place.tenant.municipality.zone
    hours = {one.at: one.accounts for one in departures(place, each, each.hour or now)}
    when = _hours(hours, zone) or _awaited(each)
    said = {Decision.APPROVED: "sí", Decision.REJECTED: "no"}
    return (
        when,
        each.key,
        name_of(tenant, ballot.approver),
        f"{ballot.given} de {ballot.quorum}",
        ", ".join(f"{name_of(tenant, word.person)}: {said[word.decision]}" for word in ballot.last),
        ", ".join(_missing(tenant, each, person, asked, zone) for person in ballot.silent),
        silence(place, each, now),
    )


def _awaited(each: Question) -> str:
    rule = each.message.rule
    if rule.by_order:
        return "cuando se ordene"
    return "al aprobarla" if rule.after_approval else "después de otro mensaje"


def _hours(hours: Mapping[datetime, Sequence[str]], zone: ZoneInfo) -> str:
    """«2026-12-28 08:00 -05»; of several, the accounts of each, too."""
    if len(hours) == 1:
        return shown(next(iter(hours)), zone)
    return "; ".join(f"{', '.join(names)}: {shown(at, zone)}" for at, names in hours.items())


def _missing(tenant: Tenant, each: Question, person: str, asked: Asked, zone: ZoneInfo) -> str:
    """«Ana Pérez (correo del 2027-01-04 08:15 -05)»."""
    told = _told_at(each, person, asked)
    if told is not None:
        how = f"correo del {shown(told, zone)}"
    else:
        how = "todavía sin correo" if staff_of(tenant.municipality, person) else "no tiene correo"
    return f"{name_of(tenant, person)} ({how})"


def _told_at(each: Question, person: str, asked: Asked) -> datetime | None:
    found = asked.get((each.digest, each.ballot.approver, person))
    return found.told_at if found is not None else None


def _late(tenant: Tenant, each: Question, now: datetime) -> str:
    """Why its committee cannot decide on it in a meeting, in Spanish without a stop; empty where it can."""
    meetings = meetings_of(tenant, each.ballot.approver)
    if meetings is None or each.hour is None:
        return ""
    return too_late((meetings, meetings.after(now)), each.hour)
