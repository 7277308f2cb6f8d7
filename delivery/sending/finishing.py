"""Claimed deliveries become messages: each publication's texts are compiled once, each person's values put in."""

from datetime import datetime
from pathlib import Path

from campaigns.account import Account
from campaigns.content import Content, Renderer
from campaigns.content.frozen import FrozenMailing
from campaigns.templates import MissingValue, TemplateError
from channels.adapter import Adapter
from delivery.notices.signatures import with_signatures
from delivery.publishing.counsel import for_unfinished
from delivery.sending.attempt import finished_message
from delivery.sending.ballots import with_own_ballot
from delivery.sending.chunk import Chunk
from delivery.sending.departure import Departures
from delivery.sending.verdict import Outgoing
from delivery.sending.withdrawing import Withdrawing
from delivery.way_back import way_back
from storage.keyring import Keyring
from storage.ledger import Claimed
from storage.states import Mode

OVER = "Su encuesta ya cerró: no se le pide el voto a nadie más."


class Finishing:
    """Makes messages for one open lane."""

    def __init__(self, folder: Path, keyring: Keyring, tenant_id: int) -> None:
        """`folder` holds the frozen media; `keyring` signs our letters and what leads people to a vote, out or back."""
        self._folder = folder
        self._keyring = keyring
        self._tenant_id = tenant_id
        self._renderers: dict[int, dict[str, tuple[Content, Renderer]]] = {}
        self._departures: dict[int, Departures] = {}

    def finish(self, chunk: Chunk, row: Claimed, account: Account, adapter: Adapter, now: datetime) -> Outgoing | str:
        """The message of one delivery; or why there can be none, in Spanish: a value that its text names is missing."""
        personal = chunk.personal.get(row.recipient_key, {})
        content, renderer = self._renderer(chunk, account, str(personal.get("idioma", "")))
        try:
            message = finished_message(chunk, row, content, renderer, account.target, self._folder, now)
        except TemplateError as error:
            return _told(error, chunk)
        if chunk.direct and content.survey is not None:
            message = with_own_ballot(message, content.survey, self._keyring, row.id)
        if chunk.direct and content.mailing is not None:
            message = self._departures_of(chunk, content.mailing).with_own(message, row.recipient_key)
        if chunk.direct and chunk.mode is Mode.REAL and account.options.marks_returns:
            message = message._replace(way_back=way_back(self._keyring, row.id, row.recipient_key))
        language = content.language if chunk.direct else None
        return Outgoing(
            chunk,
            row,
            Withdrawing(adapter) if chunk.withdraws else adapter,
            message,
            language,
            chunk.people.get(row.recipient_key),
        )

    def too_late(self, chunk: Chunk, account: Account, now: datetime) -> str:
        """Why a message asks nothing any more, in Spanish: its survey is over. Empty where it may go out."""
        survey = self._renderer(chunk, account, "")[0].survey
        if survey is None or "~" in chunk.key or datetime.fromisoformat(survey.closes_at) > now:
            return ""
        return OVER

    def _departures_of(self, chunk: Chunk, mailing: FrozenMailing) -> Departures:
        if chunk.publication not in self._departures:
            self._departures[chunk.publication] = Departures(chunk, mailing, self._keyring, self._tenant_id)
        return self._departures[chunk.publication]

    def _renderer(self, chunk: Chunk, account: Account, language: str) -> tuple[Content, Renderer]:
        """Of the words in a language; of the message's own where it has none in it."""
        if chunk.publication not in self._renderers:
            content = with_signatures(self._keyring, Content.from_json(chunk.content))
            self._renderers[chunk.publication] = {"": (content, Renderer(content, account.profile, account.kind))}
        ours = self._renderers[chunk.publication]
        own = ours[""][0]
        if language not in own.translations:
            return ours[""]
        if language not in ours:
            content = own.in_language(language)
            ours[language] = (content, Renderer(content, account.profile, account.kind))
        return ours[language]


def _told(error: TemplateError, chunk: Chunk) -> str:
    """What is wrong and what helps: the text is frozen, and only what is known of the person can still change."""
    if not chunk.direct:
        return str(error)
    fact = error.fact if isinstance(error, MissingValue) else str(error)
    return f"{fact[:1].upper()}{fact[1:]}. {for_unfinished(chunk.key)}"
