"""What staff read a message as, wherever the office names one."""

from campaigns.tenant import Tenant

TEMPLATED = ("{{", "{%")
"""What a subject has that says something else each time it goes out."""


def message_name(tenant: Tenant, campaign: str, message: str) -> str:
    """Its subject, else its id in words: «Cuña de la semana», «Aviso del boletin».

    A subject that is filled in when it goes out names nothing yet: then it is the id too. `campaign` and `message`
    are ids, as a publication keeps them: what corrects or takes back another one is named after it.
    """
    written, _, derived = message.partition("~")
    known = tenant.campaigns.get(campaign)
    found = known.message(written) if known is not None else None
    subject = (found.entry.subject or "") if found is not None else ""
    if not subject or any(mark in subject for mark in TEMPLATED):
        subject = _in_words(written)
    return f"{subject} ({derived.replace('-', ' ').replace('correccion', 'corrección')})" if derived else subject


def _in_words(slug: str) -> str:
    words = slug.replace("-", " ")
    return words[:1].upper() + words[1:]
