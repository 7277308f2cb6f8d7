"""What is wrong in a campaign's file is said once, at its place, in Spanish."""

from pathlib import Path

import pytest

from tests.campaigns.town import CAMPAIGN, edited, hints, loaded, problems

FILE = "campanas/matriculas.yaml"
TEXT = "    texto: Empiezan las matrículas."
WHEN = "    cuando: 15 días antes a las 08:00"
CLASS = "clase: servicio"
MORE = "    texto: a\n    "

WRITING = [
    (
        WHEN,
        "    cuando: cada lunes a las 08:00\n    repetir: 2",
        "13:14: el mensaje «anuncio» sale muchas veces, y «repetir» solo sirve para el que sale una sola",
    ),
    (f"{CLASS}\n", f"{CLASS}\nclase: gestion\n", "5:1: la clave «clase» está repetida (ya está en la línea 4)"),
    (CLASS, "clase:\tservicio", "4:7: hay una tabulación"),
    (CLASS, "clase: &a servicio", "4:8: las anclas de YAML («&nombre») no se admiten"),
    (CLASS, "clase: *a", "4:8: los alias de YAML («*nombre») no se admiten"),
    (CLASS, "clase: !!python/object:os.system x", "4:8: las etiquetas de YAML («!algo») no se admiten"),
    ("titulo: M", "<<: {titulo: Otra}\ntitulo: M", "2:1: la clave de mezcla «<<» no se admite"),
    (
        "campaña: m",
        "%YAML 1.1\n---\ncampaña: m",
        "1:1: las directivas de YAML (líneas que empiezan con «%») no se admiten",
    ),
    (TEXT, f"{TEXT}\n---\na: 1", "16:1: el archivo tiene varios documentos separados por «---»"),
    (TEXT, "    texto: {{ evento.nombre }}", "15:13: una clave no puede ser una lista ni un grupo"),
    (TEXT, "    texto: 'Empiezan", "15:12: un texto entre comillas no se cierra"),
    (TEXT, '    texto: "a\\u202eb"', "15:12: el texto contiene un carácter de control (U+202E)"),
    (TEXT, "    texto: a: b", "15:13: hay un «:» donde no puede estar"),
    (TEXT, "   texto: a", "15:4: la sangría no coincide con la de la lista"),
    (TEXT, "    texto: @a", "15:12: un texto no puede empezar con este signo"),
    (TEXT, "    texto: a\x07b", "15:13: hay un carácter de control invisible (U+0007)"),
    ("titulo: Matrículas escolares", "titulo:", "2:8: «titulo» no tiene valor"),
    ("titulo: Matrículas escolares", "titulo: ~", "2:9: «titulo» no tiene valor"),
    ("titulo: Matrículas escolares", "titulo: Null", "2:9: «titulo» no tiene valor"),
    (TEXT, "    texto:", "15:11: «texto» no tiene valor"),
    (TEXT, "    texto: ~", "15:12: «texto» no tiene valor"),
    (TEXT, "    texto: null", "15:12: «texto» no tiene valor"),
    (TEXT, f"{TEXT}\n    variantes: {{web: NULL}}", "16:22: «web» no tiene valor"),
]
"""Passage, what it becomes, and what is said of it."""

