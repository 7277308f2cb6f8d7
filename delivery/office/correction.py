"""A correction: to exactly those who got the first, on the same accounts, and counted as nothing new."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from campaigns.account import Account
from campaigns.checks.lengths import too_long
from campaigns.content import Content, Renderer
from campaigns.content.mailing import with_token
from campaigns.debtors import name_of
from channels.adapter import Kind
from channels.keys import Key
from delivery.keys import parse_key
from delivery.money.funds import take_turn_at_funds
from delivery.office.by_hand import Hurry
from delivery.office.office import Found, Outcome, Refused, key_of, look_up, publications_named
from delivery.publications.answer import Answer, Verdict
from delivery.publications.derived import reach
from delivery.publications.occurring import URGENT
from delivery.publishing.correction_gate import SUFFIX, begin, gate_on_correction, hours_of, running_columns
from delivery.publishing.counsel import for_held, for_unapproved
from delivery.retry import PATIENCE
from delivery.workplace import Workplace
from storage.audit import append
from storage.ledger import add_publication
from storage.states import OPEN_DELIVERY, DeliveryState, PublicationState
from storage.tables import delivery, publication

SUBJECT = "Corrección: "
OVER = (PublicationState.DONE, PublicationState.DONE_WITH_ERRORS, PublicationState.CANCELLED)


@dataclass(slots=True)
class Corrected:
    """What became of a correction, account by account."""

    outcomes: list[Outcome]
    held: dict[str, str]
    """Keys of what is not corrected, and why, in Spanish."""


def correct(
    connection: Connection, workplace: Workplace, typed: str, text: str, actor: str, now: datetime, hurry: Hurry
) -> Corrected:
    """Send a correction of what a key names. One that wants approval waits for it, with rows of its own.

    Raises `Refused` where nothing can be corrected, `Unknown` and `BadKey`.
    """
    key = parse_key(typed)
    take_turn_at_funds(connection, workplace)
    rows = publications_named(connection, workplace, key)
    if not rows:
        look_up(connection, workplace, key, now)
        raise Refused(f"«{key}» todavía no ha salido: corrija el texto en su archivo.")
    found = Corrected([], {})
    name = _next_name(connection, workplace, key)
    digest = _digest(key, name, text)
    drafter = name_of(workplace.tenant.municipality, actor)
    for row in rows:
        if reason := _cannot(connection, workplace, row, text):
            found.held[key_of(row)] = reason
            continue
        answer = gate_on_correction(connection, workplace, row, row.id, digest, now, hurry.emergency)
        if answer.verdict in (Verdict.GO, Verdict.HOLD):
            content = replace(_content(row, text), drafter=drafter)
            found.outcomes.append(_write(connection, workplace, row, name, content, digest, answer, hurry, now))
        else:
            found.held[key_of(row)] = _advised(answer, row)
    if not found.outcomes:
        raise Refused("\n".join(f"«{each}» {reason}" for each, reason in found.held.items()))
    append(connection, workplace.tenant_id, actor, "correct", typed, {"text": text, "as": name}, now)
    return found


def _digest(key: Key, name: str, text: str) -> str:
    """What its approval is bound to: the words, what they correct, and which correction it is: one yes lets out one."""
    source = f"{key.campaign}/{key.message}@{key.occurrence}"
    return hashlib.sha256(f"{SUFFIX}\n{source}\n{name}\n{text}".encode()).hexdigest()


def _next_name(connection: Connection, workplace: Workplace, key: Key) -> str:
    """The first number that no account has used."""
    base = key.message.partition("~")[0]
    columns = publication.c
    asked = select(columns.message).where(
        columns.tenant == workplace.tenant_id,
        columns.campaign == key.campaign,
        columns.occurrence == key.occurrence,
        columns.message.startswith(f"{base}{SUFFIX}", autoescape=True),
        columns.act == "send",
    )
    numbers = [int(name.removeprefix(f"{base}{SUFFIX}")) for name in connection.execute(asked).scalars()]
    return f"{base}{SUFFIX}{max(numbers, default=0) + 1}"


def unfit(row: Found, account: Account | None) -> str:
    """Why nothing like it is corrected, in Spanish, by its own row alone; empty where it may be.

    `account`: None where the configuration has it no more.
    """
    if "~" in row.message.replace(SUFFIX, ""):
        return "es un aviso del pregonero a los funcionarios: no se corrige."
    if row.started_at is None:
        return "no ha salido: corrija el texto en su archivo."
    if account is None:
        return f"no se puede corregir: el canal «{row.account}» ya no está en canales.yaml."
    if row.state not in OVER:
        waits = "es una tarea que sigue abierta" if row.kind == Kind.MANUAL.value else "todavía está saliendo"
        return f"{waits}: cancélela con «pregonero cancel {key_of(row)}», y después corrija lo que alcanzó a salir."
    return ""


def _cannot(connection: Connection, workplace: Workplace, row: Found, text: str) -> str:
    """Why it cannot be corrected, in Spanish; empty where it can."""
    account = workplace.tenant.accounts.get(row.account)
    reason = unfit(row, account)
    if account is None or reason:
        return reason
    if _in_flight(connection, row.id):
        return "está terminando de salir: inténtelo otra vez en unos segundos."
    if not reach(connection, row.id)[0]:
        return "no le llegó a nadie: no hay a quién corregirle."
    return _too_long(_content(row, text), account)


def _in_flight(connection: Connection, number: int) -> bool:
    states = [state.value for state in OPEN_DELIVERY if state is not DeliveryState.PENDING]
    asked = select(delivery.c.id).where(delivery.c.publication == number, delivery.c.state.in_(states)).limit(1)
    return connection.execute(asked).first() is not None


def _content(row: Found, text: str) -> Content:
    """The source's frozen content with other words, the same for all: what a person typed is no template."""
    content = Content.from_json(row.content)
    subject = content.subject if not content.subject or SUFFIX in row.message else f"{SUBJECT}{content.subject}"
    values = {**content.values, "correccion": text}
    # Its poll stands where it was asked: a second one would part the votes.
    survey = content.survey if content.survey is not None and not content.survey.poll else None
    return replace(
        content,
        subject=subject,
        text="{{ correccion }}",
        values=values,
        images=(),
        attachments=(),
        survey=survey,
        translations={},
        only_translated=False,
    )


