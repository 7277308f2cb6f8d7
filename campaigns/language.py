"""Languages by their codes, ISO 639-1 where there is one, else ISO 639-3, as BCP 47 wants; their names in Spanish."""

import re
import unicodedata
from collections.abc import Mapping

SPANISH = "es"
LANGUAGES: Mapping[str, str] = {
    "es": "español",
    "en": "inglés",
    "fr": "francés",
    "pt": "portugués",
    "ht": "criollo haitiano",
    "rmy": "romaní",
    "icr": "criollo sanandresano",
    "pln": "palenquero",
    "pbb": "nasa yuwe",
    "guc": "wayuunaiki",
    "gum": "misak",
    "inb": "inga",
    "kbh": "camsá",
    "emp": "emberá norte",
    "cto": "emberá catío",
    "cmi": "emberá chamí",
    "tdc": "emberá tadó",
    "bdc": "emberá baudó",
    "sja": "eperara siapidara",
    "noa": "wounaan",
    "kwi": "awapit",
    "ika": "iku",
    "kog": "kogui",
    "mbp": "damana",
    "mot": "barí",
    "kvn": "guna",
    "cub": "cubeo",
    "guh": "sikuani",
    "cui": "cuiba",
    "pio": "piapoco",
    "pui": "puinave",
    "tuo": "tucano",
    "des": "desano",
    "tue": "tuyuca",
    "tca": "ticuna",
    "huu": "murui",
    "boa": "bora",
    "ycn": "yucuna",
    "yad": "yagua",
    "cof": "cofán",
    "snn": "siona",
}
"""Those that are written in Colombia, as their people and the country call them; others are shown by their code."""
_OTHER_NAMES: Mapping[str, str] = {
    "castellano": "es",
    "nasa": "pbb",
    "paez": "pbb",
    "wayuu": "guc",
    "guambiano": "gum",
    "namtrik": "gum",
    "kamentsa": "kbh",
    "arhuaco": "ika",
    "wiwa": "mbp",
    "awa": "kwi",
    "epera": "sja",
    "uitoto": "huu",
    "creole": "icr",
    "raizal": "icr",
    "spanish": "es",
    "english": "en",
    "guahibo": "guh",
    "kogi": "kog",
    "tule": "kvn",
    "cuna": "kvn",
    "rom": "rmy",
    "palenque": "pln",
}


def language_name(code: str) -> str:
    """«nasa yuwe»; the code itself where it is not among ours."""
    return LANGUAGES.get(main_language(code), code)


def language_code(written: str) -> str:
    """The code of a language that somebody wrote by its name; what is no name of ours is given back as it is."""
    code = written.lower()
    return _BY_NAME.get(_plain(written), code if code in LANGUAGES else written)


def languages_called(written: str) -> tuple[str, ...]:
    """The languages whose names begin so: of «emberá» there are five, and a code is of one."""
    begins = _plain(written)
    return tuple(name for name in LANGUAGES.values() if begins and _plain(name).startswith(f"{begins} "))


def main_language(code: str) -> str:
    """`es` of `es-CO`: a person of whom a list says which Spanish reads any."""
    return code.partition("-")[0].lower()


def _plain(name: str) -> str:
    bare = "".join(each for each in unicodedata.normalize("NFD", name) if not unicodedata.combining(each))
    return re.sub(r"[\s-]+", " ", bare).strip().casefold()


_BY_NAME: Mapping[str, str] = {**{_plain(name): code for code, name in LANGUAGES.items()}, **_OTHER_NAMES}
