"""`status`: how it goes."""

from datetime import datetime
from zoneinfo import ZoneInfo

from audience.exclusions import standing_register
from audience.people_lists import brought
from campaigns.loader import Loaded
from campaigns.tenant import Tenant
from delivery.clock import SystemClock
from delivery.faults import Fault, Part
from delivery.installation import var_folder
from delivery.office.edited_surveys import edited_surveys
from delivery.office.rejections import rejected_lines
from delivery.old_lists import kept_lists
from delivery.planning.allowances import Allowance, allowances
from delivery.pulse import Pulse
from delivery.rounds import NAMES
from delivery.watching.status import LaneStatus, Status, Waiting
from delivery.watching.status import status as status_of
from delivery.workplace import outgoing
from indicators.table import Table
from storage.errors import StorageError
from storage.lock import is_held
from storage.standing_orders import OrderKind, StandingOrder
from storage.tenants import find_tenant
from verbs.allowance_words import allowance_document, allowance_tables
from verbs.answer import Answer
from verbs.blackout_words import blackout_documents, blackout_tables
from verbs.call import Call, WrongCall
from verbs.copy_words import copy_document, copy_lines
from verbs.count_words import count_lines
from verbs.folder import chosen, count_words, several, url, without_secrets
from verbs.following import follow_along, refuse_unknown
from verbs.kept_list_words import kept_list_documents, kept_list_lines
from verbs.letter_words import letter_documents, letter_lines
from verbs.place import NOBODY, reading
from verbs.printed import printed
from verbs.progress_words import progress_document, progress_lines
from verbs.reading_words import readings_document, readings_parts
from verbs.register_words import register_lines
from verbs.results import document as delivered
from verbs.still_words import still_documents, still_lines
from verbs.survey_words import edited_table
from verbs.waiting_words import waiting_tables
from verbs.words import instant, shown
from website.places import Still, still_sites

WRONG: tuple[type[Exception], ...] = ()
FAILED: tuple[type[Exception], ...] = (StorageError, OSError)

PARTS: dict[Part, str] = {
    Part.LANE: "La cuenta {}",
    Part.CAMPAIGN: "La campaña {}",
    Part.REVIEW: "Lo que espera visto bueno de {}",
    Part.SWEEP: "La revisión de lo pendiente",
    Part.TENANT: "La configuración nueva de este municipio",
    Part.CONFIGURATION: "La lectura de la configuración",
    Part.DAEMON: "El pregonero mismo ({})",
}
"""What fails, as people read it, with its name."""
ORDERS: dict[OrderKind, str] = {
    OrderKind.ALERT: "Se repite {}",
    OrderKind.SUSPEND: "Suspendida la clase «{}»",
}
ENDS: dict[OrderKind, str] = {OrderKind.ALERT: "que se levante", OrderKind.SUSPEND: "que se reabra"}
"""Until when an order stands that has no day."""
AGAIN = (
    "Lo demás sigue, y eso se vuelve a intentar solo. Si no se arregla, envíe el registro del pregonero a quien lo "
    "mantiene: allí está el detalle."
)


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
        found, kept = [], []
        held = is_held(database)
        for tenant in tenants:
            with database.read() as connection:
                number = find_tenant(connection, tenant.slug) or NOBODY
                its = status_of(connection, number, now, campaign)
                money = allowances(connection, tenant, now) if campaign is None else []
                edited = edited_surveys(connection, number, tenant)
                refused = rejected_lines(connection, number, tenant, now)
                register = standing_register(connection, number)
                lists = kept_lists(tenant.municipality, brought(connection, number)).values()
            alive = [pulse for pulse in its.daemons if pulse.alive(now, held=held)]
            still = still_sites(tenant, outgoing(var_folder(call.environment), tenant))
            wanting = [*refused, *register_lines(call, tenant, register, now, tenant.municipality.zone)]
            wanting += kept_list_lines(lists, now)
            kept.append(kept_list_documents(lists, now))
            found.append((tenant, its, alive, money, edited, still, wanting))
    if campaign is not None:
        parts: list[str | Table] = [
            *progress_lines(found[0][1].progress, now.astimezone(found[0][0].municipality.zone))
        ]
    else:
        parts = []
        for one, its, alive, money, edited, still, wanting in found:
            parts += [*_parts(call, one, its, alive, still, loaded, now), *wanting, *allowance_tables(money)]
            parts += [*edited_table(edited, one.municipality.zone), *blackout_tables(one, now)]
    return Answer(_document(*found[0][:-1], loaded, database.where, now) | {"lists": kept[0]}, parts)


