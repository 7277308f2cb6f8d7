"""What a list that was handed in is worked on by: a process apart, that goes on when the browser is closed."""

import threading
from contextlib import suppress
from datetime import datetime

from audience.brought_list import Brought, ListFolder, Stage
from audience.list_bringer import Order
from delivery.apart import begin_attended
from delivery.workplace import KEYS, Workplace
from logs import Log

log = Log(__name__)

STOPPED = "El proceso que trabajaba en la lista se detuvo. Inténtelo otra vez; el registro del pregonero dice por qué."


def begin(place: Workplace, folder: ListFolder, brought: Brought, actor: str, now: datetime) -> None:
    """Have it worked on as `brought` stands, which is written down already.

    It ends with this process, however that ends: whoever looks at the list then is told, and may have it go on.
    """
    columns = {name for public in place.tenant.audiences.values() for name in public.columns}
    order = Order(
        work=brought.stage,
        turn=brought.turn,
        url=place.database.url,
        keys=str((place.folder / KEYS).absolute()),
        tenant=place.tenant_id,
        zone=str(place.tenant.municipality.zone),
        folder=str(folder.path.absolute()),
        asked=sorted(columns),
        actor=actor,
        now=now.isoformat(),
    )
    threading.Thread(target=_attend, args=(order, folder), name="list", daemon=True).start()


def _attend(order: Order, folder: ListFolder) -> None:
    """Begin a process, and wait for its end with its standard input open: it takes that for a sign of life."""
    with suppress(BrokenPipeError), begin_attended("audience.list_bringer") as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(order.to_json() + b"\n")
        process.stdin.flush()
        errors = process.stderr.read()
        if errors:
            log.error("the process that works on a list says", errors=errors.decode(errors="replace")[-2_000:])
    _give_up(folder, order.turn)


def _give_up(folder: ListFolder, turn: int) -> None:
    """Its process has ended: what is still under way then is under way no more."""
    with suppress(FileNotFoundError), folder.working() as nobody:
        found = folder.read()
        if nobody and found is not None and found.turn == turn and found.under_way:
            folder.change(stage=Stage.READ if found.stage is Stage.BRINGING else Stage.FAILED, said=STOPPED)
