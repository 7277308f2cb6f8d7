"""Taking back what went out, where the service can: an order in the rows, carried out by the account's lane."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from campaigns.account import Account
from campaigns.articles import the
from campaigns.content import Content
from campaigns.debtors import name_of
from channels.adapter import Kind
from channels.keys import Key
from channels.registry import adapter
from delivery.keys import parse_key
from delivery.office.office import Refused, key_of, look_up, publications_named
from delivery.publications.derived import WITHDRAW, reach, to_withdraw
from delivery.publications.existing import Existing
from delivery.publications.occurring import URGENT
from delivery.publishing.correction_gate import begin, running_columns
from delivery.sending.withdrawing import withdraws
from delivery.workplace import Workplace
from storage.audit import append
from storage.ledger import add_publication
from storage.states import PublicationState
from storage.survey_posts import still_asks
from storage.surveys import survey_of
from storage.tables import publication

SUFFIX = "~retiro-1"
"""What a withdrawal's message id adds to its source's: there is one, and what failed of it is tried again."""
OVER = (PublicationState.DONE, PublicationState.DONE_WITH_ERRORS, PublicationState.CANCELLED)
UNNUMBERED = (
    "no se puede retirar desde aquí. Entre a la cuenta «{}», búsquelo por su texto y bórrelo a mano; si solo está "
    "dudoso, mire primero si está."
)
"""Of what is known to have gone out by the service's refusal of a second one alone, or is not known at all."""
MAIL = "es un correo, que ya está en el buzón de cada quien: no se puede retirar. Lo que se puede es corregirlo: {}."
ASKED_ELSEWHERE = (
    "La encuesta sigue abierta, porque hay más mensajes que la preguntan. Para que no reciba más votos: "
    "«pregonero cancel {}»."
)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What is being taken back, and what is not."""

    asked: dict[str, int]
    """Key to how many messages or posts."""
    held: dict[str, str]
    """Keys of what is not taken back, and why, in Spanish."""
    survey: str = ""
    """What is to be known of the survey that is still asked elsewhere, in Spanish; empty: nothing."""


def withdraw(connection: Connection, workplace: Workplace, typed: str, actor: str, now: datetime) -> Withdrawn:
    """Take back what a key names, on those of its accounts whose service can.

    It asks for no approval and waits for no suspension: it says nothing. Raises `Refused` where nothing can be taken
    back, `Unknown` and `BadKey`.
    """
    key = parse_key(typed)
    rows = publications_named(connection, workplace, key)
    if not rows:
        look_up(connection, workplace, key, now)
        raise Refused(f"«{key}» todavía no ha salido: con «pregonero cancel {key}» no sale.")
    found = Withdrawn({}, {})
    for row in rows:
        account = workplace.tenant.accounts.get(row.account)
        if account is None:
            found.held[key_of(row)] = f"no se puede retirar: el canal «{row.account}» ya no está en canales.yaml."
        elif reason := _cannot(connection, row, account):
            found.held[key_of(row)] = reason
        else:
            found.asked[key_of(row)] = _write(connection, workplace, row, account, actor, now)
    if not found.asked:
        raise Refused("\n".join(f"«{each}» {reason}" for each, reason in found.held.items()))
    for each in found.asked:
        append(connection, workplace.tenant_id, actor, "withdraw", each, {}, now)
    return replace(found, survey=_asked_elsewhere(connection, workplace, key, now))


def _asked_elsewhere(connection: Connection, workplace: Workplace, key: Key, now: datetime) -> str:
    """What is to be done about a survey that goes on by what is not taken back."""
    asked = survey_of(connection, workplace.tenant_id, key.campaign, key.message, key.occurrence)
    if asked is None or not asked.takes_votes(now) or not still_asks(connection, asked, WITHDRAW, ordered=True):
        return ""
    return ASKED_ELSEWHERE.format(Key(key.campaign, key.message, "", key.occurrence))


def unfit(row: Existing, account: Account) -> str:
    """Why nothing like it is taken back, in Spanish, by its own row alone; empty where it may be."""
    key = key_of(row)
    if row.started_at is None:
        return f"no ha salido: con «pregonero cancel {key}» no sale."
    if row.kind == Kind.MANUAL.value:
        return f"lo hizo una persona: pídale a «{row.responsible}» que lo retire."
    if not withdraws(adapter(account.type)) or "~" in row.message.replace("~correccion-", ""):
        correct = f"«pregonero send --corrects {key} --text TEXTO»"
        return MAIL.format(correct) if account.type == "email" else f"no se puede retirar por «{account.name}»."
    if row.state not in OVER:
        return f"todavía está saliendo: cancélela con «pregonero cancel {key}», y después retire lo que salió."
    return ""


def _cannot(connection: Connection, row: Existing, account: Account) -> str:
    """Why it cannot be taken back, in Spanish; empty where it can."""
    if reason := unfit(row, account):
        return reason
    if _is_asked(connection, row):
        again = Key(row.campaign, f"{row.message}{SUFFIX}", row.account, row.occurrence)
        return f"ya se mandó retirar. Lo que no se pudo se intenta otra vez con «pregonero retry {again}»."
    if not to_withdraw(connection, row.id)[0]:
        if reach(connection, row.id)[0]:
            return f"salió, pero el servicio no dejó su número: {UNNUMBERED.format(account.name)}"
        return "no le llegó a nadie: no hay qué retirar."
    return ""


def _is_asked(connection: Connection, row: Existing) -> bool:
    columns = publication.c
    asked = select(columns.id).where(
        columns.tenant == row.tenant,
        columns.campaign == row.campaign,
        columns.message == f"{row.message}{SUFFIX}",
        columns.account == row.account,
        columns.occurrence == row.occurrence,
    )
    return connection.execute(asked).first() is not None


def _write(
    connection: Connection, workplace: Workplace, row: Existing, account: Account, actor: str, now: datetime
) -> int:
    local = now.astimezone(workplace.tenant.municipality.zone)
    told = f"Pidió retirarla {the(name_of(workplace.tenant.municipality, actor))} el {local:%Y-%m-%d %H:%M}."
    count, last = to_withdraw(connection, row.id)
    number = add_publication(connection, **_columns(row, account, now, told, last))
    if number is None:
        raise Refused(f"«{key_of(row)}» ya se mandó retirar.")
    begin(connection, workplace, number, now)
    connection.execute(update(publication).where(publication.c.id == row.id).values(reason=told))
    return count


def _columns(row: Existing, account: Account, now: datetime, told: str, last: int) -> dict[str, Any]:
    kept = ("tenant", "campaign", "account", "occurrence", "kind", "channel", "medium", "mode", "class_", "actions")
    content = Content.from_json(row.content)
    bare = replace(content, subject="", text="Se retira lo publicado.", images=(), attachments=(), translations={})
    return {name: getattr(row, name) for name in (*kept, "responsible", "audience")} | {
        "message": f"{row.message}{SUFFIX}",
        "act": WITHDRAW,
        "corrects": row.id,
        "publishes": False,
        "sender": account.sender,
        "priority": URGENT,
        # To take back twice does no harm.
        "at_least_once": True,
        "digest": "",
        "content": bare.to_json(),
        "max_contact_id": last if row.kind == Kind.DIRECT.value else None,
        "state": PublicationState.RUNNING.value,
        "reason": told,
        "created_at": now,
        **running_columns(row, now),
    }
