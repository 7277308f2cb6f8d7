"""A person lets go what waits: for another publication, or for its class to be opened again."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from campaigns.account import Account
from campaigns.calendar import Occurrence
from channels.keys import Key
from delivery.keys import parse_key
from delivery.limits import exceeding
from delivery.money.funds import take_turn_at_funds
from delivery.office.office import STATE_NAMES, Outcome, Refused, about, key_of, look_up, publications_named
from delivery.office.reports_by_hand import make_its_report
from delivery.publications.answer import Verdict
from delivery.publications.existing import Existing
from delivery.publishing.publish import Look, consider, gate_on
from delivery.publishing.review import REACH, locate
from delivery.workplace import Workplace
from storage.audit import append
from storage.states import PublicationState as State

_WHY_NOT: Mapping[str, str] = {
    State.PLANNED: "no espera nada: sale a su hora, que muestra «pregonero plan».",
    State.AWAITING_APPROVAL: "espera la aprobación, que se da con «pregonero approve {key}».",
    State.RUNNING: "no espera nada: está en curso.",
    State.PAUSED: "está en pausa: con «pregonero resume {key}» sigue.",
    State.MISSED: "no salió a su hora. Si todavía sirve, «pregonero send --missed {key}».",
    State.DONE: "ya salió.",
    State.DONE_WITH_ERRORS: "ya salió. Lo que falló se intenta con «pregonero retry {key}».",
    State.CANCELLED: "está cancelada, y eso no se deshace.",
}


def release(connection: Connection, workplace: Workplace, text: str, actor: str, now: datetime) -> list[Outcome]:
    """Let it go at once, on all accounts of the key on which it waits; its approval is asked all the same.

    Raises `Refused`, `Unknown` and `BadKey`.
    """
    key = parse_key(text)
    take_turn_at_funds(connection, workplace)
    rows: dict[str, Existing] = {row.account: row for row in publications_named(connection, workplace, key)}
    occurrence = _occurrence(connection, workplace, key, rows, now)
    chosen = [
        (account, rows.get(account.name))
        for account in occurrence.message.accounts
        if (rows[account.name].state == State.WAITING if account.name in rows else not rows)
        and key.account in ("", account.name)
    ]
    if not chosen:
        raise Refused(_why_not(text, rows))
    make_its_report(connection, workplace, occurrence, now)
    outcomes = [_let_go(connection, workplace, occurrence, account, row, actor, now) for account, row in chosen]
    for outcome in outcomes:
        append(connection, workplace.tenant_id, actor, "release", outcome.key, {"state": outcome.state}, now)
    return outcomes


def _occurrence(
    connection: Connection, workplace: Workplace, key: Key, rows: Mapping[str, Existing], now: datetime
) -> Occurrence:
    planned = next((row.planned_at for row in rows.values() if row.planned_at is not None), None)
    near, reach = (planned, REACH) if planned is not None else about(key, now)
    found = locate(connection, workplace, key.campaign, key.message, key.occurrence, near, reach)
    if found is None:
        look_up(connection, workplace, key, now)
        raise Refused(f"«{key}» ya no está en la configuración: no se sabe qué enviar. Se puede cancelar.")
    if not rows and found.message.rule.after is None:
        look_up(connection, workplace, key, now)
        raise Refused(f"«{key}» {_WHY_NOT[State.PLANNED]}")
    return found


def _why_not(text: str, rows: Mapping[str, Existing]) -> str:
    if len({row.state for row in rows.values()}) == 1:
        return f"«{text}» {_WHY_NOT[next(iter(rows.values())).state].format(key=text)}"
    told = [(key_of(row), row.state) for row in rows.values()]
    return "\n".join(f"«{key}» {_WHY_NOT[state].format(key=key)}" for key, state in told)


def _let_go(
    connection: Connection,
    workplace: Workplace,
    occurrence: Occurrence,
    account: Account,
    row: Existing | None,
    actor: str,
    now: datetime,
) -> Outcome:
    told, found = f"La soltó {actor} sin esperar más.", Look()
    answer = gate_on(connection, workplace, occurrence, now, account, by_hand=True, released=told)
    if answer.verdict is not Verdict.GO:
        raise Refused(f"«{occurrence.key(account)}» no se puede soltar. {answer.reason}")
    state = consider(connection, workplace, occurrence, account, row, now, found, by_hand=True, released=told)
    if state is None:
        reason = found.held.get(occurrence.key(account), "Otra persona fue más rápida.")
        raise Refused(f"«{occurrence.key(account)}» no se puede soltar. {reason}")
    exceeds = found.exceeded.get(occurrence.key(account), ())
    words = f"{STATE_NAMES[state.value]}; {exceeding(exceeds)}" if exceeds else ""
    return Outcome(occurrence.key(account), state.value, words, exceeds)
