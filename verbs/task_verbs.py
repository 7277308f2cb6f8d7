"""The verbs on what people do by hand, and on the figures that they count."""

from verbs.duty_verbs import DUTIES
from verbs.options import (
    FOLDER,
    NOTE,
    NUMBER,
    POINT,
    ROW,
    THERE,
    TIMES,
    Day,
    Figure,
    argument,
    flag,
    option,
)
from verbs.verb import Verb

TASKS: tuple[Verb, ...] = (
    Verb(
        "tasks",
        "verbs.tasks:tasks",
        "Lo que espera a una persona: medios manuales y deberes.",
        (
            option("--out", type=FOLDER, metavar="CARPETA", help="Guarda aquí la hoja de cada tarea, o su evidencia."),
            flag("--done", help="Las que ya se confirmaron, con su nota y su evidencia."),
        ),
    ),
    Verb(
        "confirm",
        "verbs.confirming:confirm",
        "Dice que una tarea se hizo, cuántas veces y con qué evidencia; o que no se hizo.",
        (
            NUMBER,
            option("--count", type=TIMES, metavar="N", help="Cuántas veces; hace falta si se planeó más de una."),
            flag("--more", help="Sí fueron más de las planeadas."),
            option("--cost", metavar="PESOS", help="Cuánto costó en total; sin ella, lo que dice canales.yaml."),
            option(
                "--evidence",
                type=THERE,
                multiple=True,
                metavar="ARCHIVO",
                help="Foto, audio o acta, hasta 50 MB; varias veces. Sin ella, diga en --note por qué no la hay.",
            ),
            option("--item", type=POINT, multiple=True, metavar="N", help="Este punto de la lista ya se revisó."),
            option(
                "--without",
                type=POINT,
                multiple=True,
                metavar="N",
                help="Este punto de la lista no se cumple: diga por qué en --note.",
            ),
            flag("--all", "every", help="Toda la lista está revisada."),
            flag("--not-done", "not_done", help="No se hizo: diga por qué en --note."),
            option("--reason", default="", metavar="TEXTO", help="Corrige con --count lo ya confirmado: por qué."),
            NOTE,
        ),
        acts=True,
    ),
    Verb(
        "postpone",
        "verbs.confirming:postpone",
        "Aplaza una tarea hasta un día después de su plazo: lo dice quien responde por ella o el encargado.",
        (NUMBER, option("--until", type=Day(), required=True, metavar="FECHA", help="Hasta qué día."), NOTE),
        acts=True,
    ),
    *DUTIES,
    Verb(
        "record",
        "verbs.figures:record",
        "Anota una cifra que cuentan las personas, o la corrige.",
        (
            argument("indicator", "INDICADOR", "El indicador, como está en indicadores.yaml."),
            argument("value", "CIFRA", "Cuánto.", type=Figure()),
            option("--date", "day", type=Day(), metavar="FECHA", help="De qué día es; sin ella, de hoy."),
            option("--action", default="", metavar="FILA", help="De qué fila del plan, como SE-7."),
            option(
                "--evidence",
                type=THERE,
                multiple=True,
                metavar="ARCHIVO",
                help="Lo que la muestra: foto, acta, PDF, hasta 50 MB; varias veces.",
            ),
            option("--corrects", type=ROW, metavar="N", help="La cifra que reemplaza; la muestra report --why."),
            option("--reason", default="", metavar="TEXTO", help="Por qué se corrige, o llega con el periodo cerrado."),
            NOTE,
        ),
        acts=True,
    ),
    Verb(
        "close",
        "verbs.figures:close",
        "Cierra un periodo que terminó: sus cifras no cambian más. Pasados unos días, el pregonero lo hace solo.",
        (argument("period", "PERIODO", "2027-W03, 2027-01, 2027-B1, 2027-S1, 2027 o 2027-01-05..2027-03-20."),),
        acts=True,
    ),
)
