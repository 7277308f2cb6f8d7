"""The verbs on duties, as data: what is handed in, sent back, extended, and who is late."""

from verbs.options import NOTE, NUMBER, THERE, Day, option
from verbs.verb import Verb

DUTIES: tuple[Verb, ...] = (
    Verb(
        "receive",
        "verbs.duties:receive",
        "Anota lo que alguien entregó para un deber, con número y hora; falta que lo confirme quien lo pidió.",
        (
            NUMBER,
            option("--from", "handed_by", default="", metavar="QUIÉN", help="Quién lo entregó; sin ella, quien debe."),
            option(
                "--file",
                type=THERE,
                multiple=True,
                metavar="ARCHIVO",
                help="Lo que entregó, hasta 50 MB; varias veces. Sin ella, diga en --note qué fue y dónde está.",
            ),
            NOTE,
        ),
        acts=True,
    ),
    Verb(
        "return",
        "verbs.duties:return_",
        "Devuelve lo que se recibió para un deber y no sirve: el deber sigue abierto, con su plazo.",
        (NUMBER, NOTE),
        acts=True,
    ),
    Verb(
        "extend",
        "verbs.duties:extend",
        "La única prórroga de un deber: la pide quien lo debe, y la da quien lo pidió o el encargado.",
        (
            NUMBER,
            option("--until", type=Day(), metavar="FECHA", help="Hasta qué día; sin ella, hasta el que se pidió."),
            NOTE,
        ),
        acts=True,
    ),
    Verb(
        "duties",
        "verbs.late:duties",
        "Quién entregó y quién está en mora: los deberes de un periodo, por dependencia y mes.",
        (
            option(
                "--period",
                metavar="PERIODO",
                help="2027-W03, 2027-01, 2027-B1, 2027-S1, 2027 o 2027-01-05..2027-03-20; sin ella, este año.",
            ),
        ),
    ),
    Verb(
        "intake",
        "verbs.taking_in:intake",
        "Lee de la entrada estándar un correo con lo que se debe. Lo llama el servidor de correo, no las personas.",
        json=False,
    ),
)
