"""Looks at accounts that staff ask for: apart from the pages, one at a time for each municipality, with an end."""

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from datetime import timedelta
from functools import partial
from importlib import import_module
from threading import Thread

from campaigns.account import Account
from channels.capabilities import Finding
from delivery.accounts.checkup import Examined
from delivery.accounts.kept_checkup import MACHINE, begin, finish
from delivery.workplace import Workplace
from panel.public import Proxies
from storage.errors import StorageError

LIMIT = timedelta(minutes=5)
"""Of one look at all accounts: most services answer in seconds."""
GRACE = timedelta(seconds=30)
"""Besides, until it counts as lost with its process."""
TOO_LONG = "La última revisión no terminó en cinco minutos, y no quedó nada de ella. Revise las cuentas una por una."
UNFORESEEN = "falló de una manera imprevista; el detalle está en el registro del pregonero"
FAILED = "La última revisión no se pudo hacer: {}."


class Checkups:
    """Begins them, and keeps what they found."""

    def __init__(self, proxies: Proxies) -> None:
        """`proxies`: whose word on where a visit comes from is believed."""
        self._proxies = proxies
        self._going: set[asyncio.Task[None]] = set()

    async def begin(self, place: Workplace, accounts: Sequence[Account], *, whole: bool) -> bool:
        """Look at these, where `whole` at the machine and the site too; False where a look is under way already.

        Raises `StorageError`.
        """
        work = partial(begin, tenant_id=place.tenant_id, now=place.clock.now(), limit=LIMIT + GRACE)
        if not await place.database.run(work):
            return False
        task = asyncio.create_task(self._look(place, accounts, whole=whole))
        self._going.add(task)
        task.add_done_callback(self._going.discard)
        return True

    async def finished(self) -> None:
        """Return when none of those that were begun here is under way."""
        await asyncio.gather(*self._going)

    async def _look(self, place: Workplace, accounts: Sequence[Account], *, whole: bool) -> None:
        found: Future[list[Examined]] = Future()
        work = partial(_examine, found, place, accounts, self._proxies, whole=whole)
        # A thread that the process does not wait for: a service that hangs delays no restart.
        Thread(target=work, name="checkup", daemon=True).start()
        failed, examined = "", list[Examined]()
        try:
            examined = await asyncio.wait_for(asyncio.wrap_future(found), (LIMIT + GRACE).total_seconds())
        except TimeoutError:
            failed = TOO_LONG
        except (StorageError, OSError) as error:
            failed = FAILED.format(str(error).rstrip("."))
        end = partial(
            finish,
            tenant_id=place.tenant_id,
            found=_by_account(place, examined),
            known=place.tenant.accounts,
            now=place.clock.now(),
            failed=failed,
        )
        await place.database.run(end)


def _examine(
    found: Future[list[Examined]], place: Workplace, accounts: Sequence[Account], known: Proxies, *, whole: bool
) -> None:
    """In a loop of its own: a service that keeps its connection busy keeps no page waiting."""
    # It loads httpx, which a panel that nobody asks for a look has no use for.
    examine = import_module("panel.doctor").examine
    try:
        looked = examine(place, accounts, known, whole=whole)
        found.set_result(asyncio.run(asyncio.wait_for(looked, LIMIT.total_seconds())))
    except (StorageError, OSError) as error:
        found.set_exception(error)
    finally:
        # Nobody waits for what a thread has not foreseen; it is told on the standard error.
        if not found.done():
            found.set_exception(OSError(UNFORESEEN))


def _by_account(place: Workplace, examined: Sequence[Examined]) -> Mapping[str, list[Finding]]:
    """What is no account's (the machine's, and the figures that are fetched) stands together."""
    together: dict[str, list[Finding]] = {}
    for each in examined:
        name = each.account if each.account in place.tenant.accounts else MACHINE
        together.setdefault(name, []).append(each.finding)
    return together
