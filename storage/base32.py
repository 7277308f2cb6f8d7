"""Octets as lower-case letters and digits (RFC 4648 §6), without padding.

`base64.b32encode` walks through its octets in Python, and takes as long as the HMAC and all else of a token together;
here a number is spread as a whole, in as many steps as its length has binary digits.
"""

from functools import lru_cache

_LETTER, _OCTET = 5, 8
"""Bits of a letter, and of the octet that it becomes."""
_LETTERS = b"abcdefghijklmnopqrstuvwxyz234567" + bytes(224)


def letters(data: bytes) -> str:
    """The text of some octets."""
    count = -(-len(data) * _OCTET // _LETTER)
    number = int.from_bytes(data, "big") << (count * _LETTER - len(data) * _OCTET)
    for stay, move, shift in _steps(count):
        number = (number & stay) | ((number & move) << shift)
    return number.to_bytes(count, "big").translate(_LETTERS).decode("ascii")


@lru_cache(maxsize=64)
def _steps(count: int) -> tuple[tuple[int, int, int], ...]:
    """How so many letters come apart: the upper half of each block moves up, then that of each half, down to one.

    Of each step: the bits that stay, those that move, and by how much.
    """
    found = []
    span = 1 << max(count - 1, 0).bit_length()
    while span > 1:
        half = span // 2
        block = (1 << (_LETTER * half)) - 1
        stay = sum(block << (place * _OCTET) for place in range(0, count, span))
        found.append((stay, stay << (_LETTER * half), (_OCTET - _LETTER) * half))
        span = half
    return tuple(found)
