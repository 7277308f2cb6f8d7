"""Sentences and figures of the house as the panel says them: with the names of its buttons in the place of commands."""

import re
from collections.abc import Mapping

_COMMAND = re.compile(r"«pregonero ([a-z]+)([^»]*)»")
_BUTTONS: Mapping[str, str] = {
    "pause": "Poner en pausa",
    "resume": "Seguir enviando",
    "cancel": "Cancelar lo que falta",
    "retry": "Intentar otra vez",
    "release": "Soltar ya",
    "withdraw": "Retirar lo que salió",
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
    re.compile(r"se puede enviar ya con «pregonero send [^»]+ --message [^»]+»"): "cámbiele la hora en «Campañas»",
    re.compile("sale con «pregonero send» y --emergency MOTIVO"): (
        "lo envía como emergencia quien atiende el servidor, con «pregonero send»"
    ),
    re.compile("--emergency MOTIVO"): "«Es una emergencia» y su motivo",
}
"""What the panel says where a command has no button: where it is done instead, or by whom."""
_SEND: Mapping[str, str] = {"--missed": "Enviar ahora", "--corrects": "Corregir"}


def in_buttons(text: str) -> str:
    """A sentence that names a command as a terminal takes it, naming the button or page instead, where there is one."""
    for sentence, told in _SENTENCES.items():
        text = sentence.sub(told, text)
    return _COMMAND.sub(_button, text) if "pregonero " in text else text


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
