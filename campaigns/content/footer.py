"""The channels of attention under a text: they stand in each piece, as far as its medium bears them."""

import re

from campaigns.articles import begin
from campaigns.content.frozen import Content
from campaigns.content.presentation import FooterStyle
from campaigns.content.stops import one_stop

VOTE_HERE = "Vote aquí"
"""Before the address of a page to vote on, where the text does not name it."""
_SCHEME = re.compile(r"^https?://(?:www\.)?")


def closing(content: Content, *, with_link: bool) -> str:
    """What follows a finished text, with the empty lines before it; empty where nothing does.

    `with_link`: the text itself does not bear the link, and its medium wants it.
    """
    parts = [*(_link(content) if with_link else []), *_contact(content, _way_out(content))]
    return "".join(f"\n\n{part}" for part in parts)


def spoken(address: str) -> str:
    """An address as it is said aloud: without `https://` and without a final slash."""
    return _SCHEME.sub("", address).rstrip("/")


def wants_link(content: Content, text: str) -> bool:
    """The link stands neither in the text nor among the channels of attention under it."""
    return bears_link(content) and content.link not in text


def bears_link(content: Content) -> bool:
    """The link stands under a text that does not name it: its medium wants it, and no channel of attention is it."""
    if content.survey is not None and (content.survey.poll or content.survey.page):
        return not content.survey.poll
    if not content.link or content.footer_style in (FooterStyle.NONE, FooterStyle.SPOKEN):
        return False
    known = {spoken(address) for _, address in content.footer.contact}
    return content.footer_style is FooterStyle.LINK or spoken(content.link) not in known


def _link(content: Content) -> list[str]:
    if content.survey is not None and content.survey.page:
        return [f"{VOTE_HERE}: {content.link}"]
    return [content.link if content.footer_style is FooterStyle.LINK else f"Más información: {content.link}"]


def _contact(content: Content, way_out: list[str]) -> list[str]:
    footer = content.footer
    if content.footer_style is FooterStyle.FULL:
        lines = [footer.body, *(f"{name}: {address}" for name, address in footer.contact)]
        return ["\n".join([*lines, *_policy(footer.policy), *way_out])]
    if content.footer_style is FooterStyle.SHORT:
        contact = (f"{name}: {spoken(address)}" for name, address in footer.contact)
        return [" · ".join([footer.body, *contact, *_policy(footer.policy), *way_out])]
    if content.footer_style is FooterStyle.SPOKEN:
        contact = (f"{name}, {spoken(address)}" for name, address in footer.contact)
        return [one_stop(f"{begin(footer.body)} lo atiende en: {'; '.join(contact)}.")]
    return way_out


def _way_out(content: Content) -> list[str]:
    return [content.mailing.told] if content.mailing is not None and content.mailing.told else []


def _policy(address: str) -> list[str]:
    return [f"Política de tratamiento de datos personales: {address}"] if address else []
