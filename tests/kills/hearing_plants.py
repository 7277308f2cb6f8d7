"""Bugs of what hears and answers people, put into the shipped code in memory, for the judge to find."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, update

from storage.tables import reply
from tests.seams import Function, rebind

Put = Callable[[object, str, object], None]


def doubtful_answers_are_sent_again(put: Put) -> None:
    """What a crash left in doubt is answered once more, as if surely nothing had left."""

    def planted(_doubt: Function) -> Function:
        def hopeful(connection: Connection, _tenant: int, sender: str, epoch: int, _now: datetime) -> int:
            left = (reply.c.sender == sender) & (reply.c.state == "sending") & (reply.c.epoch < epoch)
            return connection.execute(update(reply).where(left).values(state="pending")).rowcount

        return hopeful

    rebind("storage.replies", "doubt_replies", planted, put)


def the_last_word_is_lost(put: Put) -> None:
    """The cursor goes past news that was not kept."""

    def planted(take_in: Function) -> Function:
        def forgetful(connection: Connection, workplace: Any, account: Any, news: Any, now: datetime) -> Any:
            return take_in(connection, workplace, account, news[:-1] or news, now)

        return forgetful

    rebind("delivery.news.hearing", "take_in", planted, put)


PLANTS: Mapping[str, Callable[[Put], None]] = {
    plant.__name__: plant for plant in (doubtful_answers_are_sent_again, the_last_word_is_lost)
}
