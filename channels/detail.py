"""What a service said, fit to stand in a sentence that an operator reads."""

import re
from collections.abc import Iterable
from html import escape

LONGEST = 200
"""Characters; a service may answer with a whole web page."""


def detail(said: str, secrets: Iterable[str] = ()) -> str:
    """`said` on one line, at most `LONGEST` characters, with each secret blotted out: error pages echo addresses.

    A secret is found as it is, and as JSON (RFC 8259 §7), addresses (RFC 3986 §2.1), forms and HTML write it.
    """
    for secret in filter(None, secrets):
        said = re.sub("".join(map(_written, secret)), "[secreto]", said)
    line = " ".join(said.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def _written(letter: str) -> str:
    """A pattern of all the ways in which a letter may come back."""
    code = letter.encode("utf-16-be", "surrogatepass").hex()
    units = "".join(rf"\\u(?i:{code[at : at + 4]})" for at in range(0, len(code), 4))
    octets = "".join(f"%(?i:{octet:02x})" for octet in letter.encode("utf-8", "surrogatepass"))
    ways = [rf"\\?{re.escape(letter)}", units, octets, f"&#0*{ord(letter)};", f"&#[xX]0*(?i:{ord(letter):x});"]
    ways += [re.escape(form) for form in (escape(letter),) if form != letter]
    return f"(?:{'|'.join([*ways, *([re.escape('+')] if letter == ' ' else [])])})"
