"""What a process has freed, given back to the machine."""

import ctypes
import gc


def give_back() -> None:
    """After much was read at once: what it left behind goes. Where the C library has no word for it, nothing happens.

    glibc keeps freed memory for the next one who asks (https://man7.org/linux/man-pages/man3/malloc_trim.3.html), and a
    daemon that has read its files asks for little.
    """
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
