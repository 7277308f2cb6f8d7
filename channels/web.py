"""The municipality's own site: a content file that its page is made from."""

import asyncio
import json
import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import ClassVar

from pydantic import Field

from channels import durable
from channels.adapter import Kind, MediaRule, Options, Pace, Profile, Surroundings, TextLimit
from channels.filetypes import PUBLISHED, SUFFIXES
from channels.keys import Key
from channels.message import Composed, Media, Message, Rejected, Remember, Scope, Sent, Unavailable
from channels.paths import segment

ROOT = "contenidos"
PLAIN_ACCOUNT = "web"
"""The account whose pages carry no account name."""
LARGEST = 50 * 1024 * 1024


def page_path(publication: str) -> str:
    """The path of a publication's page, with a slash at both ends, from its key `campaign/message/account@occurrence`.

    `/contenidos/<campaign>/<message>/<occurrence>/` for the account called `web`, and with `<account>/` at the end
    for every other one. This grammar never changes, since links to it are frozen into messages; it asks nothing but
    the key, so a second web account moves no page of the first. Two keys never share a path, and each part is made
    safe by `channels.paths.segment`: `2027-01-12T07:30` becomes `2027-01-12T07_30`. Raises ValueError where it is no
    publication key.
    """
    key = Key.parse(publication)
    parts = [key.campaign, key.message, key.occurrence, *([key.account] if key.account != PLAIN_ACCOUNT else [])]
    return f"/{ROOT}/{'/'.join(map(segment, parts))}/"


def file_path(page: str, digest: str, mime: str) -> str:
    """Where a picture or document lies in the site, without a slash at its start: under its page, named after its
    content. Raises ValueError for a kind that the site does not take, and for what is no sha256.
    """
    if mime not in PUBLISHED or not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise ValueError(f"«{mime}»")
    return f"{page.lstrip('/')}{digest[:32]}{PUBLISHED[mime]}"


class WebOptions(Options):
    """What a web account may say of itself."""

    section: str = Field(default="", alias="seccion")
    """The part of the site that its pages belong to."""


class Web:
    """An account that publishes pages on the municipality's site."""

    name: ClassVar[str] = "web"
    profile: ClassVar[Profile] = Profile(
        medium="sitio web",
        kinds=(Kind.BROADCAST,),
        text=TextLimit(200_000, "caracteres"),
        subject=TextLimit(200, "caracteres"),
        html=True,
        media=MediaRule(tuple(SUFFIXES), LARGEST, maximum_count=50),
        attachments=MediaRule(tuple(PUBLISHED), LARGEST, maximum_count=50),
        pace=Pace(per_second=50.0, burst=50, concurrency=2),
    )
    options_model: ClassVar[type[Options]] = WebOptions

    def __init__(self, options: Options, surroundings: Surroundings) -> None:
        assert isinstance(options, WebOptions)
        self._section = options.section
        self._site_url = surroundings.site_url
        self._folder = surroundings.folder / "sitio"

    @classmethod
    def sender(cls, options: Options) -> str:
        """`web`: there is one site."""
        return cls.name

    def compose(self, message: Message) -> Composed:
        """The content file. Raises `Rejected`."""
        path = _path(message)
        content = {
            "key": message.key,
            "publication": message.publication,
            **Key.parse(message.publication)._asdict(),
            "path": path,
            "url": self._site_url + path,
            "published": message.written_at.isoformat(),
            "section": self._section,
            "title": message.subject,
            "text": message.text,
            "html": message.html,
            "link": message.link,
            "facts": dict(message.facts),
            "media": _listed(path, message.media),
            "attachments": _listed(path, message.attachments),
        }
        return Composed(".json", json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n")

    async def send(self, message: Message, remember: Remember) -> Sent:
        """Writes the content file, after the files that it names; writing it again changes nothing.

        Raises `Rejected`, or `Unavailable` where the disk does not take it.
        """
        content = self.compose(message).data
        path = _path(message)
        await asyncio.to_thread(self._write, path, content, (*message.media, *message.attachments))
        return Sent(remote_id=path, url=self._site_url + path)

    async def withdraw(self, remote_id: str, destination: str) -> None:
        """Removes the content file and the files that it names. Raises `Unavailable` where the disk does not let it."""
        await asyncio.to_thread(self._remove, remote_id)

    async def close(self) -> None:
        """Nothing is open."""

    def _remove(self, path: str) -> None:
        page = self._folder / f"{path.strip('/')}.json"
        try:
            if not page.exists():
                return
            content = json.loads(page.read_bytes())
            for listed in (*content["media"], *content["attachments"]):
                (self._folder / listed["file"]).unlink(missing_ok=True)
            # Last: as long as it stands, another attempt finds what there is to remove.
            page.unlink()
        except OSError as error:
            raise _unwritable(error) from error

    def _write(self, path: str, content: bytes, files: Iterable[Media]) -> None:
        for media in files:
            data = _frozen(media)
            try:
                durable.write(self._folder / _place(path, media), data)
            except OSError as error:
                raise _unwritable(error) from error
        try:
            durable.write(self._folder / f"{path.strip('/')}.json", content)
        except OSError as error:
            raise _unwritable(error) from error


def _path(message: Message) -> str:
    try:
        return page_path(message.publication)
    except ValueError as error:
        raise Rejected(f"No se puede hacer la página: {error}") from error


def _listed(path: str, files: Iterable[Media]) -> list[dict[str, object]]:
    """How a page finds its files: `file` is the path in the site, `name` what the public sees."""
    return [
        {"file": _place(path, media), "name": media.name, "mime": media.mime, "alt": media.alt, "size": media.size}
        for media in files
    ]


def _place(path: str, media: Media) -> str:
    """Where a file lies in the site: under its page, named after its content. Raises `Rejected`."""
    try:
        return file_path(path, media.sha256, media.mime)
    except ValueError as error:
        raise Rejected(f"El sitio web no admite el archivo «{media.name}» ({media.mime})") from error


def _frozen(media: Media) -> bytes:
    """A file's bytes, if they are still those that were approved. Raises `Rejected`."""
    try:
        data = Path(media.path).read_bytes()
    except OSError as error:
        raise Rejected(f"No se puede leer el archivo «{media.name}»: {error.strerror}") from error
    if sha256(data).hexdigest() != media.sha256:
        raise Rejected(f"El archivo «{media.name}» no es el que se aprobó: su contenido cambió")
    return data


def _unwritable(error: OSError) -> Unavailable:
    text = f"No se puede escribir el sitio en {error.filename or 'el disco'}: {error.strerror}. "
    text += "Revise el espacio en disco y los permisos de la carpeta."
    return Unavailable(text, code=f"errno-{error.errno}", scope=Scope.ACCOUNT, needs_person=True)
