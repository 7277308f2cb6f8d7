"""How X counts a post: by weight, not by characters (https://docs.x.com/resources/fundamentals/counting-characters).

Where X's own reading hangs on what cannot be known here, as its list of domains, the count errs upwards.
"""

import re
import unicodedata

from channels.x.address import POSSIBLE, RUN, Address, addresses

URL = 23
"""Every address weighs what its t.co form does."""
LONGEST_READ = 2_000
"""Characters of a text in which addresses are looked for: with more of them it is no post, whatever its addresses."""
_HEAVY = re.compile("[^\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
"""What weighs 2, by the published configuration v3; all else weighs 1."""

_SIGN = (
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u2328\u23cf\u23ed-\u23ef\u23f1\u23f2\u23f8-\u23fa\u24c2"
    "\u25aa\u25ab\u25b6\u25c0\u25fb\u25fc\u2600-\u2604\u260e\u2611\u2618\u261d\u2620\u2622\u2623\u2626\u262a\u262e\u262f"
    "\u2638-\u263a\u2640\u2642\u265f\u2660\u2663\u2665\u2666\u2668\u267b\u267e\u2692\u2694-\u2697\u2699\u269b\u269c\u26a0"
    "\u26a7\u26b0\u26b1\u26c8\u26cf\u26d1\u26d3\u26e9\u26f0\u26f1\u26f4\u26f7-\u26f9\u2702\u2708\u2709\u270c\u270d\u270f"
    "\u2712\u2714\u2716\u271d\u2721\u2733\u2734\u2744\u2747\u2763\u2764\u27a1\u2934\u2935\u2b05-\u2b07\u3030\u303d\u3297"
    "\u3299\U0001f170\U0001f171\U0001f17e\U0001f17f\U0001f202\U0001f237\U0001f321-\U0001f32c\U0001f336\U0001f37d"
    "\U0001f396-\U0001f39f\U0001f3cb-\U0001f3ce\U0001f3d4-\U0001f3df\U0001f3f3-\U0001f3f7\U0001f43f\U0001f441\U0001f4fd"
    "\U0001f549\U0001f54a\U0001f56f-\U0001f579\U0001f587-\U0001f58d\U0001f590\U0001f5a5-\U0001f5fa\U0001f6cb"
    "\U0001f6cd-\U0001f6cf\U0001f6e0-\U0001f6e9\U0001f6f0\U0001f6f3]"
)
"""Characters that were signs before they were emoji: U+FE0F makes pictures of them, and weighs nothing then."""
_PICTURE = (
    f"(?:{_SIGN}\ufe0f|"
    "[\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299\u00a9\u00ae\U0001f000-\U0001f1e5\U0001f200-\U0001faff]"
    "(?:[\U0001f3fb-\U0001f3ff]|[\U000e0020-\U000e007e]+\U000e007f)?)"
)
_EMOJI = re.compile(f"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|{_PICTURE}(?:\u200d{_PICTURE})*")
"""Flags, keycaps, and pictures joined as in Unicode's UTS #51: each weighs 2, however many code points it has."""


def plain(text: str) -> str:
    """`text` with no-break spaces made plain: Babel puts U+202F in «7:00 a. m.», and X would count it as 2."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def weighted_length(text: str) -> int:
    """The weight of `text` as it would be posted; X takes 280."""
    text = re.sub(r"\r\n?", "\n", unicodedata.normalize("NFC", plain(text)))
    if len(text) > LONGEST_READ:
        return _at_most(text)
    weight, position = 0, 0
    for run in RUN.finditer(text):
        if POSSIBLE.search(run[0]) is None:
            continue
        weight += _weigh(text[position : run.start()]) + _with_addresses(run[0])
        position = run.end()
    return weight + _weigh(text[position:])


def _with_addresses(run: str) -> int:
    """The weight of what stands between two spaces."""
    found, known = addresses(run)
    weight, position = 0, 0
    for address in found:
        weight += _weigh(run[position : address.start]) + _linked(run, address)
        weight += _weigh(run[address.end : address.taken])
        position = address.taken
    rest = run[position:]
    return weight + (_at_most(rest) if known < len(run) else _weigh(rest))


def _linked(run: str, address: Address) -> int:
    written = _weigh(run[address.start : address.end])
    if address.linked is False:
        return written
    return URL if address.linked else max(URL, written)


def _at_most(text: str) -> int:
    """Its weight with nothing left out for its addresses, and each that may be there counted besides."""
    return _weigh(text) + URL * len(POSSIBLE.findall(text))


def _weigh(text: str) -> int:
    """The weight of a text without addresses."""
    if text.isascii():
        return len(text)
    rest, pictures = _EMOJI.subn("", text)
    return 2 * pictures + len(rest) + len(_HEAVY.findall(rest))
