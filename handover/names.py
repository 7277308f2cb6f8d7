"""Names that any disk takes, a memory stick's FAT and Windows too, and that people still read."""

import re

LONGEST = 120
"""Characters: with what is put before it, and in UTF-8, it stays under the 255 that file systems take."""
_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,10}$")


def readable_name(name: str) -> str:
    """«¿Qué pasó? 3:00.pdf» is «¿Qué pasó- 3-00.pdf». A long one is cut before its ending; two may become the same."""
    made = _REFUSED.sub("-", name).strip().rstrip(".").lstrip(".") or "archivo"
    if len(made) > LONGEST:
        found = _ENDING.search(made)
        ending = found.group() if found else ""
        made = made[: LONGEST - len(ending)].rstrip(" .") + ending
    return f"_{made}" if _DEVICES.fullmatch(made) else made
