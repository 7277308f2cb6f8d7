"""Names of files and pages made from keys: safe in a URL and on a disk, and never the same for two keys."""

import re

PLAIN = re.compile(r"[A-Za-z0-9.~-]")
LONGEST = 200
"""Characters in one segment: file systems stop at 255 octets, and suffixes are added."""


def segment(text: str) -> str:
    """One piece of a path for this text; another text makes another piece.

    Letters, digits, `.`, `~` and `-` stay; a colon becomes `_`; every other octet of its UTF-8, and a dot at the
    beginning, becomes `=` and two hexadecimal digits. All of it may stand in a URL as it is (RFC 3986 §3.3). Raises
    ValueError where the text is empty or makes more than `LONGEST` characters.
    """
    made = "".join(_sign(sign) for sign in text)
    if made.startswith("."):
        made = f"=2e{made[1:]}"
    if not 0 < len(made) <= LONGEST:
        raise ValueError(f"«{text[:LONGEST]}» no sirve como nombre de archivo: está vacío o es demasiado largo")
    return made


def _sign(sign: str) -> str:
    if PLAIN.fullmatch(sign):
        return sign
    return "_" if sign == ":" else "".join(f"={octet:02x}" for octet in sign.encode())
