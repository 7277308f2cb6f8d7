"""What stops the reading of a file is told at the line that has to be changed, with its cause."""

from pathlib import Path

import pytest

from campaigns.reading.yaml_reader import read

GLUED = "falta el espacio después de este «:»"
COLON = "falta el «:» de esta clave"
SHALLOW = "a esta línea le falta sangría para ser parte de «texto»"
CASES = [
    ("a: 1\ntitulo:Prueba\nb: 2\n", "2:7", GLUED, "escriba «titulo: Prueba»"),
    ("titulo:Prueba\nb: 2\n", "1:7", GLUED, "escriba «titulo: Prueba»"),
    ("m:\n  - id:anuncio\n    cuando: x\n", "2:7", GLUED, "escriba «id: anuncio»"),
    ("m:\n  - id: a\n    canales:[correo]\n", "3:12", GLUED, "escriba «canales: [correo]»"),
    ("a: 1\nclase servicio\nb: 2\n", "2:1", COLON, "escriba «clave: valor»"),
    ("m:\n  - id anuncio\n    cuando: x\n", "2:5", COLON, "escriba «clave: valor»"),
    ("m:\n  - texto: |\nHola\n", "3:1", SHALLOW, "póngale 6 espacios al comienzo"),
    ("m:\n  - texto: |\n      Hola\n    vecinos\n", "4:5", SHALLOW, "póngale 6 espacios al comienzo"),
    ("a:\n  - x\n  -y\n  - z\n", "3:3", "falta el espacio después de este «-»", "escriba «- » y el elemento"),
    ("a: 'x\nb: 2\n", "1:4", "un texto entre comillas no se cierra", "busque la comilla"),
    ("a: [x, y\nb: 2\n", "1:4", "la lista entre corchetes no está bien cerrada", "separe los elementos"),
    ("a: {x: y\nb: 2\n", "1:4", "las llaves no están bien cerradas", "separe los pares"),
    ("a: b: c\n", "1:5", "hay un «:» donde no puede estar", "si el texto lleva dos puntos"),
    ("a: uno\n  dos\n  tres: 3\n", "3:7", "hay un «:» donde no puede estar", "si el texto lleva dos puntos"),
    (
        'a: "C:\\Users\\ana\\foto.jpg"\n',
        "1:9",
        "después de «\\» hay un signo que no se reconoce",
        "dentro de comillas dobles escriba «\\\\» para una barra, o use comillas sencillas",
    ),
]


@pytest.mark.parametrize(("text", "place", "message", "hint"), CASES)
def test_the_guilty_line_is_told(text: str, place: str, message: str, hint: str) -> None:
    """Not the next line, at which libyaml gives up, nor one past the end."""
    document, (problem,) = read(Path("a.yaml"), text.encode())
    assert document is None
    assert f"{problem.line}:{problem.column}" == place
    assert problem.message == message
    assert problem.hint.startswith(hint)