def _document(
    tenant: Tenant,
    its: Status,
    alive: list[Pulse],
    money: list[Allowance],
    edited: list[Waiting],
    still: tuple[Still, ...],
    loaded: Loaded,
    where: str,
    now: datetime,
) -> dict[str, object]:
    return {
        "now": instant(now),
        "tenant": tenant.slug,
        "database": where,
        "digest": tenant.digest,
        "daemons": [_daemon(tenant, pulse, now, alive=pulse in alive) for pulse in its.daemons],
        "faults": [_fault(each) for each in _faults(tenant, alive)],
        "oldest_overdue": _waiting(its.oldest_overdue) if its.oldest_overdue else None,
        "lanes": [_lane(each) for each in its.lanes],
        "unready": [{"account": it.account, "since": instant(it.since), "reason": it.reason} for it in its.unready],
        "publications": its.publications,
        "deliveries": its.deliveries_by_state,
        "derived": {"publications": its.derived, "deliveries": its.derived_deliveries_by_state},
        "open_tasks": its.open_tasks,
        "overdue_tasks": its.overdue_tasks,
        "uncertain": [delivered(each) for each in its.uncertain],
        "missed": [_waiting(each) for each in its.missed],
        "awaiting_approval": [_waiting(each) for each in its.awaiting_approval],
        "waiting": [_waiting(each) for each in its.waiting],
        "orders": [_order(each) for each in its.orders],
        "blackouts": blackout_documents(tenant, now),
        "paused": [_waiting(each) for each in its.paused],
        "polls": [_waiting(each) for each in its.polls],
        "letters": letter_documents(its.letters),
        "edited_surveys": [_waiting(each) for each in edited],
        "progress": [progress_document(each, now) for each in its.progress],
        "readings": readings_document(its.readings),
        "allowances": [allowance_document(each) for each in money],
        "copies": copy_document(its.copies) if its.copies is not None else None,
        "still_sites": still_documents(still),
        "problems": [problem.as_json() for problem in loaded.problems],
        "remembered": [str(path) for path in loaded.remembered],
    }


def _daemon(tenant: Tenant, pulse: Pulse, now: datetime, *, alive: bool) -> dict[str, object]:
    return {
        "owner": pulse.owner,
        "last_tick": instant(pulse.at),
        "alive": alive,
        "digest": pulse.digests.get(tenant.slug, ""),
        "late": [duty.value for duty in pulse.late(now)] if alive else [],
    }


def _waiting(each: Waiting) -> dict[str, object]:
    return {"key": each.key, "planned": instant(each.planned), "reason": each.reason}


def _order(each: StandingOrder) -> dict[str, object]:
    return {
        "kind": each.kind.value,
        "scope": each.scope,
        "since": instant(each.since),
        "until": instant(each.until),
        "by": each.by,
        "reason": each.reason,
    }


def _lane(each: LaneStatus) -> dict[str, object]:
    return {
        "sender": each.sender,
        "paused_until": instant(each.paused_until),
        "needs_person": each.needs_person,
        "failures": each.failures,
        "last_error": each.last_error,
        "accounts": list(each.accounts),
    }


def _faults(tenant: Tenant, alive: list[Pulse]) -> list[Fault]:
    """What the daemons at work go without, of this municipality or of all."""
    return [fault for pulse in alive for fault in pulse.faults if fault.subject.tenant in ("", tenant.slug)]


def _fault(each: Fault) -> dict[str, object]:
    return {
        "part": each.subject.part.value,
        "name": each.subject.name,
        "since": instant(each.since),
        "times": each.times,
        "again_at": instant(each.again_at),
        "error": each.error,
    }


