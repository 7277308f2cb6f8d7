"""One task: what is to be read or put up, and the forms with which one says what became of it."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from secrets import token_urlsafe
from typing import NamedTuple

from sqlalchemy import Connection
from starlette.responses import Response

from audience.unreached import Listed, listed
from campaigns.debtors import name_of
from campaigns.money import pesos
from channels.manual import ManualOptions, counted, reading_seconds, work
from delivery.publishing.freeze import media_folder
from delivery.tasks.confirming import CONFIRMABLE
from delivery.tasks.desk import Desk, NotSaid, TooLate, held
from delivery.tasks.details import Details, read_details
from delivery.tasks.evidence import Evidence
from delivery.tasks.standing import TASKS
from delivery.worlds import MODES
from panel.entrance.roles import Right
from panel.office.asked import NOT_ALLOWED, NOT_THERE, SMALL, Asked, Page
from panel.office.sheets import Sheets
from panel.office.task_forms import FORMS, LONGEST_NOTE, Form, was_said
from panel.office.task_papers import TaskPapers, papers_of_task
from panel.office.task_rights import PRIVATE, may_say, number_of
from panel.office.task_voice import voice_of
from panel.office.task_words import amount, question, size, usual
from panel.office.uploads import ACCEPTS, EVIDENCE, MOST_OF_FORM, NotTaken, download, laid_ready
from storage.ledger import IllegalMove
from storage.states import OPEN_WORK_ORDER, WorkOrderState

NOTES: Mapping[str, str] = {form.note: form.said for form in FORMS.values()}
TONES: Mapping[str, str] = {
    "to_do": "",
    "handed_over": "",
    "done": "bien",
    "counted": "bien",
    "postponed": "ojo",
    "not_done": "malo",
    "cancelled": "",
}
"""The colour of a state's word, beside the word."""
PEOPLE = 50
"""Of those who are called or visited, on one page."""
AGAIN = "Los archivos no quedaron: adjúntelos otra vez."


class _Found(NamedTuple):
    details: Details
    people: list[Listed]


class TaskPage:
    """Serves it."""

    def __init__(self, sheets: Sheets) -> None:
        """`sheets` stays the caller's."""
        self._sheets = sheets
        self._papers = TaskPapers()

    @property
    def pages(self) -> list[Page]:
        """Read by all who read the plan; each form and file is asked for by whose the task is."""
        return [
            Page("tareas/{number:int}", Right.SEE, self.task),
            Page("tareas/{number:int}/archivo/{digest}", Right.CONFIRM, self.file),
            *self._papers.pages,
            *(
                Page(
                    f"tareas/{{number:int}}/{name}",
                    Right.CONFIRM,
                    partial(self.say, form=form),
                    writes=True,
                    largest=MOST_OF_FORM if form.files else SMALL,
                )
                for name, form in FORMS.items()
            ),
        ]

    async def task(self, asked: Asked) -> Response:
        """As it stands."""
        return await self._page(asked)

    async def file(self, asked: Asked) -> Response:
        """What shows it, or was handed in, to be put on a disk."""
        details = (await self._found(asked)).details
        shown = details.files.get(asked.request.path_params["digest"])
        if shown is None:
            raise NOT_THERE
        if PRIVATE not in may_say(asked, details.order):
            raise NOT_ALLOWED
        return download(media_folder(asked.place.folder), shown.digest, shown.name, shown.mime)

    async def say(self, asked: Asked, form: Form) -> Response:
        """What a form says: kept with its files, or the page again with what was typed and what is missing."""
        path = f"tareas/{number_of(asked)}"
        if asked.form is None:
            return asked.go(path)
        found = await self._found(asked)
        if form.name not in may_say(asked, found.details.order):
            raise NOT_ALLOWED
        uploads = [*asked.files("foto"), *asked.files("archivo")] if form.files else []
        try:
            async with laid_ready(uploads, EVIDENCE, media_folder(asked.place.folder)) as files:
                await asked.write(partial(_say, asked=asked, form=form, files=files))
        except (NotSaid, NotTaken, TooLate, IllegalMove) as error:
            found = await self._found(asked)
            if not was_said(asked, form.name, found.details):
                told = f"{error}\n{AGAIN}" if uploads else str(error)
                return await self._page(asked, form.name, told, 422 if isinstance(error, NotSaid | NotTaken) else 409)
        return asked.go(path, form.note)

    async def _found(self, asked: Asked) -> _Found:
        found = await asked.read(partial(_read, asked=asked, number=number_of(asked)))
        if found is None:
            raise NOT_THERE
        return found

    async def _page(self, asked: Asked, form: str = "", said: str = "", code: int = 200) -> Response:
        details, people = await self._found(asked)
        order, municipality = details.order, asked.tenant.municipality
        campaign = asked.tenant.campaigns.get(details.key.campaign)
        account = asked.tenant.accounts.get(details.key.account)
        spoken = work(order.kind).spoken and not order.asked_by
        options = account.options if account is not None else None
        pace = options.words_per_second if isinstance(options, ManualOptions) else None
        shown = int(told) if (told := asked.query("gente", 6)).isdecimal() else 0
        may = _now(may_say(asked, order), details)
        return self._sheets.page(
            "tarea.html",
            asked,
            code,
            details=details,
            order=order,
            may=may,
            more=_more(may, details),
            private=PRIVATE in may_say(asked, order),
            reads=PRIVATE in may_say(asked, order) or asked.may(Right.PEOPLE),
            is_open=order.state in OPEN_WORK_ORDER,
            late=order.state in OPEN_WORK_ORDER and order.due < asked.now and not order.standing,
            campaign=campaign.entry.title if campaign is not None else details.key.campaign,
            account=details.key.account,
            seconds=reading_seconds(order.sheet, pace) if spoken and pace else 0,
            planned=counted(order.kind, order.planned),
            amount=partial(amount, order.kind, order.planned),
            question=question(order),
            usual=usual(order),
            size=size,
            papers=papers_of_task(asked.tenant, details),
            name=partial(name_of, municipality),
            people=people[shown : shown + PEOPLE],
            shown=shown,
            most=PEOPLE,
            form=form,
            said=said.splitlines(),
            typed=lambda at, field, default="": asked.field(field) if at == form else default,
            picked=lambda at, field, value: at == form and str(value) in asked.fields(field),
            once=asked.field("formulario") if form == "recibir" else None,
            fresh=partial(token_urlsafe, 12),
            pesos=pesos,
            longest=LONGEST_NOTE,
            accepts=ACCEPTS,
            states=TASKS,
            tones=TONES,
            modes=MODES,
        )


