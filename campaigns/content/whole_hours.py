"""Hours in pages: «8:00 a. m.» stands on one line, also where a telephone's screen is narrow."""

import re

NO_BREAK = "\u00a0"
_HOUR = re.compile(r"(?<=\d) (?:([ap])\. )?(m)\.(?![^<>]*>)", re.IGNORECASE)
"""The spaces of an hour in a text; not in a tag's attributes, which programs read."""
_AS_TYPED = re.compile(r"(<(textarea|pre)\b.*?</\2>)", re.DOTALL)
"""What somebody sends back or copies into a file: it stays sign by sign."""


def whole_hours(html: str) -> str:
    """The same page with spaces at which no line ends inside its hours. Angles in its texts have to be escaped."""
    if " m." not in html:
        return html
    parts = _AS_TYPED.split(html)
    # Of each three: what is between, what stays whole, and the name of its tag, which is within it.
    between = [_HOUR.sub(_joined, each) for each in parts[::3]]
    kept = [*parts[1::3], ""]
    return "".join(one + other for one, other in zip(between, kept, strict=True))


def _joined(found: re.Match[str]) -> str:
    return found[0].replace(" ", NO_BREAK)
