"""Where a daemon is killed while it hears people: at seams that have names, so that one that was moved kills nobody."""

from collections.abc import Callable, Mapping

from tests.kills.points import Trap, before, committed

HEARING, REPLIES = "delivery.news.hearing", "storage.replies"


def before_news_is_kept(trap: Trap) -> None:
    """Telegram has answered, and nothing of it is written down."""
    before(HEARING, "take_in", lambda *given: bool(given[3]), trap.spring)


def in_the_news_commit(trap: Trap) -> None:
    """News, what it asks for and the cursor behind it are being committed, or about to be."""
    before(HEARING, "take_in", lambda *given: bool(given[3]), trap.spring_within)


def after_news_is_kept(trap: Trap) -> None:
    """They are committed, and Telegram does not know yet that they were: it tells them again."""
    committed(HEARING, "take_in", bool, trap)


def after_an_answer_was_intended(trap: Trap) -> None:
    """It is committed that an answer leaves, and no byte has left."""
    committed(REPLIES, "intend_reply", bool, trap)


def before_an_answer_is_recorded(trap: Trap) -> None:
    """The answer has arrived, and nothing of it is written down."""
    before(REPLIES, "end_reply", lambda *_: True, trap.spring)


ARMS: Mapping[str, Callable[[Trap], None]] = {
    "before news is kept": before_news_is_kept,
    "in the commit of news": in_the_news_commit,
    "after news is kept": after_news_is_kept,
    "after an answer was intended": after_an_answer_was_intended,
    "before an answer is recorded": before_an_answer_is_recorded,
}
"""Points at which the daemon kills itself, and what lays the trap there."""
