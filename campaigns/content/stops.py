"""The stop of «a. m.», which is the sentence's too where it ends one."""

import re

_TWICE = re.compile(r"(?<=\d )([ap]\. )?(m)\.\.(?!\.)", re.IGNORECASE)


def one_stop(text: str) -> str:
    """«Va hasta las 4:00 p. m.», written with one stop where a sentence ends with an hour (RAE, Ortografía 2010).

    Three of them are an ellipsis, and stay.
    """
    return _TWICE.sub(r"\1\2.", text) if ".." in text else text
