"""What a task's mail says, and the files that go with it: the papers of each task, and their dates for a calendar."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from campaigns.articles import to
from campaigns.debtors import name_of
from campaigns.moment import Moment
from campaigns.tenant import Tenant
from campaigns.when import parse_lead
from channels.manual import counted
from delivery.notices.notice import Words
from delivery.staff import in_charge, people_behind, staff_of
from delivery.tasks.parcels import News, Order, Parcel
from delivery.tasks.task_dates import MIME, NAME, TaskDate, task_dates
from delivery.worlds import in_tests, marked
from pieces.drawing import Piece

SUBJECTS: Mapping[News, str] = {
    News.NEW: "Tarea: {{ titulo }}, hasta el {{ hasta }}",
    News.POSTPONED: "Aplazada hasta el {{ hasta }}: {{ titulo }}",
    News.CANCELLED: "Ya no hay que hacerlo: {{ titulo }}",
}
REHEARSED = "Está en pruebas: se hace y se confirma como las demás, pero no cuenta en los informes."
_ABOUT = """«{{ titulo }}», de la campaña «{{ campania }}».

{% for linea in lineas %}- {{ linea }}
{% endfor %}

"""
_WORK = """Lo que hay que hacer:

{% for hoja in hojas %}{{ hoja }}

{% endfor %}{% for aviso in avisos %}{{ aviso }}

{% endfor %}{% for punto in lista %}{{ loop.index }}. {{ punto }}
{% endfor %}{% if lista %}
{% endif %}Cuando esté hecho, {{ confirmar }}

{% if panel %}{{ panel }}

{% endif %}{{ sin_tiempo }}"""
TEXTS: Mapping[News, str] = {
    News.NEW: f"Le corresponde esta tarea: {_ABOUT}{_WORK}",
    News.POSTPONED: f"Quedó aplazada esta tarea: {_ABOUT}{_WORK}",
    News.CANCELLED: f"Se canceló esta tarea, y ya no hay que hacerla: {_ABOUT}"
    "El archivo adjunto la quita de su calendario; si no la quita al abrirlo, bórrela usted.",
}


PANEL = "/panel/"
"""Where the office's pages lie."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """One file that goes with a mail."""

    name: str
    mime: str
    data: bytes


def enclosures(
    tenant: Tenant, parcel: Parcel, drawn: Mapping[int, Sequence[Piece]], now: datetime, most: int
) -> tuple[list[Enclosure], list[str]]:
    """The files of a mail, and in Spanish what could not go with it.

    `drawn`: the papers of each task by its number; `most`: bytes of all files together.
    """
    calendar = Enclosure(NAME, MIME, _calendar(tenant, parcel, now))
    room = most - len(calendar.data)
    found: list[Enclosure] = []
    missing: list[str] = []
    for piece, name in _named(drawn):
        if piece.refusal:
            missing.append(f"No se pudo hacer {name}. {piece.refusal}")
        elif len(piece.data) > room:
            missing.append(f"No cupo {name} en este correo: pídalo a la oficina de comunicaciones.")
        else:
            room -= len(piece.data)
            found.append(Enclosure(name, piece.order.mime, piece.data))
    return [*found, calendar], missing


def words_of(
    tenant: Tenant,
    parcel: Parcel,
    notes: Sequence[str],
    checklist: Sequence[str] = (),
    reply_to: str | None = None,
) -> Words:
    """What a parcel's mail says. `notes`: what else is to be known, a sentence each.

    `checklist`: what has to be looked at, a line each; `reply_to`: where a duty is handed in by mail; None: the
    municipality has no mailbox for that.
    """
    first, campaign = parcel.orders[0], tenant.campaigns.get(parcel.orders[0].campaign)
    modes = [order.mode for order in parcel.orders]
    values = {
        "titulo": marked(first.title, *modes),
        "campania": campaign.entry.title if campaign else first.campaign,
        "hasta": Moment(_local(tenant, min(order.until for order in parcel.orders))).day,
        "lineas": [_line(tenant, order) for order in parcel.orders],
        "hojas": list(dict.fromkeys(order.sheet for order in parcel.orders)),
        "avisos": [*([REHEARSED] if in_tests(modes) else []), *notes],
        "lista": list(checklist),
        "confirmar": _handing_in(tenant, first, reply_to) if _is_owed(tenant, first) else _confirming(tenant, parcel),
        "panel": _in_panel(tenant, parcel),
        "sin_tiempo": _without_time(tenant, first),
    }
    return Words(SUBJECTS[parcel.news], TEXTS[parcel.news], values, reply_to=reply_to)


def _named(drawn: Mapping[int, Sequence[Piece]]) -> Iterable[tuple[Piece, str]]:
    """Each paper once; one that several tasks have alike bears no task's number."""
    owners: dict[Piece, list[int]] = {}
    for number, papers in drawn.items():
        for piece in papers:
            owners.setdefault(piece, []).append(number)
    for piece, numbers in owners.items():
        alone = len(numbers) == 1
        yield piece, f"tarea-{numbers[0]}-{piece.order.name}" if alone else piece.order.name