VALUES = [
    ("mensajes:\n", "mensajes:\n  - texto suelto\n", "11:5: «elemento 1 de mensajes» debe ser un grupo de líneas"),
    ("publico: c", "datos: {Mi_Dato: a}\npublico: c", "6:9: «Mi_Dato» no sirve como nombre"),
    ("canales: [correo, web]", "canales: {a: b}", "13:14: «canales» debe ser una lista"),
    (TEXT, f"{MORE}variantes: {{correo: {{txto: b}}}}", "16:26: no se conoce la clave «txto»"),
    (CLASS, "clase: servisio", "4:8: «servisio» no es un valor de «clase»"),
    ("titulo: Matrículas escolares\n", "", "1:1: falta «titulo»"),
    ("titulo: Matrículas escolares", "titulo: [a, b]", "2:9: «titulo» debe ser un texto"),
    ("titulo: Matrículas escolares", 'titulo: ""', "2:9: «titulo» está vacío o es demasiado corto"),
    ("campaña: matriculas", "campaña: Matrículas", "1:10: «Matrículas» no tiene la forma que pide «campaña»"),
    ("inicia: 2027-01-12 07:00", "inicia: 2027-02-30 07:00", "8:11: la fecha «2027-02-30» no existe"),
    (
        "inicia: 2027-01-12 07:00",
        "inicia: 1027-01-12 07:00",
        "8:11: el año 1027 está fuera de lo posible (2000 a 2100)",
    ),
    ("termina: 2027-01-29 16", "termina: 9999-12-31 16", "9:12: el año 9999 está fuera de lo posible (2000 a 2100)"),
    ("campaña: m", "hasta: 9999-12-31\ncampaña: m", "1:8: el año 9999 está fuera de lo posible (2000 a 2100)"),
    ("inicia: 2027-01-12 07:00", "inicia: 2027-01-12 25:00", "8:11: la hora «25:00» no existe"),
    ("inicia: 2027-01-12 07:00", "inicia: 12 de enero", "8:11: «12 de enero» no tiene la forma que pide «inicia»"),
    (
        "inicia: 2027-01-12 07:00",
        "inicia: 2027-03-12 07:00",
        "9:12: el evento termina (2027-01-29 16:00) antes de empezar (2027-03-12 07:00)",
    ),
    ("campaña: m", "hasta: 1735689600\ncampaña: m", "1:8: «1735689600» no es una fecha"),
    (TEXT, f"{MORE}presupuesto: 12.5", "16:18: «12.5» no es una suma en pesos"),
    (TEXT, f"{MORE}presupuesto: -1", "16:18: «-1» no es una suma en pesos"),
    (TEXT, f"{MORE}presupuesto: inf", "16:18: «inf» no es una suma en pesos"),
    (TEXT, f"{MORE}cantidad: 1e3", "16:15: «1e3» no es un número entero"),
    (TEXT, f"{MORE}cantidad: 1_0", "16:15: «1_0» no es un número entero"),
    (TEXT, f"{MORE}nunca-despues: quizás", "16:20: «quizás» no es sí ni no"),
    (TEXT, f"{MORE}nunca-despues: on", "16:20: «on» no es sí ni no"),
    (
        TEXT,
        f"{MORE}encuesta: {{pregunta: a, opciones: [b]}}",
        "16:39: «opciones» tiene pocos elementos: 1, y el mínimo es 2",
    ),
    (
        "    canales: [correo, web]",
        "    canales: Correo Malo",
        "13:14: «Correo Malo» no tiene la forma que pide «canales»",
    ),
]
NAMES = [
    ("[correo, web]", "[coreo, web]", "13:15: no existe el canal «coreo»"),
    ("[correo, web]", "[web, web]", "13:20: el canal «web» está repetido"),
    ("[correo, web]", "[]", "13:14: el mensaje no tiene canales"),
    ("publico: ciudadania", "publico: ciudadanos", "6:10: no existe el público «ciudadanos»"),
    ("publico: ciudadania\n", "", "10:5: el mensaje «anuncio» no dice a quién va"),
    (
        "publico: ciudadania",
        "publico: transeuntes",
        "13:15: «correo» escribe a personas, y el público «transeuntes» no dice quiénes son",
    ),
    ("accion: SE-7", "accion: [SE-7, SE-8]", "3:16: no existe en el plan la acción «SE-8»"),
    ("responsable: educacion", "responsable: luis", "5:14: no existe el responsable «luis»"),
    ("publico: ciudadania", "publico: ciudadania\naprueba: gel", "7:10: no existe el comité o la persona «gel»"),
    (TEXT, f"{MORE}proposito: tramite", "16:16: «proposito» solo sirve con «canales: preferidos»"),
    (TEXT, f"{MORE}variantes: {{facebok: b}}", "16:17: la variante «facebok» no es de ningún canal de este mensaje"),
    (TEXT, f"{MORE}deber: {{de: [luis]}}", "16:18: no existe la persona o dependencia «luis»"),
    (TEXT, f"{MORE}deber: {{de: [ana], escala-a: eva}}", "16:34: no existe la persona o dependencia «eva»"),
    (TEXT, f"{MORE}informe: {{periodo: mes, tablas: [otra]}}", "16:38: no existe la tabla «otra»"),
]
RULES = [
    (WHEN, "    cuando: cada 15 días a las 08:00", "12:13: «Cada 15 días» se usa de varias maneras"),
    (WHEN, "    cuando: 2 horas después de publicar anunsio", "12:13: no existe el mensaje «anunsio»"),
    (
        WHEN,
        "    cuando: 2 horas después de publicar anuncio",
        "12:13: el mensaje se espera a sí mismo: matriculas/anuncio → matriculas/anuncio",
    ),
    (TEXT, f"{MORE}tolerancia: un rato", "16:17: «un rato» no es una duración"),
    (TEXT, f"{MORE}vence: 3 días hábiles", "16:12: aquí no sirven los días hábiles"),
    (TEXT, f"{MORE}plazo: pronto", "16:12: «pronto» no es un tiempo"),
    (TEXT, f"{MORE}recordatorios: [1 día antes, ya]", "16:34: «ya» no es un tiempo"),
    (TEXT, f"{MORE}con-antelacion-minima: nunca", "16:28: «nunca» no es un tiempo"),
    (TEXT, f"{MORE}foro: {{tema: a, cierra: tarde}}", "16:29: «tarde» no dice cuándo cierra"),
]
WORDS = [
    ("    asunto: Matrículas\n", "", "11:5: el mensaje «anuncio» va por «correo» y no tiene asunto"),
    ("    asunto: Matrículas\n", "    asunto: |\n      a\n      b\n", "14:13: el asunto tiene varias líneas"),
    (f"{TEXT}\n", "", "11:5: el mensaje «anuncio» no tiene texto para correo, web"),
    (TEXT, '    texto: "Hola {{ nada }}"', "15:21: no existe el dato «nada»"),
    (TEXT, "    texto: |\n      Hola.\n      Vengan, {{ nada }}", "17:18: no existe el dato «nada»"),
    (TEXT, "    plantilla: nada.txt", "15:16: no existe el archivo «plantillas/nada.txt»"),
    (TEXT, "    plantilla: ../plan.yaml", "15:16: «plantillas/../plan.yaml» está fuera de la carpeta"),
    (TEXT, f"{MORE}enlace: villaclara", "16:13: «villaclara» no es una dirección de la web"),
    (TEXT, f"{MORE}responder-a: noreply@a.gov.co", "16:18: «noreply@a.gov.co» dice que nadie lee las respuestas"),
    (TEXT, f"{MORE}idioma: Español", "16:13: «Español» no es el código de un idioma"),
    ("publico: ciudadania", "publico: ciudadania\nenlace: nada", "7:9: «nada» no es una dirección de la web"),
    (
        "publico: ciudadania",
        "publico: ciudadania\nresponder-a: no-responder@a.gov.co",
        "7:14: «no-responder@a.gov.co» dice que nadie lee las respuestas",
    ),
    (
        TEXT,
        "    texto: cuesta ${PREGONERO_CLAVE}",
        "15:12: las referencias ${…} solo sirven en las claves de «opciones» de canales.yaml",
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), [*WRITING, *VALUES, *NAMES, *RULES, *WORDS])
def test_each_mistake_is_said_at_its_line_and_column(tmp_path: Path, old: str, new: str, said: str) -> None:
    """One mistake gives one problem, at the word that is wrong."""
    assert problems(tmp_path, edited(FILE, old, new)) == [f"{FILE}:{said}"]


