"""`plan` and `preview`: what will go out, and how it will look."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from audience.addresses import BadAddress
from campaigns.language import language_name
from campaigns.loader import Loaded
from campaigns.templates import TemplateError
from campaigns.tenant import Tenant
from channels.message import NotSent
from delivery.clock import SystemClock
from delivery.office.office import STATE_NAMES, Refused, Unknown
from delivery.planned import DECISION_NAMES, KIND_NAMES, Planned
from delivery.planning.known import Known, read_known
from delivery.planning.planning import plan as planned_rows
from delivery.planning.preview import Preview
from delivery.planning.preview import preview as previews_of
from delivery.planning.trying import send_test
from reports.table import Table
from storage.errors import StorageError
from verbs.answer import Answer
from verbs.call import Call, WrongCall
from verbs.folder import chosen, several, shown_files, url
from verbs.place import existing, workplace
from verbs.printed import concerning, whole_parts
from verbs.words import how_many, instant, local_iso, shown

WRONG: tuple[type[Exception], ...] = (BadAddress, Unknown)
FAILED: tuple[type[Exception], ...] = (StorageError, Refused, NotSent, TemplateError, OSError)

COLUMNS = ("Sale", "Clave", "Tipo y clase", "Para", "Qué pasa", "Por qué")


def plan(call: Call, since: date, until: date) -> Answer:
    """Each occurrence between two days, both included."""
    if until < since:
        raise WrongCall(f"El último día, {until}, es anterior al primero, {since}.")
    loaded = shown_files(call)
    documents: list[dict[str, object]] = []
    parts: list[str | Table] = []
    for tenant in several(call, loaded):
        rows = _rows(call, loaded, tenant, since, until)
        # One of both, for a year of a thousand campaigns is fifty thousand rows.
        if call.json:
            documents += _documents(rows)
            continue
        counted = how_many(len(rows), "publicación", "publicaciones")
        name = f"{tenant.municipality.name}, del {since} al {until}: {counted}"
        table = Table("plan", name, COLUMNS, tuple(_cells(tenant, row) for row in rows))
        parts += whole_parts(concerning(call, tenant), [table])
    return Answer(documents, parts)


def preview(call: Call, campaign: str, message: str | None, channel: str | None, address: str | None) -> Answer:
    """The finished messages of a campaign; with an address, a test of them is sent."""
    now = SystemClock().now()
    if address is None:
        found = previews_of(chosen(call, shown_files(call)), campaign, message, channel, now)
        return Answer([_finished(each) for each in found], [_reading(each) for each in found])
    with workplace(call) as place:
        found = previews_of(place.tenant, campaign, message, channel, now)
        sent = asyncio.run(send_test(place, found, address, now))
    for each in sent:
        call.tell(f"Prueba enviada por {each.account.name} ({each.mode.value}): {each.where}")
    return Answer([_finished(each) for each in found], [_reading(each) for each in found])


def _rows(call: Call, loaded: Loaded, tenant: Tenant, since: date, until: date) -> list[Planned]:
    zone = tenant.municipality.zone
    first = datetime.combine(since, time(), zone)
    after = datetime.combine(until + timedelta(days=1), time(), zone)
    known, now = Known(), SystemClock().now()
    with existing(url(call, loaded)) as database:
        if database is not None:
            with database.read() as connection:
                known = read_known(connection, tenant, first, after, now)
    return planned_rows(tenant, known, first, after, now)


def _documents(rows: Sequence[Planned]) -> list[dict[str, object]]:
    """The rows of one tenant as JSON has them. Most of them share their hours, so each hour is written once."""
    written: dict[tuple[datetime, int], tuple[str | None, str | None]] = {}
    found: list[dict[str, object]] = []
    for row in rows:
        local, at = _written(row.local, written)
        found.append(
            {
                "key": row.key,
                "campaign": row.campaign,
                "message": row.message,
                "action": row.action,
                "account": row.account,
                "kind": row.kind,
                "class": row.class_,
                "nominal": local if row.nominal is row.local else _written(row.nominal, written)[0],
                "local": local,
                "instant": at,
                "recipients": row.recipients,
                "decision": str(row.decision),
                "reason": row.reason,
            }
        )
    return found


def _written(
    moment: datetime | None, known: dict[tuple[datetime, int], tuple[str | None, str | None]]
) -> tuple[str | None, str | None]:
    """Local time and instant. In one zone two times are equal where their walls and their `fold` are."""
    if moment is None:
        return None, None
    key = (moment, moment.fold)
    if key not in known:
        known[key] = (local_iso(moment), instant(moment))
    return known[key]


def _cells(tenant: Tenant, row: Planned) -> tuple[str, ...]:
    zone = tenant.municipality.zone
    at = shown(row.local, zone) or (f"después del {row.nominal:%Y-%m-%d}" if row.nominal else "sin hora")
    words = DECISION_NAMES.get(row.decision) or STATE_NAMES[row.decision]
    return (at, row.key, f"{KIND_NAMES[row.kind]}, {row.class_}", str(row.recipients), words, row.reason)


def _finished(each: Preview) -> dict[str, object]:
    return {
        "message": each.message.id,
        "account": each.account.name,
        "language": each.content.language,
        "subject": each.subject,
        "text": each.text,
        "html": each.html,
        "media": [{"name": file.name, "mime": file.mime, "bytes": file.size, "alt": file.alt} for file in each.files],
        "length": each.length,
        "limit": each.limit,
    }


def _reading(each: Preview) -> str:
    measured = f"{each.length} de {each.limit} {each.account.profile.text.unit}"
    spoken = f" · {language_name(each.content.language)}" if each.message.entry.translations else ""
    lines = [f"── {each.message.id} · {each.account.name}{spoken} · {measured}"]
    lines += [f"Asunto: {each.subject}"] if each.subject else []
    lines += ["", each.text, ""]
    lines += [f"Archivo: {file.name}{f' ({file.alt})' if file.alt else ''}" for file in each.files]
    return "\n".join(lines)