def _calendar(tenant: Tenant, parcel: Parcel, now: datetime) -> bytes:
    called_off = parcel.news is News.CANCELLED
    whole = _is_reserved(tenant, parcel.orders[0])
    dates = [TaskDate(order, _local(tenant, order.until), now, whole_day=whole) for order in parcel.orders]
    # Whoever gets the mail has an address, if nobody else has.
    slugs = [*in_charge(tenant.municipality), parcel.responsible]
    people = [person for slug in slugs for person in staff_of(tenant.municipality, slug)]
    host = urlsplit(tenant.municipality.site_url).hostname or tenant.slug
    return task_dates(dates, host, people[0], cancelled=called_off)


def _is_reserved(tenant: Tenant, order: Order) -> bool:
    """Whether the day of a duty belongs to it alone."""
    campaign = tenant.campaigns.get(order.campaign)
    message = campaign.message(order.message) if campaign else None
    return message is not None and message.entry.duty is not None and bool(message.entry.duty.reserved)


def _confirming(tenant: Tenant, parcel: Parcel) -> str:
    """To whom one says that it is done, and how: by mail to who is in charge, who writes it down with the verb."""
    people = [person for slug in in_charge(tenant.municipality) for person in staff_of(tenant.municipality, slug)]
    own = {person.mail for person in staff_of(tenant.municipality, parcel.responsible)}
    first = parcel.orders[0]
    many = f" --count {first.planned}" if first.planned > 1 else ""
    speaker = f" --as {parcel.responsible}" if parcel.responsible in tenant.municipality.people else ""
    others = " (las demás, cada una con su número)" if len(parcel.orders) > 1 else ""
    verb = f"pregonero confirm {first.id}{many} --evidence foto.jpg{speaker}"
    by_verb = f"en el computador donde está el programa{others}: {verb}"
    reader = next((person for person in people if person.mail not in own), None)
    if reader is None:
        return f"confírmelo {by_verb}"
    return (
        f"escríbale {to(reader.name)} ({reader.mail}): diga el número de la tarea y cuánto se hizo, y adjunte una "
        f"foto, un audio o la planilla que lo muestre. También se confirma {by_verb}"
    )


def _is_owed(tenant: Tenant, order: Order) -> bool:
    """A duty that somebody else asks for: it is handed in to him."""
    behind = people_behind(tenant.municipality, order.asked_by)
    return bool(order.asked_by) and not people_behind(tenant.municipality, order.responsible) <= behind


def _handing_in(tenant: Tenant, order: Order, reply_to: str | None) -> str:
    """How it is handed in: by an answer to this mail, or into somebody's hands."""
    asker = name_of(tenant.municipality, order.asked_by)
    by_hand = f"entréguelo {to(asker)}, quien anota el recibo con «pregonero receive {order.id} --file …»"
    if reply_to is None:
        return f"{by_hand}. Le llega un recibo con su número y su hora."
    return (
        f"responda este correo con los archivos adjuntos ({reply_to}), o {by_hand}. Le llega un recibo con su número y "
        "su hora."
    )


def _in_panel(tenant: Tenant, parcel: Parcel) -> str:
    """Where whoever comes into the panel does the same; empty where it has no address for other machines."""
    desk, first = tenant.municipality.desk_url, parcel.orders[0]
    if desk is None:
        return ""
    many = len(parcel.orders) > 1
    does = "lo entrega" if _is_owed(tenant, first) else "las confirma" if many else "la confirma"
    page = f"{desk}{PANEL}{tenant.slug}/tareas{'' if many else f'/{first.id}'}"
    return f"Si usted tiene usuario en el panel, también {does} allí, con una foto desde su teléfono: {page}"


def _without_time(tenant: Tenant, order: Order) -> str:
    if not order.asked_by:
        return "Si no alcanza a tiempo, avise antes de la fecha y diga por qué: la tarea se puede aplazar."
    late = f" Lo que venza sin entregar se informa {to(name_of(tenant.municipality, order.escalates_to))}."
    if not order.extension:
        return f"Si no alcanza a tiempo, avise antes de la fecha.{late if order.escalates_to else ''}"
    if order.extended_to is not None:
        return f"Esta tarea ya tuvo su prórroga, y no hay otra.{late if order.escalates_to else ''}"
    length = parse_lead(order.extension).describe()
    return (
        f"Si no alcanza a tiempo, pida antes de la fecha la prórroga, una sola y de {length} como máximo, y diga por "
        f"qué: «pregonero extend {order.id} --until FECHA --note …», o por medio de quien lo pide."
        f"{late if order.escalates_to else ''}"
    )


def _line(tenant: Tenant, order: Order) -> str:
    until = Moment(_local(tenant, order.until))
    where = f", {order.place}" if order.place else ""
    often = f", {counted(order.kind, order.planned)}" if order.planned > 1 else ""
    line = f"Tarea {order.id}: {order.medium}{where}{often}, hasta el {until.day}, {until.time}"
    return marked(line, order.mode)


def _local(tenant: Tenant, moment: datetime) -> datetime:
    return moment.astimezone(tenant.municipality.zone)
