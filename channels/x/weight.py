"""How X counts a post: by weight, not by characters (https://docs.x.com/resources/fundamentals/counting-characters).

Where X's own reading cannot be known without its list of domains, the count errs upwards.
"""

import re
import unicodedata

URL = 23
"""Every address weighs what its t.co form does."""
LIGHT = (range(4352), range(8192, 8206), range(8208, 8224), range(8242, 8248))
"""Code points that weigh 1, by the published configuration v3; all others weigh 2."""

_LETTER = "0-9a-zA-Z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
_PATH = rf"{_LETTER}!*';:=+,.$/%#\[\]\-_~&|@"
_END = rf"{_LETTER}=_#/+\-"
_ADDRESS = re.compile(
    r"(?P<mail>(?<![0-9a-zA-Z_.+-])[0-9a-zA-Z_.+-]{1,64}@[0-9a-zA-Z.-]+[0-9a-zA-Z])|"
    rf"(?<![0-9a-zA-Z@#$])(?:https?://)?"
    rf"(?:[0-9a-zA-Z](?:[{_LETTER}-]{{0,61}}[{_LETTER}])?\.){{1,9}}(?P<top>[a-zA-Z]{{2,24}})(?![0-9a-zA-Z@])"
    rf"(?::[0-9]+(?=/))?(?:/(?:[{_PATH}]*[{_END}])?)?(?:\?[{_PATH}?]*[0-9a-zA-Z_&=#/\-])?",
    re.IGNORECASE,
)
"""A web address with or without https://; a mail address, which X leaves as text, so that its host is not taken."""
_KNOWN_TOPS = frozenset({"app", "biz", "co", "com", "dev", "edu", "gov", "info", "mil", "net", "online", "org", "tv"})
"""Ends of names that X surely knows; a name that ends otherwise may be an address for X only in part, or not at all."""
_JOINING = ("-", "_")
"""After one of these, the same."""

_PICTURE = (
    "(?:[\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299\u00a9\u00ae\U0001f000-\U0001f1e5\U0001f200-\U0001faff]"
    "(?:[\U0001f3fb-\U0001f3ff]|\ufe0f\u20e3?|[\U000e0020-\U000e007e]+\U000e007f)?)"
)
_EMOJI = re.compile(f"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|{_PICTURE}(?:\u200d{_PICTURE})*")
"""Flags, keycaps, and pictures joined as in Unicode's UTS #51: each weighs 2, however many code points it has."""


def plain(text: str) -> str:
    """`text` with no-break spaces made plain: Babel puts U+202F in «7:00 a. m.», and X would count it as 2."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def weighted_length(text: str) -> int:
    """The weight of `text` as it would be posted; X takes 280."""
    text = re.sub(r"\r\n?", "\n", unicodedata.normalize("NFC", plain(text)))
    weight, position = 0, 0
    for found in _ADDRESS.finditer(text):
        if found["mail"]:
            continue
        weight += _weigh(text[position : found.start()])
        weight += URL
        if found["top"].lower() not in _KNOWN_TOPS or text.startswith(_JOINING, found.end()):
            weight += _weigh(found[0])
        position = found.end()
    return weight + _weigh(text[position:])


def _weigh(text: str) -> int:
    """The weight of a text without addresses."""
    pictures = len(_EMOJI.findall(text))
    rest = _EMOJI.sub("", text)
    return 2 * pictures + sum(1 if any(ord(each) in light for light in LIGHT) else 2 for each in rest)
