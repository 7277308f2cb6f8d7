"""Octets in letters: as the library writes them."""

from base64 import b32encode

from hypothesis import given
from hypothesis import strategies as st

from storage.base32 import letters


@given(data=st.binary(max_size=300))
def test_it_is_the_librarys_base32(data: bytes) -> None:
    """In small letters, without what fills up."""
    assert letters(data) == b32encode(data).decode().rstrip("=").lower()
