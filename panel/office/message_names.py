"""What staff read a message as, wherever the office names one."""

import re

from campaigns.tenant import Tenant
from panel.office.slugs import in_words

_VALUE = re.compile(r"\{\{.*?\}\}")
"""What a subject has that says something else each time it goes out, or to each who gets it."""
_APART = re.compile(r"^…[,:;] |[,:;] …$")
"""A value that stands apart at an end: the rest is a whole without it."""
_STATEMENT = "{%"
_SAYING = re.compile(r"[^\W\d_]{3}")
"""A word, of which something is left when values are taken out."""


def message_name(tenant: Tenant, campaign: str, message: str) -> str:
    """Its subject, else its id in words: «Cuña de la semana», «Informe de …», «Aviso del boletín».

    What is filled in when it goes out names nothing yet: a subject that has no word besides is not its name.
    `campaign` and `message` are ids, as a publication keeps them: what corrects or takes back another one is named
    after it. What people and departments sent is named by the part of the site that took it.
    """
    written, _, derived = message.partition("~")
    known = tenant.campaigns.get(campaign)
    found = known.message(written) if known is not None else None
    section = tenant.municipality.proposals.sections.get(written)
    subject = (found.entry.subject or "") if found is not None else ""
    if found is None and section is not None and section.campaign == campaign:
        subject = section.name
    subject = "" if _STATEMENT in subject else " ".join(_VALUE.sub("…", subject).split())
    subject = _APART.sub("", subject)
    subject = f"{subject[:1].upper()}{subject[1:]}" if _SAYING.search(subject) else _in_words(written)
    return f"{subject} ({derived.replace('-', ' ').replace('correccion', 'corrección')})" if derived else subject


def _in_words(slug: str) -> str:
    words = in_words(slug).replace("-", " ")
    return words[:1].upper() + words[1:]
