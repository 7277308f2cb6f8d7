"""Where the keyboard stands while a part of a page is shown anew: htmx finds it again by an id, and by nothing else."""

import re
from collections import Counter
from zlib import crc32

LIVE = 'data-hx-swap="outerHTML"'
"""What a page has of which a part is exchanged while somebody reads."""
_STOP = re.compile(r"<(a|button|input|select|summary|textarea)(?=[\s>])([^>]*)>")
_ID = re.compile(r'\sid="')
_HIDDEN = ' type="hidden"'


def kept_in_place(html: str) -> str:
    """A page whose links, buttons and fields all have an id; one that has no part of its own to exchange as it is.

    An id follows from where it leads, so that it is the same when others have come before it.
    """
    if LIVE not in html:
        return html
    seen: Counter[str] = Counter()

    def named(found: re.Match[str]) -> str:
        tag, told = found.groups()
        if _ID.search(told) or _HIDDEN in told:
            return found[0]
        mark = f"{tag}-{crc32(told.encode()):x}"
        seen[mark] += 1
        return f'<{tag} id="{mark}-{seen[mark]}"{told}>'

    return _STOP.sub(named, html)
