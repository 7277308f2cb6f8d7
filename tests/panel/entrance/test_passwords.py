"""Passwords as they are kept and checked."""

from pathlib import Path
from threading import Thread

import pytest

from panel.entrance.passwords import MEMORY, MOST, hashed, is_right, weakness


def test_a_password_is_kept_as_argon2id_and_found_again() -> None:
    """Each time with another salt."""
    first, second = hashed("tres caballos y una nube"), hashed("tres caballos y una nube")
    assert first != second
    assert first.startswith(f"$argon2id$v=19$m={MEMORY},t=2,p=1$")
    assert is_right(first, "tres caballos y una nube")
    assert not is_right(first, "tres caballos y una nubes")


@pytest.mark.parametrize("kept", [None, "", "$argon2id$roto", "clave"])
def test_what_was_never_kept_is_never_right(kept: str | None) -> None:
    """Nor is the password of the one whom nobody is."""
    assert not is_right(kept, "la clave de nadie")


@pytest.mark.parametrize(
    ("password", "wrong"),
    [
        ("tres caballos y una nube", False),
        ("ñandú, cóndor y águila", False),
        ("once letras", True),
        ("abababababababab", True),
        ("a" * MOST + "bcdefgh", True),
        ("segovia2027!!", True),
        ("SEGOVIA 27 ana", True),
        ("segovia en la tarde tiene tres nubes", False),
    ],
)
def test_a_password_that_somebody_guesses_is_not_taken(password: str, wrong: bool) -> None:
    """Too short, too much of the same, or names and little more."""
    assert bool(weakness(password, ("ana", "Ana Pérez", "Segovia", "segovia"))) == wrong


def test_what_a_hash_takes_is_given_back() -> None:
    """Of four sign-ins one after the other, each in a thread of its own, no 19 MiB stay."""

    def resident() -> int:
        told = Path("/proc/self/status").read_text("utf-8")
        return next(int(line.split()[1]) for line in told.splitlines() if line.startswith("RssAnon"))

    is_right(None, "primera")
    before = resident()
    for _ in range(4):
        thread = Thread(target=is_right, args=(None, "otra"))
        thread.start()
        thread.join()
    assert resident() - before < MEMORY / 2