def test_a_misspelt_key_is_named_with_the_nearest_known_one(tmp_path: Path) -> None:
    """A misspelt key is unknown and its right one missing; the hint says which was meant."""
    change = edited(FILE, CLASS, "clace: servicio")
    assert problems(tmp_path, change) == [
        f"{FILE}:1:1: falta «clase»",
        f"{FILE}:4:1: no se conoce la clave «clace»",
    ]
    assert hints(tmp_path, change)[1] == "¿quiso decir «clase»?"


def test_hints_say_what_to_write(tmp_path: Path) -> None:
    """A wrong value is answered with the values that serve."""
    assert hints(tmp_path, edited(FILE, CLASS, "clase: servisio")) == [
        "escriba uno de estos: servicio, gestion, interna o emergencia"
    ]
    assert hints(tmp_path, edited(FILE, "[correo, web]", "[coreo, web]")) == ["¿quiso decir «correo»?"]
    assert hints(tmp_path, edited(FILE, "[correo, web]", "correo, web")) == [
        "si son varios, escríbalos entre corchetes: [correo, web]"
    ]
    assert hints(tmp_path, edited(FILE, "publico: ciudadania", "publico: ciudadania, transeuntes")) == [
        "use solo minúsculas sin tilde, números y guiones: secretaria-educacion"
    ]
    figures = {"1.000": "puede leerse de dos maneras", "12,5": "no es un número", "inf": "no es un número"}
    for written, wrong in figures.items():
        pace = edited("canales.yaml", "web: {tipo: web,", f"web: {{tipo: web, ritmo: {{por-segundo: '{written}'}},")
        assert wrong in problems(tmp_path, pace)[0]
    assert hints(
        tmp_path, edited("canales.yaml", "web: {tipo: web,", "web: {tipo: web, ritmo: {por-segundo: 1.000},")
    ) == ["si son miles, escriba 1000; si es un decimal, escríbalo sin ceros al final"]


