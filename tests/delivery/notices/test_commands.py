"""Commands in mails to the staff of one of several municipalities."""

import pytest

from delivery.notices.commands import for_municipality, spoken


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Que no salga: pregonero cancel a/b@1", "Que no salga: pregonero cancel a/b@1 --tenant alta"),
        (
            "No aprobarla: pregonero reject a/b@1 --note «por qué»",
            "No aprobarla: pregonero reject a/b@1 --note «por qué» --tenant alta",
        ),
        (
            "Se confirma donde está: pregonero confirm 3 --evidence foto.jpg --as ana.",
            "Se confirma donde está: pregonero confirm 3 --evidence foto.jpg --as ana --tenant alta.",
        ),
        (
            "Se concede con «pregonero extend 3». Hay una sola.",
            "Se concede con «pregonero extend 3 --tenant alta». Hay una sola.",
        ),
        ("«pregonero status» dice cuántos.", "«pregonero status --tenant alta» dice cuántos."),
        ("El pregonero se detuvo. Está en marcha: el pregonero sigue", None),
    ],
)
def test_a_command_says_for_which_municipality_it_is(said: str, told: str | None) -> None:
    """Wherever it stands among what the mail says; what is no command stays."""
    values = {"lineas": [said], "tareas": [{"confirmar": said}], "cuántas": 3}
    expected = told or said
    assert for_municipality(values, "alta") == {
        "lineas": [expected],
        "tareas": [{"confirmar": expected}],
        "cuántas": 3,
    }


def test_days_are_in_words() -> None:
    """Wherever they stand in what a mail says; a number and a key stay."""
    said = {"lineas": ["Se suspende el 2026-11-02."], "tareas": [{"clave": "boletin/correo@2026-11-02"}], "cuántas": 3}
    assert spoken(said) == {**said, "lineas": ["Se suspende el 2 de noviembre de 2026."]}
