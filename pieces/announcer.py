"""What nobody can read aloud as it is written, in the words of an announcer: addresses, telephones, abbreviations.

Hours, dates and figures stay: whoever reads a script says them well, and sees them better.
"""

import re

from num2words import num2words

from pieces.address import CHAT
from pieces.unbroken import NUMBER, PHONE, PHONE_DIGITS

STREETS = {
    "cll": "calle",
    "cl": "calle",
    "cra": "carrera",
    "cr": "carrera",
    "kra": "carrera",
    "kr": "carrera",
    "av": "avenida",
    "diag": "diagonal",
    "dg": "diagonal",
    "transv": "transversal",
    "tv": "transversal",
    "mz": "manzana",
    "km": "kilómetro",
}
"""Before a figure; the stop is the abbreviation's own."""
TITLES = {
    "dr": "doctor",
    "dra": "doctora",
    "sr": "señor",
    "sra": "señora",
    "ing": "ingeniero",
    "lic": "licenciado",
    "prof": "profesor",
    "pbro": "presbítero",
}
"""Before a name."""
OTHERS = {
    "tel": "teléfono",
    "cel": "celular",
    "ext": "extensión",
    "apto": "apartamento",
    "of": "oficina",
    "depto": "departamento",
    "dpto": "departamento",
    "mpio": "municipio",
    "vda": "vereda",
}
"""With their stop."""
CALL_GROUPS = {7: (3, 2, 2), 10: (3, 3, 2, 2)}
"""How Colombia says telephones of so many digits."""
FREE_CALL = re.compile(r"01 ?8000")
_SEPARATORS = {".": " punto ", "@": " arroba ", "/": " barra ", "-": " guion ", "_": " guion bajo "}
_CHAT = re.compile(rf"(?:https?://)?{CHAT}")
_ADDRESS = re.compile(
    r"(?:https?://)?(?:[\w.+-]+@)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/(?:[^\s,;»)]*[^\s,;»).:!?])?)?(?=[\s.,;:!?»)]|$)"
)
_STREET = re.compile(rf"\b({'|'.join(STREETS)})\b\.? ?(?=\d)", re.IGNORECASE)
_CORNER = re.compile(
    r"\b(calle|carrera|avenida|diagonal|transversal|circular) (\d+)(?: ?([a-z])(?!\w|\.[º°]))?"
    rf"(?=(?: \w+)?,? ?{NUMBER})",
    re.IGNORECASE,
)
_PLATE = re.compile(rf"(?<!\w){NUMBER} ?(\d+)(?: ?([a-z])(?!\w))?(?: ?bis\b)? ?[-–] ?(\d+)", re.IGNORECASE)
_NUMBER_SIGN = re.compile(rf"(?<!\w){NUMBER} ?(?=\d)", re.IGNORECASE)
_TITLE = re.compile(rf"\b({'|'.join(TITLES)})\. (?=[A-ZÁÉÍÓÚÑ])", re.IGNORECASE)
_OTHER = re.compile(rf"\b({'|'.join(OTHERS)})\.", re.IGNORECASE)
_AND_SO_ON = re.compile(r"\betc\.(\s+[a-záéíóúñ])?")
_LONG = re.compile(r"(?<![\w.,$])\d{7,12}(?![\w.,]\d)")
_MONEY = re.compile(r"\$\s*(\d[\d.]*(?:,\d+)?)(?: (mil millones|mill[oó]n(?:es)?))?(?!\d)")
_LABEL = re.compile(r"#(?=[^\W\d])")


def read_aloud(text: str) -> str:
    """The same text as it is read: «wa.me/573001234567» is «trescientos, ciento veintitrés, cuarenta y cinco…»."""
    said = _CHAT.sub(lambda chat: _groups("".join(chat.groups())), text)
    said = _STREET.sub(lambda found: f"{_like(found[1], STREETS)} ", said)
    said = _CORNER.sub(_corner, said)
    said = _PLATE.sub(_plate, said)
    said = _NUMBER_SIGN.sub("número ", said)
    said = _ADDRESS.sub(_address, said)
    said = _TITLE.sub(lambda found: f"{TITLES[found[1].lower()]} ", said)
    said = _OTHER.sub(lambda found: _like(found[1], OTHERS), said)
    said = _AND_SO_ON.sub(lambda found: f"etcétera{found[1] or '.'}", said)
    said = _LONG.sub(lambda found: _groups(found[0]), PHONE.sub(_phone, said))
    return _LABEL.sub("numeral ", _MONEY.sub(_money, said))


def cardinal(number: int) -> str:
    """A number in Spanish words."""
    return str(num2words(number, lang="es"))


def _address(found: re.Match[str]) -> str:
    """«www.segovia.gov.co» has its points said."""
    whole = found[0].partition("://")[2] or found[0]
    return "".join(_SEPARATORS.get(each, each) for each in whole.rstrip("/"))


def _like(written: str, words: dict[str, str]) -> str:
    """The whole word, with a capital where the abbreviation has one."""
    whole = words[written.lower()]
    return whole.capitalize() if written[0].isupper() else whole


def _corner(found: re.Match[str]) -> str:
    return " ".join([found[1], cardinal(int(found[2])), *_letter(found[3])])


def _plate(found: re.Match[str]) -> str:
    return " ".join(["número", cardinal(int(found[1])), *_letter(found[2]), _pair(found[3])])


def _letter(found: str | None) -> list[str]:
    return [found.upper()] if found else []


def _pair(digits: str) -> str:
    """«02» is «cero dos»; «604» «seis cero cuatro», as codes of places are said; the rest are numbers."""
    if len(digits) == 3 and digits[1] == "0" != digits[2]:
        return " ".join(cardinal(int(each)) for each in digits)
    bare = digits.lstrip("0")
    return " ".join([*["cero"] * (len(digits) - len(bare)), *([cardinal(int(bare))] if bare else [])])


def _phone(found: re.Match[str]) -> str:
    written = found[0].lstrip("+")
    digits = "".join(each for each in written if each.isdigit())
    if len(digits) not in PHONE_DIGITS:
        return found[0]
    return _groups(digits) if len(digits) in (7, 10, 12) or FREE_CALL.match(written) else _as_written(written)


def _as_written(phone: str) -> str:
    return ", ".join(_pair(group) for group in re.findall(r"\d+", phone))


def _groups(digits: str) -> str:
    """A telephone in the groups in which it is said, by its length; by twos where it has another."""
    if digits.startswith("018000"):
        return ", ".join(["cero uno", "ocho mil", *map(_pair, _cut(digits[6:], (3, 3)))])
    if len(digits) == 12 and digits.startswith("57"):
        digits = digits[2:]
    return ", ".join(map(_pair, _cut(digits, CALL_GROUPS.get(len(digits), (2,) * 6))))


def _cut(digits: str, sizes: tuple[int, ...]) -> list[str]:
    found, at = [], 0
    for size in sizes:
        found.append(digits[at : at + size])
        at += size
    return [each for each in [*found, digits[at:]] if each]


def _money(found: re.Match[str]) -> str:
    return f"{found[1]} {found[2]} de pesos" if found[2] else f"{found[1]} pesos"
