"""Days of sentences in words; names, commands and what only looks like a day stay."""

import pytest

from campaigns.days_in_words import days_in_words

SPACED = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026-11-02 es festivo.", "2 de noviembre de 2026 es festivo."),
        ("Suspendido hasta el 2027-01-12 08:00 -05.", "Suspendido hasta el 12 de enero de 2027, 8:00 a. m."),
        ("Pasa al 2027-01-12 a las 13:00, sin más", "Pasa al 12 de enero de 2027 a la 1:00 p. m., sin más"),
        ("El pregonero se detuvo el 2026-11-02.", "El pregonero se detuvo el 2 de noviembre de 2026."),
        ("Del 2027-01-12 al 2027-02-01", "Del 12 de enero de 2027 al 1 de febrero de 2027"),
        ("«acta 2026-11-02», `desde: 2026-11-02`", "«acta 2026-11-02», `desde: 2026-11-02`"),
        ("Escriba: pregonero plan --from 2026-11-02", "Escriba: pregonero plan --from 2026-11-02"),
        ("boletin/2026-11-02, correo@2026-11-02, --desde=2026-11-02", None),
        ("2026-13-45, 2026-11-02T08:00, informe-2026-11-02.pdf, 12026-11-02", None),
        ("Escriba el último día, como 2027-05-04, o deje la casilla vacía.", None),
        ("Escoja un día, por ejemplo 2027-05-02, y no «ayer».", None),
        ("Escriba un mes (2027-01) o dos fechas (2027-01-05..2027-03-20).", None),
        ("Falta el archivo acta 2026-11-02.pdf en la carpeta.", None),
        ("Nada que decir.", None),
    ],
)
def test_days_are_said_as_people_say_them(text: str, told: str | None) -> None:
    """None: it stays as it is."""
    assert days_in_words(text).replace(SPACED, " ") == (text if told is None else told)
