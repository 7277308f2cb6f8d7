"""`status`: how it goes."""

from dataclasses import dataclass
from datetime import datetime

from audience.exclusions import Register, standing_register
from audience.people_lists import brought
from campaigns.loader import Loaded
from campaigns.tenant import Tenant
from delivery.clock import SystemClock
from delivery.figures.pulls import PullStatus, pull_statuses
from delivery.installation import var_folder
from delivery.office.edited_surveys import edited_surveys
from delivery.office.identity_changes import identity_lines
from delivery.office.rejections import Rejected, rejections
from delivery.old_lists import KeptList, kept_lists
from delivery.planning.allowances import Allowance, allowances
from delivery.pulse import Pulse
from delivery.watching.status import Status, Waiting
from delivery.watching.status import status as status_of
from delivery.watching.zone_waits import ZoneWait, zone_waits
from delivery.workplace import outgoing
from reports.table import Table
from storage.database import Database
from storage.errors import StorageError
from storage.lock import is_held
from storage.tenants import find_tenant
from verbs.account_words import account_tables, lane_documents, unready_documents
from verbs.allowance_words import allowance_document, allowance_tables
from verbs.answer import Answer
from verbs.blackout_words import blackout_documents, blackout_tables
from verbs.call import Call, WrongCall
from verbs.copy_words import copy_document, copy_lines
from verbs.count_words import count_lines
from verbs.daemon_words import daemon_documents, daemon_lines
from verbs.fault_words import fault_documents, fault_tables, faults_of
from verbs.figure_words import figure_documents, figure_lines
from verbs.folder import chosen, count_words, several, url, without_secrets
from verbs.following import follow_along, refuse_unknown
from verbs.kept_list_words import kept_list_documents, kept_list_lines
from verbs.letter_words import letter_documents, letter_lines
from verbs.order_words import order_documents, order_tables
from verbs.place import NOBODY, reading
from verbs.printed import concerning, whole_parts
from verbs.progress_words import progress_document, progress_lines
from verbs.reading_words import readings_document, readings_parts
from verbs.register_words import register_lines
from verbs.rejection_words import rejection_documents, rejection_lines
from verbs.results import document as delivered
from verbs.still_words import still_documents, still_lines
from verbs.survey_words import edited_table
from verbs.waiting_words import all_waiting, waiting_document, waiting_documents, waiting_tables
from verbs.words import instant, shown
from verbs.zone_wait_words import zone_wait_documents, zone_wait_lines
from website.places import Still, still_sites

WRONG: tuple[type[Exception], ...] = ()
FAILED: tuple[type[Exception], ...] = (StorageError, OSError)


@dataclass(frozen=True, slots=True)
class Seen:
    """One municipality at one moment."""

    tenant: Tenant
    its: Status
    alive: list[Pulse]
    """The daemons at work."""
    money: list[Allowance]
    """Nothing where one campaign is asked for."""
    edited: list[Waiting]
    rejected: list[Rejected]
    renamed: list[str]
    """Approved under another foot or sender than today's, a Spanish line each."""
    abroad: list[ZoneWait]
    register: Register | None
    lists: list[KeptList]
    still: tuple[Still, ...]
    figures: list[PullStatus]
    """Of indicators whose figure is fetched."""


def status(call: Call, campaign: str | None, follow: bool) -> Answer:
    """Of each municipality; of one campaign, or with `follow`, how far what goes out is."""
    loaded, now = without_secrets(call), SystemClock().now()
    if follow and call.json:
        raise WrongCall("--follow es para mirar cómo va; un programa pide «status --json» cada vez que quiere saber.")
    tenants = (chosen(call, loaded),) if follow or campaign is not None else several(call, loaded)
    with reading(call, url(call, loaded)) as database:
        if campaign is not None:
            refuse_unknown(database, tenants[0], campaign)
        if follow:
            follow_along(call, database, tenants[0], campaign)
            return Answer(None)
        found = [_seen(call, database, tenant, campaign, now) for tenant in tenants]
    if campaign is not None:
        zone = found[0].tenant.municipality.zone
        parts: list[str | Table] = [*progress_lines(found[0].its.progress, now.astimezone(zone))]
    else:
        parts = [part for each in found for part in _parts(concerning(call, each.tenant), each, loaded, now)]
    return Answer(_document(found[0], loaded, database.where, now), parts)


def _seen(call: Call, database: Database, tenant: Tenant, campaign: str | None, now: datetime) -> Seen:
    held = is_held(database)
    with database.read() as connection:
        number = find_tenant(connection, tenant.slug) or NOBODY
        its = status_of(connection, number, now, campaign)
        return Seen(
            tenant=tenant,
            its=its,
            alive=[pulse for pulse in its.daemons if pulse.alive(now, held=held)],
            money=allowances(connection, tenant, now) if campaign is None else [],
            edited=edited_surveys(connection, number, tenant),
            rejected=rejections(connection, number, tenant, now),
            renamed=identity_lines(connection, number, tenant, now),
            abroad=zone_waits(connection, number, now),
            register=standing_register(connection, number),
            lists=[*kept_lists(tenant.municipality, brought(connection, number)).values()],
            still=still_sites(tenant, outgoing(var_folder(call.environment), tenant)),
            figures=pull_statuses(connection, tenant, number),
        )


