"""An alert that repeats says in each of its texts at what hour it goes out."""

from pathlib import Path

import pytest

from tests.campaigns.town import problems

FILE = "campanas/creciente.yaml"
ALERT = """\
campaña: creciente
titulo: Creciente
accion: SE-7
clase: CLASE
responsable: educacion
publico: ciudadania
mensajes:
  - id: alerta
    cuando: CUANDO
    canales: [correo, web, emisora]
    asunto: Alerta
    texto: "TEXTO"
    variantes: {emisora: "RADIO"}
"""
LIFTED = "cada hora hasta levantar"
MONDAYS = "cada lunes a las 08:00"


def told(folder: Path, text: str, radio: str = "{{ hora }}", when: str = LIFTED, class_: str = "emergencia") -> str:
    """The problems of a municipality with this alert, one a line, without where they stand."""
    written = {"TEXTO": text, "RADIO": radio, "CUANDO": when, "CLASE": class_}
    source = ALERT
    for word, value in written.items():
        source = source.replace(word, value)
    return "\n".join(each.partition(": ")[2] for each in problems(folder, {FILE: source}))


@pytest.mark.parametrize(
    "text",
    ["Son las {{ hora }}.", "{{ hora | mayusculas }}", "{{ fecha }}", "{{ fecha | hora }}", "{{ fecha | fecha_hora }}"],
)
def test_a_text_that_tells_its_hour_passes(tmp_path: Path, text: str) -> None:
    """However it is written."""
    assert told(tmp_path, text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Crece el río.",
        "Hoy, {{ fecha | dia }}, crece el río.",
        "{% if hora == '8:00 a. m.' %}{{ hora }}{% endif %}Crece el río.",
    ],
)
def test_a_text_that_may_not_tell_it_is_refused(tmp_path: Path, text: str) -> None:
    """A day is no hour, and a condition may not come true; the line to write is named, for the accounts in question."""
    assert told(tmp_path, text) == (
        "el mensaje «alerta» se repite hasta que se levante y su texto para «correo», «web» no dice a qué hora: "
        "quien lo reciba no sabrá si es el último"
    )


def test_each_variant_is_looked_at(tmp_path: Path) -> None:
    """What the radio reads, too, where it stands in the file."""
    source = ALERT.replace("TEXTO", "{{ hora }}").replace("RADIO", "Suene la sirena.")
    source = source.replace("CUANDO", LIFTED).replace("CLASE", "emergencia")
    [found] = problems(tmp_path, {FILE: source})
    assert found.partition(": ")[0].endswith("creciente.yaml:13:26")
    assert "su texto para «emisora» no dice" in found


@pytest.mark.parametrize(
    ("when", "class_", "refused"),
    [
        (LIFTED, "servicio", True),
        (MONDAYS, "emergencia", False),
        (MONDAYS, "servicio", False),
        ("2027-05-02 a las 08:00", "emergencia", False),
    ],
)
def test_it_is_asked_of_what_repeats_until_it_is_lifted(tmp_path: Path, when: str, class_: str, refused: bool) -> None:
    """Whatever its class; who gets a message of each Monday knows which one it is."""
    assert bool(told(tmp_path, "Crece el río.", when=when, class_=class_)) is refused


def test_a_text_of_a_file_is_read(tmp_path: Path) -> None:
    """Of `plantillas/`; the problem stands at the message's line that names it."""
    source = ALERT.replace('texto: "TEXTO"', "plantilla: creciente.txt").replace("RADIO", "{{ hora }}")
    source = source.replace("CUANDO", LIFTED).replace("CLASE", "emergencia")
    [found] = problems(tmp_path, {FILE: source, "plantillas/creciente.txt": "Crece el río."})
    assert "creciente.yaml:12:" in found
    assert problems(tmp_path / "b", {FILE: source, "plantillas/creciente.txt": "{{ hora }}: crece el río."}) == []
