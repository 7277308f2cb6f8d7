"""What a person can do about a publication that did not go out, in Spanish: each command named works for it."""

from campaigns.account import Account
from campaigns.calendar import Occurrence
from campaigns.tenant import Campaign, CampaignMessage
from delivery.blackouts import MARK as BLACKOUT
from delivery.limits import MARK as MONEY
from delivery.lost_words import MARK as LOST
from delivery.old_lists import MARK as LIST
from delivery.publications.answer import HOURS, UNCHECKED, Answer, Verdict
from delivery.publications.due import repeats


def explained(answer: Answer, occurrence: Occurrence, account: Account) -> str:
    """The reason that a row keeps of the gate's answer, with what a person can do about it."""
    if answer.over:
        return answer.reason
    if answer.verdict is Verdict.LATE:
        return f"{answer.reason} {for_missed(occurrence.key(account))}"
    if answer.verdict is Verdict.STOP:
        return f"{answer.reason} {for_rejected(occurrence.campaign, occurrence.message)}"
    if answer.verdict is Verdict.WAIT:
        return f"{answer.reason} {for_wait(answer, occurrence.key(account))}".strip()
    return answer.reason


def without_counsel(reason: str, key: str) -> str:
    """What a row keeps, without the commands for its key: nobody can do anything for what was only rehearsed."""
    for counsel in (for_missed(key), for_waiting(key), for_banned(), for_unfinished(key)):
        reason = reason.removesuffix(f" {counsel}")
    return reason


def for_wait(answer: Answer, key: str) -> str:
    """Of a row that waits; what waits for its hour goes out by itself, and that is all there is to say."""
    if answer.waits_for == HOURS:
        return ""
    return for_banned() if (answer.waits_for or "").startswith(BLACKOUT) else for_waiting(key)


def for_banned() -> str:
    """Of what a veda holds back: nobody lets it go with a word alone."""
    return "Lo que no da espera sale con «pregonero send» y --emergency MOTIVO."


def for_waiting(key: str) -> str:
    """Of a row that waits for money, or for its class."""
    return f"Si debe salir ya: «pregonero release {key}»."


def for_held(answer: Answer, class_: str) -> str:
    """Of what a person wanted to send: it waits for money, its check, a list, the end of a veda, or its class."""
    waits_for = answer.waits_for or ""
    return for_short() if waits_for.startswith((MONEY, BLACKOUT, UNCHECKED, LIST, LOST)) else for_suspended(class_)


def for_suspended(class_: str) -> str:
    """Of what a person wanted to send while its class is suspended."""
    return f"Se reabren con «pregonero unsuspend --class {class_}»; lo que no da espera sale con --emergency MOTIVO."


def for_short() -> str:
    """Of what a person wanted to send though the money does not suffice."""
    return "Lo que no da espera sale con --emergency MOTIVO."


def for_approved_and_short() -> str:
    """Of a correction that was approved, and that its budget does not pay for."""
    return "Sale sola cuando alcance. Si no da espera, cancélela y corrija otra vez con --emergency MOTIVO."


def for_unapproved(key: str) -> str:
    """Of what a person wanted to send before it was approved."""
    return f"Se aprueba con «pregonero approve {key}»."


def for_unfinished(key: str) -> str:
    """Of a delivery whose text names what is not known of the person: the text itself is frozen."""
    return (
        "El texto de esta publicación ya no cambia: complete o corrija ese dato de la persona con "
        f"«pregonero contacts import», y después «pregonero retry {key}»."
    )


def for_missed(key: str) -> str:
    """Of a row that is `missed`."""
    return f"Si todavía sirve, una persona la puede enviar con «pregonero send --missed {key}»."


def for_unwritten(message: CampaignMessage, first: str = "") -> str:
    """Of an occurrence without a row. `first`: what has to come about before, «se apruebe»."""
    when = f"Cuando {first}, si" if first else "Si"
    return f"{when} todavía sirve, se puede enviar ya con «{send(message.campaign, message.id)}»."


def for_rejected(campaign: Campaign, message: CampaignMessage) -> str:
    """Of a row that a rejection has cancelled: its key is spent."""
    if repeats(campaign, message):
        return "Esta vez ya no sale. Corrija el mensaje: para la próxima se pide la aprobación otra vez."
    return (
        f"Ya no sale. Para enviarla corregida, cambie el mensaje y ponga en él «repetir: {message.entry.repeat + 1}» "
        "y una hora que venga: se pide la aprobación otra vez."
    )


def send(campaign: str, message: str) -> str:
    """The command that sends a message now."""
    return f"pregonero send {campaign} --message {message}"