def test_all_mistakes_are_said_at_once(tmp_path: Path) -> None:
    """Mistakes of different kinds in one file are all in the list, in the order of the file."""
    text = CAMPAIGN.replace("responsable: educacion", "responsable: luis").replace("[correo, web]", "[web, radio]")
    text = text.replace("15 días antes", "15 días antez").replace("2027-01-29", "2027-01-32")
    lines = [line.split(":")[1] for line in problems(tmp_path, {FILE: text})]
    assert lines == ["5", "9", "12", "13"]


@pytest.mark.parametrize("word", ["sí", "si", "Sí", "verdadero", "true"])
def test_yes_is_written_in_spanish(tmp_path: Path, word: str) -> None:
    """«sí», with or without its accent, is a truth value where one is wanted."""
    found = loaded(tmp_path, edited(FILE, TEXT, f"{MORE}nunca-despues: {word}"))
    assert found.problems == ()
    assert found.tenants[0].campaigns["matriculas"].messages[0].moves.never_after is True


def test_a_key_typed_with_combining_accents_loads(tmp_path: Path) -> None:
    """`campaña` typed as n and combining tilde is the same key."""
    decomposed = CAMPAIGN.replace("campaña", "campan\u0303a")
    assert decomposed != CAMPAIGN
    assert loaded(tmp_path, {FILE: decomposed}).problems == ()


def test_a_byte_order_mark_is_accepted(tmp_path: Path) -> None:
    """Windows' Notepad begins its files with one."""
    assert loaded(tmp_path, {FILE: b"\xef\xbb\xbf" + CAMPAIGN.encode()}).problems == ()


def test_scalars_stay_what_they_look_like(tmp_path: Path) -> None:
    """`05001`, `no` and `10:30` are texts: no octal number, no truth value, no base sixty."""
    change = edited(FILE, "publico: ciudadania", "publico: ciudadania\ndatos: {codigo: 05001, hay: no, hora: 10:30}")
    found = loaded(tmp_path, change).tenants[0].campaigns["matriculas"].entry.data
    assert found == {"codigo": "05001", "hay": "no", "hora": "10:30"}


def test_a_text_longer_than_its_channel_allows_is_found(tmp_path: Path) -> None:
    """Counted as the service counts, at the text that is too long."""
    text = CAMPAIGN.replace("[correo, web]", "[correo, canal]").replace("Empiezan", "x" * 4096 + " Empiezan")
    (said,) = problems(tmp_path, {FILE: text})
    assert said.startswith(f"{FILE}:15:12: el texto para «canal» llega a ")


def test_a_lead_needs_an_event(tmp_path: Path) -> None:
    """`con-antelacion-minima` counts up to the event."""
    text = CAMPAIGN.replace("evento:\n  inicia: 2027-01-12 07:00\n  termina: 2027-01-29 16:00\n", "")
    text = text.replace("15 días antes a las 08:00", "cada lunes a las 08:00\n    con-antelacion-minima: 2 días")
    assert problems(tmp_path, {FILE: text}) == [
        f"{FILE}:10:28: «con-antelacion-minima» se cuenta hasta el evento, y la campaña no tiene"
    ]


def test_a_broken_template_is_said_in_its_own_file(tmp_path: Path) -> None:
    """The problem stands in `plantillas/`, and the campaign that uses it does not run."""
    change = {**edited(FILE, TEXT, "    plantilla: carta.txt"), "plantillas/carta.txt": "Hola\n{{ nada }}\n"}
    assert problems(tmp_path, change) == ["plantillas/carta.txt:2:4: no existe el dato «nada»"]
    assert dict(loaded(tmp_path, change).tenants[0].campaigns) == {}