def _parts(
    call: Call, tenant: Tenant, its: Status, alive: list[Pulse], still: tuple[Still, ...], loaded: Loaded, now: datetime
) -> list[str | Table]:
    zone = tenant.municipality.zone
    lines = [f"{tenant.municipality.name}, {shown(now, zone)}", *_daemons(call, tenant, its, alive, now)]
    if loaded.problems:
        kept = f" Siguen como estaban: {', '.join(map(str, loaded.remembered))}." if loaded.remembered else ""
        lines.append(f"Atención: {count_words(len(loaded.problems))}{kept}")
    if its.oldest_overdue:
        lines.append(f"Lo más atrasado: {its.oldest_overdue.key}, de {shown(its.oldest_overdue.planned, zone)}.")
    lines += count_lines(its)
    if its.progress:
        lines += ["Enviándose:", *(f"  {line}" for line in progress_lines(its.progress, now.astimezone(zone)))]
    lines.append(f"Tareas abiertas: {its.open_tasks}; vencidas: {its.overdue_tasks}.")
    told, untold = readings_parts(its.readings, zone)
    lines += [*told, *letter_lines(its.letters), *still_lines(still), *copy_lines(its.copies, now, zone)]
    return [*lines, *_broken(_faults(tenant, alive), zone), *_tables(its, zone), *untold]


def _broken(faults: list[Fault], zone: ZoneInfo) -> list[str | Table]:
    rows = tuple(
        (
            PARTS[each.subject.part].format(each.subject.name),
            shown(each.since, zone),
            shown(each.again_at, zone),
            each.error,
        )
        for each in faults
    )
    columns = ("Qué", "Desde", "Se intenta otra vez", "Qué pasó")
    return [Table("faults", "Fallan de una manera imprevista", columns, rows), AGAIN] if rows else []


def _daemons(call: Call, tenant: Tenant, its: Status, alive: list[Pulse], now: datetime) -> list[str]:
    if not alive:
        last = f" La última señal es de {shown(its.daemons[0].at, tenant.municipality.zone)}." if its.daemons else ""
        return [f"El pregonero no está en marcha.{last} Se pone a andar con «{printed(call, 'run')}»."]
    lines = [f"En marcha: {pulse.owner}, señal de {shown(pulse.at, tenant.municipality.zone)}." for pulse in alive]
    for pulse in alive:
        if late := pulse.late(now):
            stuck = ", ".join(NAMES[duty] for duty in late)
            lines.append(f"Atención: en {pulse.owner} no avanza {stuck}. Si no se arregla, reinicie el pregonero.")
    if any(pulse.digests.get(tenant.slug) != tenant.digest for pulse in alive):
        lines.append("Atención: el pregonero anda con otra configuración que la de esta carpeta.")
    return lines


def _tables(its: Status, zone: ZoneInfo) -> list[Table]:
    tables = []
    if stopped := [each for each in its.lanes if each.stopped]:
        rows = tuple((", ".join(each.accounts) or each.sender, _until(each, zone), each.last_error) for each in stopped)
        tables.append(Table("lanes", "Cuentas detenidas", ("Cuenta", "Hasta", "Por qué"), rows))
    if its.unready:
        columns = ("Cuenta", "Desde", "Por qué")
        rows = tuple((each.account, shown(each.since, zone), each.reason) for each in its.unready)
        tables.append(Table("unready", "Cuentas que no están listas para su hora", columns, rows))
    waiting = {
        "awaiting_approval": its.awaiting_approval,
        "waiting": its.waiting,
        "paused": its.paused,
        "missed": its.missed,
        "polls": its.polls,
    }
    tables += waiting_tables(waiting, zone)
    tables += _orders(its.orders, zone)
    doubts = tuple((str(each.id), each.key, each.recipient, each.error) for each in its.uncertain)
    if doubts:
        tables.append(Table("uncertain", "Dudosas", ("Número", "Clave", "Destinatario", "Qué pasó"), doubts))
    return tables


def _orders(orders: list[StandingOrder], zone: ZoneInfo) -> list[Table]:
    rows = tuple(
        (
            ORDERS[each.kind].format(each.scope),
            shown(each.since, zone),
            shown(each.until, zone) or ENDS[each.kind],
            each.by,
            each.reason,
        )
        for each in orders
    )
    columns = ("Qué", "Desde", "Hasta", "Quién", "Por qué")
    return [Table("orders", "Órdenes que siguen en pie", columns, rows)] if rows else []


def _until(each: LaneStatus, zone: ZoneInfo) -> str:
    return "que una persona lo arregle" if each.needs_person else shown(each.paused_until, zone)
