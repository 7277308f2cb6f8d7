"""What the media that people operate were given on paper: each piece as a file, and which one is which."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from itertools import groupby
from typing import Any
from urllib.parse import quote

from babel.dates import format_date
from sqlalchemy import Connection, Row, select

from campaigns.tenant import Tenant
from channels.keys import Key
from channels.paths import segment
from delivery.tasks.sheets import all_papers
from delivery.worlds import marked
from handover.sheets import Sheets
from handover.shelf import Shelf
from indicators.medium import medium_named
from pieces.drawing import Order, draw
from pieces.form import Form
from pieces.refusal import CannotDraw
from reports.table import Table
from storage.tables import publication, work_order

ROOM = "piezas"
AT_ONCE = 200
"""Pieces that one process draws: so many lie in memory, and none waits for those of four years."""
LONGEST = 150
"""Characters of a folder's name: keys may be longer than what file systems take."""
FORMS: Mapping[Form, str] = {
    Form.POSTER_A4: "afiche A4",
    Form.POSTER_A3: "afiche A3",
    Form.SHEET: "hoja de la tarea",
}
"""As people call them; the others are called what they are."""
COLUMNS = ("Día", "Mensaje", "Campaña", "Medio", "Cuenta", "Pieza", "Archivo", "Clave")


@dataclass(frozen=True, slots=True)
class Printed:
    """One piece that was drawn."""

    key: Key
    day: str
    """When its message went out or was to, by the municipality's clock: `2027-01-12`; empty: it waited for a word."""
    message: str
    campaign: str
    """By its title."""
    medium: str
    form: Form
    file: str
    """Its name in the package."""

    @property
    def form_words(self) -> str:
        """«afiche A4»."""
        return FORMS.get(self.form, self.form.value)


@dataclass(slots=True)
class Pieces:
    """All of them, and what could not be drawn."""

    printed: list[Printed] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    """In Spanish."""


def write_pieces(connection: Connection, tenant: Tenant, number: int, shelf: Shelf, sheets: Sheets) -> Pieces:
    """Write them, with a page and a list that say which is which."""
    done, rows = Pieces(), _publications(connection, number)
    places: dict[Order, list[Key]] = {}
    for key, orders in all_papers(connection, tenant, number).items():
        for each in orders:
            places.setdefault(each, []).append(key)
    wanted = list(places)
    try:
        for start in range(0, len(wanted), AT_ONCE):
            for piece in draw(wanted[start : start + AT_ONCE]):
                for key in places[piece.order]:
                    if piece.refusal:
                        done.remarks.append(f"No se dibujó {key}, {piece.order.form.value}. {piece.refusal}")
                        continue
                    made = _printed(tenant, rows[key], key, piece.order)
                    shelf.put(made.file, piece.data)
                    done.printed.append(made)
    except CannotDraw as refusal:
        done.remarks.append(f"No se dibujaron todas las piezas. {refusal}")
    done.printed.sort(key=lambda each: (each.day, each.campaign, each.message, each.file))
    if done.printed:
        _write_lists(done.printed, shelf, sheets)
    return done


def _publications(connection: Connection, number: int) -> dict[Key, Row[*tuple[Any, ...]]]:
    its = publication.c
    names = (its.campaign, its.message, its.account, its.occurrence, its.planned_local, its.mode)
    ours = select(work_order.c.publication).where(work_order.c.tenant == number)
    rows = connection.execute(select(*names).where(its.id.in_(ours)))
    return {Key(row.campaign, row.message, row.account, row.occurrence): row for row in rows}


def _printed(tenant: Tenant, row: Row[*tuple[Any, ...]], key: Key, order: Order) -> Printed:
    campaign = tenant.campaigns.get(key.campaign)
    return Printed(
        key=key,
        day=row.planned_local[:10],
        message=marked(order.said.title, row.mode),
        campaign=campaign.entry.title if campaign is not None else key.campaign,
        medium=medium_named(tenant.accounts[key.account].medium),
        form=order.form,
        file=f"{ROOM}/{_folder(key)}/{order.name}",
    )


def _folder(key: Key) -> str:
    name = f"{segment(key.campaign)}.{segment(key.message)}.{segment(key.account)}@{segment(key.occurrence)}"
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 13]}-{sha256(name.encode()).hexdigest()[:12]}"


def _write_lists(printed: Sequence[Printed], shelf: Shelf, sheets: Sheets) -> None:
    rows = tuple(
        (
            each.day,
            each.message,
            each.campaign,
            each.medium,
            each.key.account,
            each.form_words,
            each.file.removeprefix(f"{ROOM}/"),
            str(each.key),
        )
        for each in printed
    )
    names = ("day", "message", "campaign", "medium", "account", "form", "file", "key")
    plain = [dict(zip(names, row, strict=True)) for row in rows]
    shelf.tables(f"{ROOM}/piezas", [Table("piezas", "Piezas de los medios que operan personas", COLUMNS, rows)], plain)
    values = {"months": list(_months(printed))}
    title = "Piezas de los medios que operan personas"
    shelf.put(f"{ROOM}/index.html", sheets.page("piezas.html", title=title, up="../", values=values))


def _months(printed: Sequence[Printed]) -> Iterator[Mapping[str, object]]:
    """Each month with its messages, the oldest first; of a message all its pieces in one line."""
    for month, of_month in groupby(printed, key=lambda each: each.day[:7]):
        messages = [
            {"day": first.day, "message": first.message, "campaign": first.campaign, "medium": first.medium}
            | {"pieces": [_link(each) for each in (first, *rest)]}
            for _, (first, *rest) in groupby(of_month, key=lambda each: each.key)
        ]
        name = format_date(date.fromisoformat(f"{month}-01"), "MMMM 'de' y", locale="es_CO") if month else "sin fecha"
        yield {"name": name[:1].upper() + name[1:], "messages": messages}


def _link(each: Printed) -> Mapping[str, str]:
    return {"href": quote(each.file.removeprefix(f"{ROOM}/")), "words": each.form_words}