def _read(connection: Connection, asked: Asked, number: int) -> _Found | None:
    details = read_details(connection, asked.place.tenant_id, number)
    if details is None:
        return None
    seen = details.people and asked.may(Right.PEOPLE)
    return _Found(details, listed(connection, [number]).get(number, []) if seen else [])


def _say(connection: Connection, asked: Asked, form: Form, files: Sequence[Evidence]) -> None:
    """Say it of the task that nobody else changes meanwhile; whose it is is asked again."""
    order = held(connection, asked.place.tenant_id, number_of(asked))
    if order is None:
        raise NOT_THERE
    if form.name not in may_say(asked, order):
        raise NOT_ALLOWED
    desk = Desk(
        connection,
        asked.tenant,
        asked.place.tenant_id,
        media_folder(asked.place.folder),
        order,
        asked.actor,
        asked.now,
        voice_of(form.name),
        of_office=asked.may(Right.WORK),
    )
    form.does(desk, asked, files)


def _more(may: frozenset[str], details: Details) -> bool:
    """Whether there is something else to say than what the page asks first."""
    first = {"tomar", "lista"} | ({"confirmar"} if details.order.state in OPEN_WORK_ORDER else set())
    return bool(may - first - ({"recibir"} if "confirmar" not in may else set()))


_OPEN = frozenset(OPEN_WORK_ORDER)
_STATES: Mapping[str, frozenset[str]] = {
    "confirmar": CONFIRMABLE,
    "corregir": frozenset({WorkOrderState.DONE}),
    "evidencia": frozenset({WorkOrderState.DONE}),
}
"""In which a form is shown; the others while the task is open."""
_WHEN: Mapping[str, Callable[[Details], bool]] = {
    "lista": lambda details: any(each.open for each in details.order.checklist),
    "devolver": lambda details: bool(details.order.standing),
    "prorroga": lambda details: details.extension is None or details.extension.granted_at is None,
}


def _now(allowed: frozenset[str], details: Details) -> frozenset[str]:
    """Of one's forms those that its state has a use for."""
    state = details.order.state
    fitting = (each for each in allowed if state in _STATES.get(each, _OPEN))
    return frozenset(each for each in fitting if each not in _WHEN or _WHEN[each](details))
