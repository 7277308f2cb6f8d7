"""`salvo-quienes-reciben`: told when the file is read, where nobody could say which message a person gets."""

from pathlib import Path

import pytest

from tests.campaigns.town import problems

FILE = "campanas/matriculas.yaml"
HEAD = """\
campaña: matriculas
titulo: Matrículas
accion: SE-7
clase: servicio
responsable: educacion
publico: ciudadania
mensajes:
"""


def _message(name: str, spares: str = "", when: str = "2027-01-12 a las 08:00", account: str = "correo") -> str:
    line = f"    salvo-quienes-reciben: {spares}\n" if spares else ""
    words = f"    asunto: Aviso\n    texto: Empiezan.\n{line}"
    return f"  - id: {name}\n    cuando: {when}\n    canales: [{account}]\n{words}"


@pytest.mark.parametrize(
    ("messages", "said"),
    [
        ([_message("uno"), _message("dos", "[uno]"), _message("tres", "[uno, dos]")], ""),
        ([_message("uno", "dos"), _message("dos")], ""),
        ([_message("uno", "[otro]")], "la campaña no tiene el mensaje «otro»"),
        ([_message("uno", "[uno]")], "«uno» y «uno» se ceden el paso el uno al otro: nadie recibiría ninguno"),
        (
            [_message("uno", "[tres]"), _message("dos", "[uno]"), _message("tres", "[dos]")],
            "«uno» y «tres» se ceden el paso el uno al otro: nadie recibiría ninguno",
        ),
        (
            [_message("uno", account="web"), _message("dos", "[uno]")],
            "«uno» no le llega a nadie en persona, y «salvo-quienes-reciben» mira a quién le llegó cada mensaje",
        ),
        (
            [_message("uno", when="2027-01-12 a las 09:00"), _message("dos", "[uno]")],
            "«dos» y «uno» no salen a la misma hora: no se sabría cuál va primero",
        ),
    ],
)
def test_what_cannot_go_before_another_is_said(tmp_path: Path, messages: list[str], said: str) -> None:
    """One that is not there, circles, what reaches nobody in person, and what has another hour."""
    found = problems(tmp_path, {FILE: HEAD + "".join(messages)})
    assert [each.partition(": ")[2] for each in found][:1] == ([said] if said else [])
