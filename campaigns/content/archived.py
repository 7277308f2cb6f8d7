"""What a publication said, for whoever reads it later: the same for all, and nobody's name in it."""

from collections.abc import Mapping
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
    subject, text = archived_texts(content)
    return Words(subject, text, closing(content, with_link=wants_link(content, text)).strip())


def words_for(content: Content, reader: Mapping[str, object]) -> Words:
    """The finished words as one recipient reads them. `reader`: as for `Renderer.render`. Raises `TemplateError`."""
    said = Renderer(_bare(content), _PLAIN, Kind.DIRECT).render(reader)
    return Words(said.subject, said.text, closing(content, with_link=wants_link(content, said.text)).strip())


def archived_texts(content: Content) -> tuple[str, str]:
    """The same without its foot, for whoever searches thousands of them: subject and text."""
    subject, text = impersonal(content.subject), impersonal(content.text)
    if subject is None or text is None:
        return content.subject, content.text
    # Of the values only what they may name: most of the time goes into thawing those that nobody reads.
    named = {name: value for name, value in content.values.items() if name in subject or name in text}
    bare = _bare(replace(content, subject=subject, text=text, values=named))
    try:
        said = Renderer(bare, _PLAIN, Kind.BROADCAST).render({})
    except TemplateError:
        return content.subject, content.text
    return said.subject, said.text


def _bare(content: Content) -> Content:
    """Without what stands under its text."""
    return replace(content, footer_style=FooterStyle.NONE, mailing=None, survey=None)
