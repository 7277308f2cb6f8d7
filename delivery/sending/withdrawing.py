"""An adapter's other way: what a withdrawal asks of its lane, in the place of sending."""

from typing import ClassVar

from channels.adapter import Adapter, Options, Profile
from channels.capabilities import Withdraws
from channels.message import Message, Rejected, Remember, Sent
from channels.sandbox import Sandbox


class Withdrawing:
    """Stands in front of an open adapter: a delivery of a withdrawal carries the name of what is taken back."""

    name: ClassVar[str] = "retiro"
    profile: ClassVar[Profile] = Sandbox.profile
    options_model: ClassVar[type[Options]] = Options

    def __init__(self, adapter: Adapter) -> None:
        """`adapter` stays open, and is not closed by this one."""
        self._adapter = adapter

    @classmethod
    def sender(cls, options: Options) -> str:
        """There is no credential of its own."""
        return cls.name

    async def send(self, message: Message, remember: Remember) -> Sent:
        """Takes it back; in a rehearsal it is written down, as all that would have left. Raises as `Withdraws`."""
        if isinstance(self._adapter, Sandbox):
            return await self._adapter.send(message, remember)
        if not isinstance(self._adapter, Withdraws) or message.resumption is None:
            raise Rejected("El servicio no dejó el número con el que se retira.", code="sin-numero")
        await self._adapter.withdraw(message.resumption, message.destination)
        return Sent(message.resumption)

    async def close(self) -> None:
        """Nothing is open."""


def withdraws(type_: type[Adapter]) -> bool:
    """Whether a kind of account can take back what it has sent."""
    return issubclass(type_, Withdraws)