def _too_long(content: Content, account: Account) -> str:
    finished = Renderer(replace(content, subject=""), account.profile, account.kind).render({})
    text = with_token(content, account.type, finished.text)
    return " ".join(f"no cabe: {each.message}." for each in too_long(account, "", text, with_file=False))


def _advised(answer: Answer, row: Found) -> str:
    advice = f" {for_held(answer, row.class_)}" if answer.verdict is Verdict.WAIT else ""
    return f"no se puede corregir todavía. {answer.reason}{advice}"


def _write(
    connection: Connection,
    workplace: Workplace,
    row: Found,
    name: str,
    content: Content,
    digest: str,
    answer: Answer,
    hurry: Hurry,
    now: datetime,
) -> Outcome:
    state = PublicationState.RUNNING if answer.verdict is Verdict.GO else PublicationState.AWAITING_APPROVAL
    to_persons = row.kind == Kind.DIRECT.value
    columns = _columns(workplace, row, now) | {
        "message": name,
        "digest": digest,
        "content": content.to_json(),
        "max_contact_id": reach(connection, row.id)[1] if to_persons else None,
        "quiet_hours": to_persons and not answer.at_any_hour,
        "priority": URGENT if hurry.overtakes else row.priority,
        "state": state.value,
        "reason": answer.reason,
    }
    key = str(Key(row.campaign, name, row.account, row.occurrence))
    if state is PublicationState.RUNNING:
        columns |= running_columns(row, now, hours_of(workplace, row))
    else:
        columns["reason"] = f"{answer.reason} {for_unapproved(f'{row.campaign}/{name}@{row.occurrence}')}"
    number = add_publication(connection, **columns)
    if number is None:
        raise Refused(f"Otra persona acaba de corregir «{key_of(row)}»: revise qué dijo antes de corregirla otra vez.")
    if state is PublicationState.RUNNING:
        begin(connection, workplace, number, now)
    return Outcome(key, state.value, exceeds=answer.exceeds)


def _columns(workplace: Workplace, row: Found, now: datetime) -> dict[str, Any]:
    """What a correction has of its source."""
    kept = ("tenant", "campaign", "account", "occurrence", "kind", "channel", "medium", "mode", "class_", "actions")
    same = {
        name: getattr(row, name)
        for name in (*kept, "responsible", "audience", "topics", "purpose", "at_least_once", "per_household")
    }
    manual = row.kind == Kind.MANUAL.value
    return same | {
        "corrects": row.id,
        "unit_cost": workplace.tenant.accounts[row.account].cost,
        "publishes": False,
        "sender": "" if manual else workplace.tenant.accounts[row.account].sender,
        "expires_at": now + PATIENCE,
        "created_at": now,
    }
