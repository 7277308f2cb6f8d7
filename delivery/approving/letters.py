"""The mail that asks one person for all the words that are missing: what waits, until when, and what silence does."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from campaigns.articles import of
from campaigns.meetings import meetings_of
from delivery.approving.departures import hour_of, silence
from delivery.approving.links import link
from delivery.approving.questions import Question
from delivery.approving.shown import title_of
from delivery.notices.notice import Words
from delivery.planning.meeting_days import too_late
from delivery.publications.votes import name_of
from delivery.workplace import Workplace
from storage.approval_requests import Request

SUBJECT = "{{ asunto }}"
TEXT = """{{ saludo }}

{% for parrafo in parrafos %}{{ parrafo }}

{% endfor %}{{ final }}"""
OWN_LINK = "Cada enlace es solo suyo y vale por su palabra: no reenvíe este correo. Abrirlo no decide nada."
REPORTED = "Lleva un informe: en el enlace se ve como está al abrirlo. Sus cifras se cuentan de nuevo cuando salga."
BY_COMMAND = "Si no puede usar esos comandos, dígale su palabra a quien administra el pregonero."


class Asked(NamedTuple):
    """One word that a person is asked for."""

    question: Question
    request: Request


def words(workplace: Workplace, asked: Sequence[Asked], now: datetime, *, again: bool) -> Words:
    """Of one person's mail. `again`: it reminds."""
    first = asked[0]
    name = name_of(workplace.tenant, first.request.person)
    begins = "Recordatorio: falta su visto bueno" if again else "Falta su visto bueno"
    subject = (
        f"{begins}: {_title(workplace, first.question, now)}"
        if len(asked) == 1
        else f"{begins} en {len(asked)} mensajes"
    )
    linked = workplace.tenant.municipality.desk_url is not None
    values = {
        "asunto": subject,
        "saludo": f"{name}: esto espera su palabra.",
        "parrafos": [_paragraph(workplace, each, now) for each in asked],
        "final": OWN_LINK if linked else BY_COMMAND,
    }
    return Words(SUBJECT, TEXT, values)


def in_blackout(workplace: Workplace, question: Question) -> str:
    """Which veda asks for this word, by which law, in Spanish; empty where the message asks for it itself."""
    if question.blackout is None:
        return ""
    own = question.message.approver
    besides = f", además de la {of(name_of(workplace.tenant, own))}" if own is not None else ""
    lawyer = of(name_of(workplace.tenant, question.ballot.approver))
    return f"Sale en veda: {question.blackout.founded}. Por eso necesita la aprobación {lawyer}{besides}."


def _title(workplace: Workplace, question: Question, now: datetime) -> str:
    return f"«{title_of(workplace.tenant, question.campaign, question.message, now)}»"


def _paragraph(workplace: Workplace, each: Asked, now: datetime) -> str:
    question, ballot = each.question, each.question.ballot
    title, hour = _title(workplace, question, now), hour_of(workplace, question, now)
    lines = [f"{title}, de la campaña «{question.campaign.entry.title}». {hour}"]
    if why := in_blackout(workplace, question):
        lines.append(why)
    if ballot.quorum > 1:
        name = name_of(workplace.tenant, ballot.approver)
        lines.append(f"{name}: {ballot.given} de {ballot.quorum} votos.")
    lines.append(silence(workplace, question, now))
    meetings = meetings_of(workplace.tenant, ballot.approver)
    if meetings is not None and question.hour is not None:
        late = too_late((meetings, meetings.after(now)), question.hour)
        lines += [f"{late}."] if late else []
    address = link(workplace, each.request, now)
    if address is not None and question.message.entry.report is not None:
        lines.append(REPORTED)
    if address is not None:
        lines.append(f"Verlo y decidir: {address}")
    else:
        speaks = f"--as {each.request.person}"
        lines += [
            f"Verlo: pregonero preview {question.campaign.id} --message {question.message.id}",
            f"Aprobarlo: pregonero approve {question.key} {speaks}",
            f"No aprobarlo: pregonero reject {question.key} --note «por qué» {speaks}",
        ]
    return "\n".join(lines)
