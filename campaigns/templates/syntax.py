"""Jinja2's complaints about syntax, in Spanish."""

import re

_TAGS = "existen {% if %}, {% elif %}, {% else %}, {% endif %}, {% for %} y {% endfor %}"
_SAYINGS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(r"Unexpected end of template.*looking for the following tags: (?P<word>.*?)\. The"),
        "un bloque quedó sin cerrar: falta {word}",
        "cierre cada {% if %} con {% endif %} y cada {% for %} con {% endfor %}",
    ),
    (re.compile(r"Encountered unknown tag '(?P<word>\w+)'"), "no existe la instrucción «{word}»", _TAGS),
    (re.compile(r"No filter named '(?P<word>\w+)'"), "no existe el filtro «{word}»", ""),
    (re.compile(r"No test named '(?P<word>\w+)'"), "«is {word}» no se puede usar", "solo existe «is defined»"),
    (
        re.compile(r"unexpected char '(?P<word>[“”‘’«»´`])' at"),
        "las comillas «{word}» no sirven entre llaves",
        "use comillas rectas: {{ nombre | default('Vecino') }}",
    ),
    (re.compile(r"unexpected char '(?P<word>.+)' at"), "el carácter «{word}» no va entre llaves", ""),
    (
        re.compile(r"expected token 'end of (?:print statement|statement block)', got '(?P<word>.+)'"),
        "sobra «{word}», o faltan las llaves de cierre antes",
        "un dato se escribe {{ dato }} y una instrucción {% if dato %}",
    ),
    (
        re.compile(r"unexpected '(?P<word>.+)'"),
        "«{word}» no va en ese lugar",
        "revise que cada {{ tenga su }} y cada {% su %}",
    ),
    (
        re.compile(r"unexpected end of template|Missing end of"),
        "faltan llaves de cierre",
        "revise que cada {{ tenga su }} y cada {% su %}",
    ),
)


def in_spanish(message: str) -> tuple[str, str, str]:
    """Message, hint, and the word of the text to point at (empty where none is known)."""
    for pattern, says, hint in _SAYINGS:
        if found := pattern.search(message):
            word = (found.groupdict().get("word") or "").replace("'", "").replace(" or ", " o ")
            return says.format(word=word), hint, word if " " not in word else ""
    return "el texto no se entiende", f"revise las llaves cerca de esta línea; {_TAGS}", ""
