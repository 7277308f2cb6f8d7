"""Messages in a row for an adapter that carries one after another, and what came of each."""

from collections import deque

from channels.message import Message, NotSent, Sent
from tests.channels.mail import MESSAGE


class Row:
    """Messages in a row, and what came of each."""

    def __init__(self, *names: str) -> None:
        self.left = deque(MESSAGE._replace(key=name, destination=f"{name}@example.org") for name in names)
        self.ends: dict[str, Sent | NotSent] = {}
        self.kept: set[str] = set()
        """Those that may not leave any more."""

    def next(self) -> Message | None:
        """The next one."""
        return self.left.popleft() if self.left else None

    def leaves(self, message: Message) -> bool:
        """Unless it is kept."""
        return message.key not in self.kept

    def done(self, message: Message, outcome: Sent | NotSent) -> None:
        """Kept; nobody is told twice."""
        assert message.key not in self.ends
        self.ends[message.key] = outcome

    def kinds(self) -> dict[str, type[Sent | NotSent]]:
        """What came of each, by its kind."""
        return {name: type(end) for name, end in self.ends.items()}
