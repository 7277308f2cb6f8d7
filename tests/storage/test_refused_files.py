"""What the operating system refuses, in the words of people."""

import errno

import pytest

from storage.refused_files import refusal_words


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "No se pudo escribir: no hay espacio en el disco."),
        (OSError(errno.EIO, "Input/output error", "/mnt/usb/a"), "No se puede usar /mnt/usb/a: el disco falla"),
        (OSError(errno.EXDEV, "Invalid", "a"), "No se puede usar a: EXDEV del sistema."),
        (OSError("Ya en palabras."), "Ya en palabras."),
    ],
)
def test_what_the_system_refuses_is_told_in_spanish(error: OSError, words: str) -> None:
    """With a name where there is one."""
    assert refusal_words(error).startswith(words)
