"""Pictures that anyone sends: looked at and drawn anew in a process of their own, before a byte of them is kept."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum

from delivery.apart import at_work

LARGEST = 8_000_000
"""Octets of one picture, as a telephone's camera makes it."""
PATIENCE = 20.0
"""Seconds for one."""
AT_ONCE = 2
"""How many are drawn at the same time: each takes memory while it is."""
DRAWER = "panel.picture_drawer"
MIME = "image/jpeg"


class Fault(StrEnum):
    """Why a picture is not taken, as the page says it."""

    KIND = "no es una foto que podamos abrir: envíela en JPG, PNG o WebP."
    SIZE = "pesa más de 8 MB: envíe una más pequeña."
    PIXELS = "tiene demasiados puntos: envíe una más pequeña."
    BROKEN = "está dañada, o no alcanzó a llegar completa."


BY_CODE = {3: Fault.KIND, 4: Fault.PIXELS, 5: Fault.BROKEN}
"""By what the process ends with."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture that is safe: a JPEG of our own, without where and when it was taken."""

    data: bytes


class Drawing:
    """Draws pictures anew."""

    def __init__(self) -> None:
        """Nothing is begun yet."""
        self._room = asyncio.Semaphore(AT_ONCE)

    async def drawn(self, data: bytes) -> Drawn | Fault:
        """The same picture drawn anew, or why it is not taken. Raises OSError where no process can be begun."""
        if len(data) > LARGEST:
            return Fault.SIZE
        async with self._room, at_work(DRAWER, data) as worker:
            try:
                async with asyncio.timeout(PATIENCE):
                    made, _ = await asyncio.shield(worker.said)
            except TimeoutError:
                return Fault.BROKEN
        code = worker.process.returncode
        return Drawn(made) if code == 0 and made else BY_CODE.get(code or 0, Fault.BROKEN)
