"""Frozen content into the finished message of one recipient."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from jinja2 import meta
from markupsafe import escape

from campaigns.content.colour import link_colour
from campaigns.content.footer import bears_link, closing
from campaigns.content.frozen import Content
from campaigns.content.mail_page import MailPage
from campaigns.content.markup import NONE, blocks, links_in
from campaigns.content.presentation import HtmlStyle
from campaigns.content.stops import one_stop
from campaigns.content.values import personal_values, thaw
from campaigns.templates.compiled import compile_template
from campaigns.templates.folded import Folded, fold
from campaigns.templates.sandbox import ENVIRONMENT
from campaigns.templates.variables import PERSONAL
from channels.adapter import Kind, Profile

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_BLANK_LINES = re.compile(r"\n{3,}")
_THREE_ENDS = "\n\n\n"
_OWN = frozenset(PERSONAL)
FEW = 16
"""For so many recipients putting in what they share would cost more than it saves."""


FOREIGN = "texto_ajeno"
"""The value with words that are not the municipality's: what is an address in them is shown, and leads nowhere."""


class Rendered(NamedTuple):
    """A finished message."""

    subject: str
    """One line; empty where the medium has none."""
    text: str
    html: str | None


class _Way(NamedTuple):
    """How the texts are finished."""

    folded: Folded | None
    """Subject and text, with all put in that recipients share."""
    values: Mapping[str, object]
    """What has to be put in yet, besides the recipient's own."""
    asked: Collection[str] = PERSONAL
    """What has to be known of each recipient."""


class Renderer:
    """Finishes the messages of one publication: compiled once, some 15 µs each. Safe in any thread."""

    def __init__(self, content: Content, profile: Profile, kind: Kind) -> None:
        """Raises `TemplateError` where frozen text cannot be compiled."""
        self._content = content
        self._subject = compile_template(content.subject)
        self._text = compile_template(content.text)
        self._html = content.html_style if profile.html else HtmlStyle.NONE
        self._colour = link_colour(content.colour)
        self._pages: dict[bool, MailPage] = {}
        self._closings: dict[bool, str] = {}
        self._bears_link = bears_link(content)
        self._until_folded = FEW
        self._way = _Way(None, thaw(content.values))
        speaks = kind is Kind.DIRECT and _names_persons(content)
        self._constant = None if speaks else self._finish(self._way, {})

    def render(self, personal: Mapping[str, object]) -> Rendered:
        """The message for one recipient.

        `personal`: `nombre` (text), `nombres` (list of texts) and `persona` (attribute to text or texts), each left out
        where nothing is known; nothing at all for a post. Raises `TemplateError` naming the field that is missing.
        """
        if self._constant is not None:
            return self._constant
        self._until_folded -= 1
        if not self._until_folded:
            self._way = self._fold(self._way)
        return self._finish(self._way, personal)

    def _fold(self, way: _Way) -> _Way:
        """There are many recipients: what all of them read alike is put in once."""
        folded = fold((self._content.subject, self._content.text), way.values, PERSONAL)
        if folded is None:
            return way
        return _Way(folded, {} if folded.asks <= _OWN else way.values, folded.asks)

    def _finish(self, way: _Way, personal: Mapping[str, object]) -> Rendered:
        values = {**way.values, **personal_values(personal, way.asked)}
        if way.folded is None:
            subject, text = self._subject.render(values), self._text.render(values)
        else:
            subject, text = way.folded.render(values)
        subject = one_stop(" ".join(without_controls(subject, " ").split()))
        text = without_controls(text, "")
        if _THREE_ENDS in text:
            text = _BLANK_LINES.sub("\n\n", text)
        text = one_stop(text.strip())
        with_link = self._bears_link and self._content.link not in text
        html = self._as_html(subject, text, _links_in_names(values), with_link=with_link)
        return Rendered(subject, text + self._closing(with_link=with_link), html)

    def _as_html(self, subject: str, text: str, plain: frozenset[str], *, with_link: bool) -> str | None:
        if self._html is HtmlStyle.NONE:
            return None
        if self._html is HtmlStyle.FRAGMENT:
            return blocks(text + self._closing(with_link=with_link), self._colour, plain)
        body = blocks(text, self._colour, plain)
        return self._page(with_link=with_link).page(str(escape(subject)), body)

    def _closing(self, *, with_link: bool) -> str:
        if with_link not in self._closings:
            self._closings[with_link] = closing(self._content, with_link=with_link)
        return self._closings[with_link]

    def _page(self, *, with_link: bool) -> MailPage:
        if with_link not in self._pages:
            lines = "\n".join(f"{name}: {address}" for name, address in self._content.footer.contact)
            contact = blocks(lines, self._colour)
            self._pages[with_link] = MailPage(self._content, contact, with_link=with_link)
        return self._pages[with_link]


def _links_in_names(values: Mapping[str, object]) -> frozenset[str]:
    """What somebody has written in the place of a name, or to be published, is no link of the municipality's."""
    names = values.get("nombres", ())
    written = [str(values.get("nombre", "")), *(map(str, names) if isinstance(names, Iterable) else ())]
    written.append(str(values.get(FOREIGN, "")))
    found = [link for name in written for link in links_in(name)]
    return frozenset(found) if found else NONE


def without_controls(text: str, instead: str) -> str:
    """A text without control characters but line ends and tabs, and without what turns its direction around."""
    # Most texts hold none, and Python knows that at once; it takes rare spaces for unprintable, too.
    if text.replace("\n", "").isprintable():
        return text
    return _CONTROL.sub(instead, text)


def _names_persons(content: Content) -> bool:
    named = {
        name
        for source in (content.subject, content.text)
        for name in meta.find_undeclared_variables(ENVIRONMENT.parse(source))
    }
    return not named.isdisjoint(PERSONAL)
