"""`release`, `lift`, `suspend`, `unsuspend`: what holds messages back, and what lets them go."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from delivery.keys import BadKey
from delivery.office import lifting, looked_for, stopped
from delivery.office.office import STATE_NAMES, Outcome, Refused, Unknown
from delivery.office.release import release as let_go
from delivery.workplace import Workplace
from storage.errors import StorageError
from storage.ledger import IllegalMove
from verbs.allowance_words import exceeded_document
from verbs.answer import Answer
from verbs.call import Call, WrongCall
from verbs.place import at_work
from verbs.printed import printed

WRONG: tuple[type[Exception], ...] = (BadKey, Unknown)
FAILED: tuple[type[Exception], ...] = (Refused, StorageError, IllegalMove, OSError)

NEXT = (
    "Lo que deba salir mientras tanto espera dentro de su tolerancia, y después queda como «no salió a su hora». "
    "Las tareas ya repartidas siguen («{}» las muestra), pero nadie recibe recordatorios de ellas."
)


def release(call: Call, key: str | None, after_restore: bool, reason: str) -> Answer:
    """Let go what waits: one message, or all that a restore holds back."""
    if after_restore:
        return _after_restore(call, key, reason.strip())
    if key is None:
        raise WrongCall("Diga la CLAVE de lo que espera, como la muestra «pregonero status».")
    found = at_work(call, lambda connection, place, now: let_go(connection, place, key, call.actor, now))
    document = [{"key": each.key, "state": each.state, "exceeded": exceeded_document(each.exceeds)} for each in found]
    return Answer(document, _lines(found))


def _after_restore(call: Call, key: str | None, reason: str) -> Answer:
    if key is not None:
        raise WrongCall("--after-restore suelta todo lo que espera por la copia que se recuperó: no lleva CLAVE.")
    if not reason:
        raise WrongCall("Diga en --reason qué se revisó: queda registrado con quien lo dijo.")
    found = at_work(
        call,
        lambda connection, place, now: looked_for.release_after_restore(connection, place, reason, call.actor, now),
    )
    document = [{"key": each.key, "state": each.state, "exceeded": []} for each in found]
    told = "Salen otra vez los mensajes que la gente puede rechazar. Lo que se pasó de su tolerancia no sale solo."
    return Answer(document, [told, *_lines(found)])


def lift(call: Call, campaign: str) -> Answer:
    """End the repeated alerts of a campaign."""
    found = at_work(call, lambda connection, place, now: lifting.lift(connection, place, campaign, call.actor, now))
    return _answer(f"Levantada la alerta de «{campaign}»: no se repite más.", found)


def suspend(call: Call, class_: str, until: date | None, reason: str) -> Answer:
    """Stop a class of messages, through the end of a day or until it is opened again."""
    if not reason.strip():
        raise WrongCall("Diga en --reason por qué se suspende: se ve en plan y en status.")

    def work(connection: Connection, place: Workplace, now: datetime) -> list[Outcome]:
        end = None
        if until is not None:
            end = datetime.combine(until + timedelta(days=1), time(), place.tenant.municipality.zone)
            if end <= now:
                raise WrongCall(f"El {until} ya pasó: escriba un día que venga.")
        return stopped.suspend(connection, place, class_, end, reason.strip(), call.actor, now)

    found = at_work(call, work, stops=True)
    when = f"hasta el final del {until}"
    if until is None:
        when = f"hasta que se reabran con «{printed(call, f'unsuspend --class {class_}')}»"
    return _answer(f"Suspendidos los mensajes de clase «{class_}» {when}. {NEXT.format(printed(call, 'tasks'))}", found)


def unsuspend(call: Call, class_: str) -> Answer:
    """Open a class of messages again."""
    found = at_work(call, lambda connection, place, now: stopped.unsuspend(connection, place, class_, call.actor, now))
    return _answer(f"Los mensajes de clase «{class_}» salen otra vez.", found)


def _answer(told: str, outcomes: Sequence[Outcome]) -> Answer:
    document = [{"key": each.key, "state": each.state} for each in outcomes]
    return Answer(document, [told, *_lines(outcomes)])


def _lines(outcomes: Sequence[Outcome]) -> list[str]:
    return [f"{each.key}: {each.words or STATE_NAMES[each.state]}" for each in outcomes]
