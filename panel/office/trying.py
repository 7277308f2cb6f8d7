"""Enviarme una prueba: a message as it will go out, to somebody of the staff, before anybody else has it."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection
from starlette.responses import Response

from audience.addresses import KIND_OF_CHANNEL, BadAddress
from campaigns.account import Account
from campaigns.templates import TemplateError
from campaigns.tenant import CampaignMessage
from channels.message import NotSent
from delivery.office.office import Refused
from delivery.planning.preview import Preview, preview
from delivery.planning.trying import send_test, takes_tests
from panel.entrance.roles import Right
from panel.office.account_names import account_name
from panel.office.asked import Asked, Page
from panel.office.named_message import MESSAGE, message_named, path_of
from panel.office.sheets import Sheets
from storage.audit import append
from storage.states import Mode

NOTES: Mapping[str, str] = {
    "prueba-real": "La prueba salió. Dice «[Prueba]» en el asunto, donde lo hay.",
    "prueba-pruebas": "La prueba quedó en archivos: la cuenta está en pruebas, y nada sale del equipo.",
    "prueba-ambas": "La prueba salió por las cuentas reales. La de las que están en pruebas quedó en archivos.",
}
NOBODY = "Escoja a quién se le envía la prueba."
GONE = "Por los demás medios sí se hizo."
SLOW = "El servicio no contestó en 30 segundos. Puede que la prueba llegue todavía."
LIMIT = 30.0
"""Seconds within which a service takes a test, or somebody is told that it did not."""
AT_ONCE = 2
"""Tests under way at the same time: each may draw a card."""


class Mailbox(NamedTuple):
    """Where a test may go."""

    value: str
    """As the form says it: `ana:correo`."""
    person: str
    """Whose it is, by name."""
    name: str
    """The same with the address."""
    address: str
    accounts: tuple[Account, ...]
    """By which it would go."""


class TryingPages:
    """Serves them."""

    def __init__(self, sheets: Sheets) -> None:
        """`sheets` stays the caller's."""
        self._sheets, self._room = sheets, asyncio.Semaphore(AT_ONCE)

    @property
    def pages(self) -> list[Page]:
        """For whoever operates: it leaves by the accounts."""
        return [Page(f"{MESSAGE}/prueba", Right.OPERATE, self.test, writes=True)]

    async def test(self, asked: Asked) -> Response:
        """To whom; and send it."""
        message = message_named(asked)
        if asked.form is None:
            return self._ask(asked, message)
        to = next((each for each in mailboxes(asked, message) if each.value == asked.field("para")), None)
        if to is None:
            return self._ask(asked, message, [NOBODY], 422)
        await asked.write(partial(_write_down, asked=asked, message=message, to=to))
        async with self._room:
            modes, told = await _send(asked, message, to)
        if told:
            return self._ask(asked, message, [*told, *([GONE] if modes else [])], 409)
        return asked.go(path_of(message), f"prueba-{modes.pop().value if len(modes) == 1 else 'ambas'}")

    def _ask(self, asked: Asked, message: CampaignMessage, said: Sequence[str] = (), code: int = 200) -> Response:
        return self._sheets.page(
            "probar.html",
            asked,
            code,
            campaign=asked.tenant.campaigns[message.campaign],
            message=message,
            said=said,
            mailboxes=list(mailboxes(asked, message)),
            accounts=tried_by(message),
            here_at=asked.url(path_of(message)),
        )


def tried_by(message: CampaignMessage) -> list[Account]:
    """The accounts by which a test of it can go to somebody of the staff, whose mail and telephone are known."""
    kinds = ("correo", "telefono")
    return [each for each in message.accounts if takes_tests(each) and KIND_OF_CHANNEL.get(each.type) in kinds]


def mailboxes(asked: Asked, message: CampaignMessage) -> Iterator[Mailbox]:
    """Those of whoever asks, then those of the others of `municipio.yaml`, as far as the message goes there."""
    people = asked.tenant.municipality.people
    for slug in sorted(people, key=lambda each: (each != asked.actor, people[each].name.casefold())):
        person = people[slug]
        for kind, address in (("correo", str(person.mail or "")), ("telefono", person.phone)):
            accounts = tuple(each for each in tried_by(message) if KIND_OF_CHANNEL[each.type] == kind)
            if address and accounts:
                yield Mailbox(f"{slug}:{kind}", person.name, f"{person.name} ({address})", address, accounts)


def _write_down(connection: Connection, asked: Asked, message: CampaignMessage, to: Mailbox) -> None:
    """Before it leaves: it may leave by accounts that cost money, whatever comes of it."""
    detail = {"to": to.person, "accounts": [each.name for each in to.accounts]}
    append(connection, asked.place.tenant_id, asked.actor, "send_test", message.reference, detail, asked.now)


async def _send(asked: Asked, message: CampaignMessage, to: Mailbox) -> tuple[set[Mode], list[str]]:
    """In which worlds tests went out, and why others did not, in Spanish; each account by itself."""
    modes, told = set[Mode](), list[str]()
    for account in to.accounts:
        name = account_name(asked.tenant, account.name)
        try:
            modes |= await asyncio.to_thread(partial(_sent, asked, message, account, to.address))
        except TimeoutError:
            told.append(f"Por {name}: {SLOW}")
        except NotSent as error:
            told.append(f"Por {name} no salió: {error.reason}")
        except (Refused, BadAddress, TemplateError, OSError) as error:
            told.append(f"Por {name} no salió: {error}")
    return modes, told


def _sent(asked: Asked, message: CampaignMessage, account: Account, address: str) -> set[Mode]:
    """Not for the loop: cards are drawn and files are read. One in each of its languages."""
    found: list[Preview] = preview(asked.tenant, message.campaign, message.id, account.name, asked.now)
    tests = asyncio.run(asyncio.wait_for(send_test(asked.place, found, address, asked.now), LIMIT))
    return {each.mode for each in tests}
