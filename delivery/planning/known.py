"""What a database already knows of a calendar: publications that have a row, approvals, how many people belong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from audience.columns import unknown_columns
from audience.people_lists import brought
from campaigns.account import Account
from campaigns.tenant import CampaignMessage, Tenant
from campaigns.when import Published
from delivery.alert_orders import read_alert_orders
from delivery.lost_words import LostWords, read_lost_words
from delivery.money.affording import NOTHING_GONE, Gone, Owner, read_gone
from delivery.planning import reached
from delivery.planning.reached import public_of
from delivery.publications.predecessors import WENT_OUT, Went, completed, given_up
from delivery.started import Started, read_started
from delivery.suspensions import Suspension, read_suspensions
from storage.approvals import Approval, all_decisions
from storage.restorations import Restoration, restorations
from storage.standing_orders import StandingOrder
from storage.surveys import SurveyEnd, surveys
from storage.tables import publication
from storage.tenants import MessageKey, all_seen, find_tenant


class PublicationRow(NamedTuple):
    """What a plan says of a publication that exists."""

    state: str
    reason: str
    occurrence: str
    went_out: datetime | None
    """When it went out; what people do, when it was done."""
    started_at: datetime | None = None
    """When it began: a task, when somebody was asked to do it."""
    depends_on: str | None = None
    """What it waits for, as its row keeps it."""


@dataclass(frozen=True, slots=True)
class Known:
    """One moment of a tenant's rows; empty where there is no database yet."""

    publications: dict[tuple[str, str], PublicationRow] = field(default_factory=dict)
    """By `campaign/message` and `account@occurrence`."""
    approvals: Mapping[str, list[Approval]] = field(default_factory=dict)
    """By digest: every word, the newest last."""
    people: dict[tuple[str, str], int] = field(default_factory=dict)
    """By public (`public_of`) and type of account: how many addresses."""
    refusing: dict[tuple[str, str, str], int] = field(default_factory=dict)
    """By public, type of account and class: how many of them want no messages of that class."""
    barred: dict[tuple[str, str], Mapping[str, int]] = field(default_factory=dict)
    """By public and type of account: how many get no message that asks for a consent, by the code of what bars them."""
    served: dict[tuple[str, str], int] = field(default_factory=dict)
    """By `campaign/message` and account: how many get a message instead that goes before it."""
    homes: dict[tuple[str, str], int] = field(default_factory=dict)
    """By `campaign/message` and account: how many messages it is, where each household gets one."""
    untranslated: dict[tuple[str, str], Mapping[str, int]] = field(default_factory=dict)
    """By `campaign/message` and account: how many read a language that it has no words in, by the code."""
    gone: dict[str, tuple[Published, ...]] = field(default_factory=dict)
    """By `campaign/message`: the occurrences that went out on all their accounts."""
    given_up: dict[str, dict[str, str]] = field(default_factory=dict)
    """By `campaign/message`, then by occurrence: why nothing will come of it by itself, in Spanish."""
    restorations: tuple[Restoration, ...] = ()
    """Copies that the rows come from."""
    seen: dict[MessageKey, datetime] = field(default_factory=dict)
    """By campaign and message: since when a daemon knows it."""
    started: tuple[Started, ...] = ()
    """What began in the stretch of days that is asked about, whether the calendar has it or not."""
    suspensions: dict[str, tuple[Suspension, ...]] = field(default_factory=dict)
    """By class: when its messages were not, or are not, to go out."""
    alerts: dict[str, tuple[StandingOrder, ...]] = field(default_factory=dict)
    """By `campaign/message`: the orders by which it repeats until it is lifted."""
    taken: Gone = NOTHING_GONE
    """What the rows have taken of each budget and stock, of this year and those that are asked about."""
    surveys: dict[str, SurveyEnd] = field(default_factory=dict)
    """By `campaign/message@occurrence`: when the survey that was opened takes no more votes."""
    unreached: dict[tuple[str, str], int] = field(default_factory=dict)
    """By `campaign/message` and account whose orders name persons: how many these are."""
    lists: Mapping[str, datetime] = field(default_factory=dict)
    """By list that others keep: when it was brought in last."""
    missing_columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By public: columns that its condition asks for, and no list has brought."""
    lost_words: tuple[LostWords, ...] = ()
    """When what people had said was not, or is not, known after a restore."""

    def row(self, message: CampaignMessage, account: Account, occurrence: str) -> PublicationRow | None:
        """The publication of a message on an account, where it has one."""
        return self.publications.get((message.reference, f"{account.name}@{occurrence}"))

    def recipients(self, message: CampaignMessage, account: Account) -> int:
        """How many addresses a message to persons reaches."""
        reached = self.reached(public_of(message), account.type, message.class_, message.purpose(account))
        return reached - self.served.get((message.reference, account.name), 0)

    def reached(self, public: str, kind: str, class_: str, purpose: str | None) -> int:
        """How many addresses of a public get messages of a class, for a purpose, by a type of account."""
        refusing = self.refusing.get((public, kind, class_), 0)
        barred = self.barred.get((public, kind), {}) if purpose else {}
        return self.people.get((public, kind), 0) - refusing - sum(barred.values())

    def not_written_to(self, message: CampaignMessage, account: Account) -> Mapping[str, int]:
        """How many more there are in its public who may not be written to, by the code of what bars them."""
        return self.barred.get((public_of(message), account.type), {}) if message.purpose(account) else {}


class Counted(NamedTuple):
    """How many people messages reach, as `Known` has it: what takes longest to read where there are many."""

    people: dict[tuple[str, str], int]
    refusing: dict[tuple[str, str, str], int]
    barred: dict[tuple[str, str], Mapping[str, int]]
    served: dict[tuple[str, str], int]
    homes: dict[tuple[str, str], int]
    untranslated: dict[tuple[str, str], Mapping[str, int]]
    unreached: dict[tuple[str, str], int]


def read_counted(connection: Connection, tenant: Tenant, number: int) -> Counted:
    """Count them all."""
    people = reached.people(connection, tenant, number)
    return Counted(
        people,
        reached.refusing(connection, tenant, number, people),
        reached.barred(connection, tenant, number),
        reached.served(connection, tenant, number),
        reached.homes(connection, tenant, number),
        reached.untranslated(connection, tenant, number),
        reached.unreached(connection, tenant, number),
    )


def read_known(
    connection: Connection,
    tenant: Tenant,
    since: datetime | None = None,
    until: datetime | None = None,
    now: datetime | None = None,
    counted: Counted | None = None,
) -> Known:
    """Read it all at once: a plan asks for each of its rows.

    [`since`, `until`): of which days `started` is wanted; `now`: from when on money is wanted until then; `counted`:
    of people what was counted before, None: they are counted now.
    """
    number = find_tenant(connection, tenant.slug)
    if number is None:
        return Known()
    publications = _publications(connection, number)
    went = _by_message(publications.items())
    return Known(
        **(counted or read_counted(connection, tenant, number))._asdict(),
        publications=publications,
        approvals=all_decisions(connection, number),
        gone={reference: completed(rows) for reference, rows in went.items()},
        given_up={reference: given_up(rows) for reference, rows in went.items()},
        restorations=restorations(connection),
        seen=all_seen(connection, number),
        started=read_started(connection, number, since, until) if since and until else (),
        suspensions=read_suspensions(connection, number, tenant.municipality.zone),
        alerts=read_alert_orders(connection, number),
        taken=read_gone(connection, Owner(tenant, number), now, max(now, until)) if now and until else NOTHING_GONE,
        surveys={f"{it.campaign}/{it.message}@{it.occurrence}": it.ends for it in surveys(connection, number)},
        lists=brought(connection, number),
        missing_columns=unknown_columns(connection, number, tenant),
        lost_words=read_lost_words(connection, number),
    )


def _publications(connection: Connection, number: int) -> dict[tuple[str, str], PublicationRow]:
    columns = publication.c
    asked = select(
        columns.campaign,
        columns.message,
        columns.account,
        columns.occurrence,
        columns.state,
        columns.reason,
        columns.started_at,
        columns.depends_on,
        WENT_OUT,
    ).where(columns.tenant == number)
    found: dict[tuple[str, str], PublicationRow] = {}
    for row in connection.execute(asked):
        key = (f"{row.campaign}/{row.message}", f"{row.account}@{row.occurrence}")
        it = PublicationRow(row.state, row.reason, row.occurrence, row.went_out, row.started_at, row.depends_on)
        found[key] = it
    return found


def _by_message(rows: Iterable[tuple[tuple[str, str], PublicationRow]]) -> dict[str, list[Went]]:
    found: dict[str, list[Went]] = {}
    for (reference, _), row in rows:
        found.setdefault(reference, []).append(Went(row.occurrence, row.state, row.went_out))
    return found
