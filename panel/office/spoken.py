"""Sentences and figures of the house as the panel says them: buttons in the place of commands, and days in words."""

import re
from collections.abc import Mapping

from campaigns.days_in_words import days_in_words

_COMMAND = re.compile(r"«pregonero ([a-z]+)([^»]*)»")
_BUTTONS: Mapping[str, str] = {
    "pause": "Poner en pausa",
    "resume": "Seguir enviando",
    "cancel": "Cancelar lo que falta",
    "retry": "Intentar otra vez",
    "release": "Soltar ya",
    "survey": "Encuestas",
    "record": "Indicadores",
    "suspend": "Suspensiones",
    "unsuspend": "Suspensiones",
    "withdraw": "Retirar lo que salió",
    "lift": "Levantar la alerta",
    "approve": "Aprobaciones",
    "reject": "Aprobaciones",
    "approvals": "Aprobaciones",
    "plan": "Calendario",
    "status": "Envíos",
    "deliveries": "Envíos",
    "tasks": "Tareas",
    "contacts": "Personas",
}
"""By the verb that does the same."""
_SENTENCES: Mapping[re.Pattern[str], str] = {
    re.compile("sale con «pregonero send» y --emergency MOTIVO"): (
        "sale con «Enviar ahora» en la página del mensaje, como emergencia"
    ),
    re.compile(
        "«pregonero contacts suppress» o «pregonero contacts erase», y suelte estos mensajes con "
        "«pregonero release --after-restore[^»]*»»"
    ): "su página de «Personas», y suelte estos mensajes en «Hoy»",
    re.compile("--emergency MOTIVO"): "«Es una emergencia» y su motivo",
}
"""What the panel says where a command has no button: where it is done instead, or by whom."""
_SEND: Mapping[str, str] = {
    "--missed": "Enviar ahora",
    "--corrects": "Corregir",
    "--message": "Enviar ahora",
}


def in_buttons(text: str) -> str:
    """A sentence of the terminal's, naming the button or page where there is one for a command, and days in words."""
    for sentence, told in _SENTENCES.items():
        text = sentence.sub(told, text)
    text = _COMMAND.sub(_button, text) if "pregonero " in text else text
    return days_in_words(text)


def figure(number: int) -> str:
    """`1.234.567`."""
    return f"{number:,}".replace(",", ".")


def counted(number: int, one: str, many: str) -> str:
    """«1 envío», «1.480 envíos»."""
    return f"{figure(number)} {one if number == 1 else many}"


def _button(found: re.Match[str]) -> str:
    verb, rest = found.groups()
    names = _SEND.items() if verb == "send" else ()
    name = next((each for flag, each in names if flag in rest), _BUTTONS.get(verb))
    return f"«{name}»" if name is not None else found[0]