def _document(seen: Seen, loaded: Loaded, where: str, now: datetime) -> dict[str, object]:
    tenant, its = seen.tenant, seen.its
    return {
        "now": instant(now),
        "tenant": tenant.slug,
        "database": where,
        "digest": tenant.digest,
        "daemons": daemon_documents(tenant, its.daemons, seen.alive, now),
        "faults": fault_documents(faults_of(tenant, seen.alive)),
        "oldest_overdue": waiting_document(its.oldest_overdue) if its.oldest_overdue else None,
        "lanes": lane_documents(its.lanes),
        "unready": unready_documents(its.unready),
        "publications": its.publications,
        "deliveries": its.deliveries_by_state,
        "derived": {"publications": its.derived, "deliveries": its.derived_deliveries_by_state},
        "open_tasks": its.open_tasks,
        "overdue_tasks": its.overdue_tasks,
        "uncertain": [delivered(each) for each in its.uncertain],
        "missed": waiting_documents(its.missed),
        "awaiting_approval": waiting_documents(its.awaiting_approval),
        "waiting": waiting_documents(its.waiting),
        "orders": order_documents(its.orders),
        "blackouts": blackout_documents(tenant, now),
        "paused": waiting_documents(its.paused),
        "polls": waiting_documents(its.polls),
        "letters": letter_documents(its.letters),
        "edited_surveys": waiting_documents(seen.edited),
        "progress": [progress_document(each, now) for each in its.progress],
        "readings": readings_document(its.readings),
        "allowances": [allowance_document(each) for each in seen.money],
        "copies": copy_document(its.copies) if its.copies is not None else None,
        "figures": figure_documents(seen.figures),
        "still_sites": still_documents(seen.still),
        "problems": [problem.as_json() for problem in loaded.problems],
        "remembered": [str(path) for path in loaded.remembered],
        "rejections": rejection_documents(seen.rejected),
        "zone_waits": zone_wait_documents(seen.abroad),
        "lists": kept_list_documents(seen.lists, now),
    }


def _parts(call: Call, seen: Seen, loaded: Loaded, now: datetime) -> list[str | Table]:
    """In the order in which an office reads it: that it lives, what is wrong, how much, what waits, what is wanting."""
    tenant, its, zone = seen.tenant, seen.its, seen.tenant.municipality.zone
    told, untold = readings_parts(its.readings, zone)
    parts = [
        *_lines(call, seen, loaded, now),
        *told,
        *letter_lines(its.letters),
        *still_lines(seen.still),
        *copy_lines(its.copies, now, zone),
        *figure_lines(seen.figures, zone),
        *fault_tables(faults_of(tenant, seen.alive), zone),
        *account_tables(its.lanes, its.unready, zone),
        *waiting_tables(all_waiting(its), zone),
        *order_tables(its.orders, zone),
        *_doubts(its),
        *untold,
        *rejection_lines(seen.rejected),
        *seen.renamed,
        *register_lines(call, tenant, seen.register, now, zone),
        *kept_list_lines(seen.lists, now),
        *allowance_tables(seen.money),
        *edited_table(seen.edited, zone),
        *blackout_tables(tenant, now),
    ]
    return whole_parts(call, parts)


def _lines(call: Call, seen: Seen, loaded: Loaded, now: datetime) -> list[str]:
    tenant, its, zone = seen.tenant, seen.its, seen.tenant.municipality.zone
    lines = [
        f"{tenant.municipality.name}, {shown(now, zone)}",
        *daemon_lines(call, tenant, its.daemons, seen.alive, now),
    ]
    if loaded.problems:
        kept = f" Siguen como estaban: {', '.join(map(str, loaded.remembered))}." if loaded.remembered else ""
        lines.append(f"Atención: {count_words(len(loaded.problems))}{kept}")
    if its.oldest_overdue:
        lines.append(f"Lo más atrasado: {its.oldest_overdue.key}, de {shown(its.oldest_overdue.planned, zone)}.")
    lines += count_lines(its)
    if its.progress:
        lines += ["Enviándose:", *(f"  {line}" for line in progress_lines(its.progress, now.astimezone(zone)))]
    return [
        *lines,
        *zone_wait_lines(seen.abroad, zone),
        f"Tareas abiertas: {its.open_tasks}; vencidas: {its.overdue_tasks}.",
    ]


def _doubts(its: Status) -> list[Table]:
    rows = tuple((str(each.id), each.key, each.recipient, each.error) for each in its.uncertain)
    return [Table("uncertain", "Dudosas", ("Número", "Clave", "Destinatario", "Qué pasó"), rows)] if rows else []
