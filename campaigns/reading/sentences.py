"""What pydantic finds wrong with a value, in words for who wrote it."""

from collections.abc import Mapping
from typing import Any

Sentence = tuple[str, str]
"""Message and hint, with the context's names in braces."""

TRUTH = "escriba sí o no"
WHOLE = "escriba un número entero sin puntos ni comas: 1000"
NUMBER = "escriba el número sin separador de miles y con punto decimal, sin % ni $: 1000 o 12.5"
DATE = "escriba la fecha como año-mes-día: 2027-01-31"
GROUP = "escriba debajo, dos espacios más adentro, «nombre: valor», o entre llaves: {{nombre: valor}}"
YEARS = range(2000, 2101)
"""What a date of a municipality can be; with others the calendar's sums would leave what dates can hold."""
YEAR = "revise el año"
HOUR = "escriba la hora de 00:00 a 23:59"
ADDRESS = "escriba la dirección completa, con https://"

SENTENCES: dict[str, Sentence] = {
    "missing": ("falta «{key}»", "agregue la clave «{key}»"),
    "extra_forbidden": ("no se conoce la clave «{key}»", "{nearest}"),
    "string_type": (
        "«{key}» debe ser un texto",
        "escriba el texto en la misma línea, o en las siguientes después de «|»",
    ),
    "string_too_short": ("«{key}» está vacío o es demasiado corto", "escriba {min_length} o más caracteres"),
    "string_too_long": ("«{key}» es demasiado largo", "el máximo es de {max_length} caracteres"),
    "string_pattern_mismatch": ("«{input}» no tiene la forma que pide «{key}»", "{form}"),
    "literal_error": ("«{input}» no es un valor de «{key}»", "escriba uno de estos: {expected}"),
    "enum": ("«{input}» no es un valor de «{key}»", "escriba uno de estos: {expected}"),
    "bool_type": ("«{key}» debe ser sí o no", TRUTH),
    "bool_parsing": ("«{input}» no es sí ni no", TRUTH),
    "int_type": ("«{key}» debe ser un número entero", WHOLE),
    "int_parsing": ("«{input}» no es un número entero", WHOLE),
    "int_parsing_size": ("«{input}» es un número demasiado grande", WHOLE),
    "int_from_float": ("«{input}» no es un número entero", WHOLE),
    "float_type": ("«{key}» debe ser un número", NUMBER),
    "float_parsing": ("«{input}» no es un número", NUMBER),
    "finite_number": ("«{input}» no es un número finito", NUMBER),
    "decimal_parsing": ("«{input}» no es un número", NUMBER),
    "decimal_type": ("«{key}» debe ser un número", NUMBER),
    "greater_than": ("«{key}» debe ser mayor que {gt}", "escriba un número mayor que {gt}"),
    "greater_than_equal": ("«{key}» debe ser {ge} o más", "escriba {ge} o un número mayor"),
    "less_than": ("«{key}» debe ser menor que {lt}", "escriba un número menor que {lt}"),
    "less_than_equal": ("«{key}» debe ser {le} o menos", "escriba {le} o un número menor"),
    "multiple_of": ("«{key}» debe ser múltiplo de {multiple_of}", "escriba un múltiplo de {multiple_of}"),
    "too_short": (
        "«{key}» tiene pocos elementos: {actual_length}, y el mínimo es {min_length}",
        "agregue lo que falta",
    ),
    "too_long": (
        "«{key}» tiene demasiados elementos: {actual_length}, y el máximo es {max_length}",
        "quite lo que sobra",
    ),
    "list_type": ("«{key}» debe ser una lista", "escriba [uno, otro], o un elemento por línea con «- »"),
    "tuple_type": ("«{key}» debe ser una lista", "escriba [uno, otro], o un elemento por línea con «- »"),
    "set_type": ("«{key}» debe ser una lista", "escriba [uno, otro], o un elemento por línea con «- »"),
    "dict_type": ("«{key}» debe ser un grupo de líneas", GROUP),
    "mapping_type": ("«{key}» debe ser un grupo de líneas", GROUP),
    "model_type": ("«{key}» debe ser un grupo de líneas", GROUP),
    "model_attributes_type": ("«{key}» debe ser un grupo de líneas", GROUP),
    "date_type": ("«{key}» debe ser una fecha", DATE),
    "date_parsing": ("«{input}» no es una fecha", DATE),
    "date_from_datetime_parsing": ("«{input}» no es una fecha que exista", DATE),
    "date_from_datetime_inexact": ("«{input}» lleva hora, y aquí va solo la fecha", DATE),
    "datetime_type": ("«{key}» debe ser una fecha con hora", DATE),
    "datetime_parsing": ("«{input}» no es una fecha con hora", DATE),
    "datetime_from_date_parsing": ("«{input}» no es una fecha con hora", DATE),
    "time_type": ("«{key}» debe ser una hora", HOUR),
    "time_parsing": ("«{input}» no es una hora", HOUR),
    "time_delta_type": ("«{key}» debe ser una duración", "escriba, por ejemplo, «2 horas»"),
    "time_delta_parsing": ("«{input}» no es una duración", "escriba, por ejemplo, «2 horas»"),
    "url_type": ("«{key}» debe ser una dirección de la web", ADDRESS),
    "url_parsing": ("«{input}» no es una dirección de la web", ADDRESS),
    "url_syntax_violation": ("«{input}» no es una dirección de la web", ADDRESS),
    "url_too_long": ("«{key}» es una dirección demasiado larga", ADDRESS),
    "url_scheme": ("«{input}» no empieza por http:// ni https://", ADDRESS),
    "path_type": ("«{key}» debe ser la ruta de un archivo", "escriba la ruta como texto"),
    "invalid_key": ("«{key}» no puede ser una clave", "escriba la clave como texto"),
    "recursion_loop": ("«{key}» se contiene a sí mismo", "escriba sus valores uno por uno"),
    "name": ("«{key}» no sirve como nombre", "{form}"),
    "mail": ("«{input}» no es una dirección de correo", "escríbala completa, por ejemplo prensa@municipio.gov.co"),
}
"""By pydantic's error type. Ours: `mail`, for EmailStr raises a bare `value_error` in English; `name`, for keys."""

