"""When each account of what waits for a word goes out: messages to persons have hours of their own."""

from datetime import datetime
from typing import NamedTuple

from campaigns.meetings import moment
from delivery.approving.questions import Question
from delivery.publications.draft import hours_of
from delivery.workplace import Workplace


class Departure(NamedTuple):
    """What goes out together, once it is approved."""

    at: datetime
    """In UTC; not before now."""
    last: datetime
    """Until when a yes is in time, in UTC."""
    accounts: tuple[str, ...]


def departures(workplace: Workplace, question: Question, now: datetime) -> list[Departure]:
    """The earliest first; none where the message has no hour."""
    message, hour = question.message, question.hour
    if hour is None:
        return []
    found: dict[tuple[datetime, datetime], list[str]] = {}
    for account in message.accounts:
        hours, due = hours_of(workplace.tenant, message, account), max(hour, now)
        at = due if hours is None else hours.opening(due)
        last = hour + message.tolerance if hours is None else hours.deadline(hour, message.tolerance)
        found.setdefault((at, last), []).append(account.name)
    return [Departure(at, last, tuple(names)) for (at, last), names in sorted(found.items())]


def hour_of(workplace: Workplace, question: Question, now: datetime) -> str:
    """«Sale por web, el domingo 27 de diciembre a las 10:00 a. m.; por correo, el lunes … a las 7:00 a. m.»."""
    if question.going_out:
        return f"Ya empezó a salir por {', '.join(question.going_out)}. Aprobado, sigue con quienes faltan."
    if question.hour is None:
        accounts = ", ".join(account.name for account in question.message.accounts)
        return f"Sale {_awaited(question)}, por {accounts}."
    parts = departures(workplace, question, now)
    if len(parts) == 1:
        [one] = parts
        accounts = ", ".join(one.accounts)
        if question.hour <= now and one.at <= now:
            planned = _told(workplace, question.hour)
            return f"Era para el {planned}; aprobado, sale de una vez, por {accounts}."
        return f"Sale el {_told(workplace, one.at)}, por {accounts}."
    told = [
        f"por {', '.join(one.accounts)}, {'de una vez' if one.at <= now else f'el {_told(workplace, one.at)}'}"
        for one in parts
    ]
    late = f"Era para el {_told(workplace, question.hour)}; aprobado, sale" if question.hour <= now else "Sale"
    return _closed(f"{late} {'; '.join(told)}")


def _awaited(question: Question) -> str:
    """What something without an hour waits for, besides the word that is asked."""
    if question.occurrence is None or question.message.rule.after_approval:
        return "apenas se apruebe"
    return "cuando una persona lo envíe" if question.message.rule.by_order else "después de otro mensaje"


def silence(workplace: Workplace, question: Question, now: datetime) -> str:
    """What becomes of it where nobody speaks, in Spanish."""
    waits: dict[datetime, list[str]] = {}
    for one in departures(workplace, question, now):
        waits.setdefault(one.last, []).extend(one.accounts)
    if not waits:
        return f"Mientras nadie decida, {'lo que falta ' if question.going_out else ''}no sale."
    told = [f"hasta el {_told(workplace, last)}" for last in waits]
    if len(told) > 1:
        told = [f"por {', '.join(names)}, {when}" for when, names in zip(told, waits.values(), strict=True)]
    return _closed(f"Si nadie decide, no sale: se espera {'; '.join(told)}")


def _told(workplace: Workplace, at: datetime) -> str:
    return moment(at.astimezone(workplace.tenant.municipality.zone))


def _closed(sentence: str) -> str:
    """With one stop, also after «a. m.»."""
    return sentence if sentence.endswith(".") else f"{sentence}."
