"""`simulate`: the daemon's rehearsal."""

import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from campaigns.loader import Loaded
from campaigns.tenant import Tenant
from channels.keys import Key
from channels.paths import segment
from delivery.clock import SystemClock
from delivery.figures.pulls import fetched_indicators
from delivery.tasks.sheets import all_papers
from delivery.workplace import REHEARSED
from indicators.periods import parse_period
from indicators.remarks import heading
from indicators.report import Report, make_report
from pieces.refusal import CannotDraw
from reports.table import Table
from reports.words import number_words
from simulation import Simulated, Simulation
from storage.database import Database
from storage.errors import StorageError
from storage.tenants import find_tenant
from verbs.answer import Answer
from verbs.call import Call, WrongCall
from verbs.drawing import FOLDER, keep_pieces
from verbs.folder import chosen, read, url
from verbs.foresight import Foresight, foretell
from verbs.foresight_sections import foresight_sections
from verbs.foresight_words import foresight_document, on_terminal
from verbs.leftover_words import leftover_document
from verbs.place import existing
from verbs.printed import printed
from verbs.rehearsal_page import NAME, keep_page, rehearsal_document
from verbs.words import how_many

WRONG: tuple[type[Exception], ...] = ()
FAILED: tuple[type[Exception], ...] = (CannotDraw, StorageError, OSError)


@dataclass(frozen=True, slots=True)
class Played:
    """One municipality's rehearsal."""

    tenant: Tenant
    done: Simulated
    report: Report
    told: Foresight
    folder: Path


def simulate(call: Call, since: date, until: date, out: Path | None) -> Answer:
    """A stretch of the plan on a virtual clock."""
    if until < since:
        raise WrongCall(f"El último día, {until}, es anterior al primero, {since}.")
    loaded = read(call, whole=True)
    with ExitStack() as stack:
        folder = out or Path(stack.enter_context(TemporaryDirectory(prefix="pregonero-")))
        people = stack.enter_context(existing(url(call, loaded)))
        tenants = loaded.tenants if loaded.hub and call.tenant is None else (chosen(call, loaded),)
        played = [_play(tenant, loaded, folder, since, until, people, out) for tenant in tenants]
        if out is not None:
            for each in played:
                _keep_pieces(call, each)
                _keep_page(call, each)
    for each in played:
        _tell_assumptions(call, each)
    document = _document(played, apart=loaded.hub and call.tenant is None)
    return Answer(document, [part for each in played for part in _shown(call, each, kept=out is not None)])


def _play(
    tenant: Tenant, loaded: Loaded, folder: Path, since: date, until: date, people: Database | None, out: Path | None
) -> Played:
    home = folder / tenant.slug if loaded.hub and out is not None else folder
    _clear(home)
    simulation = Simulation(tenant, home, since, until, keeps_messages=out is not None)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[day]}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task(tenant.municipality.name, total=(until - since).days + 1, day=str(since))

        def tell(day: date) -> None:
            progress.update(bar, completed=(day - since).days, day=str(min(day, until)))

        done = simulation.run(people, tell)
    report, told = _read(tenant, home / "simulacion.db", since, until, done)
    return Played(tenant, done, report, told, home)


def _clear(home: Path) -> None:
    """Take away what another rehearsal left there: its messages would be taken for those of this one."""
    if (home / "simulacion.db").exists():
        for name in (REHEARSED, FOLDER):
            shutil.rmtree(home / name, ignore_errors=True)


def _read(tenant: Tenant, path: Path, since: date, until: date, done: Simulated) -> tuple[Report, Foresight]:
    database = Database.open(f"sqlite:///{path}")
    try:
        with database.read() as connection:
            period = parse_period(f"{since}..{until}", tenant.municipality.zone)
            number = find_tenant(connection, tenant.slug) or 0
            report = make_report(connection, tenant, number, period, done.now)
            told = foretell(connection, tenant, number, report, done.slowed, done.now, made_up=done.made_up)
            return report, told
    finally:
        database.close()


def _keep_pieces(call: Call, each: Played) -> None:
    """What people would be handed, beside the finished messages; after the last row, so that no second is counted."""
    database = Database.open(f"sqlite:///{each.folder / 'simulacion.db'}")
    try:
        with database.read() as connection:
            found = all_papers(connection, each.tenant, find_tenant(connection, each.tenant.slug) or 0)
    finally:
        database.close()
    keep_pieces(each.folder / FOLDER, {_place(key): orders for key, orders in found.items()}, call.tell)


def _keep_page(call: Call, each: Played) -> None:
    """What it foretells, to be shown to a committee."""
    sections = foresight_sections(each.told, each.tenant, each.done.unsent, whole=True)
    document = rehearsal_document(each.report, sections, _assumptions(each), SystemClock().now())
    keep_page(call, each.tenant, document, each.folder)


