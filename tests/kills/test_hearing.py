"""Nothing that people write is lost, and nobody is answered twice: the daemon is killed between hearing and keeping."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.channels.service import Service
from tests.kills.ears import POINTS, Ears
from tests.kills.life import Nursery
from tests.kills.ruin import fresh
from tests.servers.process import Server
from tests.soaking import KILLS

pytestmark = pytest.mark.waits(12)

Start = Callable[..., Server]
CASES = {"sqlite": 2, "postgresql": 1}
"""Bots, each killed once at each point."""


def ears(start: Start, nursery: Nursery, folder: Path, url: str, seed: int, plant: str = "") -> Ears:
    """A bot of its own."""
    place = fresh(folder, url)
    return Ears(place, nursery, Service.start(start, "tests.servers.bot_api", folder), seed, plant)


@pytest.mark.kills
@pytest.mark.parametrize("dialect", CASES)
def test_whatever_is_killed_everyone_is_heard_once(
    dialect: str,
    tmp_path: Path,
    nursery: Nursery,
    fresh_url: Callable[[str, Path], Iterator[str]],
    start_server: Start,
    soak: int,
    first_seed: int,
    record_property: Callable[[str, object], None],
) -> None:
    """Before the news is kept, in its commit, after it, while an answer leaves: heard once, /stop holds, one answer."""
    kills = dict.fromkeys(POINTS, 0)
    for seed in range(first_seed * 1_000_000, first_seed * 1_000_000 + CASES[dialect] * soak):
        folder = tmp_path / str(seed)
        with contextmanager(fresh_url)(dialect, folder) as url:
            bot = ears(start_server, nursery, folder, url, seed)
            try:
                bot.play()
            except Exception as error:
                error.add_note(f"seed {seed}, kills so far: {dict(bot.kills)}; the place is {folder}")
                raise
        kills = {point: count + bot.kills[point] for point, count in kills.items()}
        bot.service.server.stop()
    assert min(kills.values()) > 0, f"points at which nobody died: {kills}"
    record_property(KILLS, {f"{dialect} {point}": count for point, count in kills.items()})


@pytest.mark.parametrize(
    ("plant", "found"),
    [
        ("doubtful_answers_are_sent_again", "nobody was answered twice"),
        ("the_last_word_is_lost", "every word was"),
    ],
)
def test_the_judge_finds_a_daemon_with_a_bug(
    plant: str, found: str, tmp_path: Path, nursery: Nursery, start_server: Start
) -> None:
    """Planted in each life: before long somebody has two answers, or is never heard."""
    url = f"sqlite:///{tmp_path / 'town' / 'var' / 'pueblo.db'}"
    with pytest.raises(AssertionError, match=found):
        ears(start_server, nursery, tmp_path / "town", url, 1, plant).play()
