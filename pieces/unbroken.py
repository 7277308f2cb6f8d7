"""What stands on one line of a paper: hours, amounts, telephones, addresses and dates lose their meaning cut in two."""

import re

NO_BREAK = "\u00a0"
PHONE_DIGITS = range(7, 14)
"""From a town's seven to a mobile with its country."""
_STREETS = (
    r"calle|cll?\.?|carrera|cra?\.?|kra?\.?|avenida|av\.?|diagonal|diag\.?|dg\.?|transversal|transv?\.?|tv\.?|circular"
    r"|autopista|manzana|mz\.?"
)
NUMBER = r"(?:#|n\.º|n[º°]|no\.|nro\.|n[uú]m(?:\.|ero))"
_LETTER = r"(?: ?[a-z](?!\w|\.[º°]))?"
_PLATE = rf"\d+{_LETTER}(?: ?bis)?(?: ?-? ?\d+{_LETTER})?"
_MONTHS = "enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre"
_PARTS = r"piso|oficina|of\.|apto\.|apartamento|local|casa|bloque|torre|interior|kil[oó]metro|km|lote|ext\.|extensión"
_WHOLES = tuple(
    re.compile(each, re.IGNORECASE)
    for each in (
        r"\d (?:[ap]\. ?)?m\.",
        r"\$ \d",
        r"\d (?:%|millones|millón|mil|pesos)\b",
        r"\d %",
        rf"\b(?:{_STREETS}) \d+{_LETTER}(?: (?:bis|sur|norte|este|oeste))?\b(?: {NUMBER} ?{_PLATE})?",
        rf"(?<!\w){NUMBER} {_PLATE}",
        rf"\b(?:{_PARTS}) \d",
        rf"\b\d{{1,2}} de (?:{_MONTHS})\b",
    )
)
PHONE = re.compile(r"(?<![\w.,$-])\+?\(?\d{1,4}\)?(?: \d{2,7}){1,5}(?![\w-])")
"""What may be a telephone, by its groups; its digits have to be counted."""


def unbroken(text: str) -> str:
    """The same text with spaces at which no line ends inside «604 555 12 34», «Calle 10 # 4-32», «8:00 a. m.»."""
    text = PHONE.sub(_phone, text)
    for whole in _WHOLES:
        text = whole.sub(_joined, text)
    return text


def _phone(found: re.Match[str]) -> str:
    digits = sum(each.isdigit() for each in found[0])
    return _joined(found) if digits in PHONE_DIGITS else found[0]


def _joined(found: re.Match[str]) -> str:
    return found[0].replace(" ", NO_BREAK)
