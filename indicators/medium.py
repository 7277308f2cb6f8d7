"""The medium under which reports count what went out."""


def medium_named(written: str) -> str:
    """A medium as reports call it: with a capital, as most accounts write it in their `medio`.

    An account that leaves its `medio` out goes by its adapter's, in small letters; it is the same medium.
    """
    return written[:1].upper() + written[1:]
