"""What a process has freed, given back to the machine."""

import ctypes
import gc

_MMAP_THRESHOLD = -3
"""By its number in glibc's `malloc.h`."""


def give_back() -> None:
    """After much was read at once: what it left behind goes. Where the C library has no word for it, nothing happens.

    glibc keeps freed memory for the next one who asks (https://man7.org/linux/man-pages/man3/malloc_trim.3.html), and a
    daemon that has read its files asks for little.
    """
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def apart_from(octets: int) -> None:
    """From now on blocks of this size and above are mapped by themselves, and go as soon as they are freed.

    Else glibc raises that size to that of the first such block, keeps each thread's next one in its arena, and no trim
    reaches it (https://man7.org/linux/man-pages/man3/mallopt.3.html, M_MMAP_THRESHOLD).
    """
    options = getattr(ctypes.CDLL(None), "mallopt", None)
    if options is not None:
        options(_MMAP_THRESHOLD, octets)
