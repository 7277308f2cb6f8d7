"""Campañas: all of them, by where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path, PurePath
from urllib.parse import urlencode

from starlette.responses import Response

from campaigns.money import pesos
from campaigns.problem import Problem
from campaigns.tenant import Campaign, Tenant
from delivery.publications.votes import name_of
from panel.entrance.roles import Right
from panel.office.asked import Asked, Page
from panel.office.background import ALONE, Background, Seen
from panel.office.course import STAGES, Course, Stage, read_courses
from panel.office.paging import paging
from panel.office.sheets import Sheets, Way
from panel.office.typed import number_typed
from storage.folding import fold_value

WAY = Way("campanas", "Campañas", Right.SEE)
FRESH = timedelta(seconds=20)
"""How long it is as good as new where the campaigns stand."""
MOST = 3
"""Municipalities of which it is kept."""
A_PAGE = 40
"""Campaigns on a page."""


@dataclass(frozen=True, slots=True)
class Line:
    """One campaign of the list."""

    campaign: Campaign
    course: Course | None
    """None: it is still looked up."""
    responsible: str
    approver: str
    """Empty where no approval is asked."""
    problems: int
    """Of its file as it is now: what runs is its last good text."""

    @property
    def budget(self) -> str:
        """«$300.000 de $1.200.000»; empty where it has none."""
        limit = self.campaign.entry.budget
        if limit is None:
            return ""
        spent = self.course.spent if self.course is not None else None
        return pesos(limit) if spent is None else f"{pesos(spent)} de {pesos(limit)}"


@dataclass(frozen=True, slots=True)
class Draft:
    """A file of a campaign of which nothing goes out: it is wrong, and never was right."""

    file: str
    problems: tuple[Problem, ...]

    @property
    def name(self) -> str:
        """Of the file, without its folder and its end."""
        return PurePath(self.file).stem


class CampaignsPages:
    """Serves the list."""

    def __init__(self, sheets: Sheets) -> None:
        """`sheets` stays the caller's."""
        self._sheets = sheets
        self._courses = Background[dict[str, Course]](MOST, FRESH, ALONE)

    @property
    def pages(self) -> list[Page]:
        """One."""
        return [Page("campanas", Right.SEE, self.campaigns)]

    async def campaigns(self, asked: Asked) -> Response:
        """The list; what is looked for in it stands in the address."""
        courses = await self.courses(asked)
        looked, stage = asked.query("buscar"), asked.query("estado")
        lines = _lines(asked.tenant, courses.made or {})
        counts = {each: sum(line.course is not None and line.course.stage is each for line in lines) for each in Stage}
        found = [line for line in lines if _passes(line, looked, stage)]
        paged = paging(number_typed(asked.query("pagina")), len(found), A_PAGE)
        return self._sheets.page(
            "campanas.html",
            asked,
            courses=courses,
            groups=_groups(paged.cut(found)),
            drafts=drafts_of(asked.tenant) if not stage and paged.page == 1 else [],
            stages=STAGES,
            counts=counts,
            paging=paged,
            looked=looked,
            stage=stage,
            query=lambda **more: urlencode({"buscar": looked, "estado": stage, **more}),
        )

    async def courses(self, asked: Asked) -> Seen[dict[str, Course]]:
        """Where each campaign stands, as far as it is known. Raises `Turned`."""
        place, now = asked.place, asked.now
        make = partial(asked.read, partial(read_courses, place=place, now=now))
        return await self._courses.look((place.tenant_id, place.tenant.digest), None, now, make)


def drafts_of(tenant: Tenant) -> list[Draft]:
    """Campaigns' files that are wrong, and that run from nothing."""
    run = {campaign.file for campaign in tenant.campaigns.values()}
    folder = tenant.folder / "campanas"
    files = dict.fromkeys(
        each.file for each in tenant.problems if each.file.is_relative_to(folder) and each.file not in run
    )
    return [Draft(file.relative_to(tenant.folder).as_posix(), problems_of(tenant, file)) for file in files]


def problems_of(tenant: Tenant, file: Path) -> tuple[Problem, ...]:
    """What is wrong in one of its files."""
    return tuple(each for each in tenant.problems if each.file == file)


def line_of(tenant: Tenant, campaign: Campaign, course: Course | None) -> Line:
    """A campaign beside what is known of it."""
    entry = campaign.entry
    return Line(
        campaign,
        course,
        name_of(tenant, entry.responsible),
        name_of(tenant, entry.approver) if entry.approver else "",
        len(problems_of(tenant, campaign.file)),
    )


def _lines(tenant: Tenant, courses: dict[str, Course]) -> list[Line]:
    """By where they stand, then by what comes next or came last."""
    order = list(Stage)

    def place(line: Line) -> tuple[int, float, str]:
        course = line.course
        if course is None:
            return len(order), 0, line.campaign.entry.title
        moment = course.next.timestamp() if course.next is not None else 0.0
        if course.stage is Stage.OVER and course.last is not None:
            moment = -course.last.timestamp()
        return order.index(course.stage), moment, line.campaign.entry.title

    lines = (line_of(tenant, each, courses.get(each.id)) for each in tenant.campaigns.values())
    return sorted(lines, key=place)


def _passes(line: Line, looked: str, stage: str) -> bool:
    if stage in set(Stage) and (line.course is None or line.course.stage != stage):
        return False
    words = fold_value(f"{line.campaign.entry.title} {line.campaign.id} {line.responsible}")
    return all(word in words for word in fold_value(looked).split())


def _groups(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """By where they stand, in order."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(STAGES[line.course.stage] if line.course is not None else "", []).append(line)
    return list(found.items())