OTHER: Sentence = ("«{key}» no tiene un valor que sirva aquí", "revise el valor y compárelo con docs/guia.md")
"""For what no model of ours raises today; its own words are English and never shown."""

FORMS: dict[str, str] = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "use solo minúsculas sin tilde, números y guiones: secretaria-educacion",
    r"^([a-z0-9]+(-[a-z0-9]+)*/)?[a-z0-9]+(-[a-z0-9]+)*$": "escriba el id del mensaje, o campaña/mensaje: salud/aviso",
    r"^[A-Z]{2,4}-[0-9]{1,3}$": "use la clave de la fila del plan: dos a cuatro mayúsculas, guion y número, como SE-7",
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2})?$": "escriba año-mes-día y, si quiere, la hora: 2027-01-12 07:00",
    r"^#[0-9a-fA-F]{6}$": 'escriba el color como "#1f4e79": numeral y seis cifras o letras de la a a la f',
    r"^[A-Z]{2}$": "escriba el país con dos mayúsculas: CO",
    r"^[0-9]{5}$": "escriba las cinco cifras del código DIVIPOLA del DANE: 05736",
}
"""What each pattern of our models asks for. A test holds it to the models."""

ANY_FORM = "compare el valor con un ejemplo de docs/guia.md"


def sentence(kind: str, words: Mapping[str, Any]) -> Sentence:
    """Message and hint of one error type, with its words filled in."""
    message, hint = SENTENCES.get(kind, OTHER)
    filled = _Words(words)
    return message.format_map(filled), hint.format_map(filled)


class _Words(dict[str, Any]):
    """A name that an error lacks leaves an ellipsis, not a crash."""

    def __missing__(self, name: str) -> str:
        return "…"
