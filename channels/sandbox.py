"""What stands behind every account in `pruebas`: the finished message goes to a folder, and nowhere else."""

import json
import re
from collections import OrderedDict
from hashlib import sha256
from pathlib import Path
from typing import ClassVar

from channels.adapter import Kind, Options, Profile, TextLimit
from channels.capabilities import Composes
from channels.keys import Key
from channels.message import Composed, Media, Message, Rejected, Remember, Scope, Sent, Unavailable
from channels.paths import segment

SAMPLE = 25
"""How many messages of a publication are written in full."""
REST = "resto.jsonl"
"""One line with key and sha256 for each of the others."""
FULL = re.compile(r"[0-9a-f]{16}\.\w+")
REMEMBERED = 32
"""How many publications are kept in mind; another one is read again from its folder."""


def finished(adapter: object, message: Message) -> Composed:
    """The message as it would leave: what the adapter composes, else all its fields as JSON. Raises `Rejected`.

    The same message makes the same bytes on every machine: paths of files and resumption tokens are left out.
    """
    if isinstance(adapter, Composes):
        return adapter.compose(message)
    content = {
        "publication": message.publication,
        "key": message.key,
        "destination": message.destination,
        "written_at": message.written_at.isoformat(),
        "subject": message.subject,
        "text": message.text,
        "html": message.html,
        "media": [_described(media) for media in message.media],
        "attachments": [_described(media) for media in message.attachments],
        "reply_to": message.reply_to,
        "headers": [list(header) for header in message.headers],
        "link": message.link,
        "facts": dict(message.facts),
    }
    return Composed(".json", json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n")


def _described(media: Media) -> dict[str, object]:
    return {
        "name": media.name,
        "mime": media.mime,
        "sha256": media.sha256,
        "size": media.size,
        "alt": media.alt,
        "url": media.url,
    }


class Shelf:
    """The folder of one publication, and which messages it holds."""

    def __init__(self, folder: Path) -> None:
        """Makes the folder, its owner's alone, or reads what an earlier run left in it. Raises OSError."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._full = {int(path.stem, 16): path for path in folder.iterdir() if FULL.fullmatch(path.name)}
        self._rest = self._read_rest()

    def put(self, key: str, composed: Composed, digest: str) -> Path:
        """Keeps a message, once; returns the file that holds it or its line. Raises OSError."""
        number = _number(key)
        if number in self._full:
            return self._full[number]
        if number not in self._rest and len(self._full) < SAMPLE:
            return self._put_full(number, composed)
        if number not in self._rest:
            with (self._folder / REST).open("a", encoding="utf-8") as file:
                file.write(json.dumps({"key": key, "sha256": digest}, ensure_ascii=False) + "\n")
            self._rest.add(number)
        return self._folder / REST

    def _put_full(self, number: int, composed: Composed) -> Path:
        path = self._folder / f"{number:016x}{composed.suffix}"
        fresh = self._folder / f".{number:016x}.tmp"
        fresh.write_bytes(composed.data)
        fresh.replace(path)
        self._full[number] = path
        return path

    def _read_rest(self) -> set[int]:
        path = self._folder / REST
        if not path.exists():
            return set()
        lines = path.read_bytes().split(b"\n")
        if torn := lines.pop():
            # A process that died while it wrote left a piece of a line: its message counts as not kept.
            with path.open("r+b") as file:
                file.truncate(path.stat().st_size - len(torn))
        return {_number(json.loads(line)["key"]) for line in lines}


def _number(key: str) -> int:
    """A short name for a key: sixteen hexadecimal digits, kept as a number since there may be a million."""
    return int.from_bytes(sha256(key.encode()).digest()[:8])


class Sandbox:
    """Takes the place of an adapter in the lane. One object serves any number of publications in one event loop."""

    name: ClassVar[str] = "pruebas"
    profile: ClassVar[Profile] = Profile(
        medium="pruebas", kinds=tuple(Kind), text=TextLimit(1_000_000, "caracteres"), publishes=False
    )
    options_model: ClassVar[type[Options]] = Options

    def __init__(self, adapter: object, folder: Path | None) -> None:
        """`adapter` is asked for the finished form only (any object without `compose`, for JSON); never sent through.

        `folder` is `var/pruebas/<municipality>`, or None to write nothing (a simulation that only counts).
        """
        self._adapter = adapter
        self._folder = folder
        self._shelves: OrderedDict[str, Shelf] = OrderedDict()

    @classmethod
    def sender(cls, options: Options) -> str:
        """`pruebas`: there is no credential."""
        return cls.name

    def compose(self, message: Message) -> Composed:
        """What the adapter behind would send. Raises `Rejected`."""
        return finished(self._adapter, message)

    async def send(self, message: Message, remember: Remember) -> Sent:
        """Keeps the finished message under `<account>/<campaign>.<message>@<occurrence>/`, once for each key.

        Raises `Rejected` where it cannot be composed, `Unavailable` where the disk does not take it.
        """
        composed = self.compose(message)
        digest = sha256(composed.data).hexdigest()
        remote_id = f"pruebas:{digest[:16]}"
        if self._folder is None:
            return Sent(remote_id, sha256=digest)
        try:
            kept = self._shelf(self._folder, message.publication).put(message.key, composed, digest)
        except ValueError as error:
            raise Rejected(f"No se puede guardar la prueba: {error}") from error
        except OSError as error:
            self._shelves.pop(message.publication, None)
            text = f"No se puede guardar la prueba en {self._folder}: {error.strerror}. Revise espacio y permisos."
            raise Unavailable(text, code=f"errno-{error.errno}", scope=Scope.ACCOUNT, needs_person=True) from error
        return Sent(remote_id, url=str(kept), sha256=digest)

    async def close(self) -> None:
        """Forgets what the folders hold; nothing is open."""
        self._shelves.clear()

    def _shelf(self, folder: Path, publication: str) -> Shelf:
        if publication not in self._shelves:
            key = Key.parse(publication)
            name = f"{segment(key.campaign)}.{segment(key.message)}@{segment(key.occurrence)}"
            self._shelves[publication] = Shelf(folder / segment(key.account) / name)
            if len(self._shelves) > REMEMBERED:
                self._shelves.popitem(last=False)
        self._shelves.move_to_end(publication)
        return self._shelves[publication]
