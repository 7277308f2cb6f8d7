"""A mailbox read over IMAP (RFC 9051): what came since the last time, and what was read put aside. Loads imapclient.

Whoever asks runs it on a thread: each visit is one connection, and none stays open between two.
"""

import ssl
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import NamedTuple

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

SECONDS = 15.0
"""For connecting, and for each answer."""
MOST_HEADS = 200
"""Heads that are looked at at once."""
LARGEST_HEAD = 65_536
"""Octets of a head that are looked at."""
SEEN = b"\\Seen"


class MailboxError(Exception):
    """It cannot be read now; the text is Spanish and says what to do."""

    def __init__(self, reason: str, *, needs_person: bool = False) -> None:
        """`needs_person`: it will not heal by itself."""
        super().__init__(reason)
        self.reason = reason
        self.needs_person = needs_person


@dataclass(frozen=True, slots=True)
class Entrance:
    """Where a mailbox is, and who may read it."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    context: ssl.SSLContext | None
    """What verifies the server; None: in clear, on this machine alone."""
    starttls: bool = False


class Mailed(NamedTuple):
    """One mail."""

    number: int
    """Its UID."""
    data: bytes
    """Its beginning."""


class Visit(NamedTuple):
    """What a visit brought."""

    mails: tuple[Mailed, ...]
    place: str
    """Up to where it was read: `UIDVALIDITY:UID`. Where the first changes, all is read anew (RFC 9051 §2.3.1.1)."""
    more: bool
    """There is more to read now."""


class Unread(NamedTuple):
    """Of the mails that nobody has read, those that were wanted."""

    validity: int
    """The folder's UIDVALIDITY: the numbers are of it alone."""
    mails: tuple[Mailed, ...]
    """Whole, the oldest first."""
    unwanted: tuple[int, ...]
    too_large: tuple[int, ...]
    more: bool
    """There is more to read now."""


class Standing(NamedTuple):
    """How a mailbox stands."""

    mails: int
    unread: int
    folders: tuple[str, ...]


def visit(entrance: Entrance, place: str, most: int, largest: int, done: Collection[int], moved_to: str) -> Visit:
    """What came after `place`, the oldest first: of at most so many mails so many octets. Marks nothing of them.

    `done`, of an earlier visit: marked as read, and put into `moved_to` where that is named; what cannot be marked or
    moved stays as it is. Raises `MailboxError`.
    """
    with _open(entrance) as client:
        told = client.select_folder(entrance.folder)
        validity = int(told[b"UIDVALIDITY"])
        known, _, last = place.partition(":")
        read_to = int(last) if known == str(validity) and last.isdecimal() else 0
        if done and read_to:
            with suppress(IMAPClientError):
                _put_aside(client, sorted(done), moved_to)
        # «n:*» names the last one also where it is older (RFC 9051 §9, seq-range).
        fresh = sorted(number for number in client.search(["UID", f"{read_to + 1}:*"]) if number > read_to)
        wanted, part = fresh[:most], f"BODY.PEEK[]<0.{largest}>"
        found = client.fetch(wanted, [part]) if wanted else {}
        mails = tuple(Mailed(number, _data(found.get(number, {}))) for number in wanted)
        return Visit(mails, f"{validity}:{wanted[-1] if wanted else read_to}", more=len(fresh) > most)


