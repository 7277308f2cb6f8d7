"""Frozen content into the finished message of one recipient."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from jinja2 import meta
from markupsafe import escape

from campaigns.content.colour import link_colour
from campaigns.content.footer import closing, wants_link
from campaigns.content.frozen import Content
from campaigns.content.mail_page import MailPage
from campaigns.content.markup import blocks
from campaigns.content.presentation import HtmlStyle
from campaigns.content.stops import one_stop
from campaigns.content.values import personal_values, thaw
from campaigns.templates.compiled import compile_template
from campaigns.templates.sandbox import ENVIRONMENT
from campaigns.templates.variables import PERSONAL
from channels.adapter import Kind, Profile

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_BLANK_LINES = re.compile(r"\n{3,}")
_LINE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished message."""

    subject: str
    """One line; empty where the medium has none."""
    text: str
    html: str | None


class Renderer:
    """Finishes the messages of one publication: compiled once, some 20 µs each. Safe in any thread."""

    def __init__(self, content: Content, profile: Profile, kind: Kind) -> None:
        """Raises `TemplateError` where frozen text cannot be compiled."""
        self._content = content
        self._subject = compile_template(content.subject)
        self._text = compile_template(content.text)
        self._values = thaw(content.values)
        self._html = content.html_style if profile.html else HtmlStyle.NONE
        self._colour = link_colour(content.colour)
        self._pages: dict[bool, MailPage] = {}
        speaks = kind is Kind.DIRECT and _names_persons(content)
        self._constant = None if speaks else self._finish(self._values)

    def render(self, personal: Mapping[str, object]) -> Rendered:
        """The message for one recipient.

        `personal`: `nombre` (text), `nombres` (list of texts) and `persona` (attribute to text or texts), each left out
        where nothing is known; nothing at all for a post. Raises `TemplateError` naming the field that is missing.
        """
        if self._constant is not None:
            return self._constant
        return self._finish({**self._values, **personal_values(personal)})

    def _finish(self, values: Mapping[str, object]) -> Rendered:
        subject = one_stop(_LINE.sub(" ", _CONTROL.sub(" ", self._subject.render(values))).strip())
        text = one_stop(_BLANK_LINES.sub("\n\n", _CONTROL.sub("", self._text.render(values))).strip())
        html = self._as_html(subject, text)
        return Rendered(subject, text + closing(self._content, text), html)

    def _as_html(self, subject: str, text: str) -> str | None:
        if self._html is HtmlStyle.NONE:
            return None
        body = blocks(text, self._colour)
        if self._html is HtmlStyle.FRAGMENT:
            return body
        return self._page(with_link=wants_link(self._content, text)).page(str(escape(subject)), body)

    def _page(self, *, with_link: bool) -> MailPage:
        if with_link not in self._pages:
            lines = "\n".join(f"{name}: {address}" for name, address in self._content.footer.contact)
            contact = blocks(lines, self._colour)
            self._pages[with_link] = MailPage(self._content, contact, with_link=with_link)
        return self._pages[with_link]


def _names_persons(content: Content) -> bool:
    named = {
        name
        for source in (content.subject, content.text)
        for name in meta.find_undeclared_variables(ENVIRONMENT.parse(source))
    }
    return not named.isdisjoint(PERSONAL)
