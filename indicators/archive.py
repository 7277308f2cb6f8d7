"""All that was published, as it was: what each account said, who wrote and approved it, when, where, and to how many.

What is told is the frozen content, the same for all: no person's name or address is in it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, or_, select, true

from campaigns.content import Content
from campaigns.content.archived import Words, archived_texts, archived_words
from channels.adapter import Kind
from indicators.archive_details import ArchivedTask, Details, Reach, Sequel, read_details, read_sequels
from indicators.medium import medium_named
from indicators.outcomes import counted_modes, went_out
from storage.approvals import Approval
from storage.folding import fold_value
from storage.origin import Origin, origin_of
from storage.readings import Told
from storage.states import DeliveryState, Mode
from storage.tables import counter, publication

PAGE = 200
"""Publications that are read at once: a decade takes no more memory than these."""
_Found = tuple[Row[*tuple[Any, ...]], Content]
"""A publication with what it said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which contents are wanted; what is left out leaves none out."""

    words: tuple[str, ...] = ()
    """All of them stand in what was said, whatever their case and accents."""
    since: datetime | None = None
    """Aware; what went out then or later."""
    until: datetime | None = None
    """Aware; what went out before it."""
    campaign: str | None = None
    account: str | None = None
    action: str | None = None
    """A row of the plan, by its key: `SE-7`."""
    medium: str | None = None
    """As reports call it, whatever its case and accents: `Emisora`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedContent(Origin):
    """One publication that went out on one account, with all that is known of it."""

    number: int
    kind: Kind
    channel: str
    """The type of its account: `web`."""
    class_: str
    mode: str
    """`real`; in the database of a simulation, `simulada` too."""
    digest: str
    """Of what was approved: sha256 in hexadecimal."""
    content: Content
    """As it was frozen; of its files the sha256, by which they lie among the kept ones."""
    words: Words
    """In its own language."""
    translations: Mapping[str, Words]
    """By code, what those got whose language it is."""
    planned_local: str
    """The hour it was planned for, as staff read it; empty: it waited for a word."""
    went_out_at: datetime
    """A post and a task: the first of it; a sending to persons: when it began."""
    finished_at: datetime | None
    """When the last of it had an outcome; None: it is not over."""
    approvals: tuple[Approval, ...]
    """What was said on it, the newest last."""
    reach: Reach
    url: str
    """Of the post; empty where the service tells none, and of what is no post."""
    told: Told | None
    """What its service last told of the post; None: it was never asked."""
    tasks: tuple[ArchivedTask, ...]
    """What persons say that they did of it."""
    corrects: str
    """The key of what it corrects; empty: it is no correction."""
    corrections: tuple[Sequel, ...]
    """Of this, those that went out."""
    withdrawn: Sequel | None
    """None: it was not taken back."""

    @property
    def title(self) -> str:
        """Its subject; where its medium has none, what its campaign is called."""
        return self.words.subject or self.content.facts.get("campaign_title", "") or self.campaign

    @property
    def page(self) -> str:
        """The public page that tells the whole story; empty where there is none."""
        return self.content.link

    @property
    def responsible(self) -> str:
        """Who answers for it, by name as the files had it then."""
        named = self.content.values.get("responsable")
        return str(named.get("nombre", "")) if isinstance(named, Mapping) else ""


def archived(connection: Connection, tenant: int, sought: Sought | None = None) -> Iterator[ArchivedContent]:
    """Each content that was published, in the order in which they began: what reports count as one, and corrections.

    It is read piece by piece, so `connection` stays open meanwhile. What is still only a doubt, whether it went out at
    all, is not among them.
    """
    sequels = read_sequels(connection, tenant)
    for found in _pages(connection, tenant, counted_modes(connection), sought or Sought()):
        details = read_details(connection, tenant, [row for row, _ in found], sequels)
        yield from (_whole(_read(row, content), details[row.id]) for row, content in found)


def trials(connection: Connection, tenant: int, sought: Sought | None = None) -> int:
    """How many contents would be among them if they had not gone out in `pruebas`, where nothing reaches anybody."""
    return sum(map(len, _pages(connection, tenant, (Mode.SANDBOX.value,), sought or Sought())))


