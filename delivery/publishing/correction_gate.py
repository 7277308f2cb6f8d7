"""A correction at the gate: its approval is bound to its own words, whatever became of its source's text."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from campaigns.tenant import CampaignMessage
from campaigns.when import OpenHours
from channels.adapter import Kind
from delivery.blackouts import blackouts_of
from delivery.limits import MARK, Fund
from delivery.lost_words import lost_words_of_row
from delivery.money.committed import committed
from delivery.money.funds import budgets
from delivery.publications.answer import Answer, Verdict
from delivery.publications.derived import begin_derived, units
from delivery.publications.existing import Existing
from delivery.publications.gate import ask
from delivery.publications.legal import legal_words
from delivery.publications.question import Question
from delivery.publications.votes import approval_of, awaited
from delivery.publishing.counsel import for_approved_and_short
from delivery.retry import PATIENCE
from delivery.suspensions import read_suspensions
from delivery.workplace import Workplace
from storage.approvals import decisions
from storage.ledger import Cause, move_publication
from storage.states import PublicationState
from storage.tables import publication

SUFFIX = "~correccion-"
"""What a correction's message id adds to its source's; staff cannot type the tilde."""


def gate_on_correction(
    connection: Connection,
    workplace: Workplace,
    row: Existing,
    source: int,
    digest: str,
    now: datetime,
    emergency: str = "",
) -> Answer:
    """The gate's answer on a correction; `row` is it or its source, which has the number `source`."""
    message = message_of(workplace, row)
    words = decisions(connection, workplace.tenant_id, digest)
    suspended = read_suspensions(connection, workplace.tenant_id, workplace.tenant.municipality.zone)
    blackouts = blackouts_of(workplace.tenant, row.class_)
    question = Question(
        now=now,
        planned_at=None,
        tolerance=PATIENCE,
        approver=awaited(workplace.tenant, message, words) if message else None,
        approval=approval_of(workplace.tenant, message, words) if message and message.approver else None,
        by_hand=True,
        emergency=emergency,
        suspensions=(*suspended.get(row.class_, ()), *lost_words_of_row(connection, workplace, row)),
        funds=_funds(connection, workplace, row, source, message, now),
        hours=hours_of(workplace, row),
        blackouts=blackouts,
        legal=legal_words(workplace.tenant, blackouts, message.drafter if message else None, words),
    )
    return ask(question)


def _funds(
    connection: Connection,
    workplace: Workplace,
    row: Existing,
    source: int,
    message: CampaignMessage | None,
    now: datetime,
) -> tuple[Fund, ...]:
    """The budgets that it takes from: a second spot and a second mailing cost what the first did."""
    account = workplace.tenant.accounts.get(row.account)
    if account is None:
        return ()
    spans = budgets(workplace, workplace.tenant.campaigns.get(row.campaign), message, account, now)
    if not spans:
        return ()
    needs = units(connection, source, row.kind) * account.cost
    return tuple(fund._replace(spent=committed(connection, span), needs=needs) for fund, span in spans)


def message_of(workplace: Workplace, row: Existing) -> CampaignMessage | None:
    """The message that a derived publication comes from, as it is configured now."""
    campaign = workplace.tenant.campaigns.get(row.campaign)
    return campaign.message(row.message.partition("~")[0]) if campaign else None


def running_columns(row: Existing, now: datetime, hours: OpenHours | None = None) -> dict[str, Any]:
    """What a derived publication takes with it when it begins to run; `row` is it or its source.

    `hours`: those that it waits for.
    """
    written = None if row.kind == Kind.DIRECT.value else now
    begins = hours.opening(now) if hours is not None else now
    return {"planned_at": now, "started_at": now, "expanded_at": written, "expires_at": begins + PATIENCE}


def hours_of(workplace: Workplace, row: Existing) -> OpenHours | None:
    """When a correction may go out to persons; None: at any hour, as to everyone."""
    return workplace.tenant.hours(row.class_) if row.kind == Kind.DIRECT.value else None


def begin(connection: Connection, workplace: Workplace, number: int, now: datetime) -> None:
    """Write the first rows of a derived publication that runs."""
    row = connection.execute(select(publication).where(publication.c.id == number)).one()
    begin_derived(connection, workplace, row, message_of(workplace, row), now)


def look_again(connection: Connection, workplace: Workplace, row: Existing, now: datetime) -> PublicationState | None:
    """Ask the gate again about a correction that awaits its approval; the state to which it moved."""
    answer = gate_on_correction(connection, workplace, row, row.corrects, row.digest, now)
    if answer.verdict is Verdict.STOP:
        to, told = (
            PublicationState.CANCELLED,
            f"{answer.reason} Se puede escribir otra con «pregonero send --corrects».",
        )
        return to if move_publication(connection, row.id, to, Cause.REJECT, now, told) else None
    if (answer.waits_for or "").startswith(MARK):
        told = f"Aprobada. {answer.reason} {for_approved_and_short()}"
        if row.reason != told:
            connection.execute(update(publication).where(publication.c.id == row.id).values(reason=told))
    if answer.verdict is not Verdict.GO:
        return None
    to = PublicationState.RUNNING
    if not move_publication(
        connection, row.id, to, Cause.APPROVE, now, answer.reason, **running_columns(row, now, hours_of(workplace, row))
    ):
        return None
    begin(connection, workplace, row.id, now)
    return to
