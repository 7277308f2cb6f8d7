"""Which words of a message an account uses, and where in its file they stand."""

from collections.abc import Mapping
from typing import NamedTuple

from campaigns.campaign import CampaignEntry, MessageEntry, Variant

Location = tuple[str, ...]
"""Keys within the message, as the file has them: `("variantes", "x", "texto")`."""


POLL = "Encuesta abierta hasta el {{ encuesta.cierra }}."
"""What stands over a poll for which nobody wrote a text."""


class Wording(NamedTuple):
    """The templates for one account."""

    subject: str
    text: str
    subject_at: Location
    text_at: Location
    """`("plantilla",)` where the text stands in a file of its own."""


def wording(
    campaign: CampaignEntry,
    message: MessageEntry,
    account: str,
    account_type: str,
    templates: Mapping[str, str],
    *,
    poll: bool = False,
    language: str = "",
) -> Wording:
    """The account's own variant, else that of its type, else the message's words.

    A variant without subject or text takes the message's. `templates`: file name to text, for `plantilla`; a file
    that is not there says nothing. `poll`: a survey is the service's own poll there, which says the question itself.
    `language`: of one of its translations, whose words come instead; a subject that was not translated stays.
    """
    its = (message.translations or {}).get(language)
    variants, under = (its.variants, ("traducciones", language)) if its else (message.variants, ())
    name = next((each for each in (account, account_type) if each in variants), "")
    variant = variants.get(name, Variant())
    subject, subject_at = _subject(campaign, message)
    if its and its.subject:
        subject, subject_at = its.subject, (*under, "asunto")
    if variant.subject:
        subject, subject_at = variant.subject, (*under, "variantes", name, "asunto")
    if variant.text:
        at = (*under, "variantes", name, "texto") if variant.subject else (*under, "variantes", name)
        return Wording(subject, variant.text, subject_at, at)
    if its:
        return Wording(subject, its.text, subject_at, under)
    text, text_at = _text(message, subject, templates, poll=poll)
    return Wording(subject, text, subject_at, text_at)


def _subject(campaign: CampaignEntry, message: MessageEntry) -> tuple[str, Location]:
    return (message.subject, ("asunto",)) if message.subject else (campaign.title, ())


def _text(message: MessageEntry, subject: str, templates: Mapping[str, str], *, poll: bool) -> tuple[str, Location]:
    if message.text:
        return message.text, ("texto",)
    if message.template:
        return templates.get(message.template, ""), ("plantilla",)
    return (POLL if poll and message.survey else _unwritten(message)) or subject, ()


def _unwritten(message: MessageEntry) -> str:
    """The text of a message that has none of its own: what its feature asks of people."""
    if message.survey:
        return "{{ encuesta.pregunta }}\n{% for opcion in encuesta.opciones %}\n- {{ opcion }}\n{% endfor %}"
    if message.forum:
        return "{{ foro.tema }}"
    if message.duty:
        return "\n".join(f"- {each}" for each in message.duty.checklist)
    return ""