def _pages(connection: Connection, tenant: int, modes: Sequence[str], sought: Sought) -> Iterator[list[_Found]]:
    """What is wanted of each page of publications, in the order in which they began."""
    asked = _asked(tenant, modes, sought)
    wanted = tuple(fold_value(each) for each in sought.words)
    its = publication.c
    after: ColumnElement[bool] = true()
    while rows := connection.execute(asked.where(after)).all():
        yield [(each, content) for each in rows if (content := _fitting(each, sought, wanted)) is not None]
        last = rows[-1]
        # By the first condition an index leads to the page; without it each would begin again with the oldest.
        later = or_(its.started_at > last.started_at, its.id > last.id)
        after = and_(its.started_at >= last.started_at, later)


class _Read(NamedTuple):
    """A publication with its words."""

    row: Row[*tuple[Any, ...]]
    content: Content
    words: Words
    translations: Mapping[str, Words]


def _read(row: Row[*tuple[Any, ...]], content: Content) -> _Read:
    others = {code: archived_words(content.in_language(code)) for code in content.translations}
    return _Read(row, content, archived_words(content), others)


def _asked(tenant: int, modes: Sequence[str], sought: Sought) -> Select[*tuple[Any, ...]]:
    its, source = publication.c, publication.alias()
    went = exists().where(
        counter.c.publication == its.id, counter.c.state == DeliveryState.SENT.value, counter.c["count"] > 0
    )
    corrected = exists().where(source.c.id == its.corrects, or_(source.c.publishes, source.c.corrects.is_not(None)))
    published = or_(its.publishes, corrected)
    moment = went_out()
    wanted = [its.tenant == tenant, its.mode.in_(modes), its.act == "send", its.content.is_not(None), went, published]
    if sought.since is not None:
        wanted += [or_(its.finished_at.is_(None), its.finished_at >= sought.since), moment >= sought.since]
    if sought.until is not None:
        wanted += [its.started_at < sought.until, moment < sought.until]
    if sought.campaign is not None:
        wanted.append(its.campaign == sought.campaign)
    if sought.account is not None:
        wanted.append(its.account == sought.account)
    return select(publication, moment.label("moment")).where(*wanted).order_by(its.started_at, its.id).limit(PAGE)


def _fitting(row: Row[*tuple[Any, ...]], sought: Sought, wanted: Sequence[str]) -> Content | None:
    """What it said, where it is wanted: whatever is cheap is asked first."""
    if sought.action is not None and sought.action not in row.actions:
        return None
    if sought.medium is not None and fold_value(sought.medium) != fold_value(row.medium):
        return None
    content = Content.from_json(row.content)
    return content if not wanted or _says(content, wanted) else None


def _says(content: Content, wanted: Sequence[str]) -> bool:
    """Whether all words stand in what was said: texts, pictures, documents, a survey, campaign and event."""
    said = [content.facts.get("campaign_title", ""), content.facts.get("event", "")]
    said += archived_texts(content)
    for code in content.translations:
        said += archived_texts(content.in_language(code))
    for file in (*content.images, *content.attachments):
        said += [file.alt, file.name]
    if content.survey is not None:
        said += [content.survey.question, *content.survey.options]
    text = fold_value("\n".join(said))
    return all(word in text for word in wanted)


def _whole(each: _Read, details: Details) -> ArchivedContent:
    row = each.row
    return ArchivedContent(
        **origin_of(row, medium_named(row.medium)),
        number=row.id,
        kind=Kind(row.kind),
        channel=row.channel,
        class_=row.class_,
        mode=row.mode,
        digest=row.digest,
        content=each.content,
        words=each.words,
        translations=each.translations,
        planned_local=row.planned_local,
        went_out_at=row.moment,
        finished_at=row.finished_at,
        approvals=details.approvals,
        reach=details.reach,
        url=details.url,
        told=details.told,
        tasks=details.tasks,
        corrects=details.corrects,
        corrections=details.corrections,
        withdrawn=details.withdrawn,
    )
