"""The worlds in which nothing reaches anybody, as people are told of them beside what belongs to one."""

from collections.abc import Iterable, Mapping

from storage.states import Mode

MODES: Mapping[str, str] = {Mode.SANDBOX: "en pruebas", Mode.SIMULATED: "simulada"}
"""By a publication's mode; the real world is not named."""


def marked(words: str, *modes: str) -> str:
    """«Informe del mes (en pruebas)», where all that the words name is in tests.

    In a simulation mails say what they would really say: nothing is added there.
    """
    return f"{words} ({MODES[Mode.SANDBOX]})" if in_tests(modes) else words


def in_tests(modes: Iterable[str]) -> bool:
    """Whether all of some publications are."""
    return set(modes) == {Mode.SANDBOX.value}