def unread(
    entrance: Entrance, wanted: Callable[[bytes], bool], largest: int, known: Collection[tuple[int, int]] = ()
) -> Unread:
    """The mails that nobody has read and whose head is `wanted`: as many as fit into `largest` octets. Marks nothing.

    `known`: what an earlier call did not want, by UIDVALIDITY and number. Raises `MailboxError`.
    """
    with _open(entrance) as client:
        validity = int(client.select_folder(entrance.folder)[b"UIDVALIDITY"])
        fresh = [number for number in sorted(client.search(["UNSEEN"])) if (validity, number) not in known]
        heads = (
            client.fetch(fresh[:MOST_HEADS], [f"BODY.PEEK[HEADER]<0.{LARGEST_HEAD}>", "RFC822.SIZE"]) if fresh else {}
        )
        mails, unwanted, too_large, octets, looked = list[Mailed](), list[int](), list[int](), 0, 0
        for number in fresh[:MOST_HEADS]:
            told = heads.get(number, {})
            size = int(told.get(b"RFC822.SIZE", 0))
            if not wanted(_data(told)):
                unwanted.append(number)
            elif size > largest:
                too_large.append(number)
            elif octets + size > largest:
                break
            else:
                mails.append(Mailed(number, _data(client.fetch([number], ["BODY.PEEK[]"]).get(number, {}))))
                octets += size
            looked += 1
        return Unread(validity, tuple(mails), tuple(unwanted), tuple(too_large), more=len(fresh) > looked)


def put_aside(entrance: Entrance, validity: int, numbers: Collection[int], moved_to: str) -> None:
    """Mark them as read, and put them into `moved_to` where that is named. Raises `MailboxError`.

    Nothing where the folder counts otherwise since.
    """
    with _open(entrance) as client:
        if numbers and int(client.select_folder(entrance.folder)[b"UIDVALIDITY"]) == validity:
            _put_aside(client, sorted(numbers), moved_to)


def standing(entrance: Entrance) -> Standing:
    """How it stands; nothing is changed. Raises `MailboxError`."""
    with _open(entrance) as client:
        told = client.select_folder(entrance.folder, readonly=True)
        folders = tuple(name for _, _, name in client.list_folders())
        return Standing(int(told[b"EXISTS"]), len(client.search(["UNSEEN"])), folders)


@contextmanager
def _open(entrance: Entrance) -> Iterator[IMAPClient]:
    """A connection that is protected and identified; what goes wrong on it is told. Raises `MailboxError`."""
    where, implicit = f"{entrance.host}:{entrance.port}", entrance.context is not None and not entrance.starttls
    try:
        with IMAPClient(
            entrance.host,
            entrance.port,
            ssl=implicit,
            ssl_context=entrance.context,
            timeout=SocketTimeout(SECONDS, SECONDS),
        ) as client:
            if entrance.starttls:
                client.starttls(entrance.context)
            client.login(entrance.user, entrance.password)
            yield client
    except LoginError as error:
        raise MailboxError(f"El buzón {where} no acepta el usuario o la clave.", needs_person=True) from error
    except ssl.SSLError as error:
        why = error.verify_message if isinstance(error, ssl.SSLCertVerificationError) else error.reason
        text = f"El buzón {where} no ofrece un cifrado confiable ({why}); revise su certificado u opción «ca»."
        raise MailboxError(text, needs_person=True) from error
    except IMAPClientAbortError as error:
        raise MailboxError(f"El buzón {where} cerró la conexión.") from error
    except IMAPClientError as error:
        # Its words may hold what was said to it, the password among that.
        text = f"El buzón {where} no deja leer la carpeta «{entrance.folder}»; revise «carpeta» en canales.yaml."
        raise MailboxError(text, needs_person=True) from error
    except OSError as error:
        raise MailboxError(
            f"No hay conexión con el buzón {where} ({error.strerror or type(error).__name__})."
        ) from error


def _put_aside(client: IMAPClient, numbers: list[int], moved_to: str) -> None:
    client.add_flags(numbers, [SEEN], silent=True)
    if not moved_to:
        return
    if not client.folder_exists(moved_to):
        client.create_folder(moved_to)
    if client.has_capability("MOVE"):
        client.move(numbers, moved_to)
    else:
        client.copy(numbers, moved_to)
        client.delete_messages(numbers)
        if client.has_capability("UIDPLUS"):
            client.uid_expunge(numbers)


def _data(told: object) -> bytes:
    """The octets of a mail that a server may name in several ways; none where it went away meanwhile."""
    found = [value for name, value in told.items() if name.startswith(b"BODY[")] if isinstance(told, dict) else []
    return found[0] if found and isinstance(found[0], bytes) else b""
