"""`salvo-quienes-reciben`: what goes before a message is there, goes to persons at its hour, and in no circle."""

from collections.abc import Mapping, Sequence

from campaigns.assembly.findings import Findings
from campaigns.campaign import CampaignEntry
from campaigns.tenant import CampaignMessage
from channels.adapter import Kind

KEY = "salvo-quienes-reciben"


def check_precedence(findings: Findings, campaign: CampaignEntry, messages: Sequence[CampaignMessage]) -> None:
    """Notes where nobody could tell which of two messages a person gets.

    `messages`: those that could be read; of the others nothing is said here.
    """
    read = {message.id: message for message in messages}
    names = [entry.id for entry in campaign.messages]
    for position, entry in enumerate(campaign.messages):
        for place, name in enumerate(entry.spares or ()):
            location = ("mensajes", position, KEY, place)
            if name not in names:
                listed = ", ".join(each for each in names if each != entry.id) or "ninguno"
                said = f"la campaña no tiene el mensaje «{name}»"
                findings.add(location, said, f"escriba el id de otro de sus mensajes: {listed}")
            elif _leads_back(entry.id, name, campaign):
                said = f"«{entry.id}» y «{name}» se ceden el paso el uno al otro: nadie recibiría ninguno"
                findings.add(location, said, f"deje «{KEY}» solo en el que va a más gente")
            elif name in read and entry.id in read and (found := _unlike(read[entry.id], read[name])):
                findings.add(location, *found)


def _leads_back(name: str, spared: str, campaign: CampaignEntry) -> bool:
    """Whether a message that is spared spares, over any others, the one that spares it."""
    spares: Mapping[str, Sequence[str]] = {each.id: each.spares or () for each in campaign.messages}
    seen: set[str] = set()
    waiting = [spared]
    while waiting:
        each = waiting.pop()
        if each == name:
            return True
        if each not in seen:
            seen.add(each)
            waiting += spares.get(each, ())
    return False


def _unlike(message: CampaignMessage, spared: CampaignMessage) -> tuple[str, str] | None:
    """What is said, and its hint, of two of which one cannot take the place of the other."""
    for each in (message, spared):
        if not _to_persons(each):
            said = f"«{each.id}» no le llega a nadie en persona, y «{KEY}» mira a quién le llegó cada mensaje"
            return said, "déle un canal que escriba a personas, o borre la línea"
    if (message.rule, message.moves, message.entry.repeat) != (spared.rule, spared.moves, spared.entry.repeat):
        said = f"«{message.id}» y «{spared.id}» no salen a la misma hora: no se sabría cuál va primero"
        return said, f"escriba en los dos el mismo «cuando» (y lo que lo mueve): {spared.rule.text}"
    return None


def _to_persons(message: CampaignMessage) -> bool:
    return not message.entry.becomes and any(account.kind is Kind.DIRECT for account in message.accounts)
