"""Parts of a page that ask for themselves again, without a script of ours: each in the same way, and how often."""

from collections.abc import Mapping

from markupsafe import Markup

SECONDS = 2
"""Between two looks: nobody wonders yet whether the page stands still, and few ask twice for nothing."""
OF_A_SENDING = 5
"""Two looks tell how fast it goes where more than four seconds lie between them, and several people watch it."""
OF_A_DAY = 30
"""It stands open on a desk from morning to evening."""
TRIGGERS: Mapping[str, str] = {
    "made": f"load delay:{SECONDS}s",
    "later": "load",
    "moves": f"every {SECONDS}s",
    "sending": f"every {OF_A_SENDING}s",
    "day": f"every {OF_A_DAY}s",
}
"""By what a part is.

`made` beside the page: whoever asks on has it made anew, so that one fault ends the asking; `later`: it is asked for
once, when the page stands; all others move by themselves, and are asked for whatever the last answer was.
"""
_ASKS = Markup('id="{0}" data-hx-get="{1}" data-hx-trigger="{2}" data-hx-select="#{0}" data-hx-swap="outerHTML"')
_ALSO = Markup(' data-hx-select-oob="#{0}"')


def live(part: str, address: str, kind: str = "made", *, also: str = "", asks: bool = True) -> Markup:
    """The attributes of the element whose id is `part`; without `asks` its id alone.

    `address`: of a page that has the same part. `also`: another one of that page, which is shown anew together with it.
    Raises KeyError for another `kind`.
    """
    if not asks:
        return Markup('id="{}"').format(part)
    return _ASKS.format(part, address, TRIGGERS[kind]) + (_ALSO.format(also) if also else "")
