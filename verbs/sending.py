"""`send`, `approve`, `reject`, `pause`, `resume`, `cancel`: the office's and the committee's word."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from campaigns.moment import Moment
from delivery.approving.asking import keep_named
from delivery.keys import BadKey, parse_key
from delivery.limits import exceeding
from delivery.office import decisions, office, withdrawal
from delivery.office.by_hand import Hurry, send_missed, send_now
from delivery.office.correction import correct
from delivery.office.office import STATE_NAMES, Outcome, Refused, Unknown
from delivery.office.reaching import recipients_now
from delivery.sending.rest import Rest, rest_of
from delivery.workplace import Workplace
from reports.table import Table
from storage.errors import StorageError
from storage.ledger import IllegalMove
from storage.states import PublicationState
from verbs.allowance_words import exceeded_document
from verbs.answer import Answer
from verbs.call import Call, WrongCall
from verbs.place import at_work, workplace
from verbs.printed import printed
from verbs.words import instant

WRONG: tuple[type[Exception], ...] = (BadKey, Unknown)
FAILED: tuple[type[Exception], ...] = (Refused, StorageError, IllegalMove, OSError)

NOW = "ya"
WHEN_APPROVED = "cuando se apruebe"
WHEN_ALLOWED = "cuando pueda salir"
"""Of what a veda holds whose end nobody knows."""

Word = Callable[[Connection, Workplace, str, str, datetime], list[Outcome]]


def send(
    call: Call,
    campaign: str | None,
    message: str | None,
    urgent: bool,
    emergency: str,
    missed: str | None,
    corrects: str | None,
    text: str,
) -> Answer:
    """A message now, what was missed, or a correction."""
    named = [each for each in (campaign, missed, corrects) if each is not None]
    if len(named) != 1 or (campaign is not None and message is None):
        raise WrongCall(
            "Diga qué se envía: «pregonero send CAMPAÑA --message MENSAJE», «pregonero send --missed CLAVE» para lo "
            "que no salió a su hora, o «pregonero send --corrects CLAVE --text TEXTO» para corregir lo que salió."
        )
    if (corrects is None) is bool(text.strip()):
        raise WrongCall("--corrects y --text van juntos: la clave de lo que salió, y lo que dice la corrección.")
    hurry = Hurry(urgent, emergency.strip())
    told = "Ya se está enviando. Se cuenta a cuántas personas va." if hurry.overtakes else ""

    def work(connection: Connection, place: Workplace, now: datetime) -> list[Outcome]:
        if corrects is not None:
            corrected = correct(connection, place, corrects, text.strip(), call.actor, now, hurry)
            outcomes, found = corrected.outcomes, corrected.held
        elif missed is not None:
            outcomes, look = send_missed(connection, place, missed, call.actor, now, hurry)
            found = look.held
        else:
            outcomes, look = send_now(connection, place, campaign or "", message or "", call.actor, now, hurry)
            found = look.held
        held.update(found)
        waiting.extend(each.key for each in outcomes if each.state == PublicationState.AWAITING_APPROVAL)
        past.update({each.key: exceeding(each.exceeds) for each in outcomes if each.exceeds})
        return outcomes

    held: dict[str, str] = {}
    waiting: list[str] = []
    past: dict[str, str] = {}
    sent = _counted(call, work, told)
    for key, reason in held.items():
        call.tell(f"«{key}» {reason}" if corrects else f"«{key}» no se envía. {reason}")
    for key, told in past.items():
        call.tell(f"«{key}» {told}.")
    for key in waiting:
        call.tell(f"«{key}» espera su aprobación: «{printed(call, f'approve {key}')}».")
    rows = tuple((str(each["key"]), str(each["recipients"]), when) for each, when in sent)
    title = "Se envía" if any(when == NOW for *_, when in rows) else "Saldrá"
    return Answer([each for each, _ in sent], [Table("send", title, ("Clave", "Para", "Sale"), rows)])


def _counted(
    call: Call, work: Callable[[Connection, Workplace, datetime], list[Outcome]], told: str
) -> list[tuple[dict[str, object], str]]:
    """What came of it for JSON, with how many it goes to, and in words when it goes out.

    `told`: what is said before they are counted, where any goes out now.
    """
    with workplace(call) as place:
        with place.database.write() as connection:
            now = place.clock.now()
            outcomes = work(connection, place, now)
            rests = [_rest(connection, place, each, now) for each in outcomes]
        leaves = [rest is None and _runs(each) for each, rest in zip(outcomes, rests, strict=True)]
        if told and any(leaves):
            call.tell(told)
        with place.database.read() as connection:
            return [
                (_sent(connection, place, each, rest), _when(place, each, rest))
                for each, rest in zip(outcomes, rests, strict=True)
            ]


def _runs(each: Outcome) -> bool:
    return each.state == PublicationState.RUNNING


def _rest(connection: Connection, place: Workplace, each: Outcome, now: datetime) -> Rest | None:
    """Why nothing of what runs leaves yet; None: it leaves now, or does not run."""
    [row] = office.publications_named(connection, place, parse_key(each.key))
    return rest_of(connection, place, row, now) if _runs(each) else None


def _when(place: Workplace, each: Outcome, rest: Rest | None) -> str:
    """«ya», «el lunes 4 de enero de 2027 a las 7:00 a. m.», «cuando se apruebe»."""
    if rest is None:
        waits = each.state == PublicationState.AWAITING_APPROVAL
        return NOW if _runs(each) else WHEN_APPROVED if waits else STATE_NAMES[each.state]
    if rest.until is None:
        return WHEN_ALLOWED
    opens = Moment(rest.until.astimezone(place.tenant.municipality.zone))
    return f"el {opens.day} de {opens.at.year} {opens.at_time}"


def _sent(connection: Connection, place: Workplace, each: Outcome, rest: Rest | None) -> dict[str, object]:
    return {
        "key": each.key,
        "recipients": recipients_now(
            connection, place, office.publications_named(connection, place, parse_key(each.key))[0]
        ),
        "exceeded": exceeded_document(each.exceeds),
        "waits_until": instant(rest.until if rest is not None else None),
    }


def withdraw(call: Call, key: str) -> Answer:
    """Take back what went out, where the service can."""
    found = at_work(call, lambda connection, place, now: withdrawal.withdraw(connection, place, key, call.actor, now))
    for each, reason in found.held.items():
        call.tell(f"«{each}» {reason}")
    if found.survey:
        call.tell(found.survey)
    document = [{"key": each, "recipients": count} for each, count in found.asked.items()]
    rows = tuple((each, str(count)) for each, count in found.asked.items())
    return Answer(document, [Table("withdraw", "Se retira", ("Clave", "Cuántos"), rows)])


def approve(call: Call, key: str, note: str) -> Answer:
    """The committee says yes."""

    def work(connection: Connection, place: Workplace, now: datetime) -> list[Outcome]:
        keep_named(connection, place, key, now)
        return decisions.approve(connection, place, key, call.actor, note, now)

    return _spoken(call, key, work)


def reject(call: Call, key: str, note: str) -> Answer:
    """The committee says no, and why."""
    return _spoken(
        call, key, lambda connection, place, now: decisions.reject(connection, place, key, call.actor, note, now)
    )


def pause(call: Call, key: str) -> Answer:
    """Stop sending."""
    return _office(call, key, office.pause, stops=True)


def resume(call: Call, key: str) -> Answer:
    """Go on sending."""
    return _office(call, key, office.resume)


def cancel(call: Call, key: str) -> Answer:
    """Never send what has not gone out."""
    return _office(call, key, office.cancel, stops=True)


def _office(call: Call, key: str, word: Word, *, stops: bool = False) -> Answer:
    return _spoken(call, key, lambda connection, place, now: word(connection, place, key, call.actor, now), stops=stops)


def _spoken(
    call: Call, key: str, work: Callable[[Connection, Workplace, datetime], list[Outcome]], *, stops: bool = False
) -> Answer:
    """The state is that of all accounts, or null where they differ."""
    outcomes = at_work(call, work, stops=stops)
    states = {each.state for each in outcomes}
    document = {
        "key": key,
        "state": states.pop() if len(states) == 1 else None,
        "publications": [{"key": each.key, "state": each.state} for each in outcomes],
    }
    return Answer(document, [f"{each.key}: {each.words or STATE_NAMES[each.state]}" for each in outcomes])
