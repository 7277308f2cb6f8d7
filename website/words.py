"""The words of a publication as its page shows them: made once of its frozen content, and kept in mind."""

import html
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import nh3

from campaigns.content import Content, FrozenFile, Renderer
from campaigns.content.footer import VOTE_HERE
from channels.adapter import Kind
from channels.durable import write
from channels.web import Web, file_path
from storage.files import file_path as archived

EDITION = 6
"""Rises where the same content makes other words: what is kept in mind from before is read anew."""
SPANISH = "es"
"""The language of the site itself, and of what says no other."""
SUMMARY = 240
"""Characters of a summary."""
TAGS = {"p", "br", "ul", "ol", "li", "a", "strong", "em"}
"""All that a text on a page is made of. Styles go too: a page lets none stand in its lines."""


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A picture or a document of a page."""

    path: str
    """In the site, without a slash at its start."""
    digest: str
    name: str
    """As the public sees it."""
    mime: str
    size: int
    """In bytes."""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What a page says."""

    title: str
    html: str
    """Paragraphs, lists and links; safe to be shown as it is."""
    summary: str
    """Plain, in one line."""
    images: tuple[SiteFile, ...] = ()
    documents: tuple[SiteFile, ...] = ()
    link: str = ""
    """The whole story elsewhere; empty where it is this page."""
    voting_page: str = ""
    """Where everyone votes on its survey; empty: it asks none, or has no such page."""
    language: str = SPANISH
    ends: str = ""
    """When its event is over, in ISO 8601; empty: it has none."""
    event_date: str = ""
    """The id of the event's date that it speaks of; empty: it has no event."""
    campaign_title: str = ""
    """What its campaign was called then; empty: nobody wrote it down."""
    report: str = ""
    """The period of the report that it brings along, in Spanish; empty: it brings none."""
    contributor: str = ""
    """Who signed it, by the name in addresses; empty: the municipality speaks."""
    contributor_name: str = ""
    """The same, as it was called then."""


def without_vote(words: Words) -> str:
    """The HTML of words whose survey takes no votes any more: as they were published, with what leads to it struck."""
    if not words.voting_page:
        return words.html
    address = html.escape(words.voting_page)
    link = f'<a href="{address}">{address}</a>'
    struck = words.html.replace(f"{VOTE_HERE}: {link}", f"<s>{VOTE_HERE}: {address}</s>")
    return struck.replace(link, f"<s>{address}</s>")


class Writer:
    """Makes words of frozen content, and remembers those that it made."""

    def __init__(self, memory: Path, archive: Path, site: str) -> None:
        """`memory`: the file that it remembers in; one that cannot be read is as if it were not there."""
        self._memory = memory
        self._archive = archive
        self._site = site
        self._stamp = sha256(f"{EDITION} {site}".encode()).hexdigest()[:16]
        self._known: dict[str, tuple[str, Words]] = _recalled(memory, self._stamp)
        self._changed = False

    def known(self, key: str, digest: str | None) -> Words | None:
        """The words of a publication whose finished message has this digest; None: they are to be made."""
        found = self._known.get(key)
        return found[1] if found is not None and digest is not None and found[0] == digest else None

    def write(self, key: str, digest: str | None, path: str, frozen: Mapping[str, Any]) -> Words:
        """The words of a content that went out."""
        content = Content.from_json(frozen)
        finished = Renderer(content, Web.profile, Kind.BROADCAST).render({})
        body = nh3.clean(finished.html or "", tags=TAGS, attributes={"a": {"href"}}, link_rel=None)
        voting_page = content.survey.page if content.survey is not None else ""
        elsewhere = content.link not in ("", voting_page, self._site, f"{self._site}/", f"{self._site}{path}")
        words = Words(
            title=finished.subject or _first_line(finished.text),
            html=body,
            summary=_summary(finished.text.replace(f"{VOTE_HERE}: {voting_page}", "")),
            images=self._files(path, content.images),
            documents=self._files(path, content.attachments),
            link=content.link if elsewhere and content.link not in html.unescape(body) else "",
            voting_page=voting_page,
            language=content.language,
            ends=content.facts.get("event_ends", content.facts.get("event_starts", "")),
            event_date=content.facts.get("event_date", ""),
            campaign_title=content.facts.get("campaign_title", ""),
            report=content.facts.get("report_name", ""),
            contributor=content.facts.get("contributor", ""),
            contributor_name=content.facts.get("contributor_name", ""),
        )
        self._known[key] = (digest or "", words)
        self._changed = True
        return words

    def forget_others(self, keys: Collection[str]) -> None:
        """Keep in mind only these publications."""
        gone = self._known.keys() - keys
        self._changed = self._changed or bool(gone)
        for key in gone:
            del self._known[key]

    def remember(self) -> None:
        """Put down what is in mind. Raises OSError."""
        if self._changed:
            kept = {key: [digest, asdict(words)] for key, (digest, words) in self._known.items()}
            write(self._memory, json.dumps({"stamp": self._stamp, "words": kept}, ensure_ascii=False).encode())

    def _files(self, page: str, files: tuple[FrozenFile, ...]) -> tuple[SiteFile, ...]:
        """Those whose bytes are there: one that a disk has lost leaves no hole in the page."""
        return tuple(
            SiteFile(file_path(page, each.sha256, each.mime), each.sha256, each.name, each.mime, each.size, each.alt)
            for each in files
            if archived(self._archive, each.sha256).is_file()
        )


def _recalled(memory: Path, stamp: str) -> dict[str, tuple[str, Words]]:
    try:
        told = json.loads(memory.read_bytes())
        if told["stamp"] != stamp:
            return {}
        return {key: (digest, _words(words)) for key, (digest, words) in told["words"].items()}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def _words(told: Mapping[str, Any]) -> Words:
    files = {name: tuple(SiteFile(**each) for each in told[name]) for name in ("images", "documents")}
    return Words(**{**told, **files})


def _first_line(text: str) -> str:
    """A title for what has none."""
    line = text.strip().partition("\n")[0]
    return line if len(line) <= 90 else f"{line[:90].rsplit(' ', 1)[0]}…"


def _summary(text: str) -> str:
    line = re.sub(r"\s+", " ", text).strip()
    return line if len(line) <= SUMMARY else f"{line[:SUMMARY].rsplit(' ', 1)[0]}…"