def _place(key: Key) -> str:
    """Where a publication's pieces lie, by the names under which its message would."""
    return f"{segment(key.account)}/{segment(key.campaign)}.{segment(key.message)}@{segment(key.occurrence)}"


def _tell_assumptions(call: Call, each: Played) -> None:
    first, *others = _assumptions(each)
    call.tell(f"{each.tenant.municipality.name}: {first[0].lower()}{first[1:]}")
    for line in others:
        call.tell(line)
    for line in each.done.imagined:
        call.tell(f"  {line}")


def _assumptions(each: Played) -> list[str]:
    """In Spanish, a sentence each; of made-up persons only how many they are."""
    said = ["Se supone que todo se aprueba y que cada tarea se cumple a tiempo."]
    if each.tenant.municipality.lists:
        said.append("También, que cada lista que otros entregan llega a tiempo.")
    if any(message.entry.report is not None for one in each.tenant.campaigns.values() for message in one.messages):
        said.append("Los informes no esperan las cifras que falten: salen con el hueco marcado.")
    if fetched := [key for key, _, _ in fetched_indicators(each.tenant)]:
        said.append(f"De afuera no se trae ninguna cifra: quedan sin dato {', '.join(fetched)}.")
    if each.done.imagined:
        many = how_many(len(each.done.imagined), "persona", "personas")
        said.append(f"Para los mensajes que no tendrían a quién llegar se inventaron {many}.")
    return said


def _document(played: Sequence[Played], *, apart: bool) -> dict[str, object]:
    """Sums over all. `apart`: names bear their municipality's, since each has accounts and rows of its own."""
    named = [(f"{each.tenant.slug}/" if apart else "", each) for each in played]
    return {
        "publications": sum(each.done.tally.publications for each in played),
        "deliveries": sum(each.done.tally.deliveries for each in played),
        "by_channel": {own + name: count for own, each in named for name, count in each.done.tally.by_channel.items()},
        "by_action": {own + key: count for own, each in named for key, count in each.done.tally.by_action.items()},
        "indicators": {
            own + row.key: _value(row.figure.value) for own, each in named for row in each.report.indicators
        },
        **_foretold([foresight_document(own, each.told) for own, each in named]),
        "unsent": [leftover_document(own, it) for own, each in named for it in each.done.unsent],
        "seconds": round(sum(each.done.seconds for each in played), 3),
    }


def _foretold(documents: Sequence[dict[str, list[dict[str, object]]]]) -> dict[str, list[dict[str, object]]]:
    """Those of all municipalities, one after the other."""
    return {key: [line for document in documents for line in document[key]] for key in documents[0]}


def _value(value: float | None) -> float | int | None:
    return int(value) if value is not None and float(value).is_integer() else value


def _shown(call: Call, each: Played, *, kept: bool) -> list[str | Table]:
    """The counts, contents by medium and week, and last where everything lies: that is what stays in sight."""
    counted = each.done.tally
    published = how_many(counted.publications, "publicación", "publicaciones")
    delivered = how_many(counted.deliveries, "entrega", "entregas")
    seconds = number_words(round(each.done.seconds, 1))
    channels = tuple((name, float(number)) for name, number in counted.by_channel.items())
    actions = tuple((name, float(number)) for name, number in counted.by_action.items())
    return [
        heading(each.report),
        f"{published}, {delivered}, en {seconds} {'segundo' if seconds == '1' else 'segundos'}.",
        Table("by_channel", "Publicaciones por canal", ("Canal", "Publicaciones"), channels),
        Table("by_action", "Publicaciones por acción del plan", ("Acción", "Publicaciones"), actions),
        each.report.contents,
        *on_terminal(foresight_sections(each.told, each.tenant, each.done.unsent, whole=False)),
        *(_places(call, each) if kept else ()),
    ]


def _site(each: Played) -> list[str]:
    folder = each.folder / "sitio"
    see = f"python3 -m http.server -d {folder} 8080"
    return [f"El sitio web: {folder}. Para verlo en http://localhost:8080: {see}"] if folder.is_dir() else []


def _places(call: Call, each: Played) -> list[str]:
    database = each.folder / "simulacion.db"
    period = f"{each.report.period.first}..{each.report.period.last}"
    its = replace(call, url=f"sqlite:///{database}", tenant=each.tenant.slug if each.tenant.in_hub else call.tenant)
    return [
        f"Lo que dice el ensayo, para mostrarlo: {each.folder / NAME}.html y {NAME}.pdf",
        f"Los mensajes terminados, para abrirlos y leerlos: {each.folder / 'mensajes'}",
        *_site(each),
        f"El informe completo: {printed(its, f'report --period {period}')}",
        f"Los guiones, afiches y hojas de los medios manuales: {each.folder / FOLDER}",
    ]
