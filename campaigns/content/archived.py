"""What a publication said, for whoever reads it later: the same for all, and nobody's name in it."""

from dataclasses import replace
from typing import NamedTuple

from campaigns.content.footer import closing, wants_link
from campaigns.content.frozen import Content
from campaigns.content.presentation import FooterStyle
from campaigns.content.renderer import Renderer
from campaigns.templates import TemplateError
from campaigns.templates.impersonal import impersonal
from channels.adapter import Kind, Profile, TextLimit

_PLAIN = Profile(medium="", kinds=(Kind.BROADCAST,), text=TextLimit(0, ""))
"""Of no medium: a text without HTML."""


class Words(NamedTuple):
    """What was said in one language."""

    subject: str
    text: str
    """Without its foot. What is a recipient's own stands as it was written: `{{ nombre }}`."""
    foot: str
    """The link and the channels of attention under it."""


def archived_words(content: Content) -> Words:
    """The finished words of frozen content; where they hang on each recipient, the templates as they were frozen."""
    subject, text = impersonal(content.subject), impersonal(content.text)
    if subject is None or text is None:
        return _with_foot(content, content.subject, content.text)
    bare = replace(content, subject=subject, text=text, footer_style=FooterStyle.NONE, mailing=None, survey=None)
    try:
        said = Renderer(bare, _PLAIN, Kind.BROADCAST).render({})
    except TemplateError:
        return _with_foot(content, content.subject, content.text)
    return _with_foot(content, said.subject, said.text)


def _with_foot(content: Content, subject: str, text: str) -> Words:
    return Words(subject, text, closing(content, with_link=wants_link(content, text)).strip())
