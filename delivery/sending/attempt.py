"""One attempt: a claimed row made into a finished message, handed to its channel, and what came of it."""

from datetime import datetime
from pathlib import Path

from audience.blanking import Blank
from campaigns.content import Content, FrozenFile, Renderer
from campaigns.content.frozen import FrozenSurvey
from channels.adapter import Adapter
from channels.message import Media, Message, NotSent, Poll, Remember, Sent, Uncertain
from delivery.contained import contained
from delivery.publishing.freeze import media_folder
from delivery.sending.chunk import Chunk
from storage.files import file_path
from storage.ledger import Claimed


def finished_message(
    chunk: Chunk, row: Claimed, content: Content, renderer: Renderer, target: str, folder: Path, now: datetime
) -> Message:
    """The message of one recipient, as it leaves at `now`.

    Raises `TemplateError` where a value that its text names is missing.
    """
    rendered = renderer.render(chunk.personal.get(row.recipient_key, {}))
    return Message(
        publication=chunk.key,
        key=f"{chunk.key}/{row.recipient_key}",
        destination=row.address or target,
        written_at=chunk.written_at,
        text=rendered.text,
        subject=rendered.subject,
        html=rendered.html,
        media=tuple(_media(file, folder) for file in content.images),
        attachments=tuple(_media(file, folder) for file in content.attachments),
        reply_to=content.reply_to,
        link=content.link,
        facts=content.facts,
        poll=_poll(content.survey, now),
        resumption=row.resumption,
    )


def _poll(survey: FrozenSurvey | None, now: datetime) -> Poll | None:
    if survey is None or not survey.poll:
        return None
    return Poll(survey.question, survey.options, datetime.fromisoformat(survey.closes_at), now)


UNSAID = "…"
"""What stands in the words of a service where the address of a person was."""


async def attempt(adapter: Adapter, message: Message, remember: Remember) -> Sent | NotSent:
    """Send once. What an adapter did not foresee counts as uncertain: the bytes may have left."""
    with contained("the adapter failed in a way it does not know", delivery=message.key) as block:
        try:
            return await adapter.send(message, remember)
        except NotSent as outcome:
            return outcome
    return unforeseen(block.error)


def without_address(outcome: Sent | NotSent, address: str | None) -> None:
    """Take a person's address out of what a service said: whoever is erased while it speaks is named by it no more."""
    if isinstance(outcome, NotSent) and address:
        outcome.reason = Blank([address]).clean(outcome.reason, UNSAID)


def unforeseen(error: Exception | None) -> Uncertain:
    """What became of a message that its adapter never told of."""
    how = type(error).__name__ if error is not None else "sin respuesta"
    return Uncertain(f"Falló de una manera imprevista ({how}): no se sabe si alcanzó a salir.", code="unforeseen")


def _media(file: FrozenFile, folder: Path) -> Media:
    return Media(
        path=file_path(media_folder(folder), file.sha256),
        name=file.name,
        mime=file.mime,
        sha256=file.sha256,
        size=file.size,
        alt=file.alt,
    )
