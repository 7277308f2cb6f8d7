"""Nothing lost, nothing twice: the daemon is killed with -9 hundreds of times, and the mail server's log is asked."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.kills.life import Nursery
from tests.kills.points import POINTS
from tests.kills.ruin import Ruin, fresh
from tests.servers.fixtures import StartMailServer
from tests.soaking import KILLS

pytestmark = pytest.mark.waits(12)

EACH = {"sqlite": 28, "postgresql": 14}
"""Kills of one case, at least; on PostgreSQL, with its sessions, a life takes several times as long."""
CASES = [*(("sqlite", case) for case in range(6)), *(("postgresql", case) for case in range(3))]
MOST = 14
"""Kills of one mailing, at most: the last ones find most of it done."""


@pytest.mark.kills
@pytest.mark.parametrize(("dialect", "case"), CASES)
def test_whatever_is_killed_everyone_gets_it_once(
    dialect: str,
    case: int,
    tmp_path: Path,
    nursery: Nursery,
    fresh_url: Callable[[str, Path], Iterator[str]],
    start_mail_server: StartMailServer,
    soak: int,
    first_seed: int,
    record_property: Callable[[str, object], None],
) -> None:
    """Killed at each point and at random, a mailing ends with everyone once in the server's log, or told as uncertain.

    The kills are counted; a point at which nobody died is a seam that was moved.
    """
    kills: Counter[str] = Counter()
    seed = first_seed * 1_000_000 + case * 100_000
    while kills.total() < EACH[dialect] * soak or set(kills) != set(POINTS):
        seed += 1
        folder = tmp_path / str(seed)
        with contextmanager(fresh_url)(dialect, folder) as url:
            ruin = Ruin(fresh(folder, url), nursery, start_mail_server(), seed)
            try:
                ruin.play(MOST)
            except Exception as error:
                error.add_note(f"seed {seed}, kills so far: {dict(ruin.kills)}; the place is {folder}")
                raise
        kills += ruin.kills
        ruin.mail.stop()
        assert seed % 100_000 < EACH[dialect] * soak, f"points that nobody reached: {set(POINTS) - set(kills)}"
    record_property(KILLS, {f"{dialect} {point}": count for point, count in sorted(kills.items())})


@pytest.mark.parametrize(
    ("plant", "found"),
    [("doubtful_is_sent_again", "nobody got it twice"), ("everything_is_set_aside", "set aside after the kill")],
)
def test_the_judge_finds_a_daemon_with_a_bug(
    plant: str, found: str, tmp_path: Path, nursery: Nursery, start_mail_server: StartMailServer
) -> None:
    """Planted in each life: before long somebody stands twice in the server's log, or very many never get it."""

    def ruin_some() -> None:
        for seed in range(5):
            folder = tmp_path / str(seed)
            place = fresh(folder, f"sqlite:///{folder / 'var' / 'pueblo.db'}")
            Ruin(place, nursery, start_mail_server(), seed, plant=plant).play(MOST)

    with pytest.raises(AssertionError, match=found):
        ruin_some()


def test_make_test_kills_at_least_two_hundred() -> None:
    """On both databases."""
    assert sum(EACH[dialect] for dialect, _ in CASES) >= 200
    assert {dialect for dialect, _ in CASES} == {"sqlite", "postgresql"}
